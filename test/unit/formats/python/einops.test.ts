import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

/** What einops' documentation says of an x of 2×3×4×6 and a y of 3×5. */
const cases: readonly (readonly [expression: string, shape: readonly number[]])[] = [
  ["rearrange(x, 'b c h w -> b h w c')", [2, 4, 6, 3]],
  ["rearrange(x, 'b c h w -> b (h w) c')", [2, 24, 3]],
  ["rearrange(x, 'b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=2, p2=3)", [2, 4, 18]],
  ["rearrange(x, 'b c ... -> b (...) c')", [2, 24, 3]],
  ["rearrange(x, '... h w -> ... (h w)')", [2, 3, 24]],
  ["rearrange([x, x], 'n b c h w -> (n b) c h w')", [4, 3, 4, 6]],
  ["rearrange(y, 'a b -> 1 a () b')", [1, 3, 1, 5]],
  ["reduce(x, 'b c h w -> b c', 'mean')", [2, 3]],
  ["reduce(x, 'b c (h h2) (w w2) -> b c h w', reduction='max', h2=2, w2=2)", [2, 3, 2, 3]],
  ["reduce(x, 'b c h w -> b c () ()', 'mean')", [2, 3, 1, 1]],
  ["repeat(y, 'a b -> n a b', n=7)", [7, 3, 5]],
  ["repeat(y, 'a b -> (a r) b', r=2)", [6, 5]],
  ["einops.einsum(x, y, 'batch chan h w, chan out -> batch h w out')", [2, 4, 6, 5]],
  ["Rearrange('b c h w -> (b h) (c w)')(x)", [8, 18]],
  ["Reduce('b c h w -> b c', 'mean')(x)", [2, 3]],
  ["einops.pack([x], 'b * d')[0]", [2, 12, 6]],
  ["einops.pack([x, x[:, 0], x[:, 0, 0]], 'b * d')[0]", [2, 17, 6]],
  ["einops.pack([x, x], '* c h w')[0]", [4, 3, 4, 6]],
  ["einops.pack([y, y[0], y[0, 0]], '*')[0]", [21]],
  ["x.new_zeros(einops.pack([y, y[0]], '* n')[1][0])", [3]],
  ["einops.unpack(*einops.pack([x, x[:, 0]], 'b * d'), 'b * d')[0]", [2, 3, 4, 6]],
  ["einops.unpack(*einops.pack([x, x[:, 0]], 'b * d'), 'b * d')[1]", [2, 4, 6]],
  ["einops.unpack(x, [(1,), (2, 1)], 'b * h w')[1]", [2, 2, 1, 4, 6]],
  ["x.new_zeros(einops.parse_shape(x, '_ _ rows _')['rows'], 9)", [4, 9]],
];

const source = (expression: string): string => `import torch
from torch import nn
import einops
from einops import rearrange, reduce, repeat
from einops.layers.torch import Rearrange, Reduce


class Net(nn.Module):
    # convlens: input=x:2x3x4x6, y:3x5
    def forward(self, x, y):
        return nn.functional.relu(${expression}) + y.sum() * 0
`;

describe('einops', () => {
  test.each(cases)('%s', (expression, shape) => {
    const { models, problems } = analyzeText(source(expression));
    expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([shape]);
    expect([...problems, ...(models[0]?.problems ?? [])]).toEqual([]);
  });

  test.each([
    [
      "rearrange(x, 'b c (h p) w -> b h (p c w)', p=3)",
      "A dimension of 4 cannot be divided by 3 in '(h p)'.",
    ],
    ["rearrange(x, 'b c h -> b h c')", "The pattern 'b c h' has 3 dimensions, [2, 3, 4, 6] has 4."],
    ["rearrange(x, 'b c h w -> b h w c', h=5)", "'h' is 5, but the dimension has 4."],
  ])('%s is refused', (expression, message) => {
    const { problems } = analyzeText(source(expression));
    expect(problems.map((problem) => problem.message)).toEqual([message]);
    expect(problems[0] && source(expression).slice(problems[0].span.start, problems[0].span.end)).toBe(
      expression,
    );
  });
});
