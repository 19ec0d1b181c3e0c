import { expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import { readLayerRules } from '../../../src/model/rules/layer-rule.ts';
import { emptyContext } from '../../support/format-context.ts';

const formats = knownFormats();

/** Shapes by the layers' ids, and the problems with their lines. */
function analyzed(path: string, text: string, rules: Readonly<Record<string, unknown>>) {
  const context = { ...emptyContext, rules: readLayerRules(rules) };
  const { models, problems } = analyze({ path, text }, formats, context);
  const all = [...problems, ...models.flatMap((model) => model.problems)];
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return {
    shapes: Object.fromEntries(
      models.flatMap(({ layers }) => layers.map(({ id, outputShapes }) => [id, outputShapes[0]])),
    ),
    problems: all.map(({ code, span }) => `${code} ${lineOf(span.start)}`),
  };
}

const darknet = `[net]
width=14
height=14
channels=3
[myattn]
kernel = 3,5 # width first
stride=2
[convolutional]
filters=8
size=3
pad=1
`;

const caffe = `layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 1 dim: 3 dim: 14 dim: 14 } } }
layer {
  name: "mine" type: "Mine" bottom: "x" top: "a" top: "b"
  mine_param { num_output: 6 kernel: 3 kernel: 5 }
}
layer { name: "c" type: "Convolution" bottom: "b" top: "c" convolution_param { num_output: 2 kernel_size: 1 } }
`;

const yolo = `nc: 3
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, MyBlock, [256, 3]]
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [[2], 1, Detect, [nc]]
`;

const keras = JSON.stringify({
  class_name: 'Sequential',
  config: {
    name: 'net',
    layers: [
      { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 14, 10, 3] } },
      { class_name: 'Mine', config: { name: 'mine', filters: 5, sizes: { factor: 2 } } },
      { class_name: 'Conv2D', config: { name: 'conv', filters: 7, kernel_size: [1, 1] } },
    ],
  },
});

const generic = `# convlens: layers=layers input=1x3x14x14
layers:
  - {type: mine, width: 9}
  - {type: conv, filters: 4, kernel_size: 1}
`;

const own = `input: [3, 14, 14]
layers:
  - mine: {width: 9, name: a}
  - conv: {out_channels: 4, kernel_size: 1}
`;

const python = `import torch
from torch import nn
from elsewhere import Mine, mix


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.mine = Mine(9, stride=2)
        self.conv = nn.Conv2d(9, 4, 1)

    def forward(self, x):
        return mix(self.conv(self.mine(x)))


# convlens: input=1x3x14x14
Net()
`;

const row = (
  name: string,
  path: string,
  text: string,
  rules: object,
  ids: readonly string[],
  shapes: unknown,
) => ({ name, path, text, rules: rules as Readonly<Record<string, unknown>>, ids, shapes }) as const;

test.each([
  row(
    'Darknet',
    'a.cfg',
    darknet,
    { myattn: 'N, {kernel[1]}, H/{stride}, W/{stride}' },
    ['0', '1'],
    [
      [1, 5, 7, 7],
      [1, 8, 7, 7],
    ],
  ),
  row(
    'Caffe',
    'a.prototxt',
    caffe,
    { Mine: 'same; N, {mine_param.num_output}, H-{mine_param.kernel[1]}, W' },
    ['mine', 'c'],
    [
      [1, 3, 14, 14],
      [1, 2, 9, 14],
    ],
  ),
  row(
    'Ultralytics',
    'a.yaml',
    yolo,
    { MyBlock: 'N, ceil({0}*{width}/8)*8, H, W' },
    ['model.1', 'model.2.conv'],
    [
      [1, 64, 320, 320],
      [1, 16, 160, 160],
    ],
  ),
  row(
    'Keras',
    'a.json',
    keras,
    { Mine: 'N, H/{sizes.factor}, W, {filters}' },
    ['mine', 'conv'],
    [
      [1, 5, 7, 10],
      [1, 7, 7, 10],
    ],
  ),
  row(
    'generic',
    'a.yaml',
    generic,
    { mine: 'N, C, {width}, W' },
    ['0', '1'],
    [
      [1, 3, 9, 14],
      [1, 4, 9, 14],
    ],
  ),
  row(
    'ConvLens',
    'a.convlens.yaml',
    own,
    { mine: 'N, C, {width}, W' },
    ['a', 'conv1'],
    [
      [1, 3, 9, 14],
      [1, 4, 9, 14],
    ],
  ),
  row(
    'Python',
    'a.py',
    python,
    { Mine: 'N, {0}, H/{stride}, W/{stride}', mix: 'N, C' },
    ['Mine()', 'conv', 'mix()'],
    [
      [1, 9, 7, 7],
      [1, 4, 7, 7],
      [1, 4],
    ],
  ),
])('$name: a layer of its own by a declared rule', ({ path, text, rules, ids, shapes }) => {
  const result = analyzed(path, text, rules);
  expect(ids.map((id) => result.shapes[id])).toEqual(shapes);
  expect(result.problems.filter((problem) => /unknown-layer|layer-rule|mismatch/.test(problem))).toEqual([]);
});

test.each([
  ['Darknet', 'a.cfg', darknet, 'myattn', 5],
  ['Caffe', 'a.prototxt', caffe, 'Mine', 3],
  ['Ultralytics', 'a.yaml', yolo, 'MyBlock', 6],
  ['Keras', 'a.json', keras, 'Mine', 1],
  ['generic', 'a.yaml', generic, 'mine', 3],
  ['ConvLens', 'a.convlens.yaml', own, 'mine', 3],
])(
  '%s: a rule that cannot be read is reported at the layer, a missing field leaves it unknown',
  (_, path, text, type, line) => {
    expect(analyzed(path, text, { [type]: 'N, C,' }).problems).toContain(`layer-rule ${line}`);
    const lacking = analyzed(path, text, { [type]: 'N, {nothing}, H, W' });
    expect(lacking.problems.filter((problem) => /unknown-layer|layer-rule|mismatch/.test(problem))).toEqual([
      `unknown-layer ${line}`,
    ]);
  },
);
