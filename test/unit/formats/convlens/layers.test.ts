import { describe, expect, test } from 'vitest';
import { layerCatalog, layerNamed } from '../../../../src/formats/convlens/layers/catalog.ts';
import { operationsOf, readOne } from '../../../support/convlens.ts';

const none = { before: 0, after: 0 };

describe('a layer is read from all its spellings', () => {
  test.each([
    ['- relu'],
    ['- ReLU'],
    ['- nn.ReLU'],
    ['- relu: {}'],
    ['- relu:'],
    ['- {type: relu}'],
    ['- {name: x, relu: }'],
  ])('%s', (layer) => {
    expect(operationsOf(layer)).toEqual([{ kind: 'elementwise', role: 'activation', name: 'relu' }]);
  });

  test.each([
    ['- conv: {out_channels: 8, kernel_size: 3}'],
    ['- Conv2d: {out_channels: 8, kernel_size: 3}'],
    ['- conv:\n    out_channels: 8\n    kernel_size: 3'],
    ['- conv:\n  out_channels: 8\n  kernel_size: 3'],
    ['- {type: conv2d, out_channels: 8, kernel_size: [3, 3]}'],
    ['- out_channels: 8\n  conv:\n  kernel_size: 3'],
    ['- {conv: {out_channels: 8}, kernel_size: 3}'],
  ])('%j', (layer) => {
    expect(operationsOf(layer)).toMatchObject([
      { kind: 'convolution', outChannels: 8, kernel: [3, 3], stride: [1, 1] },
    ]);
  });

  test('every synonym finds its layer, and no spelling finds two', () => {
    for (const spec of layerCatalog) {
      for (const name of [spec.name, ...spec.synonyms]) expect(layerNamed(name)?.spec).toBe(spec);
    }
  });
});

describe('operations', () => {
  test.each<[string, object]>([
    [
      'conv: {kernel_size: [7, 5], out_channels: 6, in_channels: 3, stride: [2, 1], padding: [3, 2], dilation: 2, groups: 3, bias: false}',
      {
        kind: 'convolution',
        kernel: [7, 5],
        stride: [2, 1],
        dilation: [2, 2],
        padding: {
          kind: 'explicit',
          sides: [
            { before: 3, after: 3 },
            { before: 2, after: 2 },
          ],
        },
        inChannels: 3,
        outChannels: 6,
        groups: 3,
        bias: false,
        rounding: 'exact',
        layout: 'channels-first',
      },
    ],
    [
      'conv: {kernel_size: 3, rounding: ceil, padding: same}',
      { rounding: 'ceil-inside', padding: { kind: 'same-upper' }, outChannels: 1 },
    ],
    [
      'conv: {kernel_size: 3, padding: valid}',
      { padding: { kind: 'explicit', sides: [none, none] }, bias: true },
    ],
    ['conv1d: {kernel_size: 3}', { kernel: [3], stride: [1] }],
    ['conv3d: {kernel_size: 3}', { kernel: [3, 3, 3] }],
    ['conv: {kernel_size: [3, 3, 3]}', { kernel: [3, 3, 3], stride: [1, 1, 1] }],
    [
      'conv: {weight: [[1, 2], [3, 4]]}',
      { kernel: [2, 2], outChannels: 1, weights: [1, 2, 3, 4], bias: false },
    ],
    [
      'conv: {weight: [[[[1]], [[2]], [[3]]], [[[4]], [[5]], [[6]]]], bias: [7, 8]}',
      { kernel: [1, 1], outChannels: 2, weights: [1, 2, 3, 4, 5, 6], bias: true, biasValues: [7, 8] },
    ],
    [
      'conv_transpose: {out_channels: 4, kernel_size: 3, stride: 2, padding: 1, output_padding: 1}',
      {
        kind: 'transposed-convolution',
        outChannels: 4,
        kernel: [3, 3],
        stride: [2, 2],
        outputPadding: [1, 1],
        padding: {
          kind: 'explicit',
          sides: [
            { before: 1, after: 1 },
            { before: 1, after: 1 },
          ],
        },
        bias: true,
      },
    ],
    ['max_pool: 2', { kind: 'pool', mode: 'max', kernel: [2, 2], stride: [2, 2] }],
    ['max_pool: [2, 3]', { kernel: [2, 3], stride: [2, 3] }],
    [
      'avg_pool: {kernel_size: 3, stride: 1, count_include_pad: false, divisor_override: 2}',
      { mode: 'average', stride: [1, 1], countIncludePadding: false, divisorOverride: 2 },
    ],
    ['adaptive_avg_pool: [7, null]', { kind: 'adaptive-pool', mode: 'average', outputSize: [7, 'input'] }],
    ['global_max_pool: {keepdim: false}', { kind: 'global-pool', mode: 'max', keepAxes: false }],
    ['prelu: {num_parameters: 3}', { kind: 'elementwise', learned: 'per-channel' }],
    ['dropout: 0.3', { kind: 'elementwise', role: 'dropout' }],
    ['softmax: 1', { kind: 'elementwise', role: 'softmax' }],
    ['batch_norm', { kind: 'normalization', name: 'batch', features: [], axis: 1, parametersPerFeature: 2 }],
    ['instance_norm: {num_features: 3}', { name: 'instance', features: [3], parametersPerFeature: 0 }],
    ['group_norm: 4', { name: 'group', groups: 4, features: [] }],
    ['layer_norm: [32, 32]', { name: 'layer', features: [32, 32], axis: -2 }],
    ['local_response_norm: 5', { name: 'local-response', parametersPerFeature: 0 }],
    ['linear: 10', { kind: 'linear', outFeatures: 10, inFeatures: null, bias: true, flattens: false }],
    ['flatten: {start_dim: 2}', { kind: 'flatten', start: 2, end: -1 }],
    ['reshape: [-1, 4]', { kind: 'reshape', dims: [-1, 4], keepsBatch: true }],
    ['permute: [0, 2, 3, 1]', { kind: 'permute', order: [0, 2, 3, 1] }],
    [
      'slice: {dim: 2, start: 1, end: -1}',
      { kind: 'slice', ranges: [{ axis: 2, start: 1, end: -1, step: 1 }] },
    ],
    ['split: {sizes: [1, 2]}', { kind: 'split', axis: 1, parts: 2, sizes: [1, 2] }],
    ['mean: [2, 3]', { kind: 'reduce', axes: [2, 3], keepAxes: false }],
    [
      'custom: {output_shape: [8, 4, 4], params: 5}',
      { kind: 'declared', outputs: [[1, 8, 4, 4]], params: 5, macs: null },
    ],
    ['upsample: 2', { kind: 'upsample', mode: 'nearest', target: { kind: 'scale', factors: [2, 2] } }],
    [
      'upsample: {size: [7, 9], mode: bilinear}',
      { mode: 'bilinear', target: { kind: 'size', sizes: [7, 9] } },
    ],
    [
      'pad: {left: 2, bottom: 1}',
      {
        kind: 'pad',
        sides: [
          { before: 0, after: 1 },
          { before: 2, after: 0 },
        ],
      },
    ],
    [
      'pad: [[1, 2], [3, 4]]',
      {
        sides: [
          { before: 1, after: 2 },
          { before: 3, after: 4 },
        ],
      },
    ],
    [
      'crop: {before: 1}',
      {
        kind: 'pad',
        sides: [
          { before: -1, after: 0 },
          { before: -1, after: 0 },
        ],
      },
    ],
    ['pixel_shuffle: 2', { kind: 'pixel-shuffle', direction: 'shuffle', factor: 2 }],
    ['add: input', { kind: 'combine', name: 'add', broadcast: 'numpy' }],
    ['concat: {from: [input, input], dim: 2}', { kind: 'concat', axis: 2 }],
  ])('%s', (layer, expected) => {
    expect(operationsOf(`  - ${layer}`)[0]).toMatchObject(expected);
  });

  test('a layer has as many axes as the input that it comes from', () => {
    const operations = operationsOf(
      '  - conv: {kernel_size: 3}\n  - relu\n  - max_pool: 2',
      '{channels: 1, length: 50}',
    );
    expect(operations).toMatchObject([{ kernel: [3] }, {}, { kernel: [2] }]);
  });

  test('every layer reads each of its fields, and no other', () => {
    for (const spec of layerCatalog) {
      const fields = Object.keys(spec.fields);
      const asked = new Set<string>();
      const answers = {
        axes: 2,
        batch: 1,
        has: () => false,
        missing: () => undefined,
        report: () => undefined,
      };
      const read: unknown = new Proxy(answers, {
        get: (target, method) => {
          if (method in target) return target[method as keyof typeof target];
          return (name = 'rounding') => {
            asked.add(name);
            const perAxis = [
              { before: 1, after: 1 },
              { before: 1, after: 1 },
            ];
            return ['perAxis', 'sides', 'sizesOrInput'].includes(String(method)) ? perAxis : null;
          };
        },
      });
      spec.build(read as Parameters<typeof spec.build>[0]);
      expect([spec.name, [...asked].sort()]).toEqual([spec.name, [...fields].sort()]);
    }
  });
});

describe('fields know where they stand', () => {
  test('numbers, lists and their axes', () => {
    const text =
      'input: [3, 20, 30]\nlayers:\n  - conv: {kernel_size: [3, 5], stride: 2, padding: [[0, 1], [2, 3]]}\n';
    const { graph } = readOne(text);
    const [input, layer] = graph.nodes;
    const show = (span: { start: number; end: number } | undefined): string =>
      text.slice(span?.start, span?.end);
    expect(show(layer?.source.title)).toBe('conv');
    expect(show(layer?.source.fields.kernel?.span)).toBe('[3, 5]');
    expect(layer?.source.fields.kernel?.axes?.map(show)).toEqual(['3', '5']);
    expect(show(layer?.source.fields.stride?.span)).toBe('2');
    expect(layer?.source.fields.padding?.axes?.map(show)).toEqual(['[0, 1]', '[2, 3]']);
    expect(input?.source.fields.input?.axes?.map(show)).toEqual(['20', '30']);
    expect(show(input?.source.title)).toBe('input');
  });

  test.each([
    ['- conv: {kernel_size: 3}'],
    ['- conv: {kernel_size: 3, } # comment'],
    ['- conv:\n    kernel_size: 3 # comment'],
    ['- conv:\n  kernel_size: 3'],
    ['- {type: conv, kernel_size: 3}'],
    ['- conv: {}'],
    ['- conv:'],
    ['- conv'],
  ])('a field that is inserted into %j is read', (layer) => {
    const text = `input: [3, 20, 30]\nlayers:\n${layer}\n- relu\n`;
    const insertion = readOne(text).graph.nodes[1]?.source.insertions?.padding;
    if (insertion === undefined) throw new Error('no insertion');
    const changed =
      text.slice(0, insertion.offset) + insertion.template.replace('{}', '7') + text.slice(insertion.offset);
    const { graph, problems } = readOne(changed);
    expect(graph.nodes[1]?.operation).toMatchObject({ padding: { sides: [{ before: 7 }, { before: 7 }] } });
    expect(problems).toEqual(
      layer.includes('kernel_size') ? [] : ['missing-field [conv] `conv` needs `kernel_size`.'],
    );
    expect(graph.nodes).toHaveLength(3);
  });
});
