import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

const first = `import torch
from torch import nn


class First(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x):
        return self.conv(x)
`;

const endings: readonly (readonly [title: string, text: string])[] = [
  [
    'a constructor without end',
    `

class Second(nn.Module):
    def __init__(self):
        super().__init__()
        size = 1
        while size < 16:
            self.size = size

    def forward(self, x):
        return x
`,
  ],
  ['20,000 minus signs', `\n\nvalue = ${'-'.repeat(20_000)}1\n`],
  ['100,000 minus signs apart', `\n\nvalue = ${'- '.repeat(100_000)}\n`],
  ['20,000 times not', `\n\nvalue = ${'not '.repeat(20_000)}1\n`],
  ['20,000 brackets', `\n\nvalues = ${'['.repeat(20_000)}\n`],
  ['a comment of 100,000 letters', `\n\n# convlens: input=1x${'a'.repeat(100_000)}\n`],
  [
    'a name of 100,000 letters that is not known',
    `\n\nimport elsewhere as ${'a'.repeat(100_000)}\n\n\nclass Second(nn.Module):\n    def forward(self, x):\n        return ${'a'.repeat(100_000)}.mixed(x)\n`,
  ],
  ['5,000 brackets, one line each', `\n\nvalues = ${'[\n'.repeat(5_000)}\n`],
];

test('a module that broken text asks for first is there for the rest', () => {
  const text = `import torch
from torch import nn
import torch.nn.functional as F


class First(nn.Module):
    # convlens: input=1x3x8x8
    def forward(self, x):
        return F.relu(x)


class Second(nn.Module):
    def __init__(self):
        super().__init__()

    } forward(self, x):
        kept = []
        for layer in self.down:
            x = F.max_pool2d(layer(x), 2, ceil_mode=True)
            kept.append(x)         total = None         for part in reversed(kept):             mean = part.mean(dim=(2, 3))             total = mean.sum(1) if total is None else total + mean.sum(1)         return total
`;
  expect(analyzeText(text).models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 3, 8, 8]]);
});

test('a padding beyond all numbers is an unknown one', () => {
  const text = first.replace('nn.Conv2d(3, 4, 3)', 'nn.Conv2d(3, 4, 3, padding=1e308)');
  const { models } = analyzeText(text);
  expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 4, null, null]]);
  expect(models[0]?.problems.filter(({ message }) => /Infinity|NaN/.test(message))).toEqual([]);
});

test.each(endings)('%s leaves the model before it what it is', (_, text) => {
  const { models, problems } = analyzeText(first + text);
  const [model] = models;
  expect(model?.layers.map(({ id, outputShapes }) => [id, ...outputShapes])).toEqual([
    ['x', [1, 3, 8, 8]],
    ['conv', [1, 4, 6, 6]],
  ]);
  expect(problems.filter(({ code }) => code === 'internal-error')).toEqual([]);
});

const last = `

class Last(nn.Module):
    # convlens: input=1x3x9x9
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 5, 3)

    def forward(self, x):
        return self.conv(x)
`;

const middle = (build: string, forward = 'return x', more = ''): string => `

class Middle(nn.Module):
    # convlens: input=1x3x7x7
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=1)
        ${build.replaceAll('\n', '\n        ')}

    def forward(self, x):
        ${forward.replaceAll('\n', '\n        ')}
${more}
`;

/** What does not end, or takes more than there is, with the models that are left out for it. */
const endless: readonly (readonly [title: string, text: string, leftOut: readonly string[]])[] = [
  ['a loop without end between classes', '\nwhile True:\n    size = 1\n', []],
  ['10⁹ rounds between classes', '\nfor size in range(10**9):\n    other = size\n', []],
  ['a list without end', '\nvalues = []\nwhile True:\n    values.append([0] * 1000)\n', []],
  [
    'a loop without end in a class body',
    '\n\nclass Middle(nn.Module):\n    while True:\n        x = 1\n',
    [],
  ],
  ['50 loops in one display', `\nvalues = [0 ${'for i in range(10) '.repeat(50)}]\n`, []],
  [
    'functions that call each other',
    '\ndef a():\n    return b()\n\n\ndef b():\n    return a()\n\n\nx = a()\n',
    ['a', 'b'],
  ],
  [
    'a decorator that decorates itself',
    '\ndef wrap(f):\n    return wrap(f)\n\n\n@wrap\ndef f():\n    return 1\n',
    [],
  ],
  [
    'a class hook that defines a subclass',
    '\nclass A:\n    def __init_subclass__(cls):\n        class C(A):\n            pass\n\n\nclass B(A):\n    pass\n',
    [],
  ],
  [
    'a metaclass that makes itself',
    '\nclass Meta(type):\n    def __call__(cls):\n        return cls()\n\n\nclass A(metaclass=Meta):\n    pass\n\n\na = A()\n',
    [],
  ],
  ['a model inside of itself', middle('self.inner = Middle()'), ['Middle']],
  [
    'a property that asks for itself',
    middle(
      'self.width = self.width2',
      'return x',
      '    @property\n    def width2(self):\n        return self.width2\n',
    ),
    ['Middle'],
  ],
  [
    '__getattr__ that asks for more',
    middle(
      'self.width = self.w',
      'return x',
      '    def __getattr__(self, name):\n        return getattr(self, name + "w")\n',
    ),
    ['Middle'],
  ],
  [
    '5,000 containers, one in the other',
    middle('for i in range(5000):\n    self.conv = nn.Sequential(self.conv)', 'return self.conv(x)'),
    ['Middle'],
  ],
  ['a list that holds itself', middle('v = []\nv.append(v)\nw = str(v)'), ['Middle']],
  [
    'lists that double, compared',
    middle('v = []\nu = []\nfor i in range(60):\n    v = [v, v]\n    u = [u, u]\nw = u == v'),
    ['Middle'],
  ],
  ['a tuple that doubles', middle('v = (1,)\nfor i in range(60):\n    v = v + v'), []],
  ['a list that doubles', middle('v = [1]\nfor i in range(60):\n    v.extend(v)'), ['Middle']],
  ['20,000 branches of a condition', `\nif 0:\n    pass\n${'elif 0:\n    pass\n'.repeat(20_000)}`, []],
  ['a forward pass that calls itself', middle('', 'return self(self.conv(x))'), []],
  ['a forward pass without end', middle('', 'while True:\n    x = self.conv(x)\nreturn x'), []],
  [
    'a forward pass that grows without end',
    middle('', 'while True:\n    x = torch.cat([x, x], 1)\nreturn x'),
    [],
  ],
];

test.each(endless)('%s costs no other model', (_, text, leftOut) => {
  const analysis = analyzeText(first + text + last);
  const shapes = analysis.models
    .filter(({ name }) => name !== 'Middle')
    .map(({ name, layers }) => [name, layers.map(({ id, outputShapes }) => [id, ...outputShapes])]);
  expect(shapes).toEqual([
    [
      'First',
      [
        ['x', [1, 3, 8, 8]],
        ['conv', [1, 4, 6, 6]],
      ],
    ],
    [
      'Last',
      [
        ['x', [1, 3, 9, 9]],
        ['conv', [1, 5, 7, 7]],
      ],
    ],
  ]);
  expect(analysis.leftOut?.map(({ name }) => name) ?? []).toEqual(leftOut);
  expect(analysis.problems).toEqual([]);
});

test('what a loop without end was changing is not known, what stands before and after it is', () => {
  const text = `import torch
from torch import nn

width = 4
sizes = []
table = {'kernel': 3}
while True:
    width = width + 1
    sizes.append(width)
    table['kernel'] = width
depth = 5


class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, width, 3)
        self.b = nn.Conv2d(3, len(sizes), 3)
        self.c = nn.Conv2d(3, 6, table['kernel'])
        self.d = nn.Conv2d(3, depth, 3)

    def forward(self, x):
        return self.a(x), self.b(x), self.c(x), self.d(x)
`;
  const { models, problems } = analyzeText(text);
  expect(models[0]?.layers.map(({ id, outputShapes }) => [id, ...outputShapes])).toEqual([
    ['x', [1, 3, 8, 8]],
    ['a', [1, null, 6, 6]],
    ['b', [1, null, 6, 6]],
    ['c', [1, 6, null, null]],
    ['d', [1, 5, 6, 6]],
  ]);
  expect(problems).toEqual([]);
});

/** What would take all memory, and is unknown instead. */
const large: readonly (readonly [title: string, build: string])[] = [
  ['tuples of tuples as keys', 'v = ()\nfor i in range(60):\n    v = (v, v)\nw = {v: 4}[v]'],
  ['tuples in tuples as keys', 'v = ()\nfor i in range(1200):\n    v = (v,)\nw = {v: 4}[v]'],
  ['all orders of 12', 'from itertools import permutations\nw = len(list(permutations(range(12))))'],
  ['30 of 60', 'from itertools import combinations\nw = len(list(combinations(range(60), 30)))'],
  ['a text that doubles', 'v = "ab"\nfor i in range(60):\n    v = v + v\nw = len(v)'],
  ['a text that replaces itself', 'v = "aa"\nfor i in range(60):\n    v = v.replace("a", v)\nw = len(v)'],
  ['a text that joins itself', 'v = "aa"\nfor i in range(60):\n    v = v.join([v, v])\nw = len(v)'],
  ['a text that holds itself twice', 'v = "aa"\nfor i in range(60):\n    v = f"{v}{v}"\nw = len(v)'],
  ['a text that % doubles', 'v = "aa"\nfor i in range(60):\n    v = "%s%s" % (v, v)\nw = len(v)'],
  ['a text that a format doubles', 'v = "aa"\nfor i in range(60):\n    v = "{0}{0}".format(v)\nw = len(v)'],
  ['a text of 10¹⁰ letters', 'w = len("a" * 10**10)'],
  ['a list of 10¹⁰ zeros', 'w = len([0] * 10**10)'],
  ['10 to the power of 10⁸', 'w = 10**10**8 % 7'],
];

test.each(large)('%s: what a layer takes from it is unknown', (_, build) => {
  const text = middle(`${build}\nself.conv = nn.Conv2d(3, w, 1)`, 'return self.conv(x)');
  const { models, problems } = analyzeText(first + text);
  expect(models[1]?.layers.at(-1)?.outputShapes).toEqual([[1, null, 7, 7]]);
  expect([...problems, ...(models[1]?.problems ?? [])]).toEqual([]);
});

test('a tuple of tuples is found by its value', () => {
  const build = 'w = {((1, 2), (3,)): 4, ((1,), (2, 3)): 5}[(1,), (2, 3)]\nself.conv = nn.Conv2d(3, w, 1)';
  const { models } = analyzeText(first + middle(build, 'return self.conv(x)'));
  expect(models[1]?.layers.at(-1)?.outputShapes).toEqual([[1, 5, 7, 7]]);
});

test('a receptive field that no number counts is not known', () => {
  const forward = 'for i in range(1100):\n    x = F.max_pool2d(x, 2, ceil_mode=True)\nreturn x';
  const text = first.replace('import torch\n', 'import torch\nimport torch.nn.functional as F\n');
  const fields = analyzeText(text + middle('', forward)).models[1]?.layers.map(
    ({ receptiveField }) => receptiveField?.stride[0] ?? null,
  );
  expect([0, 1, 52, 53, 1100].map((layer) => fields?.[layer])).toEqual([1, 2, 2 ** 52, null, null]);
});

test('a name of 2,000 letters is cut in what is said of it', () => {
  const name = 'a'.repeat(2_000);
  const { problems } = analyzeText(first + middle(`self.${name} = nn.Linear(2, 2)`, 'return self.conv(x)'));
  const messages = problems.map(({ message }) => message);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(/^self\.a{99}… is built, and forward never uses it\./);
});

test('a layer that is given the model which holds it', () => {
  const text = `import torch
from torch import nn


class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, self, 3)
        self.size = 1

    def forward(self, x):
        self.size = 2
        return torch.relu(self.conv(x))
`;
  expect(analyzeText(text).models.map(({ name }) => name)).toEqual(['Net']);
});

test('an input of 200 sizes that stands in the text', () => {
  const sizes = '2, '.repeat(200);
  const text = `${first}\nnet = First()\nout = net(torch.randn(1, 3, ${sizes}))\n`.replace(
    '    # convlens: input=1x3x8x8\n',
    '',
  );
  expect(analyzeText(text).problems.filter(({ code }) => code === 'internal-error')).toEqual([]);
});
