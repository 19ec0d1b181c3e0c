import { expect, test } from 'vitest';
import { shapeText } from '../../../../src/model/problems/number-text.ts';
import { analyzeText } from '../../../support/python.ts';
import { problemsOf } from '../../../support/problem-lines.ts';

const net = (registered: string, hook = 'pass', after = ''): string => `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.fc = nn.Linear(8, 5)
        self.kept = {}
        ${registered}

    def hook(self, module, given, output):
        ${hook}

    def forward(self, x):
        y = self.conv(x)
        if 'conv' in self.kept:
            y = self.kept['conv']
        return self.fc(y.mean((2, 3)) if y.dim() == 4 else y)


net = Net()
${after}
net(torch.zeros(2, 3, 9, 9))
`;

const conv = 'Conv2d [2, 8, 7, 7]';
const mean = 'mean [2, 8]';
const fc = 'Linear [2, 5]';

test.each([
  [
    'one that watches',
    net('self.conv.register_forward_hook(self.hook)', 'print(output.shape)'),
    [conv, mean, fc],
  ],
  [
    'one that keeps the output',
    net('self.conv.register_forward_hook(self.hook)', "self.kept['conv'] = output.relu()"),
    [conv, 'relu [2, 8, 7, 7]', mean, fc],
  ],
  [
    'one that changes the output',
    net('self.conv.register_forward_hook(lambda m, i, o: o.amax((2, 3)))'),
    [conv, 'amax [2, 8]', fc],
  ],
  [
    'one before it that changes the input',
    net('self.conv.register_forward_pre_hook(lambda m, i: (i[0][:, :, :5, :5],))'),
    ['getitem [2, 3, 5, 5]', 'Conv2d [2, 8, 3, 3]', mean, fc],
  ],
  [
    'one with keywords',
    net('self.conv.register_forward_hook(lambda m, i, k, o: o.sigmoid(), with_kwargs=True)'),
    [conv, 'sigmoid [2, 8, 7, 7]', mean, fc],
  ],
  [
    'one that was removed',
    net('pass', 'pass', 'h = net.conv.register_forward_hook(lambda m, i, o: o.amax((2, 3)))\nh.remove()'),
    [conv, mean, fc],
  ],
  [
    'one of gradients, and one that is not known',
    net(
      'self.h = self.conv.register_full_backward_hook(self.hook)',
      'pass',
      'import spy\nnet.conv.register_forward_hook(spy.watch)\nnet.h.remove()',
    ),
    [conv, mean, fc],
  ],
])('a forward hook: %s', (_, text, expected) => {
  const analysis = analyzeText(text);
  const layers = analysis.models[0]?.layers.slice(1) ?? [];
  expect(layers.map(({ type, outputShapes }) => `${type} ${shapeText(outputShapes[0] ?? null)}`)).toEqual(
    expected,
  );
  expect(problemsOf(analysis).filter(({ severity }) => severity === 'error')).toEqual([]);
});
