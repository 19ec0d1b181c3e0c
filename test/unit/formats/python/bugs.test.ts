import { expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { problemsOf } from '../../../support/problem-lines.ts';

/** Shape bugs that people have reported, written as they were, and where and how each is to be found. */
interface Bug {
  readonly id: string;
  readonly source: readonly string[];
  /** The line with the mistake, by its text. */
  readonly line: string;
  readonly code: string;
  /** What the message must state. */
  readonly numbers: readonly string[];
  /** What makes it right. */
  readonly change: readonly [from: string, to: string];
}

const head = ['import torch', 'from torch import nn', 'import torch.nn.functional as F', ''];

function sequence(
  input: string,
  layers: readonly string[],
  forward: readonly string[] = ['return self.net(x)'],
): string[] {
  return [
    ...head,
    `# convlens: input=${input}`,
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    '        self.net = nn.Sequential(',
    ...layers.map((layer) => `            ${layer},`),
    '        )',
    '',
    '    def forward(self, x):',
    ...forward.map((line) => `        ${line}`),
    '',
  ];
}

const unet = [
  ...head,
  'def block(i, o):',
  '    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.ReLU())',
  '',
  '# convlens: input=1x3x222x222',
  'class UNet(nn.Module):',
  '    def __init__(self):',
  '        super().__init__()',
  '        sizes = [8, 16, 32, 64, 128]',
  '        self.first = block(3, 8)',
  '        self.downs = nn.ModuleList([block(i, o) for i, o in zip(sizes, sizes[1:])])',
  '        self.pool = nn.MaxPool2d(2)',
  '        self.ups = nn.ModuleList([nn.ConvTranspose2d(o, i, 2, stride=2) for i, o in zip(sizes, sizes[1:])])',
  '        self.decoders = nn.ModuleList([block(o, i) for i, o in zip(sizes, sizes[1:])])',
  '',
  '    def forward(self, x):',
  '        x = self.first(x)',
  '        skips = []',
  '        for down in self.downs:',
  '            skips.append(x)',
  '            x = down(self.pool(x))',
  '        for up, decoder in zip(self.ups[::-1], self.decoders[::-1]):',
  '            x = torch.cat([skips.pop(), up(x)], dim=1)',
  '            x = decoder(x)',
  '        return x',
  '',
];

const bugs: readonly Bug[] = [
  {
    id: 'pt-linear-1050',
    source: [
      ...sequence('2x1x28x28', [
        'nn.Conv2d(1, 16, 5, 1, 2)',
        'nn.ReLU()',
        'nn.MaxPool2d(2)',
        'nn.Conv2d(16, 32, 5, 1, 2)',
        'nn.ReLU()',
        'nn.MaxPool2d(2)',
        'nn.Flatten()',
        'nn.Linear(1050, 10)',
      ]),
    ],
    line: 'nn.Linear(1050, 10)',
    code: 'features-mismatch',
    numbers: ['1050', '32·7·7 = 1568'],
    change: ['1050', '1568'],
  },
  {
    id: 'pt-linear-no-flatten',
    source: sequence('30x1x24x24', [
      'nn.Conv2d(1, 16, 3, 1, 1)',
      'nn.ReLU()',
      'nn.MaxPool2d(2)',
      'nn.Conv2d(16, 32, 3, 1, 1)',
      'nn.ReLU()',
      'nn.MaxPool2d(2)',
      'nn.Linear(128, 4)',
    ]),
    line: 'nn.Linear(128, 4)',
    code: 'features-mismatch',
    numbers: ['128', '6', '32·6·6 = 1152'],
    change: ['nn.Linear(128, 4)', 'nn.Flatten(), nn.Linear(1152, 4)'],
  },
  {
    id: 'pt-channels-gray',
    source: sequence('64x1x224x224', ['nn.Conv2d(3, 64, 7, stride=2, padding=3)', 'nn.ReLU()']),
    line: 'nn.Conv2d(3, 64, 7',
    code: 'channel-mismatch',
    numbers: ['3 channels', '[64, 1, 224, 224]'],
    change: ['Conv2d(3', 'Conv2d(1'],
  },
  {
    id: 'pt-channels-concat',
    source: [
      ...head,
      '# convlens: input=x:3x1x256x256, y:3x3x256x256',
      'class Net(nn.Module):',
      '    def __init__(self):',
      '        super().__init__()',
      '        self.mix = nn.Conv2d(6, 3, 1)',
      '',
      '    def forward(self, x, y):',
      '        both = torch.cat([x, y], dim=1)',
      '        return self.mix(both)',
      '',
    ],
    line: 'nn.Conv2d(6, 3, 1)',
    code: 'channel-mismatch',
    numbers: ['6 channels', '[3, 4, 256, 256]'],
    change: ['Conv2d(6', 'Conv2d(4'],
  },
  {
    id: 'pt-kernel-negative-dcgan',
    source: sequence('1x3x32x32', [
      'nn.Conv2d(3, 64, 4, 2, 1)',
      'nn.Conv2d(64, 128, 4, 2, 1)',
      'nn.Conv2d(128, 256, 4, 2, 1)',
      'nn.Conv2d(256, 512, 4, 2, 1)',
      'nn.Conv2d(512, 1, 4, 1, 0)',
    ]),
    line: 'nn.Conv2d(512, 1, 4, 1, 0)',
    code: 'impossible',
    numbers: ['2', '4'],
    change: ['32x32', '64x64'],
  },
  {
    id: 'unet-222',
    source: unet,
    line: 'torch.cat([skips.pop(), up(x)]',
    code: 'join-mismatch',
    numbers: ['27', '26', '13 of 27'],
    change: ['222x222', '224x224'],
  },
];

function found(text: string): { line: string; code: string; message: string }[] {
  const analysis = analyze({ path: 'net.py', text }, [createPythonFormat()], {
    inputs: [],
    readFile: () => null,
  });
  return problemsOf(analysis)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, span }) => {
      const start = text.lastIndexOf('\n', span.start) + 1;
      return { line: text.slice(start, text.indexOf('\n', span.start)), code, message };
    });
}

test.each(bugs.map((bug) => [bug.id, bug] as const))('%s', (_, { source, line, code, numbers, change }) => {
  const text = source.join('\n');
  const errors = found(text);
  expect([...new Set(errors.map((each) => each.code))]).toEqual([code]);
  for (const error of errors) expect(error.line).toContain(line);
  for (const number of numbers) expect(errors[0]?.message).toContain(number);
  expect(found(text.replace(...change))).toEqual([]);
});
