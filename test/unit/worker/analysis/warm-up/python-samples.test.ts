import { expect, test } from 'vitest';
import { analyze } from '../../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../../src/formats/python/format.ts';
import { pythonSample } from '../../../../../src/worker/analysis/warm-up/python/samples.ts';

const models = [
  ['small'],
  ['slim', 'broad'],
  ['small', 'medium', 'grouped'],
  ['stack_a', 'stack_b', 'Hourglass(base=args.width)', 'Patches(size=64)'],
  ['dense_small', 'dense_large'],
  ['small', 'medium', 'grouped', 'wide', 'large'],
];

test.each(models.map((names, index) => ({ round: index + 1, names })))(
  'the sample of round $round is like a file of users: $names are read to their ends, without errors',
  ({ round, names }) => {
    const { document, readFile } = pythonSample(round);
    const analysis = analyze(document, [createPythonFormat()], { inputs: [], readFile });
    expect(analysis.models.map(({ name }) => name)).toEqual(names);
    expect(analysis.problems).toEqual([]);
    expect(analysis.explanations ?? []).toEqual([]);
    for (const { problems, totals } of analysis.models) {
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(totals.complete).toBe(true);
    }
  },
);
