import { expect, test } from 'vitest';
import { dimText } from '../../../../src/model/problems/number-text.ts';
import { analyzeText } from '../../../support/python.ts';

const net = (annotation: string, channels: number): string => `
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(${channels}, 4, 3)

    def forward(self, x${annotation}):
        return self.conv(x)
`;

test.each([
  ['from torchvision.datasets import CIFAR10\nCIFAR10("data")', net('', 3), '1x3x32x32'],
  ['from torchvision.datasets import (\n    SVHN,\n    MNIST,\n)\nMNIST("data")', net('', 1), '1x1x28x28'],
  ['from mine import CIFAR10\nCIFAR10("data")', net('', 3), '1x3x224x224'],
  [
    'from typing import Annotated\nfrom torch import Tensor',
    net(': Annotated[Tensor, "b", 3, 77, 77]', 3),
    '1x3x77x77',
  ],
  [
    'from typing import Annotated\nfrom torch import Tensor',
    net(': Annotated[Tensor, (1, 3, 50, 60)]', 3),
    '1x3x50x60',
  ],
  [
    'from jaxtyping import Float\nfrom torch import Tensor',
    net(': Float[Tensor, "b 3 40 44"]', 3),
    '1x3x40x44',
  ],
])('%s %s: %s', (head, text, shape) => {
  const [input] = analyzeText(`${head}\n${text}`).models[0]?.inputs ?? [];
  expect((input?.shape ?? []).map(dimText).join('x')).toBe(shape);
});
