import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';
import { problemsOf } from '../../../support/problem-lines.ts';

function net(forward: string, behind = ''): string {
  return `import torch
from torch import nn

# convlens: input=1x3x8x8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 3, 1)
        self.extra = nn.Conv2d(3, 3, 1)
        self.blocks = nn.ModuleList([nn.Conv2d(3, 3, 1) for _ in range(4)])

    def forward(self, x):
        for i in range(4):
            x = self.blocks[i](x)
${forward}
${behind}
`;
}

const unusedIn = (text: string): readonly string[] =>
  problemsOf(analyzeText(text)).flatMap(({ code, message }) => (code === 'unused-layer' ? [message] : []));

test('a layer that nothing reaches', () => {
  expect(unusedIn(net('        return self.first(x)'))).toEqual([
    'self.extra is built, and forward never uses it. Its 12 parameters are saved with the model and never trained. Use it or remove it.',
  ]);
});

test.each([
  [
    'getattr of a model by a name that is not known',
    'def take(model, name):\n    return getattr(model, name)\n',
  ],
  ['getattr with its beginning', 'def take(model, i):\n    return getattr(model, "ex" + i)\n'],
  ['getattr with its end', 'def take(model, i):\n    return getattr(model, f"{i}tra")\n'],
  ['children', 'def features(model):\n    return nn.Sequential(*list(model.children())[:-1])\n'],
  ['modules', 'def run(model, x):\n    for layer in model.modules():\n        x = layer(x)\n    return x\n'],
  [
    'children of a training pass',
    'def forward_train(model, x):\n    for layer in model.children():\n        x = layer(x)\n    return x\n',
  ],
  ['_modules', 'def run(model, x):\n    return [each(x) for each in model._modules.values()]\n'],
  ['a subclass', 'class More(Net):\n    def more(self, name):\n        return getattr(self, name)\n'],
  ['its name', 'def run(model, x):\n    return model.extra(x)\n'],
])('%s may reach it', (_, behind) => {
  expect(unusedIn(net('        return self.first(x)', behind))).toEqual([]);
});

test.each([
  ['of settings', 'def main(args):\n    return getattr(args, args.name), vars(args)\n'],
  ['of a library', 'def act(name):\n    return getattr(nn.functional, name)\n'],
  ['of another class', 'class Other:\n    def get(self, name):\n        return getattr(self, name)\n'],
  ['by another beginning', 'def take(model, i):\n    return getattr(model, "conv%d" % i)\n'],
  ['of their weights', 'def init_weights(model):\n    for layer in model.modules():\n        print(layer)\n'],
])('getattr and the like %s do not reach it', (_, behind) => {
  expect(unusedIn(net('        return self.first(x)', behind))).toHaveLength(1);
});

test.each([
  'j = 3\n            self.blocks[j](x)',
  'i = 3\n            self.blocks[i](x)',
  'self.blocks[i + 1](x)',
  'self.blocks[i - 1](x)',
])('entries of a list that a branch takes may be any: %s', (taken) => {
  const forward = `        if self.training:\n            ${taken}\n        return self.extra(self.first(x))`;
  expect(unusedIn(net(forward).replace('in range(4):', 'in range(3):'))).toEqual([]);
});

const endless = 'n'.repeat(30_000);

test.each([
  [
    'a loop',
    `        for ${endless} in range(4):\n            x = self.blocks[${endless}](x)\n        return x`,
    '',
  ],
  [
    'getattr',
    '        return self.first(x)',
    `def take(${endless}):\n    return getattr(${endless}, "ex")\n`,
  ],
])('a name of 30,000 letters in %s is read as any other', (_, forward, behind) => {
  expect(unusedIn(net(forward, behind)).every((message) => message.includes('never uses it'))).toBe(true);
});
