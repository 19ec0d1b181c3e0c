import { expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { inlayHints } from '../../../../src/language/inlay-hints.ts';

const before = `import torch
from torch import nn
import torch.nn.functional as F


def block(conv, x):
    y = conv(x)
    return F.relu(y)


def twice(conv, x):
    return block(conv, block(conv, x))


def parts(conv, x):
    y = conv(x)
    return y, F.max_pool2d(y, 2)


def same(x):
    return x


class Down(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.conv = nn.Conv2d(size, size, 3, 2, 1)

    def run(self, x):
        x = self.conv(x)
        return F.relu(x)

    def forward(self, x):
        return self.run(x)


class Further(Down):
    def forward(self, x):
        x = super().forward(x)
        return F.max_pool2d(x, 2)


class Half(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.conv = nn.Conv2d(size, size, 3, 2, 1)

    def forward(self, x):
        return block(self.conv, x)


class Net(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 8, 3, padding=1)
        self.b = nn.Conv2d(8, 8, 3)
        self.half = nn.Sequential(Half(8), Half(8))
        self.down = Down(8)
        self.further = Further(8)

    def _stem(self, x):
        x = block(self.b, x)
        return block(self.b, x)

    def forward(self, x):
        x = block(self.a, x)
`;

/** The hints at the lines behind the beginning, or at those that `from` begins. */
function hints(forward: string, from = before): readonly (readonly [string, string])[] {
  const text = `${before}${forward
    .split('\n')
    .map((line) => `        ${line}\n`)
    .join('')}`;
  const formats = [createPythonFormat()];
  const { models } = analyze({ path: 'net.py', text }, formats, { inputs: [], readFile: () => null });
  const start = from === before ? before.length : before.indexOf(from);
  const range = { start, end: from === before ? text.length : start + from.length };
  return inlayHints(models, text, range).map(({ offset, label }) => [
    text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim(),
    label,
  ]);
}

test.each([
  ['return block(self.b, x)', '8×30×30'],
  ['return twice(self.b, x)', '8×28×28'],
  ['return block(self.b, block(self.b, x))', '8×28×28'],
  ['return block(self.b, x) + block(self.b, x)', '8×30×30'],
  ['return self.half(block(self.b, x))', '8×30×30'],
  ['return same(x)', undefined],
  ['return self._stem(x)', '8×28×28'],
  ['return self.down.run(x)', '8×16×16'],
  ['return self.down(x)', undefined],
  ['return self.half(x)', undefined],
])('%s: %s', (line, label) => {
  expect(hints(line)).toEqual(label === undefined ? [] : [[line, label]]);
});

test('a line that is run several times shows each', () => {
  expect(hints('for _ in range(3):\n    x = block(self.b, x)\nreturn x')).toEqual([
    ['x = block(self.b, x)', '8×30×30 → 8×28×28 → 8×26×26'],
  ]);
});

test('several tensors are shown side by side', () => {
  expect(hints('y, z = parts(self.b, x)\nreturn z')).toEqual([
    ['y, z = parts(self.b, x)', '8×30×30 + 8×15×15'],
  ]);
});

test('a call within a function is shown there, once for each time', () => {
  expect(hints('return twice(self.b, x)', '    return block(conv, block(conv, x))')).toEqual([
    ['return block(conv, block(conv, x))', '8×28×28'],
  ]);
});

test('a method of a block is shown where the block calls it, its forward pass only where the block calls its own', () => {
  expect(hints('return self.down(x)', '        return self.run(x)')).toEqual([
    ['return self.run(x)', '8×16×16'],
  ]);
  expect(hints('return self.further(x)', '        x = super().forward(x)')).toEqual([
    ['x = super().forward(x)', '8×16×16'],
  ]);
});

test('what is given inside of a block that comes again is shown as often', () => {
  expect(hints('return self.half(x)', '        return block(self.conv, x)')).toEqual([
    ['return block(self.conv, x)', '8×16×16 → 8×8×8'],
  ]);
  expect(hints('return self.half(x)', '        self.half = nn.Sequential(Half(8), Half(8))')).toEqual([]);
});

test('a block that a function ends with, and then comes alone, is shown where the function is called', () => {
  const lines = 'x = block(self.half, x)\ny = self.half(x)\nreturn self.half(x)';
  expect(hints(lines)).toEqual([['x = block(self.half, x)', '8×8×8']]);
});
