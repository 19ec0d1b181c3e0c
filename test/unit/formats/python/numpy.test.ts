import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

/** What NumPy 1.24 gives as a whole number. */
test.each([
  ['np.cumsum([1, 2, 3])[-1]', 6],
  ['np.cumsum(np.array([2, 3]))[1]', 5],
  ['np.cumsum([0.5, 2.5])[1]', 3],
  ['len(np.cumsum(np.zeros((2, 3))))', 6],
  ['len(np.cumsum(np.zeros((2, 3)), 1))', 2],
  ['np.array([1, 4]).sum()', 5],
  ['np.linspace(0, 8, 3)[1]', 4],
])('%s is %d', (expression, width) => {
  const text = `import numpy as np
from torch import nn

# convlens: input=1x3x8x8
model = nn.Sequential(nn.Conv2d(3, int(${expression}), 1))
`;
  const { models } = analyzeText(text);
  expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, width, 8, 8]]);
});
