import { describe, expect, test } from 'vitest';
import { explanationText } from '../../../../src/cli/shapes/explain.ts';
import { analyze, type Analysis } from '../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { hoverAt } from '../../../../src/language/hover.ts';

const text = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Conv2d(3, 3, width) for width in widths])

    def forward(self, x):
        return self.layers(x)


class Other(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, width)

    def forward(self, x):
        return self.conv(x)


def small():
    return Net([1, 3])


def large():
    return Net([1 + 2 * (width % 3) for width in range(100)])


def _part():
    return Net([5])


def last():
    return Net([3])
`;

/** With a clock that goes on by `tick` milliseconds whenever it is asked. */
function analyzed(tick: number, version = text): Analysis {
  let now = 0;
  return analyzedBy(() => (now += tick), version);
}

function analyzedBy(clock: () => number, version: string): Analysis {
  const formats = [createPythonFormat(clock)];
  const context = { inputs: [{ dims: [1, 3, 64, 64], origin: 'argument' as const }], readFile: () => null };
  return analyze({ path: 'net.py', text: version }, formats, context);
}

describe('a model that there was no time for', () => {
  test('with time enough none is left out', () => {
    const { models, leftOut } = analyzed(0);
    expect(models.map(({ name }) => name)).toEqual(['Other', 'small', 'large', 'last']);
    expect(leftOut).toBeUndefined();
  });

  test.each([60, 400])('the clock goes on by %d ms each time: each is named at its line', (tick) => {
    const analysis = analyzed(tick);
    const { models, explanations, leftOut = [], unfinished } = analysis;
    expect(unfinished).toBe(true);
    expect(leftOut.map(({ name, line, reason }) => [name, line, reason])).toEqual([
      ['Other', 14, 'time was up'],
      ['small', 23, 'time was up'],
      ['large', 27, 'time was up'],
      ['last', 35, 'time was up'],
    ]);
    expect(hoverAt(models, text.indexOf('large'), explanations, leftOut)?.markdown).toBe(
      'Not known: large is not followed: time was up',
    );
  });

  test('shapes --explain lists them', () => {
    expect(explanationText({ analysis: analyzed(60), path: 'net.py' })).toBe(`Not known:
net.py:14: Other: not followed: time was up
net.py:23: small: not followed: time was up
net.py:27: large: not followed: time was up
net.py:35: last: not followed: time was up`);
  });

  test('one that does not end is named, and leaves the others their time', () => {
    const endless = text.replace('def large():\n', 'def large():\n    while True:\n        width = 1\n');
    const { models, leftOut } = analyzed(0, endless);
    expect(models.map(({ name }) => name)).toEqual(['Other', 'small', 'last']);
    expect(leftOut?.map(({ name, line, reason }) => [name, line, reason])).toEqual([
      ['large', 27, 'it took too long'],
    ]);
  });
});

test('a text that takes the parser too long is read as far as it came, and again later', () => {
  const first = text.slice(0, text.indexOf('def small'));
  const commas = `${first}values = [1${','.repeat(100_000)}]\n`;
  let asked = 0;
  const { models, unfinished } = analyzedBy(() => (++asked > 5 ? 210 : 0), commas);
  expect(models.map(({ name, layers }) => [name, layers.at(-1)?.outputShapes])).toEqual([
    ['Other', [[1, 4, 62, 62]]],
  ]);
  expect(unfinished).toBe(true);
});

test('what the parser came no further than the middle of is left out: its rest could say anything', () => {
  const first = text.slice(0, text.indexOf('def small'));
  const late = `class Late(nn.Module):\n    def forward(self, x):\n        return x\n    ${'a,'.repeat(100_000)}\n`;
  let asked = 0;
  const { models, problems, leftOut } = analyzedBy(() => (++asked > 5 ? 210 : 0), first + late);
  expect(models.map(({ name }) => name)).toEqual(['Other']);
  expect([problems, leftOut]).toEqual([[], undefined]);
});

describe('what stands before a text that says nothing', () => {
  const first = text.slice(0, text.indexOf('def small'));
  const layers = [['Other', [[1, 4, 62, 62]]]];
  const shapesOf = ({ models }: Analysis) =>
    models.map((model) => [model.name, model.layers.at(-1)?.outputShapes]);

  test.each([1, 2, 4, 8])('%d loops without end leave it its time', (count) => {
    const loops = 'while True:\n    width = 1\n'.repeat(count);
    const { leftOut, ...analysis } = analyzed(1, first + loops);
    const isOfTime = leftOut?.some(({ reason }) => typeof reason === 'string') ?? false;
    expect([shapesOf(analysis), isOfTime]).toEqual([layers, false]);
    expect(leftOut?.map(({ name }) => name)).toEqual(['Net']);
  });

  test.each([
    ['100,000 values', `${'a, '.repeat(100_000)}\n`],
    ['100,000 arguments', `print(${'a, '.repeat(100_000)})\n`],
    ['a list of 100,000 elements', `widths = [${'1, '.repeat(100_000)}]\nwidths.sort()\n`],
    ['100,000 statements', 'a\n'.repeat(100_000)],
    ['1,000 mistakes', '1 ) '.repeat(1000)],
  ])('%s cost nearly nothing', (_, rest) => {
    let asked = 0;
    const clock = (): number => {
      asked++;
      return 0;
    };
    expect(shapesOf(analyzedBy(clock, first + rest))).toEqual(layers);
    expect(asked).toBeLessThan(1000);
  });
});
