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
  ['(torch.tensor([[1], [2]]) * torch.tensor([3, 4, 5]) + 1).tolist()[1][2]', 11],
  ['(torch.tensor([2, 3, 4]) * torch.tensor([5, 6, 7])).tolist()[1]', 18],
  ['np.power(2, np.arange(4)).tolist()[3]', 8],
  ['(np.divide(np.arange(1, 3) * 9, 2)).astype(int).tolist()[1]', 9],
  ["int(np.multiply([2, 3], 4).astype('int64')[1])", 12],
  ['int(np.floor_divide(np.arange(8, 10), 2)[1])', 4],
  ['(np.round(8 * np.power(2.2, np.round(np.log((np.arange(3) * 7.5 + 8) / 8) / np.log(2.2)))) * 2).astype(int)[1]', 36],
  ['argparse.Namespace(width=5).width', 5],
  ["int('0b11', 0) + int('ff', 16) + int('0x1F', 16)", 289],
  ['pow(3, 4, 5) + int(round(2.5, 0))', 3],
  ['np.abs(-3) + int(np.round(2.5)) + int(np.round(6.04, 1))', 11],
  ['len(deque([1, 2, 3], maxlen=2))', 2],
  ['rounds(deque([4, 5, 6]))', 49],
  ['kept([4, 4, 4])', 4],
  ['[4, 5, 4].index(4, 1) + (1, 2, 1).index(1, 1)', 4],
  ["len({'a': 1, 'b': 2}.keys() & {'a', 'z'}) + len({'a': 1}.keys() - {'a'})", 1],
  ["3 if {'a': 1, 'b': 2}.keys() == {'b': 1, 'a': 2}.keys() else 4", 3],
  ['[5, 6, 7][Level.TWO] + int(Level.TWO)', 9],
  ['len(range(Level.TWO))', 2],
  ["3 if isinstance(4, int | str) and isinstance(None, int | None) else 5", 3],
  ['slice(1, 7).stop + slice(None, -1).indices(5)[1]', 11],
  ["ChainMap({'a': 4}, {'a': 2, 'b': 3})['a']", 4],
  ['list(accumulate([1, 2], initial=10))[2]', 13],
  ['max(takewhile(lambda x: x < 4, [1, 3, 9, 2]))', 3],
  ["sum(len(list(group)) for key, group in groupby('aab') if key == 'a')", 2],
  ['iter([6, 7]).__next__()', 6],
  ['torch.zeros(2, 3, 5).shape[1:].numel()', 15],
  ['Pair._make([3, 4]).second', 4],
  ['3 if {1, 2}.isdisjoint([3]) else 4', 3],
  ["vars(argparse.Namespace(**{'k': 4}))['k']", 4],
]; // prettier-ignore

const unknown = [
  "eval('3 +')",
  "eval('a = 3')",
  "eval('width', {'width': 3})",
  'eval(\'open("file").read()\')',
];

const netOf = (expression: string): string => `import argparse
from collections import ChainMap, deque, namedtuple
from enum import IntEnum
from itertools import accumulate, groupby, takewhile

import numpy as np
import torch
from torch import nn

Pair = namedtuple('Pair', 'first second')


class Level(IntEnum):
    ONE = 1
    TWO = 2


def rounds(line):
    line.appendleft(line.popleft() + 5)
    line.rotate(1)
    line.extendleft([7])
    return line[0] * line[1] + line.index(9) + line[-1]


def kept(widths):
    del widths[1:]
    return sum(widths)


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

/** Texts as Python 3.11 gives them; their length is not enough, so that the name of a layer is one. */
const texts: readonly (readonly [expression: string, text: string])[] = [
  ["'%02d' % 5", '05'],
  ["'%(a)03d' % {'a': 1}", '001'],
  ["'%*d|%-4d|%+d' % (4, 3, 2, 1)", '   3|2   |+1'],
  ["'%x %o %X %c %i' % (255, 8, 255, 65, 3.9)", 'ff 10 FF A 3'],
  ["'%.3s %r %5s' % ('abcdef', 'b', 'c')", "abc 'b'     c"],
  ["'%03d %d%%' % (-1, 50)", '-01 50%'],
  ["'%s' % (True,)", 'True'],
  ["'{:05d} {:>{w}} {:#x}'.format(-3, 'a', 255, w=3)", '-0003   a 0xff'],
  ["'{:02d}'.format(3).replace('0', 'o')", 'o3'],
  ["f'{7:>{2 + 1}}'", '  7'],
  ["f'{1234567:,} {0.5:.0f} {2.5:.0f}'", '1,234,567 0 2'],
  ["f'{-1234:_} {1e21:.0f}'", '-1_234 1000000000000000000000'],
  ["format(3, '02d') + format('a', '>3')", '03  a'],
  ["'-7'.zfill(4) + 'ab'.center(5, '*')", '-007**ab*'],
  ["'abc'.translate(str.maketrans('ab', 'xy')) + 'aB'.swapcase()", 'xycAb'],
  ["'{a}'.format_map({'a': 1}) + str('a b'.find('b', 1))", '12'],
  ["'|'.join('a\\nb\\n'.splitlines())", 'a|b'],
  ["'a\\tb'.expandtabs(4)", 'a   b'],
  ['string.ascii_lowercase[:3] + string.digits[-1]', 'abc9'],
];

test.each(texts)('%s is %j', (expression, text) => {
  const source = `import string
from torch import nn


class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleDict({(${expression.replaceAll('\\\\', '\\')}).replace('.', '_'): nn.Conv2d(3, 4, 1)})

    def forward(self, x):
        return [conv(x) for conv in self.convs.values()]
`;
  const { models, problems } = analyzeText(source);
  expect(problems).toEqual([]);
  expect(models[0]?.layers.at(-1)?.id).toBe(`convs.${text.replaceAll('.', '_')}`);
});
