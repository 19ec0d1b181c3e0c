import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { knownFormats } from '../../../../src/formats/known-formats.ts';
import { emptyContext } from '../../../support/format-context.ts';

const analyzed = (path: string, text: string, layers?: string) =>
  analyze({ path, text, ...(layers !== undefined && { layers }) }, knownFormats(), emptyContext);

const shapesOf = (path: string, text: string, layers?: string) =>
  analyzed(path, text, layers).models.map(({ name, layers: all }) => [
    name,
    ...all
      .slice(1)
      .map(
        ({ id, outputShapes, params }) =>
          `${id} ${outputShapes[0]?.map((dim) => (typeof dim === 'number' ? dim : '?')).join('×') ?? '?'} ${params ?? '?'}`,
      ),
  ]);

const ludwig = `# convlens: layers=input_features.0.encoder.conv_layers input=1x1x28x28
input_features:
  - name: image
    type: image
    encoder:
      type: stacked_cnn
      conv_layers:
        - num_filters: 32
          filter_size: 3
          pool_size: 2
          pool_stride: 2
          activation: relu
        - num_filters: 64
          filter_size: 3
          strides: 2
          norm: batch
          dropout: 0.4
output_features:
  - name: label
    type: category
`;

const typed = `# convlens: layers=* input=1x3x32x32
model:
  layers:
    - { type: Conv2d, in_channels: 3, out_channels: 16, kernel_size: 3, padding: 1 }
    - { type: BatchNorm2d }
    - relu
    - { type: MaxPool2d, kernel_size: 2 }
    - flatten
    - { type: Linear, in_features: 4096, out_features: 10 }
training:
  epochs: [1, 2, 3]
`;

const keyed = `network:   # convlens: layers=network input=1x1x20x20
  - conv: {filters: 8, kernel: [5, 3], stride: [1, 2], pad: same}
  - maxpool: {kernel: 3, stride: 2}
  - globalaveragepooling2d: {}
  - dense: {units: 4, use_bias: false}
`;

const parameters = `{
  // convlens: layers=graph.nodes input=1x2x64
  "graph": {
    "nodes": [
      { "id": "a", "op": "Conv1D", "params": { "filters": 4, "kernel_size": 5, "dilation_rate": 2 } },
      { "id": "b", "op": "avg_pool", "params": { "pool_size": 4, "strides": 2 } },
      { "id": "c", "op": "Tanh" }
    ]
  }
}`;

const custom = `# convlens: layers=backbone input=1x3x64x64
backbone:
  - {kind: conv, out_channels: 8, k: 3, s: 2, p: 1, repeat: 2}
  - {kind: conv, in_channels: 8, out_channels: 16, k: 3, s: 2, p: 1}
  - {kind: wavelet}
  - {kind: deconv, out_channels: 4, k: 2, s: 2}
`;

describe('five styles', () => {
  test.each([
    [
      'Ludwig',
      'a.yaml',
      ludwig,
      [
        'input_features.0.encoder.conv_layers',
        '0 1×32×26×26 320',
        '0.pool 1×32×13×13 0',
        '1 1×64×6×6 18496',
        '1.norm 1×64×6×6 128',
      ],
    ],
    [
      'types in mappings',
      'a.yml',
      typed,
      [
        'model.layers',
        '0 1×16×32×32 448',
        '1 1×16×32×32 32',
        '2 1×16×32×32 0',
        '3 1×16×16×16 0',
        '4 1×4096 0',
        '5 1×10 40970',
      ],
    ],
    [
      'types as keys',
      'a.yaml',
      keyed,
      ['network', '0 1×8×20×10 128', '1 1×8×9×4 0', '2 1×8×1×1 0', '3 1×8×1×4 4'],
    ],
    ['parameters apart', 'a.json', parameters, ['graph.nodes', 'a 1×4×56 44', 'b 1×4×27 0', 'c 1×4×27 0']],
    [
      'what is not understood is unknown',
      'a.yaml',
      custom,
      ['backbone', '0 ? ?', '1 ?×16×?×? 1168', '2 ? ?', '3 ?×4×?×? ?'],
    ],
  ])('%s', (_, path, text, expected) => {
    expect(shapesOf(path, text)[0]).toEqual(expected);
  });
});

test('each thing that is not understood is one hint, at its word', () => {
  const { problems } = analyzed('a.yaml', custom);
  expect(
    problems.map(({ code, severity, span }) => [code, severity, custom.slice(span.start, span.end)]),
  ).toEqual([
    ['unknown-layer', 'hint', 'repeat'],
    ['unknown-layer', 'hint', 'wavelet'],
  ]);
});

test.each([
  ['a.yaml', typed.replace(/^# convlens.*\n/, '')],
  ['a.json', parameters.replace(/^ *\/\/.*\n/m, '')],
  ['a.yaml', `${'#\n'.repeat(6_000)}# convlens: layers=*\nlayers: [relu]\n`],
  ['a.txt', typed],
])('%s is left alone where nobody says that it has layers', (path, text) => {
  expect(analyzed(path, text)).toEqual({ format: null, models: [], problems: [] });
});

test('a setting says it too, and the comment comes before it', () => {
  const bare = typed.replace(/^# convlens.*\n/, '');
  expect(shapesOf('a.yaml', bare, 'model.layers')[0]?.[0]).toBe('model.layers');
  expect(shapesOf('a.yaml', bare, '*')).toHaveLength(1);
  expect(shapesOf('a.yaml', keyed, 'model.layers')[0]?.[0]).toBe('network');
});

test('a place without a list is one hint', () => {
  const { problems, models } = analyzed('a.yaml', typed, undefined);
  expect([problems, models.length]).toEqual([[], 1]);
  expect(analyzed('a.yaml', '# convlens: layers=a.b\na: 1\n').problems).toMatchObject([
    { code: 'empty-model', severity: 'hint' },
  ]);
});

test('a wrong number of input channels is found', () => {
  const { models } = analyzed('a.yaml', typed.replace('in_channels: 3', 'in_channels: 1'));
  expect(models[0]?.problems.map(({ code }) => code)).toEqual(['channel-mismatch']);
});

test('a list of 20,000 numbers among layers: the first thousand have a hint', () => {
  const numbers = Array.from({ length: 20_000 }, (_, place) => String(place)).join(', ');
  const text = `# convlens: layers=net input=1x3x8x8\nnet: [{conv: {filters: 4, kernel: 3}}, ${numbers}, {conv: {filters: 5, kernel: 1}}]\n`;
  const { models, problems } = analyzed('a.yaml', text);
  expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 1000 }, () => 'unknown-layer'));
  expect(models[0]?.layers).toHaveLength(1003);
});
