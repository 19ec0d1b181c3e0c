import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';
import { problemsOf } from '../../../support/problem-lines.ts';

const text = (constructor: string, forward: readonly string[]): string => `import torch
from torch import nn

shared = nn.Sequential(nn.Conv2d(3, 8, 3))

class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        ${constructor}

    def forward(self, x):
        ${forward.join('\n        ')}
`;

const problemsIn = (source: string): readonly (readonly [string, string])[] =>
  problemsOf(analyzeText(source)).map(({ code, span }) => [code, source.slice(span.start, span.end)]);

describe('what forward builds', () => {
  test.each([
    [
      'is set as a part of the model',
      'self.conv = None',
      ['if self.conv is None:', '    self.conv = nn.Conv2d(3, 8, 3)', 'return self.conv(x)'],
    ],
    [
      'is added to a list of modules',
      'self.all = nn.ModuleList()',
      ['self.all.append(nn.Conv2d(3, 8, 3))', 'return self.all[0](x)'],
    ],
    [
      'is given weights',
      'self.size = 3',
      ['blur = nn.Conv2d(3, 3, 3, bias=False)', 'blur.weight.data.fill_(1 / 9)', 'return blur(x)'],
    ],
    ['has no parameters', 'self.size = 3', ['return nn.Upsample(scale_factor=2)(nn.ReLU()(x))']],
    ['stands outside of it', 'self.size = 3', ['return shared(x)']],
  ])('is no problem where it %s', (_, constructor, forward) => {
    expect(problemsIn(text(constructor, forward))).toEqual([]);
  });

  test('is one where it has parameters of its own, once for all rounds of a loop', () => {
    const forward = ['for _ in range(3):', '    x = nn.Conv2d(3, 3, 1)(x)', 'return x'];
    expect(problemsIn(text('self.size = 3', forward))).toEqual([
      ['unregistered-layer', 'nn.Conv2d(3, 3, 1)'],
    ]);
  });
});
