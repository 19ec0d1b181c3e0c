import { describe, expect, test } from 'vitest';
import { agreementOf, type OracleModel } from '../../../support/module-oracle.ts';
import { readOracle } from '../../../support/read-oracle.ts';
import { analyzeFile, fixture } from '../../../support/python.ts';

const oracle = readOracle('shapes-small.json.gz') as { readonly models: readonly OracleModel[] };

/** Files of the same architectures, written for this test. */
const sources: Readonly<Record<string, readonly [file: string, model: string]>> = {
  'examples/mnist': ['digits.py', 'Net'],
  'examples/dcgan-G': ['adversaries.py', 'Generator'],
  'examples/dcgan-D': ['adversaries.py', 'Discriminator'],
  'examples/super_resolution': ['upscaler.py', 'Upscaler'],
};

describe('models of a few layers agree with PyTorch', () => {
  test.each(oracle.models.map((model) => [model.id, model] as const))('%s', (id, model) => {
    const [file, name] = sources[id.replace(/@.*/, '')] ?? ['', ''];
    const analysis = analyzeFile(fixture(file), name, model.input);
    const [report] = analysis.models;
    if (!report) throw new Error(`no model in ${file}`);
    const { known, total, wrong, unknown } = agreementOf(report, model);
    expect({ wrong, unknown }).toEqual({ wrong: [], unknown: [] });
    expect(known).toBe(total);
    const errors = report.problems.filter(({ severity }) => severity === 'error').map(({ node }) => node);
    const refusedAt = errors.map((node) => report.layers[node ?? -1]?.id);
    expect(refusedAt).toEqual(model.error ? [model.error.at] : []);
  });
});
