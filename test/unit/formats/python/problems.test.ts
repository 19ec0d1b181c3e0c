import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { fixesForProblem } from '../../../../src/formats/fixes.ts';
import type { Problem } from '../../../../src/model/problems/problem.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { applyEdits } from '../../../../src/util/span.ts';

const context = { inputs: [], readFile: () => null };

/** A network of these layers; `forward` takes x, and y where it is called for. */
function net(input: string, layers: readonly string[], forward: readonly string[], parameters = 'x'): string {
  return [
    'import torch',
    'from torch import nn',
    'import torch.nn.functional as F',
    '',
    `# convlens: input=${input}`,
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...layers.map((line) => `        ${line}`),
    '',
    `    def forward(self, ${parameters}):`,
    ...forward.map((line) => `        ${line}`),
    '',
  ].join('\n');
}

interface Found {
  readonly problem: Problem;
  readonly model: number;
}

const misfits = new Set(['padding-unused', 'overhang', 'subsampled', 'pixels-lost', 'unknown-layer']);

function problemsOf(text: string): readonly Found[] {
  const { models, problems } = analyze({ path: 'net.py', text }, [createPythonFormat()], context);
  return [
    ...problems.map((problem) => ({ problem, model: -1 })),
    ...models.flatMap((report, model) => report.problems.map((problem) => ({ problem, model }))),
  ].filter(({ problem }) => !misfits.has(problem.code));
}

function fixesOf(text: string, { problem, model }: Found): readonly string[] {
  const document = { path: 'net.py', text };
  const formats = [createPythonFormat()];
  const analysis = analyze(document, formats, context);
  return fixesForProblem(problem, model, analysis, document, formats, context).map(({ edits }) =>
    applyEdits(text, edits),
  );
}

/** Each: what is wrong, the source, the marked text, the code, numbers of the message, and what makes it right. */
type Case = readonly [
  title: string,
  source: string,
  marked: string,
  code: string,
  says: string,
  change: readonly [from: string, to: string],
  fix?: 'fix',
];

const cases: readonly Case[] = [
  [
    'in_features, with its derivation',
    net(
      '1x3x12x12',
      [
        'self.f = nn.Sequential(nn.Conv2d(3, 256, 3, padding=1), nn.MaxPool2d(2))',
        'self.fc = nn.Linear(4096, 10)',
      ],
      ['return self.fc(torch.flatten(self.f(x), 1))'],
    ),
    '4096',
    'features-mismatch',
    '256·6·6 = 9216',
    ['4096', '9216'],
    'fix',
  ],
  [
    'in_channels',
    net(
      '1x3x8x8',
      ['self.a = nn.Conv2d(3, 16, 3)', 'self.b = nn.Conv2d(32, 8, 3)'],
      ['return self.b(self.a(x))'],
    ),
    '32',
    'channel-mismatch',
    'expects 32 channels',
    ['(32', '(16'],
    'fix',
  ],
  [
    'groups',
    net(
      '1x3x8x8',
      ['self.a = nn.Conv2d(3, 16, 3)', 'self.b = nn.Conv2d(16, 9, 3, groups=3)'],
      ['return self.b(self.a(x))'],
    ),
    '16',
    'groups-mismatch',
    '16 input channels cannot be divided into 3 groups',
    ['groups=3', 'groups=1'],
  ],
  [
    'num_features',
    net(
      '1x3x8x8',
      ['self.a = nn.Conv2d(3, 16, 3)', 'self.b = nn.BatchNorm2d(32)'],
      ['return self.b(self.a(x))'],
    ),
    '32',
    'normalization-mismatch',
    'expects 32 features',
    ['(32', '(16'],
    'fix',
  ],
  [
    'a float channel count',
    net('1x3x8x8', ['c = 64', 'self.a = nn.Conv2d(3, c / 4, 3)'], ['return self.a(x)']),
    'c / 4',
    'refused-hyperparameter',
    'out_channels is the float 16.0',
    ['c / 4', 'c // 4'],
    'fix',
  ],
  [
    'a float number of features',
    net('1x3x8x8', ['self.fc = nn.Linear(8, 64 / 4)'], ['return self.fc(x)']),
    '64 / 4',
    'refused-hyperparameter',
    'out_features is the float 16.0',
    ['64 / 4', '64 // 4'],
    'fix',
  ],
  [
    'a float kernel size',
    net('1x3x8x8', ['self.c = nn.Conv2d(3, 4, kernel_size=6 / 2)'], ['return self.c(x)']),
    '6 / 2',
    'refused-hyperparameter',
    'kernel_size is the float 3.0',
    ['6 / 2', '6 // 2'],
    'fix',
  ],
  [
    'a float number of normalised channels',
    net('1x3x8x8', ['self.b = nn.BatchNorm2d(6 / 2)'], ['return self.b(x)']),
    '6 / 2',
    'refused-hyperparameter',
    'num_features is the float 3.0',
    ['6 / 2', '6 // 2'],
    'fix',
  ],
  [
    'a loss that broadcasts',
    net('16x10', ['self.a = nn.Linear(10, 1)'], ['return F.mse_loss(self.a(x), x.sum(1))']),
    'F.mse_loss(self.a(x), x.sum(1))',
    'broadcast-expands',
    '[16, 1] and [16]',
    ['self.a(x)', 'self.a(x).squeeze(1)'],
  ],
  [
    'input_size of a recurrent layer',
    net('2x5x8', ['self.r = nn.LSTM(10, 4, batch_first=True)'], ['return self.r(x)[0]']),
    '10',
    'features-mismatch',
    'The layer takes 10 features, but its input [2, 5, 8] has 8',
    ['(10', '(8'],
    'fix',
  ],
  [
    'heads that do not divide the width',
    net(
      '2x5x8',
      ['self.m = nn.MultiheadAttention(8, num_heads=3, batch_first=True)'],
      ['return self.m(x, x, x)[0]'],
    ),
    '3',
    'groups-mismatch',
    'embed_dim 8 cannot be divided into 3 heads',
    ['num_heads=3', 'num_heads=4'],
  ],
  [
    'a dimension that does not exist',
    net('1x3x8x8', ['self.s = nn.Softmax(dim=4)'], ['return self.s(x)']),
    'self.s(x)',
    'reshape-mismatch',
    'Dimension 4 does not exist: [1, 3, 8, 8] takes −4 to 3.',
    ['dim=4', 'dim=3'],
  ],
  [
    'an index out of range',
    net('1x3x8x8', ['pass'], ['return x[:, 3]']),
    'x[:, 3]',
    'invalid-value',
    'Index 3 is out of range: dimension 1 has the size 3',
    [', 3]', ', 2]'],
  ],
  [
    'a stack of different sizes',
    net('1x3x9x9', ['self.c = nn.Conv2d(3, 3, 3)'], ['return torch.stack([self.c(x), x])']),
    'torch.stack([self.c(x), x])',
    'join-mismatch',
    '[1, 3, 7, 7] and [1, 3, 9, 9]',
    ['3, 3, 3', '3, 3, 3, padding=1'],
  ],
  [
    'view that changes the batch',
    net('4x3x16x16', ['self.a = nn.Conv2d(3, 16, 3, padding=1)'], ['return self.a(x).view(-1, 2048)']),
    '-1, 2048',
    'batch-changed',
    '[4, 16, 16, 16] becomes [8, 2048]',
    ['2048', '4096'],
    'fix',
  ],
  [
    'flatten of the batch',
    net('2x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['return self.fc(torch.flatten(x))']),
    '192',
    'features-mismatch',
    '2·3·8·8 = 384',
    ['flatten(x)', 'flatten(x, 1)'],
  ],
  [
    'a flatten that is missing',
    net('1x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['return self.fc(x)']),
    '192',
    'features-mismatch',
    'latten the input first',
    ['self.fc(x)', 'self.fc(x.flatten(1))'],
  ],
  [
    'broadcasting that expands',
    net('16x10', ['self.a = nn.Linear(10, 1)'], ['y = self.a(x)', 'return y - x.sum(1)']),
    'y - x.sum(1)',
    'broadcast-expands',
    '[16, 1] and [16]',
    ['self.a(x)', 'self.a(x).squeeze(1)'],
  ],
  [
    'padding over half the kernel',
    net('1x3x8x8', ['self.p = nn.MaxPool2d(3, 2, padding=2)'], ['return self.p(x)']),
    '2',
    'refused-hyperparameter',
    'more than half the kernel',
    ['padding=2', 'padding=1'],
    'fix',
  ],
  [
    "padding='same' with a stride",
    net('1x3x8x8', ["self.c = nn.Conv2d(3, 8, 3, stride=2, padding='same')"], ['return self.c(x)']),
    "'same'",
    'refused-hyperparameter',
    'stride of 2',
    ["'same'", '1'],
    'fix',
  ],
  [
    'a kernel larger than its input',
    net('1x3x5x5', ['self.c = nn.Conv2d(3, 8, 7)'], ['return self.c(x)']),
    '7',
    'impossible',
    '(5 − 7)/1 + 1',
    ['8, 7', '8, 5'],
    'fix',
  ],
  [
    'a sum of different sizes',
    net(
      '1x3x33x33',
      ['self.a = nn.Conv2d(3, 8, 3, stride=2)', 'self.b = nn.Conv2d(3, 8, 1, stride=2)'],
      ['return self.a(x) + self.b(x)'],
    ),
    'self.a(x) + self.b(x)',
    'join-mismatch',
    '[1, 8, 16, 16] and [1, 8, 17, 17]',
    ['3, stride', '3, padding=1, stride'],
  ],
  [
    'a layer that is never used',
    net('1x3x8x8', ['self.a = nn.Conv2d(3, 8, 3)', 'self.b = nn.Conv2d(8, 8, 3)'], ['return self.a(x)']),
    'nn.Conv2d(8, 8, 3)',
    'unused-layer',
    '584 parameters',
    ['self.a(x)', 'self.b(self.a(x))'],
  ],
  [
    'layers in a plain list',
    net(
      '1x3x8x8',
      ['self.all = [nn.Conv2d(3, 3, 3) for _ in range(3)]'],
      ['for layer in self.all:', '    x = layer(x)', 'return x'],
    ),
    'self.all',
    'unregistered-layer',
    '252 parameters',
    ['[nn.Conv2d(3, 3, 3) for _ in range(3)]', 'nn.ModuleList([nn.Conv2d(3, 3, 3) for _ in range(3)])'],
    'fix',
  ],
  [
    'a layer that is given two inputs',
    net('1x3x8x8', ['self.a = nn.Conv2d(3, 8, 3)'], ['return self.a(x, x)']),
    'self.a(x, x)',
    'invalid-value',
    'Conv2d.forward() takes 2 arguments but 3 were given',
    ['(x, x)', '(x)'],
  ],
  [
    'a model that is given one input of two',
    `${net('1x3x8x8', ['self.a = nn.Conv2d(3, 3, 1)'], ['return self.a(x) + y'], 'x, y').replace('# convlens: input=1x3x8x8\n', '')}\nNet()(torch.zeros(1, 3, 8, 8))\n`,
    'Net',
    'invalid-value',
    "missing required argument 'y'",
    ['8, 8))', '8, 8), torch.zeros(1, 3, 8, 8))'],
  ],
  [
    'a layer without its kernel',
    net('1x3x8x8', ['self.a = nn.Conv2d(3, 8)'], ['return self.a(x)']),
    'nn.Conv2d(3, 8)',
    'invalid-value',
    "missing required argument 'kernel_size'",
    ['(3, 8)', '(3, 8, 3)'],
  ],
  [
    'a shape comment that is no longer true',
    net(
      '1x3x32x32',
      ['self.a = nn.Conv2d(3, 64, 3, padding=1)'],
      ['x = self.a(x)  # [B, 64, 30, 30]', 'return x'],
    ),
    'B, 64, 30, 30',
    'stale-shape-comment',
    'it is [1, 64, 32, 32] now',
    ['30, 30', '32, 32'],
    'fix',
  ],
];

describe('what is wrong with a model, where, and what makes it right', () => {
  test.each(cases.map((each) => [each[0], each] as const))('%s', (_, each) => {
    const [, source, marked, code, says, [from, to], fix] = each;
    const found = problemsOf(source);
    const problem = found.find((each) => each.problem.code === code);
    expect(found.map((each) => each.problem.code)).toContain(code);
    if (!problem) return;
    const { span, message } = problem.problem;
    expect(source.slice(span.start, span.end)).toBe(marked);
    expect(message).toContain(says);
    expect(problemsOf(source.replace(from, to)).map((each) => each.problem.message)).toEqual([]);
    if (fix) {
      const fixed = fixesOf(source, problem);
      expect(fixed.length).toBeGreaterThan(0);
      for (const text of fixed.slice(0, 1)) {
        expect(problemsOf(text).filter((each) => each.problem.code === code)).toEqual([]);
      }
    }
  });
});
