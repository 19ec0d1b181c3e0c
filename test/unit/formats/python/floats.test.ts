import { describe, expect, test } from 'vitest';
import { parseSource } from '../../../../src/formats/python/syntax/parse.ts';
import { analyzeText } from '../../../support/python.ts';

/** Numbers that end in a point, as Python reads them. */
const cases: readonly (readonly [expression: string, channels: number])[] = [
  ['int(2. if 1. > 0. else 3.)', 2],
  ['int(0. or 5.)', 5],
  ['int(3.*2.)', 6],
  ['int(7.//2.)', 3],
  ['int(1.e1)', 10],
  ['int(40.e-1)', 4],
  ['int((4.).real)', 4],
  ['int(1_0.)', 10],
  ['len("0. else 1.")', 10],
];

describe('numbers that end in a point', () => {
  test.each(cases)('%s', (expression, channels) => {
    const text = `from torch import nn\nmodel = nn.Sequential(nn.Conv2d(3, ${expression}, 3))\n`;
    const { models } = analyzeText(text);
    expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, channels, 222, 222]]);
  });

  test.each([
    ['a = x if y > 0 else z\n', 'a = x if y > 0. else z\n'],
    ['a = 0. if y else z\n', 'a = 0.5 if y else z\n'],
    ['a = n0. if y else z\n', 'a = 0. if y else z\n'],
    ['a = 12. if y else z\n', 'a = x12.real if y else z\n'],
  ])('an edit from %j to %j is read as the new text is', (before, after) => {
    const around = 'b = f(1., 2)\n'.repeat(40);
    const text = around + after + around;
    const edited = parseSource('a.py', text, parseSource('a.py', around + before + around, null));
    expect(edited.module.body).toEqual(parseSource('a.py', text, null).module.body);
  });
});
