import { expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import { emptyContext } from '../../support/format-context.ts';

/** A mistake of a kind that people report, at one size, and what mends it. */
interface Mistake {
  readonly path: string;
  readonly text: string;
  readonly code: string;
  /** The line that the problem stands on, trimmed. */
  readonly line: string;
  /** What is written instead: the twin has no error. */
  readonly mend: readonly [string, string];
}

const half = (size: number): number => Math.floor(size / 2);

const python = (input: string, layers: readonly string[], forward: readonly string[]): string =>
  [
    'import torch',
    'from torch import nn',
    `# convlens: input=${input}`,
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...layers.map((layer) => `        ${layer}`),
    '    def forward(self, x):',
    ...forward.map((line) => `        ${line}`),
    '',
  ].join('\n');

const keras = (layers: readonly object[]): string =>
  JSON.stringify({ class_name: 'Sequential', config: { name: 'm', layers } }, null, 1);

const kerasLayer = (type: string, name: string, config: object) => ({
  class_name: type,
  config: { name, ...config },
});

/** Two inputs through a layer each, joined. */
const kerasPair = (size: number, join: string, left: object, right: object): string => {
  const node = (name: string) => [name, 0, 0, {}];
  const layer = (type: string, name: string, config: object, from: readonly string[]) => ({
    ...kerasLayer(type, name, config),
    name,
    inbound_nodes: from.length === 0 ? [] : [from.map(node)],
  });
  return JSON.stringify(
    {
      class_name: 'Functional',
      config: {
        name: 'm',
        layers: [
          layer('InputLayer', 'x', { batch_input_shape: [null, size, size, 4] }, []),
          layer('MaxPooling2D', 'left', left, ['x']),
          layer('AveragePooling2D', 'right', right, ['x']),
          layer(join, 'join', {}, ['left', 'right']),
        ],
        input_layers: [node('x')],
        output_layers: [node('join')],
      },
    },
    null,
    1,
  );
};

const caffe = (size: number, layers: readonly string[]): string =>
  [
    `layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 1 dim: 4 dim: ${size} dim: ${size} } } }`,
    ...layers,
    '',
  ].join('\n');

const mistakes: Readonly<Record<string, (size: number) => Mistake>> = {
  'PyTorch: a linear layer for another image size': (size) => {
    const right = 16 * half(half(size)) ** 2;
    return {
      path: 'a.py',
      text: python(
        `2x3x${size}x${size}`,
        [
          'self.net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3, padding=1), nn.MaxPool2d(2))',
          `self.head = nn.Linear(${right + 7}, 10)`,
        ],
        ['x = self.net(x).flatten(1)', 'return self.head(x)'],
      ),
      code: 'features-mismatch',
      line: `self.head = nn.Linear(${right + 7}, 10)`,
      mend: [`nn.Linear(${right + 7}`, `nn.Linear(${right}`],
    };
  },
  'PyTorch: no flatten before a linear layer': (size) => ({
    path: 'a.py',
    text: python(
      `2x3x${size}x${size}`,
      ['self.conv = nn.Conv2d(3, 5, 3, padding=1)', `self.head = nn.Linear(${5 * size * size}, 10)`],
      ['x = self.conv(x)', 'return self.head(x)'],
    ),
    code: 'features-mismatch',
    line: `self.head = nn.Linear(${5 * size * size}, 10)`,
    mend: ['x = self.conv(x)', 'x = self.conv(x).flatten(1)'],
  }),
  'PyTorch: a gray image for a network of colours': (size) => ({
    path: 'a.py',
    text: python(`2x1x${size}x${size}`, ['self.stem = nn.Conv2d(3, 8, 7, 2, 3)'], ['return self.stem(x)']),
    code: 'channel-mismatch',
    line: 'self.stem = nn.Conv2d(3, 8, 7, 2, 3)',
    mend: ['nn.Conv2d(3', 'nn.Conv2d(1'],
  }),
  'PyTorch: channels after a concatenation': (size) => ({
    path: 'a.py',
    text: python(
      `2x3x${size}x${size}`,
      ['self.one = nn.Conv2d(3, 6, 1)', 'self.two = nn.Conv2d(3, 7, 1)', 'self.last = nn.Conv2d(12, 4, 1)'],
      ['return self.last(torch.cat([self.one(x), self.two(x)], 1))'],
    ),
    code: 'channel-mismatch',
    line: 'self.last = nn.Conv2d(12, 4, 1)',
    mend: ['nn.Conv2d(12', 'nn.Conv2d(13'],
  }),
  'PyTorch: a kernel larger than what is left': (size) => ({
    path: 'a.py',
    text: python(
      `2x3x${size}x${size}`,
      ['self.pool = nn.AvgPool2d(4)', `self.last = nn.Conv2d(3, 1, ${Math.floor(size / 4) + 2})`],
      ['return self.last(self.pool(x))'],
    ),
    code: 'impossible',
    line: `self.last = nn.Conv2d(3, 1, ${Math.floor(size / 4) + 2})`,
    mend: [`nn.Conv2d(3, 1, ${Math.floor(size / 4) + 2})`, `nn.Conv2d(3, 1, ${Math.floor(size / 4)})`],
  }),
  'PyTorch: a skip past a pool that rounded': (size) => ({
    path: 'a.py',
    text: python(
      `1x3x${size + 1}x${size + 1}`,
      ['self.pool = nn.MaxPool2d(2)', 'self.up = nn.ConvTranspose2d(3, 3, 2, stride=2)'],
      ['y = self.up(self.pool(x))', 'return torch.cat([x, y], dim=1)'],
    ),
    code: 'join-mismatch',
    line: 'return torch.cat([x, y], dim=1)',
    mend: [`1x3x${size + 1}x${size + 1}`, `1x3x${size}x${size}`],
  }),
  'PyTorch: groups that do not divide': (size) => ({
    path: 'a.py',
    text: python(`1x10x${size}x${size}`, ['self.c = nn.Conv2d(10, 20, 3, groups=4)'], ['return self.c(x)']),
    code: 'groups-mismatch',
    line: 'self.c = nn.Conv2d(10, 20, 3, groups=4)',
    mend: ['groups=4', 'groups=5'],
  }),
  'PyTorch: a normalization of other channels': (size) => ({
    path: 'a.py',
    text: python(
      `1x3x${size}x${size}`,
      ['self.c = nn.Conv2d(3, 20, 3)', 'self.bn = nn.BatchNorm2d(10)'],
      ['return self.bn(self.c(x))'],
    ),
    code: 'normalization-mismatch',
    line: 'self.bn = nn.BatchNorm2d(10)',
    mend: ['BatchNorm2d(10)', 'BatchNorm2d(20)'],
  }),
  'Darknet: an upsampled route past an odd size': (size) => ({
    path: 'a.cfg',
    text: [
      '[net]',
      `width=${size + 1}`,
      `height=${size + 1}`,
      'channels=3',
      '[convolutional]',
      'filters=4',
      'size=1',
      '[maxpool]',
      'size=2',
      'stride=2',
      'padding=0',
      '[upsample]',
      'stride=2',
      '[route]',
      'layers=-1,0',
      '[convolutional]',
      'filters=2',
      'size=1',
      '',
    ].join('\n'),
    code: 'join-mismatch',
    line: 'layers=-1,0',
    mend: [`width=${size + 1}\nheight=${size + 1}`, `width=${size}\nheight=${size}`],
  }),
  'Darknet: filters before a head of other classes': (size) => ({
    path: 'a.cfg',
    text: `[net]\nwidth=${32 * size}\nheight=${32 * size}\nchannels=3\n[convolutional]\nfilters=255\nsize=1\n[yolo]\nmask=0,1,2\nanchors=1,1,2,2,3,3\nnum=3\nclasses=${size}\n`,
    code: 'yolo-filters-mismatch',
    line: `classes=${size}`,
    mend: ['filters=255', `filters=${3 * (size + 5)}`],
  }),
  'Ultralytics: an image that the strides do not divide': (size) => ({
    path: 'a.yaml',
    text: [
      `# convlens: input=1x3x${4 * size + 2}x${4 * size + 2}`,
      'nc: 4',
      'backbone:',
      '  - [-1, 1, Conv, [8, 3, 2]]',
      '  - [-1, 1, Conv, [16, 3, 2]]',
      'head:',
      '  - [-1, 1, nn.Upsample, [None, 2, nearest]]',
      '  - [[-1, 0], 1, Concat, [1]]',
      '  - [-1, 1, C2f, [16]]',
      '',
    ].join('\n'),
    code: 'join-mismatch',
    line: '- [[-1, 0], 1, Concat, [1]]',
    mend: [`input=1x3x${4 * size + 2}x${4 * size + 2}`, `input=1x3x${4 * size}x${4 * size}`],
  }),
  'Ultralytics: a row that is not there yet': (size) => ({
    path: 'a.yaml',
    text: `nc: 4\nbackbone:\n  - [-1, 1, Conv, [${8 * size}, 3, 2]]\n  - [-1, 1, Conv, [16, 3, 2]]\nhead:\n  - [[1, 5], 1, Concat, [1]]\n  - [[2], 1, Detect, [nc]]\n`,
    code: 'unknown-reference',
    line: '- [[1, 5], 1, Concat, [1]]',
    mend: ['[[1, 5]', '[[1, 1]'],
  }),
  'Ultralytics: a head without its arguments': (size) => ({
    path: 'a.yaml',
    text: `nc: 4\nbackbone:\n  - [-1, 1, Conv, [${8 * size}, 3, 2]]\nhead:\n  - [[0], 1, Segment, [nc, 32]]\n`,
    code: 'missing-field',
    line: '- [[0], 1, Segment, [nc, 32]]',
    mend: ['[nc, 32]', '[nc, 32, 256]'],
  }),
  'Caffe: a deconvolution back from a pool that rounded up': (size) => ({
    path: 'a.prototxt',
    text: caffe(size + 1, [
      'layer { name: "p" type: "Pooling" bottom: "x" top: "p" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }',
      'layer { name: "u" type: "Deconvolution" bottom: "p" top: "u" convolution_param { num_output: 4 kernel_size: 2 stride: 2 } }',
      'layer { name: "e" type: "Eltwise" bottom: "x" bottom: "u" top: "e" }',
    ]),
    code: 'join-mismatch',
    line: 'layer { name: "e" type: "Eltwise" bottom: "x" bottom: "u" top: "e" }',
    mend: [`dim: 4 dim: ${size + 1} dim: ${size + 1}`, `dim: 4 dim: ${size} dim: ${size}`],
  }),
  'Caffe: groups that do not divide': (size) => ({
    path: 'a.prototxt',
    text: caffe(size, [
      'layer { name: "c" type: "Convolution" bottom: "x" top: "c" convolution_param { num_output: 6 kernel_size: 1 group: 4 } }',
    ]),
    code: 'groups-mismatch',
    line: 'layer { name: "c" type: "Convolution" bottom: "x" top: "c" convolution_param { num_output: 6 kernel_size: 1 group: 4 } }',
    mend: ['num_output: 6', 'num_output: 8'],
  }),
  'Caffe: a blob that no layer gives': (size) => ({
    path: 'a.prototxt',
    text: caffe(size, ['layer { name: "r" type: "ReLU" bottom: "conv1" top: "r" }']),
    code: 'unknown-reference',
    line: 'layer { name: "r" type: "ReLU" bottom: "conv1" top: "r" }',
    mend: ['bottom: "conv1"', 'bottom: "x"'],
  }),
  'Keras: an image with its channels first': (size) => ({
    path: 'a.json',
    text: keras([
      kerasLayer('InputLayer', 'x', { batch_shape: [null, 1, size, size] }),
      kerasLayer('Conv2D', 'c', { filters: 32, kernel_size: [3, 3] }),
    ]),
    code: 'impossible',
    line: '3,',
    mend: ['"filters": 32,', '"filters": 32, "data_format": "channels_first",'],
  }),
  'Keras: a pool on what is too small': (size) => ({
    path: 'a.json',
    text: keras([
      kerasLayer('InputLayer', 'x', { batch_shape: [null, size, size, 2] }),
      kerasLayer('MaxPooling2D', 'p', { pool_size: size + 1, strides: 2 }),
    ]),
    code: 'impossible',
    line: `"pool_size": ${size + 1},`,
    mend: [`"pool_size": ${size + 1},`, `"pool_size": ${size},`],
  }),
  'Keras: a sum of what two pools round in two ways': (size) => ({
    path: 'a.json',
    text: kerasPair(size + 1, 'Add', { pool_size: 2 }, { pool_size: 2, padding: 'same' }),
    code: 'join-mismatch',
    line: '"class_name": "Add",',
    mend: ['"padding": "same"', '"padding": "valid"'],
  }),
  'Keras: a concatenation of what two pools round in two ways': (size) => ({
    path: 'a.json',
    text: kerasPair(size + 1, 'Concatenate', { pool_size: 2 }, { pool_size: 2, padding: 'same' }),
    code: 'join-mismatch',
    line: '"class_name": "Concatenate",',
    mend: ['"padding": "same"', '"padding": "valid"'],
  }),
  'Keras: a stride together with a dilation': (size) => ({
    path: 'a.json',
    text: keras([
      kerasLayer('InputLayer', 'x', { batch_shape: [null, 4 * size, 4 * size, 2] }),
      kerasLayer('Conv2D', 'c', { filters: 3, kernel_size: 3, strides: 2, dilation_rate: 3 }),
    ]),
    code: 'refused-hyperparameter',
    line: '"dilation_rate": 3',
    mend: ['"strides": 2', '"strides": 1'],
  }),
  'ConvLens: a stride that exact rounding refuses': (size) => ({
    path: 'a.convlens.yaml',
    text: `input: [3, ${size}, ${size}]\nlayers:\n  - conv: {out_channels: 4, kernel_size: 3, stride: 2, padding: 1}\n`,
    code: 'impossible',
    line: '- conv: {out_channels: 4, kernel_size: 3, stride: 2, padding: 1}',
    mend: ['kernel_size: 3', 'kernel_size: 4'],
  }),
  'ConvLens: a sum with what a stride made smaller': (size) => ({
    path: 'a.convlens.yaml',
    text: `input: [4, ${size}, ${size}]\nlayers:\n  - conv: {out_channels: 4, kernel_size: 2, stride: 2}\n  - add: input\n`,
    code: 'join-mismatch',
    line: '- add: input',
    mend: ['kernel_size: 2, stride: 2', 'kernel_size: 1'],
  }),
  'a list of layers: channels that the layer before does not give': (size) => ({
    path: 'a.yaml',
    text: `# convlens: layers=net input=1x3x${size}x${size}\nnet:\n  - {type: conv2d, in_channels: 3, out_channels: 8, kernel_size: 3}\n  - {type: conv2d, in_channels: 16, out_channels: 8, kernel_size: 1}\n`,
    code: 'channel-mismatch',
    line: '- {type: conv2d, in_channels: 16, out_channels: 8, kernel_size: 1}',
    mend: ['in_channels: 16', 'in_channels: 8'],
  }),
};

const formats = knownFormats();

function errorsOf({ path, text }: Pick<Mistake, 'path' | 'text'>): readonly string[] {
  const { models, problems } = analyze({ path, text }, formats, emptyContext);
  const all = [...problems, ...models.flatMap((model) => model.problems)];
  return all
    .filter(({ severity, code }) => severity === 'error' || code === 'groups-mismatch')
    .map(({ code, span }) => {
      const start = text.lastIndexOf('\n', span.start - 1) + 1;
      return `${code}: ${text.slice(start).split('\n')[0]?.trim() ?? ''}`;
    });
}

const cases = Object.entries(mistakes).flatMap(([name, mistake]) =>
  [8, 18, 30].map((size) => [name, size, mistake(size)] as const),
);

test.each(cases)('%s, at %d', (_name, _size, mistake) => {
  const { path, text, code, line, mend } = mistake;
  expect(errorsOf(mistake)).toEqual([`${code}: ${line}`]);
  expect(text).toContain(mend[0]);
  expect(errorsOf({ path, text: text.replace(mend[0], mend[1]) })).toEqual([]);
});
