import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';
import { problemsOf } from '../../../support/problem-lines.ts';

const causal = `import torch
from torch import nn
import torch.nn.functional as F

class Causal(nn.Conv1d):
    def __init__(self, *args, dilation=1, **kwargs):
        super().__init__(*args, dilation=dilation, **kwargs)
        self.left = (self.kernel_size[0] - 1) * dilation

    def forward(self, x):
        return super().forward(F.pad(x, (self.left, 0)))

class Net(nn.Module):
    # convlens: input=1x4x50
    def __init__(self):
        super().__init__()
        self.conv = Causal(4, 8, 3, dilation=2)

    def forward(self, x):
        return self.conv(x)
`;

describe('a layer that hands on what it is built with', () => {
  test('lacks nothing where nobody has built it yet', () => {
    const analysis = analyzeText(causal);
    expect(problemsOf(analysis)).toEqual([]);
    const net = analysis.models.find(({ name }) => name === 'Net');
    expect(net?.layers.at(-1)?.outputShapes).toEqual([[1, 8, 50]]);
  });

  test('lacks what is not written', () => {
    const text = causal.replace(
      'super().__init__(*args, dilation=dilation, **kwargs)',
      'super().__init__(4)',
    );
    expect(problemsOf(analyzeText(text)).map(({ message }) => message)).toContain(
      "TypeError: Conv1d() missing required argument 'out_channels'",
    );
  });
});
