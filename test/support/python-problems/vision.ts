import { net, type Case } from './item.ts';

/** Blocks and operators of torchvision, whose sources are not at hand: a mistake stands where the model writes it. */
export const vision: readonly Case[] = [
  {
    item: 'a mismatch of channels, groups or features',
    title: 'in_channels of a block of torchvision',
    wrong: net(
      '1x3x8x8',
      [
        'from torchvision import ops',
        'self.a = ops.Conv2dNormActivation(3, 16)',
        'self.b = ops.Conv2dNormActivation(32, 8, kernel_size=1)',
      ],
      ['return self.b(self.a(x))'],
    ),
    code: 'channel-mismatch',
    at: '11:43–45 32',
    message:
      'The layer expects 32 channels, its input [1, 16, 8, 8] has 16. Change it to 16, or the layer before.',
    right: ['(32', '(16'],
    fix: {
      title: 'Input channels 16: output 8; the rest fits',
      lines: ['self.b = ops.Conv2dNormActivation(16, 8, kernel_size=1)'],
    },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'channels of a squeeze-and-excitation block',
    wrong: net(
      '1x16x8x8',
      ['from torchvision.ops import SqueezeExcitation', 'self.weighed = SqueezeExcitation(32, 4)'],
      ['return self.weighed(x)'],
    ),
    code: 'channel-mismatch',
    at: '10:42–44 32',
    message:
      'The layer expects 32 channels, its input [1, 16, 1, 1] has 16. Change it to 16, or the layer before.',
    right: ['(32', '(16'],
    fix: {
      title: 'Input channels 16: output 1; the rest fits',
      lines: ['self.weighed = SqueezeExcitation(16, 4)'],
    },
  },
  {
    item: 'a join of different sizes',
    title: 'the offsets of a deformable convolution',
    wrong: net(
      '1x3x9x9',
      [
        'from torchvision.ops import DeformConv2d',
        'self.offset = nn.Conv2d(3, 18, 3)',
        'self.conv = DeformConv2d(3, 4, 3, padding=1)',
      ],
      ['return self.conv(x, self.offset(x))'],
    ),
    code: 'join-mismatch',
    at: '14:16–44 self.conv(x, self.offset(x))',
    message:
      'The offset [1, 18, 7, 7] must have 18 channels, or a multiple of these, at each place of the output [1, 4, 9, 9].',
    right: ['18, 3)', '18, 3, padding=1)'],
    fix: { none: 'the offsets or the convolution: which is meant is not known' },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'a mean for each channel',
    wrong: net(
      '1x3x8x8',
      ['import torchvision.transforms as T', 'self.prepare = T.Normalize((0.5, 0.4), (1.0, 1.0))'],
      ['return self.prepare(x)'],
    ),
    code: 'channel-mismatch',
    at: '13:16–31 self.prepare(x)',
    message: 'normalize has 2 numbers as its mean for the 3 channels of [1, 3, 8, 8].',
    right: ['(0.5, 0.4), (1.0, 1.0)', '(0.5, 0.4, 0.4), (1.0, 1.0, 1.0)'],
    fix: { none: 'what the third mean is nobody can say' },
  },
  {
    item: 'a value that PyTorch refuses',
    title: 'boxes of five numbers',
    wrong: net(
      '1x3x8x8',
      ['self.out = nn.Identity()'],
      ['from torchvision.ops import roi_align', 'return self.out(roi_align(x, [torch.zeros(2, 5)], 3))'],
    ),
    code: 'rank-mismatch',
    at: '13:25–61 roi_align(x, [torch.zeros(2, 5)], 3)',
    message: 'Boxes are rows of 4 numbers, not [2, 5].',
    right: ['zeros(2, 5)', 'zeros(2, 4)'],
    fix: { none: 'which column is one too many is not known' },
  },
];
