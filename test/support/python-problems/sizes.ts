import { net, type Case } from './item.ts';

/** Sizes that do not divide, windows and padding that PyTorch does not take. */
export const sizes: readonly Case[] = [
  {
    item: 'a size that is no integer',
    title: 'a stem whose last row and column of padding are never read',
    wrong: net(
      '1x3x224x224',
      ['self.stem = nn.Conv2d(3, 64, 7, stride=2, padding=3)'],
      ['return self.stem(x)'],
    ),
    code: 'padding-unused',
    at: '9:48–49 2',
    message:
      '(224 − 7 + 2·3)/2 + 1 = 112.5 is rounded down to 112. The last row and column of padding are never read: the padding is in effect 3 before and 2 after. No input is lost at the end.',
    right: ['224x224', '223x223'],
    fix: {
      title: 'Kernel 6: output 113; the rest fits',
      lines: ['self.stem = nn.Conv2d(3, 64, 6, stride=2, padding=3)'],
    },
  },
  {
    item: 'a size that is no integer',
    title: 'a pool that rounds up reaches over the end',
    wrong: net('1x3x8x8', ['self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)'], ['return self.pool(x)']),
    code: 'overhang',
    at: '9:37–38 2',
    message:
      '(8 − 3)/2 + 1 = 3.5 is rounded up to 4. The last window reaches 1 cell beyond the padded input. A framework that rounds down gives 3.',
    right: ['x8x8', 'x9x9'],
    fix: {
      title: 'Kernel 2: output 4; the rest fits',
      lines: ['self.pool = nn.MaxPool2d(2, 2, ceil_mode=True)'],
    },
  },
  {
    item: 'a size that is no integer',
    title: 'a 1×1 shortcut with stride 2 skips by design',
    wrong: net('1x8x8x8', ['self.short = nn.Conv2d(8, 16, 1, stride=2)'], ['return self.short(x)']),
    code: 'subsampled',
    at: '9:49–50 2',
    message:
      '(8 − 1)/2 + 1 = 4.5 is rounded down to 4. By design 1 of every 2 rows and columns are read; the end leaves out no more than that.',
    right: ['1x8x8x8', '1x8x9x9'],
    fix: {
      title: 'Kernel 2: output 4; the rest fits',
      lines: ['self.short = nn.Conv2d(8, 16, 2, stride=2)'],
    },
  },
  {
    item: 'a size that is no integer',
    title: 'a pool that rounds down loses a row and a column',
    wrong: net('1x3x7x7', ['self.pool = nn.MaxPool2d(2)'], ['return self.pool(x)']),
    code: 'pixels-lost',
    at: '9:34–35 2',
    message:
      '(7 − 2)/2 + 1 = 3.5 is rounded down to 3. The last row and column of the input are never read: their gradient is exactly 0. An input of 6 or 8 would fit exactly.',
    right: ['x7x7', 'x8x8'],
    fix: { title: 'Input 6×6: output 3; the rest fits', lines: ['# convlens: input=1x3x6x6'] },
  },
  {
    item: 'a size that is no integer',
    title: 'the same in one dimension, by a functional pool',
    wrong: net('1x3x15', ['pass'], ['return F.max_pool1d(x, 2)']),
    code: 'pixels-lost',
    at: '12:32–33 2',
    message:
      '(15 − 2)/2 + 1 = 7.5 is rounded down to 7. The last cell of the input is never read: its gradient is exactly 0. An input of 14 or 16 would fit exactly.',
    right: ['3x15', '3x16'],
    fix: { title: 'Kernel 3: output 5; the rest fits', lines: ['return F.max_pool1d(x, 3)'] },
  },
  {
    item: 'a kernel larger than its input',
    title: 'a convolution',
    wrong: net('1x3x5x5', ['self.conv = nn.Conv2d(3, 8, 7)'], ['return self.conv(x)']),
    code: 'impossible',
    at: '9:37–38 7',
    message:
      'The kernel of 7 is larger than the padded input of 5: (5 − 7)/1 + 1 = −1. PyTorch refuses it. Take an input of at least 7, or a smaller kernel.',
    right: ['8, 7', '8, 5'],
    fix: { title: 'Kernel 5: output 1; the rest fits', lines: ['self.conv = nn.Conv2d(3, 8, 5)'] },
  },
  {
    item: 'a kernel larger than its input',
    title: 'a pool after pools, and the layer behind it',
    wrong: net(
      '1x3x16x16',
      ['self.pool = nn.MaxPool2d(2)', 'self.last = nn.AvgPool2d(7)', 'self.fc = nn.Linear(3, 10)'],
      ['x = self.pool(self.pool(x))', 'return self.fc(self.last(x).flatten(1))'],
    ),
    code: 'impossible',
    at: '10:34–35 7',
    message:
      'The kernel of 7 is larger than the padded input of 4: (4 − 7)/7 + 1 ≈ 0.57. PyTorch refuses it. Take an input of at least 7, or a smaller kernel.',
    right: ['AvgPool2d(7)', 'AvgPool2d(4)'],
    fix: { title: 'Kernel 4: output 1; the rest fits', lines: ['self.last = nn.AvgPool2d(4)'] },
  },
  {
    item: 'pool padding over half the kernel',
    title: 'a maximum',
    wrong: net('1x3x9x9', ['self.pool = nn.MaxPool2d(3, 2, padding=2)'], ['return self.pool(x)']),
    code: 'refused-hyperparameter',
    at: '9:48–49 2',
    message:
      'The padding of 2 is more than half the kernel: PyTorch takes at most 1. Pad less, or pad before the pool.',
    right: ['padding=2', 'padding=1'],
    fix: {
      title: 'Padding 1: output 5; the rest fits',
      lines: ['self.pool = nn.MaxPool2d(3, 2, padding=1)'],
    },
  },
  {
    item: 'pool padding over half the kernel',
    title: 'a functional average',
    wrong: net('1x3x7x7', ['pass'], ['return F.avg_pool2d(x, 2, 1, 2)']),
    code: 'refused-hyperparameter',
    at: '12:38–39 2',
    message:
      'The padding of 2 is more than half the kernel: PyTorch takes at most 1. Pad less, or pad before the pool.',
    right: ['1, 2)', '1, 1)'],
    fix: { title: 'Padding 1: output 8; the rest fits', lines: ['return F.avg_pool2d(x, 2, 1, 1)'] },
  },
  {
    item: "padding='same' with a stride",
    title: 'the padding as a number',
    wrong: net(
      '1x3x9x9',
      ["self.conv = nn.Conv2d(3, 8, 3, stride=2, padding='same')"],
      ['return self.conv(x)'],
    ),
    code: 'refused-hyperparameter',
    at: "9:58–64 'same'",
    message:
      "Padding 'same' with a stride of 2: PyTorch takes it with stride 1 only. Write the padding as a number.",
    right: ["'same'", '1'],
    fix: {
      title: 'Padding 1: output 5; the rest fits',
      lines: ['self.conv = nn.Conv2d(3, 8, 3, stride=2, padding=1)'],
    },
  },
  {
    item: "padding='same' with a stride",
    title: 'an even kernel, which no number pads on both sides',
    wrong: net('1x3x8x8', ["self.conv = nn.Conv2d(3, 8, 4, 2, 'same')"], ['return self.conv(x)']),
    code: 'refused-hyperparameter',
    at: "9:43–49 'same'",
    message:
      "Padding 'same' with a stride of 2: PyTorch takes it with stride 1 only. Write the padding as a number.",
    right: ["'same'", '1'],
    fix: { title: 'Stride 1: output 8; the rest fits', lines: ["self.conv = nn.Conv2d(3, 8, 4, 1, 'same')"] },
  },
];
