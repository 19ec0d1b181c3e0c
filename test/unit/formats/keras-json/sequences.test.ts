import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import type { InputChoice } from '../../../../src/formats/format.ts';
import { kerasJson } from '../../../../src/formats/keras-json/format.ts';
import type { Dim } from '../../../../src/model/graph/shape.ts';

type Config = Readonly<Record<string, unknown>>;

function modelOf(
  batchShape: readonly (number | null)[],
  className: string,
  config: Config,
  behind: object[] = [],
) {
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_shape: batchShape } };
  const layers = [input, { class_name: className, config: { name: 'tested', ...config } }, ...behind];
  return JSON.stringify({ class_name: 'Sequential', config: { layers } });
}

function read(text: string, inputs: readonly InputChoice[] = []) {
  const { models, problems } = analyze({ path: 'model.json', text }, [kerasJson], {
    inputs,
    readFile: () => null,
  });
  const [model] = models;
  return {
    shapes: model?.layers.map(({ outputShapes }) => outputShapes[0]),
    params: model?.totals.params,
    macs: model?.totals.macs,
    errors: [...problems, ...(model?.problems ?? [])]
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code),
  };
}

describe('one layer of Keras', () => {
  test.each<[string, readonly (number | null)[], Config, readonly Dim[] | null]>([
    ['ConvLSTM2D', [2, 5, 20, 30, 3], { filters: 8, kernel_size: [3, 5] }, [2, 18, 26, 8]],
    [
      'ConvLSTM2D',
      [2, 5, 20, 31, 3],
      { filters: 8, kernel_size: [3, 3], strides: [2, 2], padding: 'same', return_sequences: true },
      [2, 5, 10, 16, 8],
    ],
    [
      'ConvLSTM2D',
      [2, 5, 3, 20, 30],
      { filters: 8, kernel_size: [3, 3], data_format: 'channels_first', dilation_rate: [2, 2] },
      [2, 8, 16, 26],
    ],
    ['ConvLSTM1D', [2, 5, 20, 3], { filters: 8, kernel_size: [4], strides: [3] }, [2, 6, 8]],
    ['MultiHeadAttention', [2, 10, 64], { num_heads: 4, key_dim: 16 }, [2, 10, 64]],
    ['MultiHeadAttention', [2, 10, 64], { num_heads: 4, key_dim: 16, output_shape: [32] }, [2, 10, 32]],
    ['EinsumDense', [2, 32], { equation: 'ab,bc->ac', output_shape: [64] }, [2, 64]],
    ['EinsumDense', [2, 7, 32], { equation: 'abc,cd->abd', output_shape: [null, 64] }, [2, 7, 64]],
    [
      'TimeDistributed',
      [2, 5, 32],
      { layer: { class_name: 'Dense', config: { name: 'd', units: 9 } } },
      [2, 5, 9],
    ],
    [
      'TimeDistributed',
      [2, 5, 4, 3],
      { layer: { class_name: 'Flatten', config: { name: 'f' } } },
      [2, 5, 12],
    ],
    [
      'TimeDistributed',
      [2, 5, 8, 8, 3],
      { layer: { class_name: 'Conv2D', config: { name: 'c', filters: 4, kernel_size: [3, 3] } } },
      [2, 5, 6, 6, 4],
    ],
    [
      'TimeDistributed',
      [2, 5, 9, 8, 3],
      { layer: { class_name: 'MaxPooling2D', config: { name: 'p', pool_size: [2, 2] } } },
      [2, 5, 4, 4, 3],
    ],
    [
      'TimeDistributed',
      [2, 5, 9, 8, 3],
      { layer: { class_name: 'GlobalAveragePooling2D', config: { name: 'p' } } },
      [2, 5, 3],
    ],
    ['TimeDistributed', [2, 5, 8], { layer: { class_name: 'Mine', config: { name: 'm' } } }, null],
    ['LSTM', [2, 5, 32], { units: 9, return_sequences: true }, [2, 5, 9]],
  ])('%s over %j, %j: %j', (className, shape, config, expected) => {
    const { shapes, errors } = read(modelOf(shape, className, config));
    expect([shapes?.at(-1), errors]).toEqual([expected, []]);
  });

  test.each<[string, readonly number[], Config]>([
    ['ConvLSTM1D', [2, 5, 20, 3], { padding: 'causal' }],
    ['ConvLSTM2D', [2, 5, 20, 30, 3], { padding: 'causal' }],
    ['ConvLSTM2D', [2, 5, 20, 30, 3], { strides: [1, 2], dilation_rate: [2, 1] }],
    ['ConvLSTM2D', [2, 5, 20, 30, 3], { strides: [0, 1] }],
  ])('Keras refuses %s over %j with %j', (className, shape, config) => {
    const { errors } = read(modelOf(shape, className, { filters: 8, kernel_size: 3, ...config }));
    expect(errors).toEqual(['refused-hyperparameter']);
  });

  test.each<[string, readonly number[], Config, number]>([
    ['ConvLSTM2D', [2, 5, 20, 30, 3], { filters: 8, kernel_size: [3, 5] }, 15 * (3 + 8) * 32 + 32],
    ['ConvLSTM1D', [2, 5, 20, 3], { filters: 8, kernel_size: [4], use_bias: false }, 4 * (3 + 8) * 32],
    [
      'ConvLSTM2D',
      [2, 5, 3, 20, 30],
      { filters: 8, kernel_size: 3, data_format: 'channels_first' },
      9 * (3 + 8) * 32 + 32,
    ],
  ])('%s over %j, %j has %d parameters', (className, shape, config, expected) => {
    expect(read(modelOf(shape, className, config)).params).toBe(expected);
  });

  test.each([
    ['DepthwiseConv2D', {}],
    ['SeparableConv2D', { filters: 4 }],
    ['SeparableConv1D', { filters: 4 }],
    ['Conv2DTranspose', { filters: 4 }],
  ])('%s refuses a stride and a dilation above 1 together', (className, config) => {
    const shape = className.endsWith('1D') ? [2, 20, 3] : [2, 20, 20, 3];
    const both = { ...config, kernel_size: 3, strides: 2, dilation_rate: 2 };
    expect(read(modelOf(shape, className, both)).errors).toEqual(['refused-hyperparameter']);
  });

  test.each([
    ['MaxPooling1D', [2, 20, 3], { pool_size: 2 }],
    ['AveragePooling2D', [2, 20, 20, 3], { pool_size: 2 }],
    ['Conv1DTranspose', [2, 20, 3], { filters: 4, kernel_size: 3 }],
    ['Conv2D', [2, 20, 20, 3], { filters: 4, kernel_size: 3 }],
    ['DepthwiseConv1D', [2, 20, 3], { kernel_size: 3 }],
  ])('%s refuses the padding causal', (className, shape, config) => {
    const { errors } = read(modelOf(shape, className, { ...config, padding: 'causal' }));
    expect(errors).toEqual(['refused-hyperparameter']);
  });

  const lstm = (units: number, config: object = {}) => ({
    layer: { class_name: 'LSTM', config: { name: 'l', units, ...config } },
  });
  const conv = { name: 'c', filters: 4, kernel_size: [3, 3] };
  test.each<[string, readonly number[], Config, readonly Dim[], number, number]>([
    ['LSTM', [2, 5, 32], { units: 9 }, [2, 9], 4 * (32 * 9 + 9 * 9 + 9), 2 * 5 * 4 * (32 * 9 + 9 * 9)],
    ['LSTM', [1, 5, 32], { units: 9, use_bias: false }, [1, 9], 4 * (32 * 9 + 9 * 9), 5 * 4 * (32 * 9 + 81)],
    ['GRU', [1, 5, 32], { units: 9 }, [1, 9], 3 * (32 * 9 + 9 * 9 + 2 * 9), 5 * 3 * (32 * 9 + 81)],
    [
      'GRU',
      [1, 5, 32],
      { units: 9, reset_after: false },
      [1, 9],
      3 * (32 * 9 + 81 + 9),
      5 * 3 * (32 * 9 + 81),
    ],
    [
      'SimpleRNN',
      [1, 5, 32],
      { units: 9, return_sequences: true },
      [1, 5, 9],
      32 * 9 + 81 + 9,
      5 * (32 * 9 + 81),
    ],
    ['CuDNNLSTM', [1, 5, 32], { units: 9 }, [1, 9], 4 * (32 * 9 + 81 + 18), 5 * 4 * (32 * 9 + 81)],
    ['Bidirectional', [1, 5, 32], lstm(9), [1, 18], 8 * (32 * 9 + 81 + 9), 5 * 8 * (32 * 9 + 81)],
    [
      'Bidirectional',
      [1, 5, 32],
      { ...lstm(9, { return_sequences: true }), merge_mode: 'sum' },
      [1, 5, 9],
      8 * (32 * 9 + 81 + 9),
      5 * 8 * (32 * 9 + 81),
    ],
    [
      'TimeDistributed',
      [1, 5, 8, 8, 3],
      { layer: { class_name: 'Conv2D', config: conv } },
      [1, 5, 6, 6, 4],
      4 * 28,
      5 * 36 * 4 * 27,
    ],
  ])('%s over %j, %j: %j, %d parameters, %d multiply-adds', (className, shape, config, ...expected) => {
    const { shapes, params, macs, errors } = read(modelOf(shape, className, config));
    expect([shapes?.at(-1), params, macs, errors]).toEqual([...expected, []]);
  });

  test('a convolution of each step that is larger than the image is refused', () => {
    const config = { layer: { class_name: 'Conv2D', config: { ...conv, kernel_size: [9, 9] } } };
    expect(read(modelOf([1, 5, 8, 8, 3], 'TimeDistributed', config)).errors).toEqual(['impossible']);
  });

  test('a recurrent layer takes sequences', () => {
    expect(read(modelOf([1, 32], 'LSTM', { units: 9 })).errors).toEqual(['rank-mismatch']);
  });

  test('states are outputs of their own', () => {
    const node = (layer: string, output: number) => [layer, 0, output, {}];
    const layers = [
      {
        class_name: 'InputLayer',
        name: 'x',
        config: { name: 'x', batch_input_shape: [1, 5, 32] },
        inbound_nodes: [],
      },
      {
        class_name: 'LSTM',
        name: 'l',
        config: { name: 'l', units: 9, return_sequences: true, return_state: true },
        inbound_nodes: [[node('x', 0)]],
      },
      {
        class_name: 'Concatenate',
        name: 'c',
        config: { name: 'c' },
        inbound_nodes: [[node('l', 1), node('l', 2)]],
      },
      { class_name: 'Dense', name: 'd', config: { name: 'd', units: 4 }, inbound_nodes: [[node('c', 0)]] },
    ];
    const config = { name: 'm', layers, input_layers: [node('x', 0)], output_layers: [node('d', 0)] };
    const { shapes, errors } = read(JSON.stringify({ class_name: 'Functional', config }));
    expect([shapes, errors]).toEqual([
      [
        [1, 5, 32],
        [1, 5, 9],
        [1, 18],
        [1, 4],
      ],
      [],
    ]);
  });

  test('LocallyConnected2D has a kernel and a bias for every position', () => {
    const { shapes, params } = read(
      modelOf([1, 6, 6, 2], 'LocallyConnected2D', { filters: 4, kernel_size: [3, 3] }),
    );
    expect([shapes?.at(-1), params]).toEqual([[1, 4, 4, 4], 16 * (2 * 9 * 4 + 4)]);
  });
});

describe('an input size chosen for a channels-last model', () => {
  const text = modelOf([null, 32, 32, 3], 'Conv2D', { filters: 8, kernel_size: [3, 3] });
  test.each([
    [
      [40, 50],
      [1, 8, 38, 48],
    ],
    [
      [40, 50, 3],
      [1, 8, 38, 48],
    ],
    [
      [3, 40, 50],
      [1, 8, 38, 48],
    ],
    [
      [2, 40, 50, 3],
      [2, 8, 38, 48],
    ],
    [
      [2, 3, 40, 50],
      [2, 8, 38, 48],
    ],
  ])('%j: %j', (dims, expected) => {
    const { shapes, errors } = read(text, [{ dims, origin: 'argument' }]);
    const [batch, ...rest] = shapes?.at(-1) ?? [];
    expect([typeof batch === 'number' ? batch : 1, ...rest]).toEqual(expected);
    expect(errors).toEqual([]);
  });
});

describe('the shape that Keras 3 declares for a layer that is not known', () => {
  const tensor = (shape: readonly (number | null)[], layer: string) => ({
    class_name: '__keras_tensor__',
    config: { shape, dtype: 'float32', keras_history: [layer, 0, 0] },
  });
  const called = (className: string, name: string, config: Config, args: readonly object[]) => ({
    class_name: className,
    name,
    config: { name, ...config },
    inbound_nodes: args.length === 0 ? [] : [{ args, kwargs: {} }],
  });
  const text = JSON.stringify({
    class_name: 'Functional',
    config: {
      name: 'm',
      layers: [
        called('InputLayer', 'x', { batch_shape: [null, 32, 32, 3] }, []),
        called('Mine', 'mine', {}, [tensor([null, 32, 32, 3], 'x')]),
        called('Conv2D', 'c', { filters: 8, kernel_size: [3, 3] }, [tensor([null, 16, 16, 5], 'mine')]),
      ],
      input_layers: [['x', 0, 0]],
      output_layers: [['c', 0, 0]],
    },
  });

  test('is taken at the size that the file has', () => {
    expect(read(text).shapes?.at(-1)).toEqual([1, 8, 14, 14]);
  });

  test('is not taken at another size', () => {
    const inputs = [{ dims: [64, 64], origin: 'argument' as const }];
    expect(read(text, inputs).shapes?.at(-1)).toEqual([null, 8, null, null]);
  });
});
