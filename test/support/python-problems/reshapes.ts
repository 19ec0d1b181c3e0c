import { net, type Case } from './item.ts';

/** Views, flattening and broadcasting that mix what should stay apart. */
export const reshapes: readonly Case[] = [
  {
    item: 'a view that changes the batch',
    title: 'view of a name',
    wrong: net(
      '4x3x16x16',
      ['self.conv = nn.Conv2d(3, 16, 3, padding=1)'],
      ['x = self.conv(x)', 'return x.view(-1, 2048)'],
    ),
    code: 'batch-changed',
    at: '13:23–31 -1, 2048',
    message:
      '[4, 16, 16, 16] becomes [8, 2048]: the batch changes, and values move from one sample to another. One sample has 16·16·16 = 4096 values: make that the second size.',
    right: ['-1, 2048', 'x.size(0), -1'],
    fix: {
      title: 'Sizes x.size(0), -1: output 4096; the rest fits',
      lines: ['return x.view(x.size(0), -1)'],
    },
  },
  {
    item: 'a view that changes the batch',
    title: 'view of a result',
    wrong: net(
      '4x3x16x16',
      ['self.conv = nn.Conv2d(3, 16, 3, padding=1)'],
      ['return self.conv(x).view(-1, 2048)'],
    ),
    code: 'batch-changed',
    at: '12:34–42 -1, 2048',
    message:
      '[4, 16, 16, 16] becomes [8, 2048]: the batch changes, and values move from one sample to another. One sample has 16·16·16 = 4096 values: make that the second size.',
    right: ['2048', '4096'],
    fix: {
      title: 'Last size 4096: output 4096; the rest fits',
      lines: ['return self.conv(x).view(-1, 4096)'],
    },
  },
  {
    item: 'a view that changes the batch',
    title: 'the linear layer behind it is made for the wrong size, too',
    wrong: net(
      '4x3x16x16',
      ['self.conv = nn.Conv2d(3, 16, 3, padding=1)', 'self.fc = nn.Linear(16 * 8 * 8, 10)'],
      ['x = self.conv(x)', 'x = x.view(-1, 16 * 8 * 8)', 'return self.fc(x)'],
    ),
    code: 'batch-changed',
    at: '14:20–34 -1, 16 * 8 * 8',
    message:
      '[4, 16, 16, 16] becomes [16, 1024]: the batch changes, and values move from one sample to another. One sample has 16·16·16 = 4096 values: make that the second size.',
    right: ['16x16', '8x8'],
    fix: {
      title: 'Sizes x.size(0), -1, fc takes 4096: output 4096; the rest fits',
      lines: ['self.fc = nn.Linear(4096, 10)', 'x = x.view(x.size(0), -1)'],
    },
  },
  {
    item: 'a view that changes the batch',
    title: 'reshape of one sample',
    wrong: net('1x1x28x28', ['pass'], ['return x.reshape(-1, 28 * 14)']),
    code: 'batch-changed',
    at: '12:26–37 -1, 28 * 14',
    message:
      '[1, 1, 28, 28] becomes [2, 392]: the batch changes, and values move from one sample to another. One sample has 28·28 = 784 values: make that the second size.',
    right: ['28 * 14', '28 * 28'],
    fix: {
      title: 'Sizes x.size(0), -1: output 784; the rest fits',
      lines: ['return x.reshape(x.size(0), -1)'],
    },
  },
  {
    item: 'a view that changes the batch',
    title: 'the linear layer behind it expects the values of one sample',
    wrong: net(
      '1x3x16x16',
      ['self.conv = nn.Conv2d(3, 8, 3, padding=1)', 'self.fc = nn.Linear(2048, 10)'],
      ['x = torch.relu(self.conv(x).view(-1, 1024))', 'return self.fc(x)'],
    ),
    code: 'reshape-mismatch',
    at: '13:42–50 -1, 1024',
    message:
      '[1, 8, 16, 16] becomes [2, 1024], but fc expects the values of one sample, 8·16·16 = 2048. Make that the second size.',
    right: ['1024', '2048'],
    fix: {
      title: 'Last size 2048: output 2048; the rest fits',
      lines: ['x = torch.relu(self.conv(x).view(-1, 2048))'],
    },
  },
  {
    item: 'a view that changes the batch',
    title: 'a size that does not divide, before a linear layer of the right one',
    wrong: net(
      '2x3x16x16',
      ['self.conv = nn.Conv2d(3, 8, 3)', 'self.fc = nn.Linear(8 * 14 * 14, 10)'],
      ['x = self.conv(x)', 'x = x.view(-1, 8 * 15 * 15)', 'return self.fc(x)'],
    ),
    code: 'reshape-mismatch',
    at: '14:20–35 -1, 8 * 15 * 15',
    message: '2·8·14·14 = 3136 values do not go into [−1, 1800].',
    right: ['15 * 15', '14 * 14'],
    fix: {
      title: 'Sizes x.size(0), -1: output 1568; the rest fits',
      lines: ['x = x.view(x.size(0), -1)'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'a batch of 1 is flattened, too, and nothing but the batch shows it',
    wrong: net(
      '1x3x16x16',
      ['self.conv = nn.Conv2d(3, 8, 3, padding=1)', 'self.fc = nn.Linear(2048, 10)'],
      ['x = F.dropout(torch.flatten(self.conv(x)), 0.5)', 'return self.fc(x)'],
    ),
    code: 'batch-changed',
    at: '13:23–36 torch.flatten',
    message:
      '[1, 8, 16, 16] becomes [2048]: the batch of 1 is flattened, too. The layer fc takes 2048 features, so no other batch would fit. Flatten from dimension 1 on.',
    right: ['self.conv(x))', 'self.conv(x), 1)'],
    fix: {
      title: 'Flatten from dimension 1 on: output 2048; the rest fits',
      lines: ['x = F.dropout(torch.flatten(self.conv(x), 1), 0.5)'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'view(-1) of a batch of 1',
    wrong: net('1x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['x = x.view(-1)', 'return self.fc(x)']),
    code: 'batch-changed',
    at: '12:20–22 -1',
    message:
      '[1, 3, 8, 8] becomes [192]: the batch of 1 is flattened, too. The layer fc takes 192 features, so no other batch would fit. Flatten from dimension 1 on.',
    right: ['view(-1)', 'view(len(x), -1)'],
    fix: {
      title: 'Flatten from dimension 1 on: output 192; the rest fits',
      lines: ['x = x.view(x.size(0), -1)'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'the batch is flattened, too',
    wrong: net('2x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['return self.fc(torch.flatten(x))']),
    code: 'features-mismatch',
    at: '9:29–32 192',
    message:
      'The layer expects 192 features, its input has 2·3·8·8 = 384. The batch of 2 was flattened, too: flatten from dimension 1 on.',
    right: ['flatten(x)', 'flatten(x, 1)'],
    fix: {
      title: 'Flatten from dimension 1 on: output 10; the rest fits',
      lines: ['return self.fc(torch.flatten(x, 1))'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'view(-1) takes the batch along',
    wrong: net('2x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['x = x.view(-1)', 'return self.fc(x)']),
    code: 'features-mismatch',
    at: '9:29–32 192',
    message:
      'The layer expects 192 features, its input has 2·3·8·8 = 384. The batch of 2 was flattened, too: flatten from dimension 1 on.',
    right: ['view(-1)', 'view(x.size(0), -1)'],
    fix: {
      title: 'Flatten from dimension 1 on: output 10; the rest fits',
      lines: ['x = x.view(x.size(0), -1)'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'view(-1) of a sum',
    wrong: net('2x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['x = (x + 1).view(-1)', 'return self.fc(x)']),
    code: 'features-mismatch',
    at: '9:29–32 192',
    message:
      'The layer expects 192 features, its input has 2·3·8·8 = 384. The batch of 2 was flattened, too: flatten from dimension 1 on.',
    right: ['view(-1)', 'view(2, -1)'],
    fix: {
      title: 'Flatten from dimension 1 on: output 10; the rest fits',
      lines: ['x = (x + 1).flatten(1)'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'Flatten(0)',
    wrong: net(
      '2x3x8x8',
      ['self.net = nn.Sequential(nn.Flatten(0), nn.Linear(192, 10))'],
      ['return self.net(x)'],
    ),
    code: 'features-mismatch',
    at: '9:59–62 192',
    message:
      'The layer expects 192 features, its input has 2·3·8·8 = 384. The batch of 2 was flattened, too: flatten from dimension 1 on.',
    right: ['Flatten(0)', 'Flatten(1)'],
    fix: {
      title: 'Flatten from dimension 1 on: output 10; the rest fits',
      lines: ['self.net = nn.Sequential(nn.Flatten(1), nn.Linear(192, 10))'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'missing in forward',
    wrong: net('1x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['return self.fc(x)']),
    code: 'features-mismatch',
    at: '9:29–32 192',
    message:
      'The layer expects 192 features, its input has 8. It works on the last size of [1, 3, 8, 8]. Flatten the input first: 3·8·8 = 192.',
    right: ['self.fc(x)', 'self.fc(x.flatten(1))'],
    fix: {
      title: 'Flatten its input: output 10; the rest fits',
      lines: ['return self.fc(torch.flatten(x, 1))'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'missing in forward, where the file has no name for torch',
    wrong: net('1x3x8x8', ['self.fc = nn.Linear(192, 10)'], ['return self.fc(x + x)'])
      .replace('import torch\nfrom torch import nn', 'import torch.nn as nn')
      .replace('import torch.nn.functional as F\n', ''),
    code: 'features-mismatch',
    at: '7:29–32 192',
    message:
      'The layer expects 192 features, its input has 8. It works on the last size of [1, 3, 8, 8]. Flatten the input first: 3·8·8 = 192.',
    right: ['self.fc(x + x)', 'self.fc((x + x).flatten(1))'],
    fix: {
      title: 'Flatten its input: output 10; the rest fits',
      lines: ['return self.fc((x + x).flatten(1))'],
    },
  },
  {
    item: 'a wrong flatten',
    title: 'missing in a Sequential, with other features',
    wrong: net(
      '1x3x8x8',
      ['self.net = nn.Sequential(', '    nn.Conv2d(3, 4, 3),', '    nn.Linear(100, 10),', ')'],
      ['return self.net(x)'],
    ),
    code: 'features-mismatch',
    at: '11:23–26 100',
    message:
      'The layer expects 100 features, its input has 6. It works on the last size of [1, 4, 6, 6]: flatten the input first and take 4·6·6 = 144 features, or change the features to 6.',
    right: ['nn.Linear(100', 'nn.Flatten(), nn.Linear(144'],
    fix: {
      title: 'nn.Flatten() before it, input features 144: output 144; the rest fits',
      lines: ['nn.Flatten(),', 'nn.Linear(144, 10),'],
    },
  },
  {
    item: 'broadcasting that expands',
    title: 'a column and a row of one batch',
    wrong: net('16x10', ['self.fc = nn.Linear(10, 1)'], ['y = self.fc(x)', 'return y - x.sum(1)']),
    code: 'broadcast-expands',
    at: '13:16–28 y - x.sum(1)',
    message:
      '[16, 1] and [16] hold the same number of values, but broadcasting pairs each with all others. Give both the same number of dimensions, with squeeze() or unsqueeze().',
    right: ['y -', 'y.squeeze(1) -'],
    fix: { title: 'Write y.squeeze(1)', lines: ['return y.squeeze(1) - x.sum(1)'] },
  },
  {
    item: 'broadcasting that expands',
    title: 'in a loss',
    wrong: net('16x10', ['self.fc = nn.Linear(10, 1)'], ['return F.mse_loss(self.fc(x), x.sum(1))']),
    code: 'broadcast-expands',
    at: '12:16–48 F.mse_loss(self.fc(x), x.sum(1))',
    message:
      '[16, 1] and [16] hold the same number of values, but broadcasting pairs each with all others. Give both the same number of dimensions, with squeeze() or unsqueeze().',
    right: ['self.fc(x)', 'self.fc(x).squeeze(1)'],
    fix: {
      title: 'Write self.fc(x).squeeze(1)',
      lines: ['return F.mse_loss(self.fc(x).squeeze(1), x.sum(1))'],
    },
  },
  {
    item: 'a value that PyTorch refuses',
    title: 'a dimension that does not exist',
    wrong: net('1x3x8x8', ['self.softmax = nn.Softmax(dim=4)'], ['return self.softmax(x)']),
    code: 'reshape-mismatch',
    at: '12:16–31 self.softmax(x)',
    message: 'Dimension 4 does not exist: [1, 3, 8, 8] takes −4 to 3.',
    right: ['dim=4', 'dim=3'],
    fix: { none: 'any of the dimensions that exist may be meant' },
  },
  {
    item: 'a value that PyTorch refuses',
    title: 'an index out of range',
    wrong: net('1x3x8x8', ['pass'], ['return x[:, 3]']),
    code: 'invalid-value',
    at: '12:16–23 x[:, 3]',
    message: 'Index 3 is out of range: dimension 1 has the size 3.',
    right: [', 3]', ', 2]'],
    fix: { none: 'any of the places that exist may be meant' },
  },
  {
    item: 'a value that PyTorch refuses',
    title: 'more parts than names',
    wrong: net(
      '1x8x5x5',
      ['self.conv = nn.Conv2d(8, 8, 1)'],
      ['a, b = self.conv(x).chunk(4, 1)', 'return a * b'],
    ),
    code: 'invalid-value',
    at: '12:16–40 self.conv(x).chunk(4, 1)',
    message: 'ValueError: too many values to unpack (expected 2, got 4)',
    right: ['chunk(4, 1)', 'chunk(2, 1)'],
    fix: { none: 'other names, or fewer parts: which is meant is not known' },
  },
  {
    item: 'a join of different sizes',
    title: 'of constants alone',
    wrong: net(
      '1x3x4x4',
      ['self.conv = nn.Conv2d(3, 3, 1)'],
      [
        'grid = torch.cat([torch.ones(1, 3, 4, 4), torch.ones(1, 3, 4, 2)], 2)',
        'return self.conv(x) + grid.mean()',
      ],
    ),
    code: 'join-mismatch',
    at: '12:26–74 [torch.ones(1, 3, 4, 4), torch.ones(1, 3, 4, 2)]',
    message:
      'The inputs cannot be concatenated: inputs 1 and 2, [1, 3, 4, 4] and [1, 3, 4, 2], differ in dimension 3 (4 and 2). Only the joined dimension may differ.',
    right: ['4, 2)], 2', '4, 2)], 3'],
    fix: { none: 'what does not depend on the input is no part of the model once it is right' },
  },
];
