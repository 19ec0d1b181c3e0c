import { expect, test } from 'vitest';
import { problemLines } from '../../../support/problem-lines.ts';
import { analyzeUltralytics } from '../../../support/ultralytics/source.ts';

test.each([
  ['Concat', '[[-1, 0], 1, Concat, [x]]'],
  ['nn.Flatten', '[-1, 1, nn.Flatten, [x]]'],
])('%s along an axis that is a word: one problem, at the word, and an unknown output', (_title, row) => {
  const text = `nc: 2\nbackbone:\n  - [-1, 1, Conv, [8, 3, 1]]\n  - ${row}\nhead: []\n`;
  const analysis = analyzeUltralytics(text);
  expect(analysis.models[0]?.layers.at(-1)?.outputShapes).toEqual([null]);
  expect(problemLines(text, analysis)).toEqual(['4 error invalid-value x']);
});
