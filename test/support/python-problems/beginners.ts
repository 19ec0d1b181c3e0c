/** A program with a mistake as beginners make it (test/fixtures/python/beginners), and what they are told. */
interface Beginner {
  readonly file: string;
  /** Errors and warnings, each with its line. */
  readonly problems: readonly string[];
  /** What the first fix of the problem with this code changes; nothing where none can be checked. */
  readonly fix: {
    readonly of: string;
    readonly lines: readonly string[];
    readonly leaves?: readonly string[];
  };
}

export const beginners: readonly Beginner[] = [
  {
    file: 'batch_norm_of_the_input',
    problems: [
      '8 error normalization-mismatch: The normalisation expects 3 features, its input [1, 64, 17, 17] has 64 there. Change it to 64, or the layer before. The same here: layer3.bn1.',
    ],
    fix: { of: 'normalization-mismatch', lines: ['self.bn1 = nn.BatchNorm2d(width)'] },
  },
  {
    file: 'channels_last_image',
    problems: [
      '6 error channel-mismatch: The layer expects 3 channels, its input [1, 224, 224, 3] has 224. There are 3 in the last dimension: if those are the channels, put them second, with permute(0, 3, 1, 2).',
    ],
    fix: { of: 'channel-mismatch', lines: ['x = self.pool(self.conv1(x.permute(0, 3, 1, 2)))'] },
  },
  {
    file: 'concat_axis',
    problems: [
      '13 error join-mismatch: The inputs cannot be concatenated: inputs 1 and 2, [2, 16, 28, 28] and [2, 24, 28, 28], differ in dimension 1 (16 and 24). Only the joined dimension may differ.',
    ],
    fix: { of: 'join-mismatch', lines: ['return torch.cat(outputs, 1)'] },
  },
  {
    file: 'conv1d_axis',
    problems: [
      '8 error channel-mismatch: The layer expects 100 channels, its input [32, 40, 100] has 40. There are 100 in the last dimension: if those are the channels, put them second, with permute(0, 2, 1).',
    ],
    fix: { of: 'channel-mismatch', lines: [] },
  },
  {
    file: 'crnn_features',
    problems: [
      '8 error features-mismatch: The layer takes 512 features, but its input [32, 4, 1024] has 1024 in its last dimension.',
      '9 error features-mismatch: The layer expects 256 features, its input has 512. It works on the last size of [32, 4, 512]. Change the features to 512, or the sizes before.',
    ],
    fix: {
      of: 'features-mismatch',
      lines: ['self.rnn = nn.LSTM(1024, 256, bidirectional=True)'],
      leaves: [
        '9 error features-mismatch: The layer expects 256 features, its input has 512. It works on the last size of [32, 4, 512]. Change the features to 512, or the sizes before.',
      ],
    },
  },
  {
    file: 'decoder_channels',
    problems: [
      '15 error channel-mismatch: The layer expects 128 channels, its input [1, 256, 112, 112] has 256. Change it to 256, or the layer before.',
    ],
    fix: { of: 'channel-mismatch', lines: ['self.c1 = Twice(256, 128)'] },
  },
  {
    file: 'decoder_off_by_one',
    problems: [
      '12 error join-mismatch: The inputs cannot be combined: inputs 1 and 2, [8, 1, 28, 28] and [8, 1, 27, 27], differ in dimension 2 (28 and 27). Only equal sizes go together.',
    ],
    fix: {
      of: 'join-mismatch',
      lines: ['self.up = nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1)'],
    },
  },
  {
    file: 'depthwise_groups',
    problems: [
      '6 error groups-mismatch: 32 input channels cannot be divided into 64 groups: 32/64 = 0.5. Take channels that are a multiple of 64, or 1, 2, 4, 8, 16 or 32 groups. The same here: model.2.0.',
    ],
    fix: {
      of: 'groups-mismatch',
      lines: ['nn.Conv2d(before, before, kernel_size=3, stride=step, padding=1, groups=before),'],
    },
  },
  {
    file: 'dict_of_layers',
    problems: [
      '8 warning unregistered-layer: The 2 layers of self.heads are in a plain dict: PyTorch does not register them, so their 363 parameters are neither trained nor saved. Wrap it in nn.ModuleDict(…).',
    ],
    fix: {
      of: 'unregistered-layer',
      lines: ['self.heads = nn.ModuleDict({name: nn.Linear(32, n) for name, n in tasks.items()})'],
    },
  },
  {
    file: 'flatten_forgotten',
    problems: [
      '9 warning pixels-lost: (11 − 2)/2 + 1 = 5.5 is rounded down to 5. The last row and column of the input are never read: their gradient is exactly 0. An input of 10 or 12 would fit exactly.',
      '12 error features-mismatch: The layer expects 1600 features, its input has 5. It works on the last size of [64, 64, 5, 5]. Flatten the input first: 64·5·5 = 1600.',
    ],
    fix: {
      of: 'features-mismatch',
      lines: ['nn.Flatten(),'],
      leaves: [
        '9 warning pixels-lost: (11 − 2)/2 + 1 = 5.5 is rounded down to 5. The last row and column of the input are never read: their gradient is exactly 0. An input of 10 or 12 would fit exactly.',
      ],
    },
  },
  {
    file: 'functional_pool_padding',
    problems: [
      '12 error refused-hyperparameter: The padding of 2 is more than half the kernel: PyTorch takes at most 1. Pad less, or pad before the pool.',
    ],
    fix: {
      of: 'refused-hyperparameter',
      lines: ['x = F.max_pool2d(F.relu(self.c1(x)), kernel_size=2, stride=2, padding=1)'],
      leaves: [
        '13 warning pixels-lost: (9 − 2)/2 + 1 = 4.5 is rounded down to 4. The last row and column of the input are never read: their gradient is exactly 0. An input of 8 or 10 would fit exactly.',
        '14 error reshape-mismatch: 1·50·4·4 = 800 values do not go into [−1, 1250].',
      ],
    },
  },
  {
    file: 'list_of_layers',
    problems: [
      '7 warning unregistered-layer: The 4 layers of self.layers are in a plain list: PyTorch does not register them, so their 233856 parameters are neither trained nor saved. Wrap it in nn.ModuleList(…).',
    ],
    fix: { of: 'unregistered-layer', lines: ['self.layers = nn.ModuleList([])'] },
  },
  {
    file: 'lstm_state',
    problems: [
      '12 error join-mismatch: The first state must be [2, 16, 50], not [2, 30, 50]. With batch_first=True the input [16, 30, 6] has a batch of 16.',
    ],
    fix: { of: 'join-mismatch', lines: [] },
  },
  {
    file: 'misspelled_argument',
    problems: ['6 error invalid-value: Conv2d has no parameter pading. Did you mean padding?'],
    fix: { of: 'invalid-value', lines: ['self.conv = nn.Conv2d(3, 16, 3, padding=1)'] },
  },
  {
    file: 'misspelled_layer',
    problems: ['11 error invalid-value: Net has no attribute conv_2. Did you mean conv2?'],
    fix: { of: 'invalid-value', lines: ['x = self.conv2(x)'] },
  },
  {
    file: 'no_super',
    problems: [
      '4 error invalid-value: Net.__init__ does not call super().__init__(): PyTorch refuses layers that are set before it. Call it first.',
    ],
    fix: { of: 'invalid-value', lines: ['super().__init__()'] },
  },
  {
    file: 'other_image_size',
    problems: [
      '17 error features-mismatch: The layer expects 50176 features, its input has 64·16·16 = 16384. Change the features to 16384, or the sizes before.',
    ],
    fix: { of: 'features-mismatch', lines: ['self.fc1 = nn.Linear(16384, 512)'] },
  },
  {
    file: 'reshape_of_the_batch',
    problems: [
      '12 warning batch-changed: [16, 8, 32, 32] becomes [64, 2048]: the batch changes, and values move from one sample to another. One sample has 8·32·32 = 8192 values: make that the second size.',
    ],
    fix: { of: 'batch-changed', lines: ['self.fc1 = nn.Linear(8192, 64)', 'x = x.reshape(x.size(0), -1)'] },
  },
  {
    file: 'skip_without_projection',
    problems: [
      '9 error join-mismatch: The inputs cannot be combined: inputs 1 and 2, [1, 3, 33, 33] and [1, 16, 17, 17], differ in dimension 1 (3 and 16). Only equal sizes go together.',
    ],
    fix: { of: 'join-mismatch', lines: [] },
  },
];
