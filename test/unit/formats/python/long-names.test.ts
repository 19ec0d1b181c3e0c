import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

/** Longer than a pattern can be. */
const name = 'a'.repeat(40_000);

const network = (constructor: string, forward: string): string => `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        ${constructor}

    def forward(self, x):
        # x: [1, 3, 8, 8]
        ${forward}
        return self.conv(x)
`;

test.each([
  ['a layer that is never used', network(`self.${name} = nn.Linear(2, 2)`, ''), ['unused-layer']],
  ['a layer that is used', network(`self.${name} = nn.ReLU()`, `x = self.${name}(x)`), []],
  [
    'a list of which an entry is never taken',
    network(`self.${name} = nn.ModuleList([nn.ReLU(), nn.ReLU()])`, `x = self.${name}[0](x)`),
    ['unused-layer'],
  ],
])('names of 40,000 letters: %s', (_, text, codes) => {
  const { models, problems } = analyzeText(text);
  expect(problems.map(({ code }) => code)).toEqual(codes);
  expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 4, 6, 6]]);
});
