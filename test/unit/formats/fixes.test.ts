import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { fixesForProblem } from '../../../src/formats/fixes.ts';
import type { FormatContext, SourceDocument } from '../../../src/formats/format.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import type { Fix, Problem } from '../../../src/model/problems/problem.ts';
import { applyEdits } from '../../../src/util/span.ts';

const context: FormatContext = { inputs: [], readFile: () => null };
const formats = knownFormats();

interface Solved {
  readonly problem: Problem;
  readonly fixes: readonly Fix[];
  /** The text after the fix of that title. */
  readonly applied: (title: string) => string;
}

function solve(document: SourceDocument, code: string): Solved {
  const analysis = analyze(document, formats, context);
  const problem = analysis.models[0]?.problems.find((other) => other.code === code);
  if (!problem) throw new Error(`no ${code} in ${JSON.stringify(analysis.models[0]?.problems)}`);
  const fixes = fixesForProblem(problem, 0, analysis, document, formats, context);
  const applied = (title: string): string => {
    const fix = fixes.find((other) => other.title === title);
    if (!fix) throw new Error(`no fix "${title}" in ${fixes.map((other) => other.title).join('\n')}`);
    return applyEdits(document.text, fix.edits);
  };
  return { problem, fixes, applied };
}

const convlens = (layers: string, input = '[3, 224, 224]', rounding = 'floor'): SourceDocument => ({
  path: 'model.convlens.yaml',
  text: `rounding: ${rounding}\ninput: ${input}\nlayers:\n${layers}`,
});

describe('a stem that rounds', () => {
  const stem = convlens('  - conv: { out_channels: 64, kernel_size: 7, stride: 2, padding: 3 }\n');

  test('offers kernel, input and stride, the nearest first, and says what comes out', () => {
    const { fixes, applied } = solve(stem, 'padding-unused');
    expect(fixes.map(({ title }) => title)).toEqual([
      'Kernel 6: output 113; the rest fits',
      'Kernel 8: output 112; the rest fits',
      'Input 223×223: output 112; the rest fits',
      'Input 225×225: output 113; the rest fits',
      'Stride 1: output 224; the rest fits',
    ]);
    expect(fixes.map(({ preferred }) => preferred)).toEqual([true, false, false, false, false]);
    expect(applied('Kernel 8: output 112; the rest fits')).toContain('kernel_size: 8, stride: 2');
    expect(applied('Input 225×225: output 113; the rest fits')).toContain('input: [3, 225, 225]');
  });

  test('under exact rounding it also offers to round', () => {
    const { fixes } = solve({ ...stem, text: stem.text.replace('floor', 'exact') }, 'impossible');
    expect(fixes.map(({ title }) => title)).toContain('Rounding floor: output 112; the rest fits');
  });
});

test('new sizes that do not hold the values: the last of them is worked out', () => {
  const layers = '  - conv: { out_channels: 2, kernel_size: 1 }\n  - reshape: { shape: [2, 15] }\n';
  const { fixes, applied } = solve(convlens(layers, '[8, 4, 4]'), 'reshape-mismatch');
  expect(fixes.map(({ title }) => title)).toEqual(['Last size 16: output 2×16; the rest fits']);
  expect(applied('Last size 16: output 2×16; the rest fits')).toContain('shape: [2, 16]');
});

test('a fix that only moves the misfit to the next layer says so, and comes last', () => {
  const layers =
    '  - conv: { out_channels: 8, kernel_size: 2, stride: 2 }\n' +
    '  - maxpool: { kernel_size: 2, stride: 2 }\n';
  const { fixes } = solve(convlens(layers, '[3, 29, 29]'), 'pixels-lost');
  const titles = fixes.map(({ title }) => title);
  expect(titles).toContain('Input 28×28: output 14; the rest fits');
  expect(titles).toContain('Input 30×30: output 15; 1 new problem');
  expect(titles.indexOf('Input 30×30: output 15; 1 new problem')).toBeGreaterThan(
    titles.indexOf('Input 28×28: output 14; the rest fits'),
  );
});

test.each([
  ['channel-mismatch', '  - conv: { in_channels: 1, out_channels: 8, kernel_size: 3 }\n', 'Input channels 3'],
  [
    'features-mismatch',
    '  - flatten\n  - linear: { in_features: 100, out_features: 10 }\n',
    'Input features 192',
  ],
  ['groups-mismatch', '  - conv: { out_channels: 8, kernel_size: 3, groups: 2 }\n', 'Groups 1'],
  ['refused-hyperparameter', '  - maxpool: { kernel_size: 2, stride: 2, padding: 2 }\n', 'Padding 1'],
  ['impossible', '  - conv: { out_channels: 8, kernel_size: 11 }\n', 'Kernel 8'],
  ['impossible', '  - conv: { out_channels: 8, kernel_size: 11 }\n', 'Padding 2'],
  ['impossible', '  - conv: { out_channels: 8, kernel_size: 11 }\n', 'Input 11×11'],
])('%s in %s is solved by %s, and the changed text has no error', (code, layers, start) => {
  const document = convlens(layers, '[3, 8, 8]');
  const { fixes, applied } = solve(document, code);
  const title = fixes.map((fix) => fix.title).find((text) => text.startsWith(`${start}:`));
  expect(title, fixes.map((fix) => fix.title).join('\n')).toBeDefined();
  const after = analyze({ ...document, text: applied(title ?? '') }, formats, context);
  const problems = [...after.problems, ...after.models.flatMap((model) => model.problems)];
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('in a Darknet cfg the padding is written over pad=1', () => {
  const text =
    '[net]\nwidth=28\nheight=28\nchannels=3\n\n[convolutional]\nfilters=8\nsize=6\nstride=3\npad=1\nactivation=leaky\n';
  const { applied, fixes } = solve({ path: 'a.cfg', text }, 'padding-unused');
  const titles = fixes.map((fix) => fix.title).filter((title) => title.startsWith('Padding'));
  expect(titles).toEqual(['Padding 4: output 11; the rest fits', 'Padding 1: output 9; the rest fits']);
  expect(applied('Padding 1: output 9; the rest fits')).toContain('stride=3\npadding=1\nactivation');
});

describe('a clock', () => {
  const stem = convlens('  - conv: { out_channels: 64, kernel_size: 7, stride: 2, padding: 3 }\n');

  test('ends the search once nobody waits any longer, with what was found', () => {
    const analysis = analyze(stem, formats, context);
    const problem = analysis.models[0]?.problems.find(({ code }) => code === 'padding-unused');
    if (!problem) throw new Error('the stem does not round');
    const titles = (step: number): readonly string[] => {
      let now = 0;
      const clock = (): number => (now += step);
      return fixesForProblem(problem, 0, analysis, stem, formats, context, {}, clock).map(
        ({ title }) => title,
      );
    };
    expect(titles(1)).toHaveLength(5);
    expect(titles(150)).toEqual([
      'Kernel 6: output 113; the rest fits',
      'Kernel 8: output 112; the rest fits',
    ]);
    expect(titles(500)).toEqual([]);
  });
});

test('a fix that leaves no problem comes before a nearer one that leaves some', () => {
  const document = {
    path: 'net.py',
    text: `import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.MaxPool2d(2))
net(torch.randn(2, 3, 33, 35))
`,
  };
  const { fixes } = solve(document, 'pixels-lost');
  expect(fixes.slice(0, 2).map(({ title, preferred }) => [title, preferred])).toEqual([
    ['Round up in 1: output 17×18; the rest fits', true],
    ['Stride 1: output 32×34; the rest fits', false],
  ]);
});
