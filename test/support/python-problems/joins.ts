import { net, type Case } from './item.ts';

/** A U-Net of two levels whose pool makes 25 of 49. */
const unet = [
  'import torch',
  'from torch import nn',
  'import torch.nn.functional as F',
  '',
  '',
  'def block(i, o):',
  '    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.ReLU())',
  '',
  '',
  '# convlens: input=1x3x98x98',
  'class UNet(nn.Module):',
  '    def __init__(self):',
  '        super().__init__()',
  '        self.enc1 = block(3, 8)',
  '        self.enc2 = block(8, 16)',
  '        self.bottom = block(16, 32)',
  '        self.down = nn.Conv2d(8, 8, 2, stride=2)',
  '        self.pool = nn.MaxPool2d(3, stride=2, padding=1)',
  '        self.up2 = nn.ConvTranspose2d(32, 16, 2, stride=2)',
  '        self.dec2 = block(32, 16)',
  '',
  '    def forward(self, x):',
  '        skip1 = self.enc1(x)',
  '        skip2 = self.enc2(self.down(skip1))',
  '        x = self.bottom(self.pool(skip2))',
  '        x = torch.cat([self.up2(x), skip2], dim=1)',
  '        return self.dec2(x)',
  '',
].join('\n');

/** Tensors that do not go together. */
export const joins: readonly Case[] = [
  {
    item: 'a join of different sizes',
    title: 'the skip of a U-Net: the pool that rounded is to blame',
    wrong: unet,
    code: 'join-mismatch',
    at: '26:23–43 [self.up2(x), skip2]',
    message:
      'The inputs cannot be concatenated: inputs 1 and 2, [1, 16, 50, 50] and [1, 16, 49, 49], differ in dimension 2 (50 and 49). They part at pool: it makes 25 of 49, which is not a multiple of its stride 2, and 25·2 = 50. Take an input size that all strides divide, or pad or crop before the join.',
    right: ['self.up2(x), skip2]', 'F.interpolate(self.up2(x), size=skip2.shape[2:]), skip2]'],
    fix: {
      title: 'Resize self.up2(x) to the size of skip2: output 32×49×49; the rest fits',
      lines: ['x = torch.cat([F.interpolate(self.up2(x), size=skip2.shape[2:]), skip2], dim=1)'],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'the skip of a U-Net that is taken from a list',
    wrong: unet
      .replace('skip2 = self.enc2(self.down(skip1))', 'skips = [self.enc2(self.down(skip1))]')
      .replace('self.pool(skip2)', 'self.pool(skips[-1])')
      .replace('self.up2(x), skip2]', 'skips.pop(), self.up2(x)]'),
    code: 'join-mismatch',
    at: '26:23–49 [skips.pop(), self.up2(x)]',
    message:
      'The inputs cannot be concatenated: inputs 1 and 2, [1, 16, 49, 49] and [1, 16, 50, 50], differ in dimension 2 (49 and 50). They part at pool: it makes 25 of 49, which is not a multiple of its stride 2, and 25·2 = 50. Take an input size that all strides divide, or pad or crop before the join.',
    right: ['self.up2(x)]', 'F.interpolate(self.up2(x), size=(49, 49))]'],
    fix: {
      title: 'Resize self.up2(x) to the size of skips.pop(): output 32×49×49; the rest fits',
      lines: [
        'skip = skips.pop()',
        'x = torch.cat([skip, F.interpolate(self.up2(x), size=skip.shape[2:])], dim=1)',
      ],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'a sum behind different paddings',
    wrong: net(
      '1x3x33x33',
      ['self.a = nn.Conv2d(3, 8, 3, stride=2)', 'self.b = nn.Conv2d(3, 8, 1, stride=2)'],
      ['return self.a(x) + self.b(x)'],
    ),
    code: 'join-mismatch',
    at: '13:16–37 self.a(x) + self.b(x)',
    message:
      'The inputs cannot be combined: inputs 1 and 2, [1, 8, 16, 16] and [1, 8, 17, 17], differ in dimension 2 (16 and 17). They part at a: it makes 16 of 33, which is not a multiple of its stride 2, and 16·2 = 32. Take an input size that all strides divide, or pad or crop before the join.',
    right: ['3, stride', '3, padding=1, stride'],
    fix: {
      title: 'Padding of a to 1: output 8×17×17; the rest fits',
      lines: ['self.a = nn.Conv2d(3, 8, 3, stride=2, padding=1)'],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'a concatenation along another dimension',
    wrong: net(
      '2x3x8x8',
      ['self.a = nn.Conv2d(3, 8, 1)', 'self.b = nn.Conv2d(3, 4, 1)', 'self.c = nn.Conv2d(12, 5, 1)'],
      ['both = torch.cat([self.a(x), self.b(x)])', 'return self.c(both)'],
    ),
    code: 'join-mismatch',
    at: '14:26–48 [self.a(x), self.b(x)]',
    message:
      'The inputs cannot be concatenated: inputs 1 and 2, [2, 8, 8, 8] and [2, 4, 8, 8], differ in dimension 1 (8 and 4). Only the joined dimension may differ.',
    right: ['self.b(x)])', 'self.b(x)], 1)'],
    fix: {
      title: 'Dimension 1: output 12×8×8; the rest fits',
      lines: ['both = torch.cat([self.a(x), self.b(x)], dim=1)'],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'a concatenation along the height',
    wrong: net(
      '2x3x8x8',
      ['self.a = nn.Conv2d(3, 8, 1)', 'self.b = nn.Conv2d(3, 4, 1)'],
      ['return torch.cat((self.a(x), self.b(x)), dim=2)'],
    ),
    code: 'join-mismatch',
    at: '13:26–48 (self.a(x), self.b(x))',
    message:
      'The inputs cannot be concatenated: inputs 1 and 2, [2, 8, 8, 8] and [2, 4, 8, 8], differ in dimension 1 (8 and 4). Only the joined dimension may differ.',
    right: ['dim=2', 'dim=1'],
    fix: {
      title: 'Dimension 1: output 12×8×8; the rest fits',
      lines: ['return torch.cat((self.a(x), self.b(x)), dim=1)'],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'a stack',
    wrong: net('1x3x9x9', ['self.conv = nn.Conv2d(3, 3, 3)'], ['return torch.stack([self.conv(x), x])']),
    code: 'join-mismatch',
    at: '12:28–45 [self.conv(x), x]',
    message:
      'The inputs cannot be combined: inputs 1 and 2, [1, 3, 7, 7] and [1, 3, 9, 9], differ in dimension 2 (7 and 9). Only equal sizes go together.',
    right: ['3, 3, 3', '3, 3, 3, padding=1'],
    fix: {
      title: 'Resize self.conv(x) to the size of x: output 1×3×9×9; the rest fits',
      lines: ['return torch.stack([F.interpolate(self.conv(x), size=x.shape[2:]), x])'],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'the shortcut of a block without its stride',
    wrong: net(
      '1x3x17x17',
      [
        'stride = 2',
        'self.conv = nn.Conv2d(3, 8, 3, stride=stride, padding=1)',
        'self.short = nn.Conv2d(3, 8, 1)',
      ],
      ['return self.conv(x) + self.short(x)'],
    ),
    code: 'join-mismatch',
    at: '14:16–44 self.conv(x) + self.short(x)',
    message:
      'The inputs cannot be combined: inputs 1 and 2, [1, 8, 9, 9] and [1, 8, 17, 17], differ in dimension 2 (9 and 17). Only equal sizes go together.',
    right: ['3, 8, 1', '3, 8, 1, stride=stride'],
    fix: {
      title: 'Stride of short to stride: output 8×9×9; the rest fits',
      lines: ['self.short = nn.Conv2d(3, 8, 1, stride=stride)'],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'one branch in larger steps than the other',
    wrong: net(
      '1x3x17x17',
      [
        'self.a = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.ReLU())',
        'self.b = nn.Conv2d(3, 8, 3, padding=1)',
      ],
      ['return torch.cat([self.a(x), self.b(x)], 1)'],
    ),
    code: 'join-mismatch',
    at: '13:26–48 [self.a(x), self.b(x)]',
    message:
      'The inputs cannot be concatenated: inputs 1 and 2, [1, 8, 9, 9] and [1, 8, 17, 17], differ in dimension 2 (9 and 17). Only the joined dimension may differ.',
    right: ['3, 8, 3, padding=1', '3, 8, 3, stride=2, padding=1'],
    fix: {
      title: 'Stride of b to 2: output 16×9×9; the rest fits',
      lines: ['self.b = nn.Conv2d(3, 8, 3, padding=1, stride=2)'],
    },
  },
];
