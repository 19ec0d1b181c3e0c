import { expect, test } from 'vitest';
import { analyze } from '../../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../../src/formats/python/format.ts';
import { editedSample } from '../../../../../src/worker/analysis/warm-up/python/edits.ts';
import { pythonSample } from '../../../../../src/worker/analysis/warm-up/python/samples.ts';
import { textIn } from '../../../../../src/model/text/text-in.ts';

/** With the numbers of parameters that PyTorch counts. */
const samples: readonly { readonly round: number; readonly models: Readonly<Record<string, number>> }[] = [
  { round: 1, models: { RowNet: 36_622 } },
  {
    round: 3,
    models: {
      planned_short: 78_050,
      planned_long: 155_545,
      'Valley(base=given.base)': 628_142,
      'Tiles(side=64)': 139_842,
    },
  },
  { round: 5, models: { slim: 271_143, stout: 1_016_871 } },
  { round: 6, models: { tree_small: 64_172, tree_large: 111_156 } },
  {
    round: 16,
    models: { low: 620_596, middle: 941_668, many: 1_091_428, broad: 1_853_188, high: 1_273_828 },
  },
];

/** Of a library that is not there. */
const unread = ['absent is not read: it is not in the workspace'];

test.each(samples.map((sample) => ({ ...sample, names: Object.keys(sample.models).join(', ') })))(
  'the sample of round $round is like a file of users: $names are read to their ends, without errors',
  ({ round, models: expected }) => {
    const { document, readFile } = pythonSample(round);
    const analysis = analyze(document, [createPythonFormat()], { inputs: [], readFile });
    expect(Object.fromEntries(analysis.models.map(({ name, totals }) => [name, totals.params]))).toEqual(
      expected,
    );
    expect(analysis.problems).toEqual([]);
    const reasons = analysis.explanations?.map(({ reason }) => textIn(null, reason)) ?? [];
    expect(reasons).toEqual('RowNet' in expected ? unread : []);
    for (const { problems } of analysis.models) {
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  },
);

test('every edit of a sample changes its text, and the version that it gives is read as a file is that nobody edits', () => {
  const edited = createPythonFormat();
  const texts = [1, 2, 3, 4].map((turn) => {
    const { document, readFile } = editedSample(turn);
    const context = { inputs: [], readFile };
    const [now, fresh] = [edited, createPythonFormat()].map((format) => analyze(document, [format], context));
    const totals = now?.models.map(({ name, totals: { params, macs } }) => [name, params, macs]);
    expect(totals).toHaveLength(5);
    expect(totals).toEqual(fresh?.models.map(({ name, totals: { params, macs } }) => [name, params, macs]));
    expect(now?.problems).toEqual([]);
    return document.text;
  });
  expect(new Set([...texts, pythonSample(32).document.text]).size).toBe(5);
});
