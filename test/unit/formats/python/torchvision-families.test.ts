import { describe, expect, test } from 'vitest';
import { agreementOf, type OracleModel } from '../../../support/module-oracle.ts';
import { readOracle } from '../../../support/read-oracle.ts';
import { analyzeFile, torchvision } from '../../../support/python.ts';

/** Runs of torchvision's models under hooks, at usual and odd sizes (made like shapes-torchvision.json.gz). */
const { models } = readOracle('torchvision-families.json.gz') as { readonly models: readonly OracleModel[] };

/** How many boxes there are depends on the image: what follows is known but for that number. */
const dependsOnBoxes = /_?rcnn_/;

describe.skipIf(!torchvision)('all of torchvision (CONVLENS_TORCHVISION) agrees with PyTorch', () => {
  test.each(models.map((model) => [model.id, model] as const))('%s', (id, model) => {
    const path = `${torchvision ?? ''}/models/${model.file ?? ''}`;
    const [report] = analyzeFile(path, model.model ?? '', model.input).models;
    if (!report) throw new Error(`no model in ${path}`);
    const { known, total, wrong, unknown } = agreementOf(report, model);
    console.log(`${id}: ${known} of ${total} leaf modules`);
    expect(wrong).toEqual([]);
    if (dependsOnBoxes.test(id)) expect(known / total).toBeGreaterThan(0.89);
    else expect(unknown).toEqual([]);
    expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
