import { expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { shownProblems } from '../../../../src/formats/shown-problems.ts';
import { problemWords } from '../../../../src/model/problems/words/problem-words.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { analyzeText } from '../../../support/python.ts';

const blocks = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 3, padding=1)

    def forward(self, x):
        return self.conv(x)


class Up(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.up = nn.ConvTranspose2d(i, i // 2, 2, 2)
        self.conv = nn.Conv2d(i, o, 3, padding=1)

    def forward(self, x, skip):
        return self.conv(torch.cat([skip, self.up(x)], 1))


class Twice(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.a = Block(3, 4)
        self.b = Block(width, 4)

    def forward(self, x):
        return self.b(self.a(x))


class Add(nn.Module):
    def forward(self, x, y):
        return x + y


class Sub(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 1)

    def forward(self, x, y):
        return self.conv(x) - y
`;

/** What is shown of a network that uses those blocks: the text that is marked, and the message. */
function shown(made: string, run: string): readonly (readonly [string, string])[] {
  const text = `import torch
from torch import nn
from blocks import Add, Block, Sub, Twice, Up


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        width = 3
        self.made = ${made}

    def forward(self, x):
        return ${run}


Net()(torch.randn(1, 3, 9, 8))
`;
  const analysis = analyzeText(text, {}, { 'models/blocks.py': blocks });
  return shownProblems(analysis, problemWords()).map(({ problem: { span, message } }) => [
    span.file ?? text.slice(span.start, span.end),
    message.slice(0, 72),
  ]);
}

test.each([
  ['Block(width + 1, 4)', 'self.made(x)', 'Block(width + 1, 4)', 'In blocks.py: The layer expects 4 channels, its input [1, 3, 9, 8] has 3'],
  ['Up(6, 2)', 'self.made(torch.zeros(1, 6, 4, 4), x)', 'self.made(torch.zeros(1, 6, 4, 4), x)', 'In blocks.py: The inputs cannot be concatenated: inputs 1 and 2, [1, 3, '],
  ['Add()', 'self.made(x, x[:, :, 1:])', 'Add()', 'In blocks.py: The inputs cannot be combined: inputs 1 and 2, [1, 3, 9, 8'],
  ['Sub()', 'self.made(x, x[:, :, 1:])', 'self.made(x, x[:, :, 1:])', 'In blocks.py: The inputs cannot be combined: inputs 1 and 2, [1, 3, 9, 8'],
])('%s, %s: what is wrong in its file is shown at %s', (made, run, place, message) => {
  expect(shown(made, run)).toEqual([[place, message]]);
}); // prettier-ignore

test('two layers that one call leads to are not the same: each says its own numbers', () => {
  expect(shown('nn.Sequential(Block(3, 5), Twice(width + 2))', 'self.made(x)')).toEqual([
    ['Twice(width + 2)', 'In blocks.py: The layer expects 3 channels, its input [1, 5, 9, 8] has 5'],
    ['Twice(width + 2)', 'In blocks.py: The layer expects 5 channels, its input [1, 4, 9, 8] has 4'],
  ]);
});

test('the calls of an edited file are where they stand by now', () => {
  const format = createPythonFormat();
  const read = (path: string): string | null => (path === 'models/blocks.py' ? blocks : null);
  const text = (first: string): string => `${first}from torch import nn
from blocks import Block, Sub
width = 4
net = nn.Sequential(Block(width, 4))
# convlens: input=1x3x9x9
`;
  const places = ['', '# why\n', '# why not\n\n'].map((first) => {
    const file = { path: 'models/net.py', text: text(first) };
    const analysis = analyze(file, [format], { inputs: [], readFile: read });
    return shownProblems(analysis, problemWords()).map(({ problem: { span } }) =>
      file.text.slice(span.start, span.end),
    );
  });
  expect(places).toEqual([['Block(width, 4)'], ['Block(width, 4)'], ['Block(width, 4)']]);
});
