import { describe, expect, test } from 'vitest';
import { hoverAt } from '../../../../src/language/hover.ts';
import { analyzeText } from '../../../support/python.ts';
import { convlens } from '../../../support/terminal.ts';

const text = `import torch
from torch import nn
from elsewhere import mix


class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        x = self.conv(x)
        x = mix(x, 2)
        return self.pool(x)
`;

/** What both say: the reason, the construct, and the line that it stands in. */
const reason = 'elsewhere is not read: it is not in the workspace';

describe('why something is unknown', () => {
  test('shapes --explain lists each layer with the construct and its line', async () => {
    const { out } = await convlens(['shapes', 'net.py', '--explain'], { 'net.py': text });
    const lines = out.slice(out.indexOf('Not known:')).trim().split('\n');
    expect(lines[0]).toBe('Not known:');
    expect(lines.slice(1).map((line) => /^net\.py:\d+: [^:]+/.exec(line)?.[0])).toEqual([
      'net.py:3: mix()',
      'net.py:3: pool',
    ]);
    for (const line of lines.slice(1)) expect(line).toContain(reason);
  });

  test('the hover of a layer behind it says so, too', () => {
    const { models, explanations } = analyzeText(text);
    const hover = hoverAt(models, text.indexOf('nn.MaxPool2d'), explanations);
    expect(hover?.markdown).toContain('Not known: ');
    expect(hover?.markdown).toContain(reason);
    expect(hover?.markdown).toContain('line 3');
  });
});

test.each([
  ['a list', 'layers = []', 'layers.append(TABLE[kind](4))', 'nn.Sequential(*layers)'],
  [
    'a list of modules',
    'layers = nn.ModuleList()',
    'layers.append(TABLE[kind](4))',
    'nn.Sequential(*layers)',
  ],
  ['a sequence', 'layers = nn.Sequential()', "layers.add_module('a', TABLE[kind](4))", 'layers'],
])('%s may hold more where what was added is not known', (_, made, added, used) => {
  const { models, problems } = analyzeText(`from torch import nn

TABLE = {}

class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self, kind='conv'):
        super().__init__()
        ${made}
        ${added}
        self.body = ${used}
        self.head = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        return self.head(self.body(x))
`);
  expect([...problems, ...models.flatMap((model) => model.problems)].map(({ code }) => code)).not.toContain(
    'channel-mismatch',
  );
  expect(models[0]?.layers.at(-1)?.outputShapes[0]?.[1]).toBe(2);
});

/** The block runs or does not: what it changes is not known, and no layer behind it is blamed. */
test.each([
  ['a loop', 'for up in self.others:\n            x = up(x)'],
  ['a loop as long as something holds', 'while self.others.more:\n            x = self.up(x)'],
  ['a condition', 'if self.others.more:\n            x = self.up(x)'],
  ['a manager', 'with self.others as up:\n            x = up(x)'],
  ['a match', 'match self.others:\n            case up:\n                x = up(x)'],
])('%s whose head raises what Python may not raise leaves what it changes unknown', (_, block) => {
  const { models, problems } = analyzeText(`from torch import nn


class Net(nn.Module):
    # convlens: input=1x4x8x8
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(4, 8, 2, stride=2)
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        ${block}
        return self.head(x)
`);
  expect(
    [...problems, ...(models[0]?.problems ?? [])].filter(({ severity }) => severity === 'error'),
  ).toEqual([]);
  expect(models[0]?.layers.at(-1)?.inputShapes[0]?.slice(1) ?? null).not.toEqual([4, 8, 8]);
});

const chosen = (made: string): string => `from torch import nn
import elsewhere


class Net(nn.Module):
    # convlens: input=1x4x8x8
    def __init__(self):
        super().__init__()
        self.body = ${made}

    def forward(self, x):
        return self.body(x)
`;

test.each([
  [
    'what is called is None',
    'None',
    "net.py:12: x: followed no further: TypeError: 'NoneType' object is not callable (`self.body(x)`)",
  ],
  [
    'a condition is not known: it is named, not what it decides about',
    'nn.Conv2d(4, 8, 1) if elsewhere.wide else None',
    'net.py:9: self.body(): it depends on a condition that is not known (`elsewhere.wide`)',
  ],
])('shapes --explain says where %s', async (_, made, line) => {
  const { out } = await convlens(['shapes', 'net.py', '--explain'], { 'net.py': chosen(made) });
  expect(out.slice(out.indexOf('Not known:')).trim().split('\n').slice(1)).toEqual([line]);
});

test.each([
  ['y =', 'y ='],
  ['y = x[', 'y = x['],
  ['y = self.body(,)', 'y = self.body(,)'],
  ['y = x * * 2', 'x * '],
])('of broken syntax, %s, something is shown', async (line, construct) => {
  const broken = chosen('nn.ReLU()').replace(
    'return self.body(x)',
    `${line}\n        return self.body(x) + y`,
  );
  const { out } = await convlens(['shapes', 'net.py', '--explain'], { 'net.py': broken });
  expect(out).toContain(`the syntax is broken here (\`${construct}\`)`);
});
