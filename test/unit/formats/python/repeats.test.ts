import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';

/** What repeats without being executed again must give what executing it gives: names, lines, problems and all. */
function analyzed(text: string, executesAll: boolean): Analysis {
  return analyze({ path: 'net.py', text }, [createPythonFormat(undefined, executesAll)], {
    inputs: [],
    readFile: () => null,
  });
}

const head = `import torch
from torch import nn
import torch.nn.functional as F

width = 4
made = []


class Block(nn.Module):
    count = 0
    kinds = ['a']

    def __init__(self, inputs, outputs, shortcut=None, act=nn.ReLU, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.act = act()
        self.shortcut = shortcut
        INIT

    def forward(self, x):
        y = self.act(self.conv(x))
        FORWARD
        return y if self.shortcut is None else y + self.shortcut(x)


class Net(nn.Module):
    # convlens: input=2x3x16x16
    def __init__(self, count=4):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.again = nn.Conv2d(4, 4, 3, padding=1)
        self.blocks = nn.ModuleList([Block(4, 4) for _ in range(3)])
        self.tail = nn.Sequential(Block(4, 4, nn.Sequential(nn.Conv2d(4, 4, 1))), Block(4, 4, nn.Sequential(nn.Conv2d(4, 4, 1))))
        BUILD
        for m in self.modules():
            LOOP
        AFTER

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        x = self.tail(x)
        RUN
        return x


class Other(Net):
    # convlens: input=2x3x16x16
    def __init__(self):
        super().__init__(5)


class Later(Net):
    # convlens: input=2x3x16x16
    def __init__(self):
        global width
        made.append(0)
        width += 1
        super().__init__()
`;

/** Each: where, and what code stands there. */
const cases: readonly (readonly [place: string, code: string])[] = [
  ['INIT', 'pass'],
  ['INIT', 'Block.count += 1; self.extra = nn.Conv2d(4, Block.count, 1)'],
  ['INIT', 'global width; width += 1; self.extra = nn.Conv2d(4, width, 1)'],
  ['INIT', 'made.append(self)'],
  ['INIT', 'self.kinds.append("b"); self.extra = nn.Conv2d(4, len(self.kinds), 1)'],
  ['INIT', 'self.again = self.conv'],
  ['INIT', 'self.first = shortcut[0] if shortcut is not None else None'],
  ['INIT', 'self.options = kwargs; self.options["width"] = width'],
  ['INIT', 'self.run = lambda x: self.conv(x)'],
  ['INIT', 'self.extra = nn.Conv2d(4, 64 / 4, 1)'],
  ['INIT', 'self.scale = nn.Parameter(torch.ones(4, 1, 1))'],
  ['FORWARD', 'y = F.relu(y, inplace=True)'],
  ['FORWARD', 'x.add_(1)'],
  ['FORWARD', 'self.seen = x.shape'],
  ['FORWARD', 'made.append(y); y = y + made[0]'],
  ['FORWARD', 'y = y * self.conv.weight.sum()'],
  ['FORWARD', 'y = nn.Conv2d(4, 4, 3)(y)'],
  ['FORWARD', 'y = F.max_pool2d(y, 2, padding=2)'],
  ['FORWARD', 'y = undefined(y)'],
  ['FORWARD', 'Block.count += 1; y = y if Block.count < 2 else F.relu(y)'],
  ['FORWARD', 'y = torch.cat([y, x], 1)[:, :4]'],
  ['BUILD', 'self.shared = self.blocks[1].conv'],
  ['BUILD', 'self.blocks[1].conv = nn.Conv2d(4, 4, 5, padding=2)'],
  ['BUILD', 'self.blocks[2].act = self.blocks[0].act'],
  ['BUILD', 'self.blocks.append(self.blocks[0])'],
  ['BUILD', 'del self.blocks[1].act; self.blocks[1].act = nn.Tanh()'],
  ['BUILD', 'self.tail[1].conv.weight = nn.Parameter(torch.zeros(4, 4, 3, 3))'],
  ['BUILD', 'self.tail[0].extra = nn.Linear(2, 2)'],
  ['LOOP', 'pass'],
  ['LOOP', 'if isinstance(m, nn.Conv2d): nn.init.zeros_(m.weight)'],
  ['LOOP', 'if isinstance(m, nn.Conv2d): m.padding = (2, 2)'],
  ['LOOP', 'if m is self.blocks[1].conv: m.stride = (2, 2)'],
  ['LOOP', 'made.append(m)'],
  ['LOOP', 'if isinstance(m, nn.Conv2d) and width < 6: width2 = len(made); m.out = width2'],
  ['LOOP', 'if isinstance(m, Block): m.conv.padding = (2, 2)'],
  ['LOOP', 'if isinstance(m, Block) and m is not self.blocks[0]: m.conv = nn.Conv2d(4, 4, 5, padding=2)'],
  ['LOOP', 'if isinstance(m, nn.Conv2d) and count > 4: m.padding = (2, 2)'],
  ['LOOP', 'if isinstance(m, nn.Conv2d) and width > 4: m.padding = (2, 2)'],
  ['LOOP', 'if isinstance(m, nn.Conv2d) and len(made) > 0: m.padding = (2, 2)'],
  ['LOOP', 'if isinstance(m, nn.Conv2d) and super().__repr__: m.padding = (2, 2)'],
  ['AFTER', 'made.append(1); width = 6'],
  ['AFTER', 'self.last = nn.Conv2d(m.in_channels, 4, 1) if isinstance(m, nn.Conv2d) else m'],
  ['AFTER', 'm.padding = (2, 2)'],
  ['AFTER', 'made = [m for m in self.modules() if isinstance(m, nn.Conv2d)]; made[2].padding = (2, 2)'],
  ['AFTER', 'self.scale = self.blocks[2].conv.weight'],
  [
    'AFTER',
    'self.width = sum(p.numel() for p in self.parameters()); self.extra = nn.Conv2d(4, self.width, 1)',
  ],
  ['RUN', 'x = x * self.blocks[2].conv.weight.mean()'],
  ['RUN', 'x = nn.Conv2d(4, 4, 3, padding=1)(self.tail[0].act(x))'],
  ['RUN', 'x = self.again(x); self.again.stride = (2, 2); x = self.again(x)'],
  ['RUN', 'x = self.again(self.tail[0].act(x)) + self.again(self.tail[1].act(x))'],
  ['RUN', 'x = self.again(self.again(input=x))'],
  ['RUN', 'x = self.blocks[0](x)'],
  ['RUN', 'x = self.blocks[0].conv(x)'],
  ['RUN', 'x = self.blocks[1](x[:, :, :4])'],
  ['RUN', 'x = F.relu(x) + self.tail[0].conv.weight.mean()'],
  ['RUN', 'x = self.tail(x); x = self.tail[1](x)'],
];

describe('repeating gives what executing gives', () => {
  test.each(cases)('%s: %s', (place, code) => {
    const text = ['INIT', 'FORWARD', 'BUILD', 'LOOP', 'AFTER', 'RUN'].reduce(
      (all, each) =>
        all.replace(new RegExp(`^( *)${each}$`, 'm'), (_, indent: string) =>
          (each === place ? code : 'pass')
            .split('; ')
            .map((line) => indent + line)
            .join('\n'),
        ),
      head,
    );
    const all = analyzed(text, true);
    expect(all.models.map(({ name }) => name)).toContain('Net');
    expect(analyzed(text, false)).toEqual(all);
  });
});
