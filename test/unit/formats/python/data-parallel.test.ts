import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

const head = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        return self.conv(x)
`;

const rowsOf = (text: string) =>
  analyzeText(head + text).models.map(({ layers }) =>
    layers.map(({ id, outputShapes }) => [id, ...outputShapes]),
  );

test.each(['nn.DataParallel', 'nn.parallel.DistributedDataParallel'])(
  '%s where there may be several GPUs leaves a model its layers, their names and its input',
  (parallel) => {
    const text = `
model = Net()
if torch.cuda.device_count() > 1:
    model = ${parallel}(model)
model(torch.randn(2, 3, 16, 16))
`;
    expect(rowsOf(text)).toEqual([
      [
        ['x', [2, 3, 16, 16]],
        ['conv', [2, 8, 14, 14]],
      ],
    ]);
  },
);

test('a part of a model that may run on several GPUs', () => {
  const text = `
# convlens: input=2x3x16x16
class Outer(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = Net()
        if torch.cuda.is_available():
            self.net = nn.DataParallel(self.net)
        self.head = nn.Conv2d(8, 4, 1)

    def forward(self, x):
        return self.head(self.net(x))
`;
  expect(rowsOf(text).at(-1)).toEqual([
    ['x', [2, 3, 16, 16]],
    ['net.conv', [2, 8, 14, 14]],
    ['head', [2, 4, 14, 14]],
  ]);
});

test('a part that surely does is below its wrapper', () => {
  const text = `
# convlens: input=2x3x16x16
class Outer(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.DataParallel(Net())

    def forward(self, x):
        return self.net(x)
`;
  expect(rowsOf(text).at(-1)).toEqual([
    ['x', [2, 3, 16, 16]],
    ['net.module.conv', [2, 8, 14, 14]],
  ]);
});

test('what a metaclass gives its classes is unknown, and no error', () => {
  const text = `
class Wide(type):
    def __init__(cls, name, bases, names):
        super().__init__(name, bases, names)
        cls.width = 16

# convlens: input=2x3x16x16
class Outer(nn.Module, metaclass=Wide):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, self.width, 3)

    def forward(self, x):
        return self.conv(x)
`;
  const { models } = analyzeText(head + text);
  expect(models.at(-1)?.layers.at(-1)?.outputShapes).toEqual([[2, null, 14, 14]]);
  expect(models.flatMap(({ problems }) => problems)).toEqual([]);
});
