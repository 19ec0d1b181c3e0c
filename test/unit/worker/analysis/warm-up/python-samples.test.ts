import { expect, test } from 'vitest';
import { analyze } from '../../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../../src/formats/python/format.ts';
import { pythonSample } from '../../../../../src/worker/analysis/warm-up/python/samples.ts';

const samples: readonly { readonly round: number; readonly models: readonly string[] }[] = [
  { round: 1, models: ['WindowNet'] },
  { round: 2, models: ['small'] },
  { round: 3, models: ['stack_a', 'stack_b', 'Hourglass(base=args.width)', 'Patches(size=64)'] },
  { round: 4, models: ['small', 'medium'] },
  { round: 5, models: ['slim', 'broad'] },
  { round: 6, models: ['dense_small', 'dense_large'] },
  { round: 16, models: ['small', 'medium', 'grouped', 'wide', 'large'] },
];

/** Of a library that is not there. */
const unread = ['absent is not read: it is not in the workspace'];

test.each(samples.map((sample) => ({ ...sample, names: sample.models.join(', ') })))(
  'the sample of round $round is like a file of users: $names are read to their ends, without errors',
  ({ round, models: expected }) => {
    const { document, readFile } = pythonSample(round);
    const analysis = analyze(document, [createPythonFormat()], { inputs: [], readFile });
    expect(analysis.models.map(({ name }) => name)).toEqual(expected);
    expect(analysis.problems).toEqual([]);
    const reasons = analysis.explanations?.map(({ reason }) => reason) ?? [];
    expect(reasons).toEqual(expected.includes('WindowNet') ? unread : []);
    for (const { problems, totals } of analysis.models) {
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(totals.params).toBeGreaterThan(10_000);
    }
  },
);
