import { describe, expect, test } from 'vitest';
import type { FormatContext } from '../../../../src/formats/format.ts';
import { analyzeText } from '../../../support/python.ts';
import { originText } from '../../../../src/language/size-origin.ts';

const head = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n';

/** A network of one convolution. */
const net = `
class Net(nn.Module):
    def __init__(self, channels=3):
        super().__init__()
        self.conv = nn.Conv2d(channels, 8, 3, padding=1)
    def forward(self, x):
        return self.conv(x)
`;

const lenet = `
class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc = nn.Linear(16 * 5 * 5, 120)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc(torch.flatten(x, 1))
`;

function inputsOf(text: string, context: Partial<FormatContext> = {}): string[] {
  const { models } = analyzeText(head + text, context);
  return models.map(({ name, inputs }) => {
    const shown = inputs.map(
      (input) =>
        `${input.name} ${(input.shape ?? ['?']).map((dim) => JSON.stringify(dim)).join('x')} ${input.origin}`,
    );
    return `${name}: ${shown.join(', ')}`;
  });
}

describe('where a model and its input come from', () => {
  test.each([
    ['a default of the constructor, 224', net, ['Net: x 1x3x224x224 default']],
    [
      'unknown where the channels of the first layer are not those of the input',
      net.replace('channels=3', 'channels=48').replace(
        'return self.conv(x)',
        `n, c, h, w = x.size()
        x = x.view(n, c, h // 4, 4, w // 4, 4).permute(0, 3, 5, 1, 2, 4).contiguous()
        return self.conv(x.view(n, c * 16, h // 4, w // 4))`,
      ),
      ['Net: x "?" default'],
    ],
    ['a comment above the class', `\n# convlens: input=1x3x64x48${net}`, ['Net: x 1x3x64x48 comment']],
    [
      'a comment in the class',
      net.replace('    def f', '    # convlens: input=2x3x9x9\n    def f'),
      ['Net: x 2x3x9x9 comment'],
    ],
    [
      'a comment for the whole file',
      `# convlens: input=1x3x50x50\n\nx = 1\n${net}`,
      ['Net: x 1x3x50x50 comment'],
    ],
    [
      'a comment that builds the model',
      `${net.replace('channels=3', 'channels')}\n# convlens: model=Net(channels=5) input=1x5x7x7\n`,
      ['Net(channels=5): x 1x5x7x7 comment'],
    ],
    [
      'torch.randn in the main part',
      `${net}\nif __name__ == "__main__":\n    Net()(torch.randn(4, 3, 40, 30))\n`,
      ['Net: x 4x3x40x30 file'],
    ],
    [
      'how the main part builds it',
      `${net.replace('channels=3', 'channels')}\nif __name__ == "__main__":\n    net = Net(7)\n    y = net(torch.zeros(1, 7, 33, 33))\n`,
      ['Net(7): x 1x7x33x33 file'],
    ],
    [
      'a factory whose model is made for other channels than the one that is called',
      `${net}\ndef tiny():\n    return Net()\nif __name__ == "__main__":\n    Net(channels=1)(torch.zeros(2, 1, 9, 9))\n`,
      ['tiny: x 1x3x224x224 default'],
    ],
    [
      'a factory whose model is made as the one that is called',
      `${net}\ndef tiny():\n    return Net()\nif __name__ == "__main__":\n    tiny()(torch.zeros(2, 3, 9, 9))\n`,
      ['tiny: x 2x3x9x9 file'],
    ],
    [
      'a factory whose model refuses what it is called with',
      `${net}\ndef tiny():\n    return Net()\nif __name__ == "__main__":\n    tiny()(torch.zeros(2, 1, 9, 9))\n`,
      ['tiny: x 2x1x9x9 file'],
    ],
    [
      'a test function',
      `${net}\ndef test():\n    x = torch.ones([2, 3, 21, 21])\n    print(Net()(x).size())\n`,
      ['Net: x 2x3x21x21 file'],
    ],
    [
      'summary without the batch',
      `from torchsummary import summary\n${net}\nsummary(Net(), (3, 99, 99))\n`,
      ['Net: x 1x3x99x99 file'],
    ],
    [
      'summary with the batch',
      `from torchinfo import summary\n${net}\nsummary(Net(), input_size=(16, 3, 98, 98))\n`,
      ['Net: x 16x3x98x98 file'],
    ],
    [
      'export with an example',
      `${net}\ntorch.onnx.export(Net(), torch.randn(1, 3, 77, 77), "net.onnx")\n`,
      ['Net: x 1x3x77x77 file'],
    ],
    [
      'a comment on forward',
      net.replace('(self, x):', '(self, x):  # x: [B, 3, 48, 48]'),
      ['Net: x 1x3x48x48 file'],
    ],
    [
      'jaxtyping',
      net.replace('(self, x)', '(self, x: Float[torch.Tensor, "batch 3 44 44"])'),
      ['Net: x 1x3x44x44 file'],
    ],
    [
      'Annotated',
      net.replace('(self, x)', '(self, x: Annotated[torch.Tensor, (2, 3, 45, 46)])'),
      ['Net: x 2x3x45x46 file'],
    ],
    [
      'CenterCrop',
      `${net}\nt = T.Compose([T.Resize(256), T.CenterCrop(192)])\n`,
      ['Net: x 1x3x192x192 file'],
    ],
    ['Resize', `${net}\nt = T.Resize((120, 160))\n`, ['Net: x 1x3x120x160 file']],
    ['a data set', `${net}\ndata = datasets.CIFAR10("data")\n`, ['Net: x 1x3x32x32 file']],
    ['worked out backwards', lenet, ['LeNet: x 1x1x32x32 inferred']],
    [
      'of a linear layer',
      '\nmodel = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))\n',
      ['model: input 1x784 inferred'],
    ],
    [
      'only a size that is not square would fit',
      lenet.replace('16 * 5 * 5', '16 * 5 * 37'),
      ['LeNet: x 1x1xnullxnull inferred'],
    ],
    [
      'no size would fit: the mistake is shown',
      lenet.replace('16 * 5 * 5', '1050'),
      ['LeNet: x 1x1x224x224 default'],
    ],
    [
      'two inputs, one of them named in a comment',
      net
        .replace('self, x', 'self, x, y')
        .replace('return', 'y = self.conv(y)\n        return')
        .replace('\nclass', '\n# convlens: input=y:1x3x10x10\nclass'),
      ['Net: x 1x3x224x224 default, y 1x3x10x10 comment'],
    ],
    ['a factory', `${net}\ndef tiny(**kwargs):\n    return Net(**kwargs)\n`, ['tiny: x 1x3x224x224 default']],
    ['no model without arguments', net.replace('channels=3', 'channels'), []],
  ])('%s', (_, text, expected) => {
    expect(inputsOf(text)).toEqual(expected);
  });

  test.each([
    ['argument', `# convlens: input=1x3x64x48${net}`, 'Net: x 1x3x20x20 argument'],
    ['memory', `# convlens: input=1x3x64x48${net}`, 'Net: x 1x3x20x20 memory'],
    ['setting', net, 'Net: x 1x3x20x20 setting'],
    ['setting', `\n# convlens: input=1x3x64x48${net}`, 'Net: x 1x3x64x48 comment'],
  ] as const)('a size from outside: %s', (origin, text, expected) => {
    expect(inputsOf(text, { inputs: [{ dims: [1, 3, 20, 20], origin }] })).toEqual([expected]);
  });

  test('a size that was worked out says which layer demands it', () => {
    const [model] = analyzeText(head + lenet).models;
    expect(originText(model?.inputs[0] ?? { origin: 'default' })).toBe(
      'inferred: fc (Linear) takes 400 values, which sizes from 32 to 35 give',
    );
    expect(model?.problems).toEqual([]);
  });

  test.each([
    [
      'rows of a table, turned into channels',
      'self.table = nn.Embedding(100, 16)\n        self.conv = nn.Conv1d(16, 8, 3)',
      'x = self.table(x).transpose(1, 2)\n        return self.conv(x)',
    ],
    [
      'a waveform that gets its channel in the model',
      'self.conv = nn.Conv1d(1, 8, 3)',
      "if x.ndim != 2:\n            raise ValueError(f'takes [batch, time], not {list(x.shape)}')\n        return self.conv(x.unsqueeze(1))",
    ],
    [
      'what the program itself says of a size that was guessed',
      'self.conv = nn.Conv2d(3, 8, 3)',
      "assert x.shape[-1] == 2000, 'wrong width'\n        return self.conv(x)",
    ],
  ])('a guess raises no alarm: %s', (_, layers, forward) => {
    const text = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        ${layers}
    def forward(self, x):
        ${forward}
`;
    const { models, problems } = analyzeText(head + text);
    expect(models.map(({ name }) => name)).toEqual(['Net']);
    expect([...problems, ...(models[0]?.problems ?? [])].map(({ message }) => message)).toEqual([]);
  });
});
