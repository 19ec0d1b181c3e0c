import { describe, expect, test } from 'vitest';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText } from '../../../support/python.ts';

const head = `import torch
from torch import nn
import torch.nn.functional as F
`;

const net = (expression: string): string => `${head}
# convlens: input=2x3x8x8
class Net(nn.Module):
    def forward(self, x):
        y = ${expression}
        return y
`;

/** Where each problem stands, and what it says. */
function problems(text: string): readonly (readonly [string, string | undefined])[] {
  return problemsOf(analyzeText(text)).map(({ span, message }) => [
    text.slice(span.start, span.end),
    message,
  ]);
}

/** Each is refused by PyTorch 1.13, and is one error. */
describe('a call that PyTorch refuses', () => {
  const refused: readonly (readonly [expression: string, says: string, at?: string])[] = [
    ['x[torch.ones(5).bool()]', 'mask must be [2], not [5].'],
    ['x[::-1]', 'A slice of a tensor takes a step of at least 1, not −1: flip turns it round.'],
    ['F.dropout(x, 2.)', 'The probability of dropping is 2: it lies between 0 and 1.', '2.'],
    ['torch.dropout(x, -0.5, train=True)', 'The probability of dropping is −0.5: it lies between 0 and 1.', '-0.5'],
    ['torch.cat([])', 'cat joins tensors: the list is empty.'],
    ['torch.stack([])', 'stack joins tensors: the list is empty.'],
    ['torch.zeros(-1, 3)', 'A size is −1: no dimension has fewer than 0 cells.'],
    ['torch.full((-1, 2), 1.0)', 'A size is −1: no dimension has fewer than 0 cells.'],
    ['x.new_ones(-2, 3)', 'A size is −2: no dimension has fewer than 0 cells.'],
    ['torch.eye(-1)', 'A size is −1: no dimension has fewer than 0 cells.'],
    ['torch.arange(5, 0)', 'No step of 1 leads from 5 to 0.'],
    ['torch.arange(0, 5, 0)', 'No step of 0 leads from 0 to 5.'],
    ['torch.linspace(0, 1)', "TypeError: linspace() missing required argument 'steps'"],
    ["torch.einsum('bchw,bc->bz', x, x[..., 0, 0])", "In 'bchw,bc->bz' z comes out, which no operand has."],
    ["torch.einsum('bchw->bb', x)", "In 'bchw->bb' b comes out twice."],
    ["torch.einsum('bchw,bc->b', x)", "'bchw,bc->b' takes 2 operands: 1 are given."],
    ['F.pad(x, (1, 2, 3))', 'pad takes a pair for each of at most 4 dimensions: it is given 3 numbers.'],
    ['torch.tensor([[1, 2], [3]])', 'The rows of a tensor are of one shape: [2] and [1] differ.'],
    ['x.permute(0, 1, 1, 2)', 'Dimension 1 is named twice: each stands once.'],
    ['x.flatten(3, 1)', 'Dimension 3 comes after 1: what is flattened ends before it begins.'],
    ['x.reshape(2, -2)', 'A size is −2: of what is negative, only −1 is one, for what is left.'],
    ['torch.bmm(x, x)', 'The first matrix of bmm takes 3 dimensions, [2, 3, 8, 8] has 4.'],
    ['torch.bmm(torch.zeros(2, 3, 4), torch.zeros(4, 5))', 'The second matrix of bmm takes 3 dimensions, [4, 5] has 2.'],
    ['x.unflatten(1, (2, 2))', 'Dimension 1 has the size 3, which is not [2, 2].'],
    ['x.size(4)', 'Dimension 4 does not exist: [2, 3, 8, 8] takes −4 to 3.'],
    ['x.shape[4]', 'IndexError: tuple index out of range'],
    ["nn.RNN(3, 4, nonlinearity='sigmoid')", "nonlinearity is 'sigmoid': PyTorch takes 'tanh' or 'relu'.", "'sigmoid'"],
    ["nn.Conv2d(3, 4, '3')", "kernel_size is the text '3': PyTorch takes a number.", "'3'"],
    ['F.cross_entropy(torch.zeros(4, 5), torch.tensor([0, 1, 2, 3]), weight=torch.ones(4))', 'weight must be [5], not [4].'],
    ['F.mse_loss(torch.zeros(8, 1), torch.zeros(8))', '[8, 1] and [8] hold the same number of values, but broadcasting pairs each with all others. Give both the same number of dimensions, with squeeze() or unsqueeze().'],
    ['torch.zeros(4, 5).view(torch.float64)', '5 cells of 4 bytes do not go into cells of 8.'],
  ]; // prettier-ignore
  test.each(refused.map(([expression, says, at = expression]) => [expression, says, at] as const))(
    '%s',
    (expression, says, at) => {
      expect(problems(net(expression))).toEqual([[at, says]]);
    },
  );
});

test.each<readonly [expression: string, shape: readonly (number | null)[]]>([
  ['x.view(torch.uint8)', [2, 3, 8, 32]],
  ['x.view(torch.float16)', [2, 3, 8, 16]],
  ['x[..., ...]', [2, 3, 8, 8]],
  ['x[..., 0, ...]', [2, 3, 8]],
  ['x.relu().sum_to_size(1, 3, 8, 8)', [1, 3, 8, 8]],
  ['x.relu().resize_(4, 96)', [4, 96]],
  ['x[x.new_zeros(2).bool()]', [0, 3, 8, 8]],
  ['F.cross_entropy(x, torch.zeros(2, 8, 8), torch.ones(3))', []],
])('%s is %j', (expression, shape) => {
  const analysis = analyzeText(net(expression));
  expect(problemsOf(analysis)).toEqual([]);
  expect(analysis.models[0]?.layers.at(-1)?.outputShapes[0]).toEqual(shape);
});

test.each(['as_strided_scatter', 'values', 'resize_as_', 'lu'])(
  'a tensor has %s, which is no other name misspelt',
  (name) => {
    expect(problems(net(`x.relu().${name}(x)`))).toEqual([]);
  },
);

test('a method that is mistyped by two letters that changed places is one of four', () => {
  const analysis = analyzeText(net('x.relu().veiw(2, -1)'));
  expect(problemsOf(analysis).map(({ message }) => message)).toEqual([
    'Tensor has no attribute veiw. Did you mean view?',
  ]);
  expect(analysis.models[0]?.layers.at(-1)?.outputShapes[0]).toEqual([2, 192]);
});

test.each<readonly [layer: string, at: string]>([
  ['nn.TransformerEncoderLayer(30, 4)', '4'],
  ['nn.TransformerDecoderLayer(30, nhead=4)', '4'],
  ['nn.Transformer(30, 4)', '4'],
  ['nn.TransformerEncoder(nn.TransformerEncoderLayer(30, 4), 2)', '4'],
])('%s is told once, at its number of heads', (layer, at) => {
  expect(problems(`${head}\nlayer = ${layer}\n`)).toEqual([
    [at, 'd_model 30 cannot be divided into 4 heads: 30/4 = 7.5.'],
  ]);
});

test('members of an IntEnum are numbers', () => {
  const text = `import enum
${head}
class K(enum.IntEnum):
    ONE = 1
    THREE = 3

net = nn.Sequential(nn.Conv2d(3, 4, K.THREE), nn.Conv2d(4, K.THREE + 2, kernel_size=K.ONE))
net(torch.randn(2, 3, 8, 8))
`;
  const [model] = analyzeText(text).models;
  expect(model?.layers.slice(1).map(({ outputShapes }) => outputShapes[0])).toEqual([
    [2, 4, 6, 6],
    [2, 5, 6, 6],
  ]);
});

test.each(['nn.MSELoss()(net(x), t)', 'F.mse_loss(net(x), t)', 'F.l1_loss(net(x), t)'])(
  'a column against a row in a script: %s',
  (loss) => {
    const text = `${head}
net = nn.Sequential(nn.Linear(5, 1))
x, t = torch.randn(8, 5), torch.randn(8)
loss = ${loss}
`;
    const found = problemsOf(analyzeText(text));
    expect(found.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual([
      ['broadcast-expands', loss],
    ]);
  },
);

/** A network of one layer, and what is said of it. */
test.each<readonly [layer: string, at: string, says: string]>([
  ["ConvTranspose2d(3, 8, 3, padding='same')", "'same'", "Padding 'same' is not known to transposed convolutions of PyTorch. Write it as a number."],
  ['GroupNorm(3, 4)', '4', 'The normalisation expects 4 features, its input [2, 3, 8, 8] has 3 there. Change it to 3, or the layer before.'],
  ['GroupNorm(2, 3)', '2', '3 input channels cannot be divided into 2 groups: 3/2 = 1.5. Take channels that are a multiple of 2, or 1 or 3 groups.'],
  ['MaxPool2d(9, return_indices=True)', '9', 'The kernel of 9 is larger than the padded input of 8: (8 − 9)/9 + 1 ≈ 0.89. PyTorch refuses it. Take an input of at least 9, or a smaller kernel.'],
])('nn.%s: one problem, at %s', (layer, at, says) => {
  const text = `${head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.${layer}

    def forward(self, x):
        return self.layer(x)


Net()(torch.randn(2, 3, 8, 8))
`;
  expect(problems(text)).toEqual([[at, says]]);
}); // prettier-ignore
