import { net, type Case } from './item.ts';

/** Channels, groups and features that disagree, and counts that are no whole numbers. */
export const channels: readonly Case[] = [
  {
    item: 'a mismatch of channels, groups or features',
    title: 'in_features, with its derivation',
    wrong: net(
      '1x3x12x12',
      [
        'self.features = nn.Sequential(nn.Conv2d(3, 256, 3, padding=1), nn.MaxPool2d(2))',
        'self.fc = nn.Linear(4096, 10)',
      ],
      ['return self.fc(torch.flatten(self.features(x), 1))'],
    ),
    code: 'features-mismatch',
    at: '10:29–33 4096',
    message:
      'The layer expects 4096 features, its input has 256·6·6 = 9216. Change the features to 9216, or the sizes before.',
    right: ['4096', '9216'],
    fix: { title: 'Input features 9216: output 10; the rest fits', lines: ['self.fc = nn.Linear(9216, 10)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'in_channels',
    wrong: net(
      '1x3x8x8',
      ['self.a = nn.Conv2d(3, 16, 3)', 'self.b = nn.Conv2d(32, 8, 3)'],
      ['return self.b(self.a(x))'],
    ),
    code: 'channel-mismatch',
    at: '10:28–30 32',
    message:
      'The layer expects 32 channels, its input [1, 16, 6, 6] has 16. Change it to 16, or the layer before.',
    right: ['(32', '(16'],
    fix: { title: 'Input channels 16: output 4; the rest fits', lines: ['self.b = nn.Conv2d(16, 8, 3)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'in_channels of a transposed convolution',
    wrong: net('1x8x8x8', ['self.up = nn.ConvTranspose2d(16, 4, 2, stride=2)'], ['return self.up(x)']),
    code: 'channel-mismatch',
    at: '9:38–40 16',
    message:
      'The layer expects 16 channels, its input [1, 8, 8, 8] has 8. Change it to 8, or the layer before.',
    right: ['(16', '(8'],
    fix: {
      title: 'Input channels 8: output 4×16×16; the rest fits',
      lines: ['self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)'],
    },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'groups of a depthwise convolution',
    wrong: net(
      '1x32x8x8',
      ['self.depthwise = nn.Conv2d(32, 32, 3, padding=1, groups=64)'],
      ['return self.depthwise(x)'],
    ),
    code: 'groups-mismatch',
    at: '9:36–38 32',
    message:
      '32 input channels cannot be divided into 64 groups: 32/64 = 0.5. Take channels that are a multiple of 64, or 1, 2, 4, 8, 16 or 32 groups.',
    right: ['groups=64', 'groups=32'],
    fix: {
      title: 'Groups 32: output 8; the rest fits',
      lines: ['self.depthwise = nn.Conv2d(32, 32, 3, padding=1, groups=32)'],
    },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: "groups that the input's channels do not allow",
    wrong: net(
      '1x3x8x8',
      ['self.a = nn.Conv2d(3, 16, 3)', 'self.b = nn.Conv2d(16, 12, 3, groups=3)'],
      ['return self.b(self.a(x))'],
    ),
    code: 'groups-mismatch',
    at: '10:28–30 16',
    message:
      '16 input channels cannot be divided into 3 groups: 16/3 ≈ 5.33. Take channels that are a multiple of 3, or 1, 2, 4, 8 or 16 groups.',
    right: ['groups=3', 'groups=4'],
    fix: { title: 'Groups 2: output 4; the rest fits', lines: ['self.b = nn.Conv2d(16, 12, 3, groups=2)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'num_features of a batch normalisation',
    wrong: net(
      '1x3x8x8',
      ['self.a = nn.Conv2d(3, 16, 3)', 'self.b = nn.BatchNorm2d(32)'],
      ['return self.b(self.a(x))'],
    ),
    code: 'normalization-mismatch',
    at: '10:33–35 32',
    message:
      'The normalisation expects 32 features, its input [1, 16, 6, 6] has 16 there. Change it to 16, or the layer before.',
    right: ['(32', '(16'],
    fix: { title: 'Features 16: output 16×6×6; the rest fits', lines: ['self.b = nn.BatchNorm2d(16)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'the width of a layer normalisation',
    wrong: net('2x5x8', ['self.norm = nn.LayerNorm(16)'], ['return self.norm(x)']),
    code: 'normalization-mismatch',
    at: '9:34–36 16',
    message:
      'The normalisation expects 16 features, its input [2, 5, 8] has 8 there. Change it to 8, or the layer before.',
    right: ['16', '8'],
    fix: { title: 'Features 8: output 5×8; the rest fits', lines: ['self.norm = nn.LayerNorm(8)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'groups of a group normalisation',
    wrong: net('1x12x8x8', ['self.norm = nn.GroupNorm(8, 12)'], ['return self.norm(x)']),
    code: 'groups-mismatch',
    at: '9:34–35 8',
    message:
      '12 input channels cannot be divided into 8 groups: 12/8 = 1.5. Take channels that are a multiple of 8, or 1, 2, 3, 4 or 12 groups.',
    right: ['(8,', '(6,'],
    fix: { title: 'Groups 6: output 12×8×8; the rest fits', lines: ['self.norm = nn.GroupNorm(6, 12)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'input_size of a recurrent layer',
    wrong: net('2x5x8', ['self.rnn = nn.LSTM(10, 4, batch_first=True)'], ['return self.rnn(x)[0]']),
    code: 'features-mismatch',
    at: '9:28–30 10',
    message: 'The layer takes 10 features, but its input [2, 5, 8] has 8 in its last dimension.',
    right: ['(10', '(8'],
    fix: { title: 'Set input_size to 8', lines: ['self.rnn = nn.LSTM(8, 4, batch_first=True)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'heads that do not divide the width',
    wrong: net(
      '2x5x8',
      ['self.attention = nn.MultiheadAttention(8, num_heads=3, batch_first=True)'],
      ['return self.attention(x, x, x)[0]'],
    ),
    code: 'groups-mismatch',
    at: '9:61–62 3',
    message: 'embed_dim 8 cannot be divided into 3 heads: 8/3 ≈ 2.67.',
    right: ['num_heads=3', 'num_heads=4'],
    fix: {
      title: 'Take 2 heads',
      lines: ['self.attention = nn.MultiheadAttention(8, num_heads=2, batch_first=True)'],
    },
  },
  {
    item: 'a count that is a float',
    title: 'out_channels',
    wrong: net('1x3x8x8', ['out = 64', 'self.conv = nn.Conv2d(3, out/4, 3)'], ['return self.conv(x)']),
    code: 'refused-hyperparameter',
    at: '10:34–39 out/4',
    message:
      'out_channels is the float 16.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['out/4', 'out // 4'],
    fix: { title: 'Divide with //', lines: ['self.conv = nn.Conv2d(3, out//4, 3)'] },
  },
  {
    item: 'a mismatch of channels, groups or features',
    title: 'a normalisation behind a linear layer of a sequence',
    wrong: net(
      '4x10x16',
      ['self.fc = nn.Linear(16, 32)', 'self.bn = nn.BatchNorm1d(32)'],
      ['return self.bn(self.fc(x))'],
    ),
    code: 'normalization-mismatch',
    at: '10:34–36 32',
    message:
      'The normalisation expects 32 features, its input [4, 10, 32] has 10 there. There are 32 in the last dimension: if those are the channels, put them second, with permute(0, 2, 1).',
    right: ['self.fc(x))', 'self.fc(x).permute(0, 2, 1))'],
    fix: {
      title: 'Call it with self.fc(x).permute(0, 2, 1): output 32×10; the rest fits',
      lines: ['return self.bn(self.fc(x).permute(0, 2, 1))'],
    },
  },
  {
    item: 'a count that is a float',
    title: 'both of two sizes',
    wrong: net(
      '1x3x8x8',
      ['self.conv = nn.Conv2d(3, 4, 1)'],
      ['return nn.functional.interpolate(self.conv(x), size=(8 / 2, 8 / 4))'],
    ),
    code: 'refused-hyperparameter',
    at: '12:62–67 8 / 2',
    message: 'size is the float 4.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['(8 / 2, 8 / 4)', '(4, 2)'],
    fix: {
      title: 'Divide with //',
      lines: ['return nn.functional.interpolate(self.conv(x), size=(8 // 2, 8 // 4))'],
    },
  },
  {
    item: 'a count that is a float',
    title: 'out_features',
    wrong: net('1x8', ['self.fc = nn.Linear(8, 64 / 4)'], ['return self.fc(x)']),
    code: 'refused-hyperparameter',
    at: '9:32–38 64 / 4',
    message:
      'out_features is the float 16.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['64 / 4', '64 // 4'],
    fix: { title: 'Divide with //', lines: ['self.fc = nn.Linear(8, 64 // 4)'] },
  },
  {
    item: 'a count that is a float',
    title: 'a product with a float',
    wrong: net('1x8', ['self.fc = nn.Linear(8, 32 * 0.5)'], ['return self.fc(x)']),
    code: 'refused-hyperparameter',
    at: '9:32–40 32 * 0.5',
    message:
      'out_features is the float 16.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['32 * 0.5', 'int(32 * 0.5)'],
    fix: { title: 'Wrap it in int(…)', lines: ['self.fc = nn.Linear(8, int(32 * 0.5))'] },
  },
  {
    item: 'a count that is a float',
    title: 'kernel_size',
    wrong: net('1x3x8x8', ['self.conv = nn.Conv2d(3, 4, kernel_size=6 / 2)'], ['return self.conv(x)']),
    code: 'refused-hyperparameter',
    at: '9:49–54 6 / 2',
    message:
      'kernel_size is the float 3.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['6 / 2', '6 // 2'],
    fix: { title: 'Divide with //', lines: ['self.conv = nn.Conv2d(3, 4, kernel_size=6 // 2)'] },
  },
  {
    item: 'a count that is a float',
    title: 'num_features',
    wrong: net('1x3x8x8', ['self.norm = nn.BatchNorm2d(6 / 2)'], ['return self.norm(x)']),
    code: 'refused-hyperparameter',
    at: '9:36–41 6 / 2',
    message:
      'num_features is the float 3.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['6 / 2', '6 // 2'],
    fix: { title: 'Divide with //', lines: ['self.norm = nn.BatchNorm2d(6 // 2)'] },
  },
  {
    item: 'a count that is a float',
    title: 'a size of view',
    wrong: net('1x8', ['self.fc = nn.Linear(8, 8)'], ['return self.fc(x).view(-1, 2, x.size(1) / 2)']),
    code: 'refused-hyperparameter',
    at: '12:39–52 x.size(1) / 2',
    message: 'size is the float 4.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['x.size(1) / 2', 'x.size(1) // 2'],
    fix: { title: 'Divide with //', lines: ['return self.fc(x).view(-1, 2, x.size(1) // 2)'] },
  },
  {
    item: 'a count that is a float',
    title: 'a number of parts',
    wrong: net('1x8', ['self.fc = nn.Linear(8, 8)'], ['return self.fc(x).chunk(4 / 2, 1)[1]']),
    code: 'refused-hyperparameter',
    at: '12:33–38 4 / 2',
    message:
      'chunks is the float 2.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['4 / 2', '4 // 2'],
    fix: { title: 'Divide with //', lines: ['return self.fc(x).chunk(4 // 2, 1)[1]'] },
  },
  {
    item: 'a count that is a float',
    title: 'one of the numbers for each axis',
    wrong: net('1x3x8x8', ['self.conv = nn.Conv2d(3, 4, 3, padding=(1, 2 / 2))'], ['return self.conv(x)']),
    code: 'refused-hyperparameter',
    at: '9:52–57 2 / 2',
    message:
      'padding is the float 1.0: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
    right: ['2 / 2', '2 // 2'],
    fix: { title: 'Divide with //', lines: ['self.conv = nn.Conv2d(3, 4, 3, padding=(1, 2 // 2))'] },
  },
  {
    item: 'a value that PyTorch refuses',
    title: 'a layer without features, which PyTorch builds with a warning',
    wrong: net('1x8', ['self.a = nn.Linear(8, 0)'], ['return self.a(x)']),
    code: 'refused-hyperparameter',
    at: '9:31–32 0',
    message:
      'The layer has 0 output features: PyTorch builds it with a warning, and what is behind it sees nothing of its input. Give it at least 1.',
    right: ['(8, 0)', '(8, 1)'],
    fix: { none: 'how many features are meant is not known' },
  },
  {
    item: 'a value that PyTorch refuses',
    title: 'a probability that is a percentage',
    wrong: net('1x8', ['self.drop = nn.Dropout(20)'], ['return self.drop(x)']),
    code: 'refused-hyperparameter',
    at: '9:32–34 20',
    message: 'The probability of dropping is 20: it lies between 0 and 1.',
    right: ['(20)', '(0.2)'],
    fix: { none: 'a percentage or a slip: which is not known' },
  },
];
