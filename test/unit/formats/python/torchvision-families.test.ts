import { describe, expect, test } from 'vitest';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { agreementOf, type OracleModel } from '../../../support/module-oracle.ts';
import { readOracle } from '../../../support/read-oracle.ts';
import { analyzeFile, torchvision } from '../../../support/python.ts';

/** Runs of torchvision's models under hooks, at usual and odd sizes (made like shapes-torchvision.json.gz). */
const { models } = readOracle('torchvision-families.json.gz') as { readonly models: readonly OracleModel[] };

/** How many boxes there are depends on the image and the weights: what follows is known but for that number. */
const dependsOnBoxes = /_?rcnn_/;

describe.skipIf(!torchvision)('all of torchvision (CONVLENS_TORCHVISION) agrees with PyTorch', () => {
  const format = createPythonFormat();
  const sums = { known: 0, total: 0 };

  test.each(models.map((model) => [model.id, model] as const))('%s', (id, model) => {
    const path = `${torchvision ?? ''}/models/${model.file ?? ''}`;
    const [report] = analyzeFile(path, model.model ?? '', model.input, format).models;
    if (!report) throw new Error(`no model in ${path}`);
    const { known, total, wrong, unknown, unknownBeyondFirst } = agreementOf(report, model);
    sums.known += known;
    sums.total += total;
    console.log(`${id}: ${known} of ${total} leaf modules`);
    expect(wrong).toEqual([]);
    if (dependsOnBoxes.test(id)) expect(unknownBeyondFirst).toEqual([]);
    else expect(unknown).toEqual([]);
    expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('of all leaf modules together, 99 in 100 are known', () => {
    expect(sums.known / sums.total).toBeGreaterThan(0.99);
  });
});
