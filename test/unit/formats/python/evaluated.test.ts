import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

/** Output channels of a convolution as Python 3.11 with NumPy 1.24 evaluates them. */
const cases: readonly (readonly [expression: string, channels: number])[] = [
  ["eval('[(8, 10, 5)] + [(9, 3, 2)] * 2')[2][0]", 9],
  ["eval('width * 2 + 1')", 15],
  ["eval(' self.base')", 6],
  ["eval('nn.Conv2d')(3, 5, 1).out_channels", 5],
  ["eval('max')(4, width)", 7],
  ["len(eval('[eval(str(i)) for i in range(3)]'))", 3],
  ['np.power(2, np.arange(4)).tolist()[3]', 8],
  ['(np.divide(np.arange(1, 3) * 9, 2)).astype(int).tolist()[1]', 9],
  ["int(np.multiply([2, 3], 4).astype('int64')[1])", 12],
  ['int(np.floor_divide(np.arange(8, 10), 2)[1])', 4],
  ['(np.round(8 * np.power(2.2, np.round(np.log((np.arange(3) * 7.5 + 8) / 8) / np.log(2.2)))) * 2).astype(int)[1]', 36],
  ['argparse.Namespace(width=5).width', 5],
  ["vars(argparse.Namespace(**{'k': 4}))['k']", 4],
]; // prettier-ignore

const unknown = [
  "eval('3 +')",
  "eval('a = 3')",
  "eval('width', {'width': 3})",
  'eval(\'open("file").read()\')',
];

const netOf = (expression: string): string => `import argparse
import numpy as np
from torch import nn


class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self, width=7):
        super().__init__()
        self.base = 6
        self.conv = nn.Conv2d(3, ${expression}, 1)

    def forward(self, x):
        return self.conv(x)
`;

test.each(cases)('%s gives %i channels', (expression, channels) => {
  const { models, problems } = analyzeText(netOf(expression));
  expect(problems).toEqual([]);
  expect(models[0]?.layers.at(-1)?.outputShapes[0]).toEqual([1, channels, 8, 8]);
});

test.each(unknown)('%s is unknown, and no mistake', (expression) => {
  const { models, problems } = analyzeText(netOf(expression));
  expect([...problems, ...(models[0]?.problems ?? [])].filter(({ severity }) => severity !== 'hint')).toEqual(
    [],
  );
  expect(models[0]?.layers.at(-1)?.outputShapes[0]).toEqual([1, null, 8, 8]);
});
