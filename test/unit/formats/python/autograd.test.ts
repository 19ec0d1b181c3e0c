import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

const head = `import torch
from torch import nn
from torch.autograd import Function
import torch.nn.functional as F
`;

const outputsOf = (text: string): unknown => {
  const { models, problems } = analyzeText(head + text);
  expect([...problems, ...models.flatMap((model) => model.problems)]).toEqual([]);
  return models[0]?.layers.map(({ id, type, outputShapes }) => [id, type, ...outputShapes]);
};

test('a function with its own gradient gives what its forward pass gives', () => {
  const text = `
class Turned(Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        ctx.save_for_backward(x)
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return -ctx.factor * grad, None

class Gate(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return torch.cat([x, x], 1), x.sum()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

class Soft(nn.Module):
    def forward(self, x):
        return Gate.apply(x)[0]

class Net(nn.Module):
    # convlens: input=2x3x8x8
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3)
        self.soft = Soft()
        self.last = nn.Linear(8 * 6 * 6, 5)

    def forward(self, x):
        x = self.soft(self.first(x))
        return self.last(Turned.apply(x.flatten(1), 0.5))
`;
  expect(outputsOf(text)).toEqual([
    ['x', 'Input', [2, 3, 8, 8]],
    ['first', 'Conv2d', [2, 4, 6, 6]],
    ['soft', 'Soft', [2, 8, 6, 6]],
    ['flatten()', 'flatten', [2, 288]],
    ['view()', 'view', [2, 288]],
    ['last', 'Linear', [2, 5]],
  ]);
});

test.each([
  ['nn.Conv2d', '3, 6, 3, stride=2, padding=1', [2, 6, 4, 4], 3 * 6 * 9 + 6],
  ['nn.Conv2d', '3, 6, (3, 1), padding=(2, 1), padding_mode="reflect"', [2, 6, 10, 10], 3 * 6 * 3 + 6],
  ['nn.Conv2d', '3, 6, 3, padding="same", bias=False', [2, 6, 8, 8], 3 * 6 * 9],
  ['nn.Conv2d', '3, 6, 3, groups=3, dilation=2', [2, 6, 4, 4], 6 * 9 + 6],
])(
  'a convolution that calls _conv_forward with a weight of its own: %s(%s)',
  (base, settings, shape, params) => {
    const text = `
class Signed(Function):
    @staticmethod
    def forward(ctx, weight):
        return weight.sign()

class Conv(${base}):
    def forward(self, x):
        return self._conv_forward(x, Signed.apply(self.weight), self.bias)

class Net(nn.Module):
    # convlens: input=2x3x8x8
    def __init__(self):
        super().__init__()
        self.conv = Conv(${settings})

    def forward(self, x):
        return self.conv(x)
`;
    const { models } = analyzeText(head + text);
    expect(models[0]?.layers.at(-1)).toMatchObject({ id: 'conv', type: 'Conv', outputShapes: [shape] });
    expect(models[0]?.totals.params).toBe(params);
  },
);
