import { expect, test } from 'vitest';
import { dimText } from '../../../../src/model/problems/number-text.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText } from '../../../support/python.ts';

const lines = [
  'import torch',
  'import torch.nn as nn',
  '',
  '',
  'class Small(nn.Module):',
  '    def __init__(self):',
  '        super().__init__()',
  '        self.first = nn.Conv2d(3, 5, 3)',
  '        self.next = nn.Conv2d(5, 7, 3)',
  '        self.extra = nn.ReLU()',
  '        self.last = nn.Conv2d(7, 2, 1)',
  '',
  '    def forward(self, x):',
  '        x = self.first(x)',
  '        x = self.next(x)',
  '        x = self.extra(x)',
  '        return self.last(x)',
  '',
  '',
  'Small()(torch.randn(4, 3, 30, 26))',
];

/** What is written instead of a line, and the layers with their shapes then. */
const before = 'first 4x5x28x24, next 4x7x26x22';
const cases: readonly (readonly [line: string, instead: string, shown: string])[] = [
  [lines[9] ?? '', '        self.extra = nn.Conv2d(7, 7, 3,', `${before}, self.extra() ?, last ?x2x?x?`],
  [lines[9] ?? '', '        self.extra = nn.Conv2d(7, 7, 3,\n', `${before}, self.extra() ?, last ?x2x?x?`],
  [
    lines[9] ?? '',
    '        self.extra = nn.Sequential(nn.Conv2d(7, 7, 3), nn.ReLU(',
    `${before}, self.extra() ?, last ?x2x?x?`,
  ],
  [
    lines[9] ?? '',
    '        self.extra = nn.Sequential(\n            nn.Conv2d(7, 7, 3),\n            nn.ReLU(\n        )',
    `${before}, self.extra() ?, last ?x2x?x?`,
  ],
  [lines[9] ?? '', '        """what it is', `${before}, self.extra() ?, last ?x2x?x?`],
  [lines[9] ?? '', '    self.extra = nn.ReLU()', `${before}, self.extra() ?, last ?x2x?x?`],
  [lines[15] ?? '', '        x = torch.cat([x,', `${before}, last ?x2x?x?`],
  [lines[15] ?? '', '        x = self.extra(x', `${before}, last ?x2x?x?`],
  [lines[15] ?? '', '        if self.extra(', `${before}, last 4x2x26x22`],
  [lines[15] ?? '', "        '''now the last", `${before}, last 4x2x26x22`],
];

test.each(cases)('%j is %j: %s', (line, instead, shown) => {
  const text = lines.map((each) => (each === line ? instead : each)).join('\n');
  const analysis = analyzeText(text);
  const layers = analysis.models[0]?.layers.filter(({ operation }) => operation.kind !== 'input') ?? [];
  const found = layers.map(({ id, outputShapes: [shape = null] }) => {
    return `${id} ${shape === null ? '?' : shape.map(dimText).join('x')}`;
  });
  expect(found.join(', ')).toBe(shown);
  expect(problemsOf(analysis).filter(({ severity }) => severity !== 'hint')).toEqual([]);
});

test('a text without a mistake is a text with brackets at any indentation', () => {
  const text = [...lines, 'more = [', 'nn.ReLU(),', '  nn.ReLU(),', ']', 'size = dict(', 'a=1)', ''].join(
    '\n',
  );
  expect(problemsOf(analyzeText(text))).toEqual([]);
  expect(analyzeText(text).models[0]?.layers.map(({ id }) => id)).toEqual([
    'x',
    'first',
    'next',
    'extra',
    'last',
  ]);
});

test('a docstring that is not closed yet does not turn those behind it inside out', () => {
  const behind = ['', '', 'class Other(nn.Module):', '    """What it is."""', ...lines.slice(5, 17)];
  const text = [...lines.slice(0, 5), '    """A net', ...lines.slice(5, 19), ...behind].join('\n');
  expect(analyzeText(text).models.map(({ name }) => name)).toEqual(['Small', 'Other']);
});
