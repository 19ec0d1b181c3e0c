import { expect, test } from 'vitest';
import { shownProblems } from '../../../src/formats/shown-problems.ts';
import { problemWords } from '../../../src/model/problems/words/problem-words.ts';
import { analyzeText } from '../../support/python.ts';

const netOf = (size: string, layers: string, forward: string): string => `from torch import nn
import torch.nn.functional as F


class Net(nn.Module):
    # convlens: input=${size}
    def __init__(self):
        super().__init__()
        self.layers = ${layers}

    def forward(self, x):
        for layer in self.layers:
            x = ${forward}
        return x
`;

const convs = (count: number): string =>
  `nn.ModuleList(nn.Conv2d(3, 3, 3, stride=2) for _ in range(${count}))`;

/** What is shown, from the sentence that tells of other layers on. */
function shown(text: string, language?: string): readonly (readonly [string, string])[] {
  return shownProblems(analyzeText(text), problemWords(language)).map(({ problem: { code, message } }) => [
    code,
    /(?:Likewise|The same) here.*|此处同样.*/.exec(message)?.[0] ?? message.slice(0, 30),
  ]);
}

test.each([
  ['1x3x61x61', convs(3), 'layer(x)', ['Likewise here: layers.2 (3×14×14 → 3×6×6).']],
  [
    '1x3x382x382',
    convs(6),
    'layer(x)',
    ['Likewise here: layers.1 (3×190×190 → 3×94×94), layers.2 (3×94×94 → 3×46×46), layers.3 (3×46×46 → 3×22×22) and 2 more.'],
  ],
  ['1x3x31x31', '[1, 2, 3]', 'F.max_pool2d(x, 2)', ['Likewise here: max_pool2d()#2 (3×15×15 → 3×7×7), max_pool2d()#3 (3×7×7 → 3×3×3).']],
])('%s, %s, %s: one warning that tells of each round', (size, layers, forward, messages) => {
  expect(shown(netOf(size, layers, forward))).toEqual(messages.map((message) => ['pixels-lost', message]));
}); // prettier-ignore

test('height and width of one layer stay two, and tell of the rounds each', () => {
  expect(shown(netOf('1x3x15x31', '[1, 2]', 'F.max_pool2d(x, 2)'))).toEqual([
    ['pixels-lost', 'Likewise here: max_pool2d()#2 (3×7×15 → 3×3×7).'],
    ['pixels-lost', 'Likewise here: max_pool2d()#2 (3×7×15 → 3×3×7).'],
  ]);
});

test('an error names the layers alone', () => {
  const layers = 'nn.ModuleList(nn.Conv2d(4 + i, 3, 1) for i in range(3))';
  expect(shown(netOf('1x3x8x8', layers, 'layer(x)'))).toEqual([
    ['channel-mismatch', 'The same here: layers.1, layers.2.'],
  ]);
});

test('in Chinese too', () => {
  expect(shown(netOf('1x3x61x61', convs(3), 'layer(x)'), 'zh-cn')).toEqual([
    ['pixels-lost', '此处同样：layers.2（3×14×14 → 3×6×6）。'],
  ]);
});
