import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

const head = `import functools
import inspect
import torch
from torch import nn
from elsewhere import unknown

`;

const net = (decorated: string): string => `
class Net(nn.Module):
    # convlens: input=x:1x3x8x8, mask:1x8x6x6
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    ${decorated}
    def forward(self, x, mask, scale=1):
        return self.conv(x) + mask
`;

const wrapper = `    def wrapper(self, *args, **kwargs):
        return f(self, *args, **kwargs)
    return wrapper
`;

/** The inputs' names and the shape at the end, and all problems. */
function read(text: string) {
  const { models, problems } = analyzeText(head + text);
  const [model] = models;
  const inputs = model?.inputs.map(({ name }) => name) ?? [];
  const messages = [...problems, ...(model?.problems ?? [])].map(({ message }) => message);
  return { inputs, last: model?.layers.at(-1)?.outputShapes[0], messages };
}

const both = { inputs: ['x', 'mask'], last: [1, 8, 6, 6], messages: [] };

test.each<readonly [name: string, decorator: string, use: string]>([
  ['a wrapper', `def d(f):\n${wrapper}`, '@d'],
  ['a wrapper with functools.wraps', `def d(f):\n    @functools.wraps(f)\n${wrapper}`, '@d'],
  [
    'a decorator with arguments',
    `def d(*words, **more):\n    def inner(f):\n        @functools.wraps(f)\n${wrapper.replace(/^ {4}/gm, '        ')}    return inner\n`,
    '@d("a", b=1)',
  ],
  [
    'a wrapper that asks for the signature',
    `def d(f):
    names = inspect.signature(f).parameters
    @functools.wraps(f)
    def wrapper(self, *args, **kwargs):
        kwargs = {key: value for key, value in kwargs.items() if key in names}
        return f(self, *args, **kwargs)
    return wrapper
`,
    '@d',
  ],
  ['a lambda', 'd = lambda f: lambda self, *a, **k: f(self, *a, **k)\n', '@d'],
  ['two wrappers', `def d(f):\n${wrapper}`, '@d\n    @d'],
  [
    'an object with __call__',
    `class d:\n    def __init__(self, *words):\n        pass\n    def __call__(self, f):\n${wrapper.replace(/^ {4}/gm, '        ')}`,
    '@d(1)',
  ],
  ['a decorator that is not known', '', '@unknown'],
  ['a decorator that is not known, with arguments', '', '@unknown("a")'],
])('forward behind %s takes what it takes without', (_, decorator, use) => {
  expect(read(decorator + net(use))).toEqual(both);
});

test.each([
  ['a wrapper set later', `\ndef wrap(f):\n${wrapper}\nNet.forward = wrap(Net.forward)\n`],
  [
    'a class decorator',
    `
def register(cls):
    before = cls.forward
    @functools.wraps(before)
    def forward(self, *args, **kwargs):
        return before(self, *args, **kwargs)
    cls.forward = forward
    return cls

Net = register(Net)
`,
  ],
])('%s takes what forward takes', (_, later) => {
  expect(read(net('') + later)).toEqual(both);
});

test('a decorator whose objects bind themselves gives a forward pass that is followed', () => {
  const text = `
class d:
    def __init__(self, f):
        self.f = f
    def __get__(self, obj, type=None):
        return functools.partial(self.f, obj)

${net('@d').replace(/ {4}# convlens.*\n/, '')}
Net()(torch.zeros(1, 3, 8, 8), torch.zeros(1, 8, 6, 6))
`;
  expect(read(text)).toMatchObject({ last: [1, 8, 6, 6], messages: [] });
});

test.each([
  ['partialmethod(run, scale=2)', 'self, x, scale'],
  ['partialmethod(run, 3, scale=2)', 'self, n, x, scale'],
])('forward = functools.%s', (made, parameters) => {
  const text = `
class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def run(${parameters}):
        return self.conv(x) * scale

    forward = functools.${made}
`;
  expect(read(text)).toEqual({ inputs: ['input'], last: [1, 8, 6, 6], messages: [] });
});

test('what a forward pass of *args must be given is said by what it hands them on to', () => {
  const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def run(self, x, y):
        return self.conv(x)
`;
  expect(read(text)).toEqual({ inputs: ['x', 'y'], last: [1, 8, 222, 222], messages: [] });
});

test('what a forward pass of **batch must be given is given by name', () => {
  const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, **batch):
        return self.run(**batch)

    def run(self, x, *, y):
        return self.conv(x)
`;
  expect(read(text)).toEqual({ inputs: ['x', 'y'], last: [1, 8, 222, 222], messages: [] });
});

test('a forward pass that hands on too little is no mistake of a file that does not call it', () => {
  const text = `
class Net(nn.Module):
    def forward(self, *images):
        return self.run(*images[:1])

    def run(self, x, y):
        return x + y
`;
  expect(read(text).messages).toEqual([]);
});

test('a call that gives a wrapped forward pass too little is a mistake', () => {
  const text = `def d(f):\n${wrapper}${net('@d').replace(/ {4}# convlens.*\n/, '')}\nNet()(torch.zeros(1, 3, 8, 8))\n`;
  expect(read(text).messages).toEqual([
    "TypeError: forward() missing 1 required positional argument: 'mask'",
  ]);
});
