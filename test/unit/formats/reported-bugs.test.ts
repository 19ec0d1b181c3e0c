import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import type { Problem } from '../../../src/model/problems/problem.ts';
import { problemsOf } from '../../support/problem-lines.ts';
import { net } from '../../support/python-problems/item.ts';
import { readOracle } from '../../support/read-oracle.ts';

/** A shape bug that someone reported: its facts, and what the framework says. */
interface ReportedBug {
  readonly id: string;
  readonly source: string;
  readonly facts: string;
}

/** The bug written down in one format, and where ConvLens must find it. */
interface Writing {
  readonly bug: string;
  readonly path: string;
  readonly text: string;
  /** The input size, where the file has none. */
  readonly input?: readonly number[];
  readonly code: string;
  /** The line that the problem is shown at, trimmed. */
  readonly line: string;
  /** What its message says, numbers in place. */
  readonly says: readonly string[];
  /** Lines, trimmed, that related places point at: the layer that rounded, far up. */
  readonly related?: readonly string[];
}

const bugs = readOracle('bugs.json.gz') as readonly ReportedBug[];

const sequential = (input: string, layers: readonly string[]): string =>
  net(
    input,
    ['self.net = nn.Sequential(', ...layers.map((line) => `    ${line},`), ')'],
    ['return self.net(x)'],
  );

const keras = (shape: readonly (number | null)[], layers: readonly (readonly [string, object])[]): string =>
  JSON.stringify(
    {
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { name: 'input', batch_shape: shape } },
          ...layers.map(([type, config], place) => ({
            class_name: type,
            config: { name: `layer_${place + 1}`, ...config },
          })),
        ],
      },
    },
    null,
    1,
  );

const unetLevel = (level: number): readonly string[] => {
  const channels = 64 * 2 ** level;
  const before = level === 0 ? 3 : channels / 2;
  return [
    `self.down${level} = nn.Conv2d(${before}, ${channels}, 3, padding=1)`,
    `self.up${level} = nn.ConvTranspose2d(${channels * 2}, ${channels}, 2, stride=2)`,
    `self.join${level} = nn.Conv2d(${channels * 2}, ${channels}, 3, padding=1)`,
  ];
};

const writings: readonly Writing[] = [
  {
    bug: 'pt-linear-1050',
    path: 'net.py',
    text: net(
      '2x1x28x28',
      [
        'self.conv1 = nn.Sequential(nn.Conv2d(1, 16, 5, 1, 2), nn.ReLU(), nn.MaxPool2d(2))',
        'self.conv2 = nn.Sequential(nn.Conv2d(16, 32, 5, 1, 2), nn.ReLU(), nn.MaxPool2d(2))',
        'self.out = nn.Linear(1050, 10)',
      ],
      ['x = self.conv2(self.conv1(x))', 'return self.out(x.view(x.size(0), -1))'],
    ),
    code: 'features-mismatch',
    line: 'self.out = nn.Linear(1050, 10)',
    says: ['1050 features', '32·7·7 = 1568'],
  },
  {
    bug: 'pt-linear-no-flatten',
    path: 'net.py',
    text: sequential('30x1x24x24', [
      'nn.Conv2d(1, 16, 3, 1, 1)',
      'nn.ReLU()',
      'nn.MaxPool2d(2)',
      'nn.Conv2d(16, 32, 3, 1, 1)',
      'nn.ReLU()',
      'nn.MaxPool2d(2)',
      'nn.Linear(128, 4)',
    ]),
    code: 'features-mismatch',
    line: 'nn.Linear(128, 4),',
    says: ['128 features', 'has 6', '[30, 32, 6, 6]', 'latten'],
  },
  {
    bug: 'pt-channels-gray',
    path: 'net.py',
    text: sequential('64x1x224x224', ['nn.Conv2d(3, 64, 7, stride=2, padding=3)', 'nn.ReLU()']),
    code: 'channel-mismatch',
    line: 'nn.Conv2d(3, 64, 7, stride=2, padding=3),',
    says: ['3', '1', '[64, 1, 224, 224]'],
  },
  {
    bug: 'pt-channels-concat',
    path: 'net.py',
    text: net(
      '3x1x256x256',
      ['self.first = nn.Conv2d(1, 3, 3, padding=1)', 'self.last = nn.Conv2d(6, 3, 1)'],
      ['out = torch.cat([x, self.first(x)], 1)', 'return self.last(out)'],
    ),
    code: 'channel-mismatch',
    line: 'self.last = nn.Conv2d(6, 3, 1)',
    says: ['6', '4', '[3, 4, 256, 256]'],
  },
  {
    bug: 'pt-kernel-negative-dcgan',
    path: 'net.py',
    text: sequential('1x3x32x32', [
      'nn.Conv2d(3, 64, 4, 2, 1)',
      'nn.Conv2d(64, 128, 4, 2, 1)',
      'nn.Conv2d(128, 256, 4, 2, 1)',
      'nn.Conv2d(256, 512, 4, 2, 1)',
      'nn.Conv2d(512, 1, 4, 1, 0)',
    ]),
    code: 'impossible',
    line: 'nn.Conv2d(512, 1, 4, 1, 0),',
    says: ['4', '2'],
  },
  {
    bug: 'unet-222',
    path: 'net.py',
    text: net(
      '1x3x222x222',
      [
        'self.pool = nn.MaxPool2d(2)',
        ...[0, 1, 2, 3].flatMap(unetLevel),
        'self.bottom = nn.Conv2d(512, 1024, 3, padding=1)',
      ],
      [
        'd0 = self.down0(x)',
        'd1 = self.down1(self.pool(d0))',
        'd2 = self.down2(self.pool(d1))',
        'd3 = self.down3(self.pool(d2))',
        'x = self.bottom(self.pool(d3))',
        'x = self.join3(torch.cat([d3, self.up3(x)], 1))',
        'x = self.join2(torch.cat([d2, self.up2(x)], 1))',
        'x = self.join1(torch.cat([d1, self.up1(x)], 1))',
        'return self.join0(torch.cat([d0, self.up0(x)], 1))',
      ],
    ),
    code: 'join-mismatch',
    line: 'x = self.join3(torch.cat([d3, self.up3(x)], 1))',
    says: ['27 and 26', '13 of 27', 'stride 2', '13·2 = 26'],
    related: ['self.pool = nn.MaxPool2d(2)'],
  },
  {
    bug: 'yolov5m-720',
    path: 'net.py',
    text: net(
      '1x192x90x160',
      [
        'self.p4 = nn.Conv2d(192, 384, 3, 2, 1)',
        'self.p5 = nn.Conv2d(384, 768, 3, 2, 1)',
        'self.reduce = nn.Conv2d(768, 384, 1)',
        'self.up = nn.Upsample(None, 2, "nearest")',
      ],
      ['p4 = self.p4(x)', 'top = self.up(self.reduce(self.p5(p4)))', 'return torch.cat([top, p4], 1)'],
    ),
    code: 'join-mismatch',
    line: 'return torch.cat([top, p4], 1)',
    says: ['46 and 45', '23 of 45', '23·2 = 46'],
    related: ['self.p5 = nn.Conv2d(384, 768, 3, 2, 1)'],
  },
  {
    bug: 'yolov5m-720',
    path: 'yolov5m.yaml',
    text: [
      'nc: 80',
      'depth_multiple: 0.67',
      'width_multiple: 0.75',
      'anchors: 3',
      'backbone:',
      '  - [-1, 1, Conv, [64, 6, 2, 2]]',
      '  - [-1, 1, Conv, [128, 3, 2]]',
      '  - [-1, 1, Conv, [256, 3, 2]]',
      '  - [-1, 1, Conv, [512, 3, 2]]',
      '  - [-1, 1, Conv, [1024, 3, 2]]',
      'head:',
      '  - [-1, 1, Conv, [512, 1, 1]]',
      '  - [-1, 1, nn.Upsample, [None, 2, "nearest"]]',
      '  - [[-1, 3], 1, Concat, [1]]',
    ].join('\n'),
    input: [720, 1280],
    code: 'join-mismatch',
    line: '- [[-1, 3], 1, Concat, [1]]',
    says: ['46 and 45', '23 of 45', '23·2 = 46'],
    related: ['- [-1, 1, Conv, [1024, 3, 2]]'],
  },
  {
    bug: 'dk-tiny-104',
    path: 'tiny.cfg',
    text: [
      '[net]\nwidth=104\nheight=104\nchannels=3',
      ...[16, 32, 64, 128].map(
        (filters) => `[convolutional]\nfilters=${filters}\nsize=3\npad=1\n[maxpool]\nsize=2\nstride=2`,
      ),
      '[convolutional]\nfilters=256\nsize=3\npad=1',
      '[maxpool]\nsize=2\nstride = 2',
      '[convolutional]\nfilters=512\nsize=3\npad=1',
      '[maxpool]\nsize=2\nstride=1',
      '[convolutional]\nfilters=128\n[upsample]\nstride=2\n[route]\nlayers = -1, 8',
      '[convolutional]\nfilters=255',
    ].join('\n'),
    code: 'join-mismatch',
    line: 'layers = -1, 8',
    says: ['8 and 7', '4 of 7', '4·2 = 8'],
    related: ['stride = 2'],
  },
  {
    bug: 'cf-refinedet-deconv',
    path: 'deploy.prototxt',
    text: `input: "data"
input_shape { dim: 1 dim: 256 dim: 135 dim: 240 }
layer {
  name: "TL5_1" type: "Convolution" bottom: "data" top: "TL5_1"
  convolution_param { num_output: 256 kernel_size: 3 pad: 1 }
}
layer {
  name: "pool5" type: "Pooling" bottom: "data" top: "pool5"
  pooling_param { pool: MAX kernel_size: 2 stride: 2 }
}
layer {
  name: "P6-up" type: "Deconvolution" bottom: "pool5" top: "P6-up"
  convolution_param { num_output: 256 kernel_size: 2 stride: 2 }
}
layer {
  name: "Elt5"
  type: "Eltwise"
  bottom: "TL5_1"
  bottom: "P6-up"
  top: "Elt5"
}
`,
    code: 'join-mismatch',
    line: 'bottom: "TL5_1"',
    says: ['[1, 256, 135, 240]', '[1, 256, 136, 240]', '68 of 135', '68·2 = 136'],
    related: ['pooling_param { pool: MAX kernel_size: 2 stride: 2 }'],
  },
  {
    bug: 'cf-resnet18-maxpool',
    path: 'deploy.prototxt',
    text: `input: "data"
input_shape { dim: 1 dim: 3 dim: 224 dim: 224 }
layer {
  name: "c1" type: "Convolution" bottom: "data" top: "c1"
  convolution_param { num_output: 64 kernel_size: 7 stride: 2 pad: 3 }
}
layer {
  name: "p1" type: "Pooling" bottom: "c1" top: "p1"
  pooling_param { pool: MAX kernel_size: 3 stride: 2 pad: 1 }
}
`,
    code: 'overhang',
    line: 'pooling_param { pool: MAX kernel_size: 3 stride: 2 pad: 1 }',
    says: ['(112 − 3 + 2·1)/2 + 1 = 56.5', 'rounded up to 57', 'rounds down gives 56'],
  },
  {
    bug: 'ks-channels-first',
    path: 'model.json',
    text: keras(
      [null, 1, 28, 28],
      [['Conv2D', { filters: 32, kernel_size: [3, 3], strides: [1, 1], padding: 'valid' }]],
    ),
    code: 'impossible',
    line: '3,',
    says: ['3', '1'],
  },
  {
    bug: 'ks-fire-pool3',
    path: 'model.json',
    text: keras(
      [null, 2, 112, 96],
      [['MaxPooling2D', { pool_size: [3, 3], strides: [2, 2], padding: 'valid' }]],
    ),
    code: 'impossible',
    line: '3,',
    says: ['3', '2'],
  },
];

const formats = knownFormats();
const costs = new Set(['padding-unused', 'overhang', 'subsampled', 'pixels-lost']);

function found({ path, text, input }: Writing): readonly Problem[] {
  const inputs = input ? [{ dims: input, origin: 'argument' as const }] : [];
  return problemsOf(analyze({ path, text }, formats, { inputs, readFile: () => null }));
}

function lineOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? undefined : end).trim();
}

describe('a bug that was reported', () => {
  test.each(writings)('$bug: $code at $line', (writing) => {
    const { text, code, line, says, related = [] } = writing;
    const problems = found(writing);
    const [problem] = problems.filter((candidate) => candidate.code === code);
    expect(problem && lineOf(text, problem.span.start)).toBe(line);
    expect(says.filter((part) => !problem?.message.includes(part))).toEqual([]);
    const places = problem?.related.map(({ span }) => lineOf(text, span.start)) ?? [];
    expect(related.filter((place) => !places.includes(place))).toEqual([]);
  });

  test.each(writings)('$bug is one mistake: nothing else is called wrong', (writing) => {
    const serious = found(writing).filter(
      (problem) => problem.code !== writing.code && !costs.has(problem.code),
    );
    expect(serious.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  test('every one of the list is written down', () => {
    expect([...new Set(writings.map(({ bug }) => bug))]).toEqual(bugs.map(({ id }) => id));
  });
});
