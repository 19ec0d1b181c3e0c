import { describe, expect, test } from 'vitest';
import { agreementOf, type OracleModel } from '../../../support/module-oracle.ts';
import { readOracle } from '../../../support/read-oracle.ts';
import { analyzeFile, torchvision } from '../../../support/python.ts';

const oracle = readOracle('shapes-torchvision.json.gz') as { readonly models: readonly OracleModel[] };

const files: Readonly<Record<string, string>> = {
  alexnet: 'alexnet',
  googlenet: 'googlenet',
  mobilenet_v2: 'mobilenetv2',
  resnet18: 'resnet',
  resnet50: 'resnet',
  squeezenet1_0: 'squeezenet',
  vgg16: 'vgg',
};

describe.skipIf(!torchvision)('torchvision (CONVLENS_TORCHVISION) agrees with PyTorch', () => {
  test.each(oracle.models.map((model) => [model.id, model] as const))('%s', (id, model) => {
    const name = id.replace(/^torchvision\/|@.*/g, '');
    const path = `${torchvision ?? ''}/models/${files[name] ?? name}.py`;
    const [report] = analyzeFile(path, name, model.input).models;
    if (!report) throw new Error(`no model in ${path}`);
    const { known, total, wrong, unknown } = agreementOf(report, model);
    console.log(`${id}: ${known} of ${total} leaf modules`);
    expect({ wrong, unknown }).toEqual({ wrong: [], unknown: [] });
    const errors = report.problems.filter(({ severity }) => severity === 'error').map(({ node }) => node);
    expect(errors.map((node) => report.layers[node ?? -1]?.id)).toEqual(model.error ? [model.error.at] : []);
  });
});
