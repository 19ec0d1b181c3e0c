import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../../src/util/span.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText } from '../../../support/python.ts';

const net = (expression: string): string => `import torch
from torch import nn
import torch.nn.functional as F

# convlens: input=2x3x8x8
class Net(nn.Module):
    def forward(self, x):
        n = 4
        y = ${expression}
        return x
`;

const refusals = (expression: string) =>
  problemsOf(analyzeText(net(expression))).filter(
    ({ code }) => code === 'refused-hyperparameter' || code === 'invalid-value',
  );

/** Each is refused by PyTorch 1.13, or by Python, and taken with `n // 2`. */
describe('a float where whole numbers are wanted', () => {
  test.each([
    'x.narrow(1, 0, n / 2)',
    'x.narrow(n / 4, 0, 2)',
    'x.permute(0, n / 2, 3, 1)',
    'x.transpose(n / 4, 2)',
    'x.flatten(n / 4)',
    'torch.flatten(x, n / 4)',
    'x.unflatten(1, (n / 4, 3))',
    'x.squeeze(n / 4)',
    'x.unsqueeze(n / 4)',
    'F.pad(x, (n / 2, 1, 1, 1))',
    'x.view(n / 2, -1)',
    'x.expand(n / 2, 3, 8, 8)',
    'x.repeat(n / 2, 1, 1, 1)',
    'x.size(n / 4)',
    'x.mean(n / 4)',
    'x.sum(dim=(n / 2, 3))',
    'F.softmax(x, dim=n / 4)',
    'x.topk(n / 2)',
    'x.roll(n / 2, 1)',
    'x.select(n / 4, 0)',
    'x.tril(n / 4)',
    'x.repeat_interleave(n / 2, 1)',
    'torch.cat([x, x], n / 4)',
    'torch.stack([x, x], dim=n / 4)',
    'torch.full((n / 2, 3), 1.0)',
    'torch.linspace(0, 1, n / 2)',
    'torch.eye(n / 2)',
    'F.pixel_shuffle(torch.zeros(1, 4, 2, 2), n / 2)',
    'F.one_hot(torch.tensor([0, 1]), n / 2)',
    'F.layer_norm(x, (n * 4 / 2,))',
    'F.group_norm(x, n / 4)',
    'nn.Flatten(n / 4)',
    'nn.ZeroPad2d(n / 2)',
    'nn.PReLU(n / 4)',
    'x[:, : n / 2]',
    'x[n / 4]',
    '[1, 2, 3][n / 2]',
    '"abc"[: n / 2]',
    'list(range(n / 2))',
    '[0] * (n / 2)',
  ])('%s', (expression) => {
    const found = refusals(expression);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toMatch(/the float \d+\.0\b.*Divide with \/\//);
    expect(refusals(expression.replace(' / ', ' // '))).toEqual([]);
    const edits = found[0]?.repairs?.[0]?.edits;
    if (edits)
      expect(refusals(applyEdits(net(expression), edits).split('y = ')[1]?.split('\n')[0] ?? '')).toEqual([]);
  });
});

describe('a float that PyTorch takes', () => {
  test.each([
    'F.pad(x, (1, 1), value=n / 2)',
    'torch.arange(0, n / 2, 0.5)',
    'torch.linspace(0, n / 2, 3)',
    'torch.full((2, 3), n / 2)',
    'F.interpolate(x, scale_factor=n / 2)',
    'x.norm(p=n / 2)',
    'F.local_response_norm(x, 2, k=n / 2)',
    'nn.LocalResponseNorm(2)(x)',
    'F.normalize(x, n / 2)',
    'x * (n / 2)',
    'x.clamp(0, n / 2)',
    'F.dropout(x, n / 8)',
    '{n / 2: 1}[n / 2]',
  ])('%s', (expression) => {
    expect(refusals(expression)).toEqual([]);
  });
});

test.each([
  ['nn.GroupNorm(n / 4, 3)', [], ['num_groups is the float 1.0']],
  ['nn.InstanceNorm2d(n / 2)', [], []],
  [
    'nn.InstanceNorm2d(n / 2, affine=True)',
    ['num_features is the float 2.0'],
    ['num_features is the float 2.0'],
  ],
])('%s, built and called', (layer, built, called) => {
  const begins = (expression: string) =>
    refusals(expression).map(({ message }) => message.slice(0, message.indexOf(':')));
  expect(begins(layer)).toEqual(built);
  expect(begins(`${layer}(x)`)).toEqual(called);
});
