import { createPythonFormat } from '../../../src/formats/python/format.ts';
import { processorTime } from '../examine.ts';
import { nothing, type Change, type FuzzedFormat } from '../fuzzed-format.ts';
import { changedTexts, firstChangedLine } from '../kept-layers.ts';
import { exampleSources, fixtureSources, textSource } from '../sources.ts';

/** Words that begin a statement which gives a name its value, and the name. */
const bindings = /^(?:class|def|import|from\s+\S+\s+import|async def)\s+([^(\n]*)|^(\w+)\s*(?:=|:)/gm;

/** Names that the top level of a text binds. */
const boundIn = (text: string): readonly string[] =>
  [...text.matchAll(bindings)].flatMap(([, line, name]) => (line ?? name ?? '').match(/\w+/g) ?? []);

/** The classes that end before the change, by where their names stand: the next statement of the top level has begun. */
function endedClasses({ before, same }: Change): readonly number[] {
  if (before.kind !== 'text') return [];
  const text = before.text.slice(0, same);
  const starts = [...text.matchAll(/^[A-Za-z@]/gm)].map(({ index }) => index);
  return [...text.matchAll(/^class /gm)].flatMap(({ index }) =>
    starts.some((start) => start > index) ? [index + 'class '.length] : [],
  );
}

/**
 * A class that needs nothing which stands below it is untouched where another statement of the top level stands between
 * it and the change, unless what changed speaks of it, or of a name that it may use.
 */
export const fuzzedPython: FuzzedFormat = {
  name: 'python',
  answer: 500,
  create: () => [createPythonFormat(processorTime)],
  sources: () => [
    ...exampleSources(/\.py$/),
    ...fixtureSources('python', /\.py$/),
    textSource('apart.py', apart),
    textSource('apart-too.py', apart),
  ],
  words:
    'self torch nn F x None True False 0 -1 2 3 0.5 1e999 9999999999 range(10**9) [0]*10**8 2**10**6 "a"*10**9 class def return yield lambda: for while if else: try: except: with import from *args **kwargs super().__init__() @property nn.Linear nn.Conv2d nn.Sequential nn.ModuleList forward(self, __init__(self, torch.cat([x]*1000) x.view(-1, x.size(0) F.relu(x) == := -> """ \'\'\' \\ # ( ) [ ] { } match case _: async await global del raise assert f"{x}" x = self(x)'.split(
      ' ',
    ),
  untouched: (change, before) => {
    if (change.before.kind !== 'text') return nothing;
    const changed = firstChangedLine(change);
    const text = change.before.text.slice(0, changed);
    const names = new Set(boundIn(text));
    const classes = [...text.matchAll(/^class (\w+)/gm)].map(([, name = '']) => name);
    const speaks = changedTexts(change).some(
      (each) =>
        /model=|\bdel\b|\bglobal\b|import \*/.test(each) ||
        boundIn(each).some((name) => names.has(name)) ||
        classes.some((name) => new RegExp(`\\b${name}\\b`).test(each)),
    );
    if (speaks) return nothing;
    const ended = new Set(endedClasses(change));
    const kept = before.models.map(
      ({ span, inputs, layers }) =>
        ended.has(span.start) &&
        inputs.every(({ origin }) => origin === 'comment') &&
        layers.every(({ source }) => source.span.end <= changed),
    );
    return (_, model) => kept[model] === true;
  },
};

/** Models that have nothing to do with each other. */
const apart = `import math
from torch import nn
import torch.nn.functional as F
import torch


class First(nn.Module):
    # convlens: input=1x3x33x35
    def __init__(self, width=8):
        super().__init__()
        self.stages = nn.Sequential(*[nn.Conv2d(3 if i == 0 else width * i, width * (i + 1), 3, 2, 1) for i in range(3)])
        self.head = nn.Linear(width * 3 * 5 * 5, 7)

    def forward(self, x):
        x = F.relu(self.stages(x))
        return self.head(torch.flatten(x, 1))


class Second(nn.Module):
    # convlens: input=1x4x20x20
    def __init__(self):
        super().__init__()
        self.names = []
        for index, (size, kernel) in enumerate(zip((6, 8, 12), (1, 3, 5)), start=1):
            self.add_module(f"conv{index}", nn.Conv2d(4, size, kernel, padding=kernel // 2))
            self.names.append(f"conv{index}")

    def forward(self, x):
        parts = [getattr(self, name)(x) for name in self.names]
        y = torch.cat(parts, dim=1)
        n, c, h, w = y.shape
        y = y.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, -1, h, w)
        return F.interpolate(y, scale_factor=2) if h < 100 else y


class Third(nn.Module):
    # convlens: input=2x10x16
    def __init__(self, heads=4):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(16, 48)
        self.norm = nn.LayerNorm(16)

    def forward(self, x):
        b, t, d = x.size()
        q, k, v = (z.view(b, t, self.heads, -1).transpose(1, 2) for z in self.qkv(x).chunk(3, dim=-1))
        weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(d // self.heads), dim=-1)
        return self.norm((weights @ v).transpose(1, 2).flatten(2) + x)


class Fourth(nn.Module):
    # convlens: input=1x1x28x28
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList()
        size = 1
        while size < 16:
            self.down.append(nn.Conv2d(size, size * 2, 3, padding=1))
            size *= 2

    def forward(self, x):
        kept = []
        for layer in self.down:
            x = F.max_pool2d(layer(x), 2, ceil_mode=True)
            kept.append(x)
        total = None
        for part in reversed(kept):
            mean = part.mean(dim=(2, 3))
            total = mean.sum(1) if total is None else total + mean.sum(1)
        return total
`;
