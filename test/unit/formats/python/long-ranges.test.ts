import { expect, test } from 'vitest';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { analyzeText } from '../../../support/python.ts';

const head = 'import math, numpy as np, torch, torch.nn as nn\n';

/** A model that adds a table of positions to 3136 tokens of 384. */
const net = (table: string): string => `${head}
${table}

class Net(nn.Module):
    # convlens: input=1x3136x384
    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(positions(3136, 384), requires_grad=False)
        self.norm = nn.LayerNorm(384)

    def forward(self, x):
        return self.norm(x + self.table)
`;

const byHand = `def positions(count, width):
    table = torch.zeros(1, count, width)
    for place in range(count):
        for pair in range(0, width, 2):
            turn = place / (10000 ** (pair / width))
            table[0, place, pair] = math.sin(turn)
            if pair + 1 < width:
                table[0, place, pair + 1] = math.cos(turn)
    return table`;

const byFunction = `def positions(count, width):
    def row(place):
        return [place / np.power(10000, 2 * (column // 2) / width) for column in range(width)]
    table = np.array([row(place) for place in range(count)])
    table[:, 0::2] = np.sin(table[:, 0::2])
    table[:, 1::2] = np.cos(table[:, 1::2])
    return torch.FloatTensor(table).unsqueeze(0)`;

const nested = `def positions(count, width):
    table = torch.FloatTensor([[p / (10000 ** (2 * (i // 2) / width)) for i in range(width)] for p in range(count)])
    return table[None]`;

const rows = `def positions(count, width):
    return torch.from_numpy(np.array([np.arange(width) * p for p in range(count)]))[None]`;

test.each([
  ['two loops fill it cell by cell', byHand],
  ['a function gives its rows', byFunction],
  ['lists in a list', nested],
  ['arrays in a list', rows],
])('a table of 1.2 million cells: %s', (_, table) => {
  const { models } = analyzeText(net(table));
  expect(models.map(({ name }) => name)).toEqual(['Net']);
  expect(models[0]?.layers.at(-1)?.inputShapes).toEqual([[1, 3136, 384]]);
  expect(models[0]?.totals.params).toBe(3136 * 384 + 768);
  expect(models[0]?.problems).toEqual([]);
});

test('rounds of a long loop that make layers, or lists, are run one by one', () => {
  const { models } = analyzeText(`${head}
class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        widths = []
        for each in range(9000):
            widths.append(each % 7)
        odd = [each for each in range(9000) if each % 2]
        total = 0
        for each in range(9000):
            total += 1
        self.conv = nn.Conv2d(3, widths[8999] + len(odd) // 1000, 1)
        self.last = nn.Conv2d(8, each // 1000, 1)

    def forward(self, x):
        return self.last(self.conv(x))
`);
  // 8999 % 7 is 4, and there are 4500 odd numbers.
  expect(models[0]?.layers.map(({ outputShapes }) => outputShapes)).toEqual([
    [[1, 3, 8, 8]],
    [[1, 8, 8, 8]],
    [[1, 8, 8, 8]],
  ]);
  expect(models[0]?.problems).toEqual([]);
});

test.each([
  ['a total', 'total = 0', 'total += number % 2 + 1', 'total'],
  ['a pair', 'total = (1, 2)', 'total = (total[1], total[0])', 'total[0]'],
  [
    'what comes from the round before',
    'total, last = 0, 0',
    'total = last\n            last = number',
    'total',
  ],
  ['an iterator', 'total, each = 0, iter(range(20000))', 'total = next(each)', 'next(each)'],
])(
  'what rounds of a long loop leave to the next is not taken from one of them: %s',
  (_, first, round, read) => {
    const { models } = analyzeText(`${head}
class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        table = torch.zeros(9000)
        ${first}
        for number in range(9000):
            table[number] = number
            ${round}
        self.conv = nn.Conv2d(3, ${read}, 1)

    def forward(self, x):
        return self.conv(x)
`);
    const width = models[0]?.layers.at(-1)?.outputShapes[0]?.[1] ?? null;
    expect([
      null,
      { 'a total': 13500, 'a pair': 1, 'what comes from the round before': 8998, 'an iterator': 9000 }[_],
    ]).toContain(width);
  },
);

test('a change of one row of a long list is none of the others', () => {
  const { models } = analyzeText(`${head}
class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        rows = [[each * 2, 1] for each in range(9000)]
        rows[8998][1] = 5
        self.conv = nn.Conv2d(3, rows[8999][1] + rows[8998][1], 1)

    def forward(self, x):
        return self.conv(x)
`);
  expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 6, 8, 8]]);
});

test.each([
  ['import torch', true],
  ['import os, torch', true],
  ['import numpy as np, torch.nn as nn', true],
  ['import os.path as path , sys,torch', true],
  ['    import torch', true],
  ['from torch import nn', true],
  ['import torchwood', false],
  ['from here import torch', false],
  ['import numpy as torch', false],
])('%s makes a file one of PyTorch: %s', (line, isOne) => {
  const document = { path: 'net.py', text: `${line}\nclass Net(nn.Module): pass\n` };
  expect(createPythonFormat().recognizes(document)).toBe(isOne);
});
