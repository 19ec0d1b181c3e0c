import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

const first = `import torch
from torch import nn


class First(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x):
        return self.conv(x)
`;

const endings: readonly (readonly [title: string, text: string])[] = [
  [
    'a constructor without end',
    `

class Second(nn.Module):
    def __init__(self):
        super().__init__()
        size = 1
        while size < 16:
            self.size = size

    def forward(self, x):
        return x
`,
  ],
  ['20,000 brackets', `\n\nvalues = ${'['.repeat(20_000)}\n`],
  ['a comment of 100,000 letters', `\n\n# convlens: input=1x${'a'.repeat(100_000)}\n`],
  ['5,000 brackets, one line each', `\n\nvalues = ${'[\n'.repeat(5_000)}\n`],
];

test('a module that broken text asks for first is there for the rest', () => {
  const text = `import torch
from torch import nn
import torch.nn.functional as F


class First(nn.Module):
    # convlens: input=1x3x8x8
    def forward(self, x):
        return F.relu(x)


class Second(nn.Module):
    def __init__(self):
        super().__init__()

    } forward(self, x):
        kept = []
        for layer in self.down:
            x = F.max_pool2d(layer(x), 2, ceil_mode=True)
            kept.append(x)         total = None         for part in reversed(kept):             mean = part.mean(dim=(2, 3))             total = mean.sum(1) if total is None else total + mean.sum(1)         return total
`;
  expect(analyzeText(text).models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 3, 8, 8]]);
});

test('a padding beyond all numbers is an unknown one', () => {
  const text = first.replace('nn.Conv2d(3, 4, 3)', 'nn.Conv2d(3, 4, 3, padding=1e308)');
  const { models } = analyzeText(text);
  expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 4, null, null]]);
  expect(models[0]?.problems.filter(({ message }) => /Infinity|NaN/.test(message))).toEqual([]);
});

test.each(endings)('%s leaves the model before it what it is', (_, text) => {
  const { models, problems } = analyzeText(first + text);
  const [model] = models;
  expect(model?.layers.map(({ id, outputShapes }) => [id, ...outputShapes])).toEqual([
    ['x', [1, 3, 8, 8]],
    ['conv', [1, 4, 6, 6]],
  ]);
  expect(problems.filter(({ code }) => code === 'internal-error')).toEqual([]);
});
