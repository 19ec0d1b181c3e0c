import { describe, expect, test } from 'vitest';
import { parseImported } from '../../../../src/formats/python/syntax/parse-imported.ts';
import { parseSource } from '../../../../src/formats/python/syntax/parse.ts';
import { analyzeText } from '../../../support/python.ts';

/** A tree with all that waits to be asked for. */
function complete(value: unknown): unknown {
  if (typeof value === 'function') return complete((value as () => unknown)());
  if (Array.isArray(value)) return value.map(complete);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, complete(each)]));
}

const names = Array.from({ length: 80 }, (_, index) => `"class ${index}, kind 'a'"`);

const texts: readonly string[] = [
  'def f(a, b=1):\n    return a\n\n\nx = f(2)\n',
  'class A(B):\n    """Doc."""\n\n    def m(self):\n        yield 1\n\n    # the end\n\n# of it\n',
  'def f(): return 1\nclass A: x = 1\nasync def g(x):\n    pass # why\n',
  '@first\n@second(1, key="a")\n# between\ndef f(x): # head\n    return x\n@third\nclass A:\n    pass\n',
  'def f(\n    a: Dict[str, int] = {"a": 1},\n    b=lambda x: x,\n) -> "A[1:2]":\n    return a\n',
  'if a:\n    def f():\n        pass\nelif b:\n    x = 1\nelse:\n    x = 2\ntry:\n    import a\nexcept E:\n    a = None\nfinally:\n    b = 1\n',
  'x = [\n1,\n2]\ny = (\n)\nz = 1 + \\\n2\n',
  'a = """\ndef f():\n    pass\n"""\nb = "\\"#"\nc = \'it\\\'s\' # don\'t\nd = r"\\\\"\nclass A:\n    """\nclass B: \\"""\n    """\n    x = 1\n',
  'classes = 1\ndefault = 2\nelsewhere = 3\nimport a; import b\n',
  `a = 1\nnames = [\n    ${names.join(',\n    ')},\n]\n# after\nmore = [${names.join(', ')}]\nf(names)\n`,
  `names = [${names.join(', ')}] + more\n`,
  `names = [${names.join(', ')}, f"{x}"]\n`,
  `names = [${names.join(', ')} "one more"]\n`,
  '# only a comment\n',
  '',
  '    x = 1\n',
  'y = 0.5 if x > 0. else 1.\n',
];

describe('an imported file is read as it is when it is analysed itself', () => {
  const endings = { '\\n': '\n', '\\r\\n': '\r\n' };
  describe.each(Object.entries(endings))('with %s', (_, ending) => {
    test.each(texts.map((text) => text.replaceAll('\n', ending)))('%j', (text) => {
      const whole = parseSource('a.py', text, null);
      const imported = parseImported('a.py', text, null);
      expect(complete(imported.module.body)).toEqual(complete(whole.module.body));
      expect(imported.comments).toEqual(whole.comments);
    });
  });
});

describe('an imported file that has changed', () => {
  const before = 'def f():\n    return 1\n\n\ndef g():\n    return 2\n';

  test('keeps what stands where it stood', () => {
    const first = parseImported('a.py', before, null);
    const second = parseImported('a.py', before.replace('2', '3'), first);
    expect(second.module.body[0]).toBe(first.module.body[0]);
    expect(complete(second.module.body)).toEqual(
      complete(parseSource('a.py', second.text, null).module.body),
    );
  });

  test('reads anew what has moved', () => {
    const first = parseImported('a.py', before, null);
    const second = parseImported('a.py', `\n${before}`, first);
    expect(second.module.body.map(({ start }) => start)).toEqual([1, 25]);
  });
});

test('a bracket that is never closed costs an imported file one definition', () => {
  const parts =
    'from torch import nn\nwidths = [16, 32\ndef conv(width):\n    return nn.Conv2d(3, width, 3)\n';
  const text = 'import torch\nfrom .parts import conv\nmodel = torch.nn.Sequential(conv(8))\n';
  const { models } = analyzeText(text, {}, { 'models/parts.py': parts });
  expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 8, 222, 222]]);
});

describe('a file that is read while one model is followed is there for the others, too', () => {
  const net = `import torch
from torch import nn
from . import ops

class First(nn.Module):
    # convlens: input=1x3x8x8
    def forward(self, x):
        return ops.first(x)

class Second(nn.Module):
    # convlens: input=1x3x8x8
    def forward(self, x):
        return ops.second(x)
`;
  const head = 'import torch.nn.functional as F\nlayers = {}\n';
  const [first, second] = ['return F.max_pool2d(x, 2)', 'return F.avg_pool2d(x, 4)'];

  test.each([
    ['functions', `def first(x):\n    ${first}\ndef second(x):\n    ${second}\n`],
    [
      'decorated functions',
      `def kept(f):\n    layers[f.__name__] = f\n    return f\n@kept\ndef first(x):\n    ${first}\n@kept\ndef second(x):\n    ${second}\n`,
    ],
    [
      'a table that decorators fill',
      `def kept(f):\n    layers[f.__name__] = f\n    return f\n@kept\ndef a(x):\n    ${first}\n@kept\ndef b(x):\n    ${second}\ndef first(x):\n    return layers['a'](x)\ndef second(x):\n    return layers['b'](x)\n`,
    ],
  ])('%s', (_, rest) => {
    const { models } = analyzeText(net, {}, { 'models/ops.py': head + rest });
    expect(models.map(({ layers }) => layers.at(-1)?.outputShapes)).toEqual([[[1, 3, 4, 4]], [[1, 3, 2, 2]]]);
  });
});

describe('what Python would have loaded', () => {
  const used = (head: string, made: string): string => `import torch
from torch import nn
${head}

class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.body = ${made}

    def forward(self, x):
        return self.body(x)
`;
  const conv = 'from torch import nn\ndef conv(a, b):\n    return nn.Conv2d(a, b, 3)\n';

  test.each<[name: string, head: string, made: string, files: Readonly<Record<string, string>>]>([
    [
      'a module that registers itself, and that nobody asks for by name',
      'import nets',
      "nets.table['wide'](3, 4)",
      {
        'models/nets/__init__.py': 'from .registry import table\nfrom . import wide\n',
        'models/nets/registry.py': 'table = {}\ndef kept(f):\n    table[f.__name__] = f\n    return f\n',
        'models/nets/wide.py':
          'from torch import nn\nfrom .registry import kept\n@kept\ndef wide(a, b):\n    return nn.Conv2d(a, b, 3)\n',
      },
    ],
    [
      'a folder without __init__.py',
      'import parts.inner.blocks',
      'parts.inner.blocks.conv(3, 4)',
      { 'models/parts/inner/blocks.py': conv },
    ],
    [
      'a module by its name in a text',
      'import importlib',
      "importlib.import_module('blocks').conv(3, 4)",
      { 'models/blocks.py': conv },
    ],
    [
      'a sibling that is not there, and what stands in for it',
      'from blocks import conv, is_fast',
      'nn.Identity() if is_fast else conv(3, 4)',
      {
        'models/blocks.py': `try:\n    from .compiled import fast\n    is_fast = True\nexcept ImportError:\n    is_fast = False\n${conv}`,
      },
    ],
  ])('%s', (_, head, made, files) => {
    const { models, problems } = analyzeText(used(head, made), {}, files);
    expect(problems).toEqual([]);
    expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([[1, 4, 6, 6]]);
  });
});
