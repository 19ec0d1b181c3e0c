import { describe, expect, test } from 'vitest';
import { agreementOf, type OracleModel } from '../../../support/module-oracle.ts';
import { analyzeFile, fixture } from '../../../support/python.ts';
import { readOracle } from '../../../support/read-oracle.ts';

/** Models in many styles, and what PyTorch made of them (test/support/oracle/torch_models.py). */
describe.each(['varied', 'styles', 'settings', 'vision', 'further'])('%s.py', (name) => {
  const { models } = readOracle(`torch-${name}.json.gz`) as { readonly models: readonly OracleModel[] };

  test.each(models.map((model) => [model.id, model] as const))('%s', (_, model) => {
    const { models: reports, problems } = analyzeFile(fixture(`${name}.py`), model.model ?? '', model.input);
    const [report] = reports;
    if (!report) throw new Error('There is no model.');
    const { known, total, wrong, unknown } = agreementOf(report, model);
    expect([...wrong, ...unknown]).toEqual([]);
    expect(known).toBe(total);
    expect(
      [...problems, ...report.problems].filter(
        ({ severity, code }) => severity === 'error' || (severity === 'warning' && code !== 'pixels-lost'),
      ),
    ).toEqual([]);
  });
});
