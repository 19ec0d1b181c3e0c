import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import type { FileReader, Format } from '../../../../src/formats/format.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { plainAnalysis } from '../../../support/plain-analysis.ts';
import { readOrNull, torchvision } from '../../../support/python.ts';

/** What an edit leaves alone is taken over from the version before, which must be what reading all of it anew gives. */
const text = `import math
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from functools import partial
import torch
from torch import nn
import torch.nn.functional as F
from helpers import double, Base, settings

width = 4
sizes = [4, 8]
config = {'depth': 2, 'norm': nn.BatchNorm2d}
made = []
registry = {}


def register(function):
    registry[function.__name__] = function
    return function


class Kind(Enum):
    PLAIN = 'plain'
    WIDE = 'wide'


@dataclass
class Options:
    depth: int = 2
    width: int = 8


def conv(inputs, outputs, kernel=3, bias=False):
    return nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=bias)


def scaled(factor):
    def inner(value):
        return int(value * factor)
    return inner


wider = scaled(1.5)
norm = partial(nn.BatchNorm2d, eps=1e-3)
shared = Options(width=6)


def activated(block, x):
    return block.act(block.norm(block.conv1(x)))


class Block(nn.Module):
    expansion = 2

    def __init__(self, inputs, outputs, act=nn.ReLU, groups=1):
        super().__init__()
        self.conv1 = conv(inputs, outputs)
        self.norm = norm(outputs)
        self.act = act()
        self.conv2 = nn.Conv2d(outputs, outputs * self.expansion, 1, groups=groups)

    def forward(self, x):
        return self.conv2(activated(self, x))


class Wide(Block):
    expansion = 3


class Net(nn.Module):
    def __init__(self, block, depth, start=width, kind=Kind.PLAIN):
        super().__init__()
        self.stem = conv(3, start)
        blocks = []
        for index in range(depth):
            blocks.append(block(start, sizes[index % 2]))
            start = sizes[index % 2] * block.expansion
        self.blocks = nn.Sequential(*blocks)
        if kind is Kind.WIDE:
            self.extra = conv(start, wider(start))
            start = wider(start)
        self.head = nn.Linear(start, 10)

    def forward(self, x):
        x = self.blocks(F.relu(self.stem(x)))
        if hasattr(self, 'extra'):
            x = self.extra(x)
        return self.head(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class Plain(Base):
    def __init__(self, options=shared):
        super().__init__()
        self.layers = nn.Sequential(OrderedDict(a=conv(3, options.width), b=conv(options.width, double(4))))

    def forward(self, x):
        return self.layers(x)


class Shifting(nn.Module):
    def __init__(self, seen=[]):
        super().__init__()
        seen.append(len(seen))
        self.conv = nn.Conv2d(3, 4 + len(seen), 3)

    def forward(self, x):
        return self.conv(x)


@register
def small():
    return Net(Block, config['depth'])


@register
def large(**kwargs):
    return Net(Wide, config['depth'] + 1, **kwargs)


def other():
    net = Net(Block, 1, kind=Kind.WIDE)
    made.append(net)
    return net


def counted():
    return nn.Sequential(conv(3, 4 + len(made)), Plain(Options()), nn.Conv2d(8, len(registry), settings['kernel']))
`;

const helpers = `from torch import nn

settings = {'kernel': 3}


class Base(nn.Module):
    def extra_repr(self):
        return ''


def double(value):
    return 2 * value
`;

const other = helpers.replace('2 * value', '3 * value').replace("'kernel': 3", "'kernel': 1");

/** As text, which is compared faster. */
function plain(path: string, version: string, formats: readonly Format[], readFile: FileReader): string {
  return JSON.stringify(plainAnalysis(analyze({ path, text: version }, formats, { inputs: [], readFile })));
}

function analyzed(version: string, formats: readonly Format[], beside = helpers): string {
  const readFile = (path: string): string | null =>
    path === 'models/helpers.py' ? beside : readOrNull(path);
  return plain('models/net.py', version, formats, readFile);
}

type Edit = readonly [title: string, edited: (lines: readonly string[], at: number) => readonly string[]];

/** A statement as deep as a line. */
function beside(line: string | undefined, statement: string): string {
  return (/^\s*/.exec(line ?? '')?.[0] ?? '') + statement;
}

const edits: readonly Edit[] = [
  ['is gone', (lines, at) => lines.toSpliced(at, 1)],
  ['is there twice', (lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')],
  [
    'has other numbers',
    (lines, at) => lines.with(at, lines[at]?.replace(/\d/g, (digit) => `${(Number(digit) % 9) + 1}`) ?? ''),
  ],
  ['has a comment above', (lines, at) => lines.toSpliced(at, 0, '# above', '')],
  ['has an open bracket', (lines, at) => lines.with(at, `${lines[at] ?? ''}(`)],
  [
    'has one before it that changes nothing',
    (lines, at) => lines.toSpliced(at, 0, beside(lines[at], 'line = 5')),
  ],
  [
    'has one before it that sets more',
    (lines, at) => lines.toSpliced(at, 0, beside(lines[at], 'self.more = 5')),
  ],
  [
    'speaks of another name',
    (lines, at) => lines.with(at, lines[at]?.replace(/\b(conv|Block|width|Net)\b/, 'Wide') ?? ''),
  ],
];

/** The same without what makes models depend on the order in which they are made. */
const pure = text.replace('    made.append(net)\n', '').replace('        seen.append(len(seen))\n', '');

describe.each([
  ['whose models change what they share', text, 29],
  ['whose models only read what they share', pure, 11],
])('after an edit of a file %s the analysis is that of the whole text', (_, whole, step) => {
  const lines = whole.split('\n');
  const expected = analyzed(whole, [createPythonFormat()]);

  // Each kind of edit begins at a line of its own, so that together they come to most of the file.
  test.each(edits.map((edit, place) => [...edit, place] as const))(
    'line by line: it %s',
    (__, edited, place) => {
      const formats = [createPythonFormat()];
      for (let at = 2 * place; at < lines.length; at += step) {
        const version = edited(lines, at).join('\n');
        if (version === whole) continue;
        const title = `line ${at + 1}: ${lines[at] ?? ''}`;
        expect(analyzed(version, formats), title).toBe(analyzed(version, [createPythonFormat()]));
        if (at % 4 === 0) expect(analyzed(whole, formats), `back from ${title}`).toBe(expected);
      }
    },
  );

  test('a file beside it is another one', () => {
    const formats = [createPythonFormat()];
    const versions = [helpers, other, helpers].map((beside) => analyzed(whole, formats, beside));
    const now = analyzed(whole, [createPythonFormat()], other);
    expect(versions).toEqual([expected, now, expected]);
    expect(now).not.toBe(expected);
  });
});

test('a model that an edit leaves alone is not followed again', () => {
  const format = createPythonFormat();
  const context = { inputs: [], readFile: (path: string) => (path === 'models/helpers.py' ? helpers : null) };
  const before = format.parse({ path: 'models/net.py', text: pure }, context).graphs;
  const edited = pure.replace('kind=Kind.WIDE)\n', 'kind=Kind.WIDE, start=6)\n');
  const after = format.parse({ path: 'models/net.py', text: edited }, context).graphs;
  const same = after.filter(({ nodes }, place) => nodes === before[place]?.nodes);
  expect(same.map(({ name }) => name)).toEqual(['Shifting', 'small', 'large']);
});

const answers = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = self.norm(self.conv(x))
        return torch.relu(x + 1)


class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(3, width, 3), nn.Conv2d(width, width, 3), nn.Conv2d(width, 4, 3))
        self.second = nn.Sequential(Block(4, 8), Block(8, 8))

    def forward(self, x):
        return self.second(self.first(x))
`;

test.each([
  ['a forward pass', '        x = self.norm(', '        line = 5\n        x = self.norm(', true],
  ['a constructor', '        self.norm', '        line = 5\n        self.norm', true],
  [
    'a forward pass, with an operation',
    '        x = self.norm(',
    '        x = x + 1\n        x = self.norm(',
    false,
  ],
  [
    'a constructor, with an attribute',
    '        self.norm',
    '        self.more = 5\n        self.norm',
    false,
  ],
  [
    'a constructor, without its base',
    '        super().__init__()\n        self.conv =',
    '        self.conv =',
    false,
  ],
] as const)(
  'a new line in %s: models that run it are made anew only where it changes what it gives',
  (_, old, now, isKept) => {
    const format = createPythonFormat();
    const context = {
      inputs: [],
      readFile: (path: string) => (path === 'models/helpers.py' ? helpers : null),
    };
    const layer = (version: string) =>
      format
        .parse({ path: 'models/net.py', text: version }, context)
        .graphs.find(({ name }) => name === 'Net')
        ?.nodes.find(({ id }) => id === 'second.1.conv');
    const before = layer(answers);
    const edited = answers.replace(old, now);
    expect(edited).not.toBe(answers);
    // It stands before what is edited.
    expect(layer(edited) === before).toBe(isKept);
    expect(analyzed(edited, [format])).toBe(analyzed(edited, [createPythonFormat()]));
  },
);

/** Numbers that look like chance, the same in each run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomEdit(version: string, below: (count: number) => number): string {
  const lines = version.split('\n');
  const [, edited] = edits[below(edits.length)] ?? edits[0] ?? ['', () => lines];
  return edited(lines, below(lines.length)).join('\n');
}

describe.skipIf(!torchvision)(
  'after random edits of torchvision (CONVLENS_TORCHVISION) the analysis is that of the whole text',
  () => {
    test.each([['vgg.py', 12]] as const)('%s, seed %d', (name, seed) => {
      const path = join(torchvision ?? '', 'models', name);
      const original = readFileSync(path, 'utf8');
      const below = chance(seed);
      const read = (version: string, formats: readonly Format[]): string =>
        plain(path, version, formats, readOrNull);
      const formats = [createPythonFormat()];
      let version = original;
      for (let turn = 0; turn < 5; turn++) {
        version = below(3) === 0 ? original : randomEdit(version, below);
        expect(read(version, formats), `turn ${turn}`).toBe(read(version, [createPythonFormat()]));
      }
    });
  },
);
