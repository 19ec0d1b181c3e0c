import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { kerasJson } from '../../../../src/formats/keras-json/format.ts';

type Sizes = readonly (number | null)[];

/** The arguments of the call: names of inputs, and keywords of those that are given by keyword. */
interface Call {
  readonly args: readonly string[];
  readonly kwargs?: Readonly<Record<string, string>>;
}

function tensor(name: string, shape: Sizes) {
  return {
    class_name: '__keras_tensor__',
    config: { shape, dtype: 'float32', keras_history: [name, 0, 0] },
  };
}

/** A model of one layer with several inputs, as Keras 3 or Keras 2 writes it. */
function modelText(
  className: string,
  config: object,
  inputs: Readonly<Record<string, Sizes>>,
  { args, kwargs = {} }: Call,
  keras: 2 | 3,
): string {
  const at = (name: string) => tensor(name, inputs[name] ?? []);
  const named = Object.entries(kwargs);
  const node =
    keras === 3
      ? { args: args.map(at), kwargs: Object.fromEntries(named.map(([key, name]) => [key, at(name)])) }
      : args.map((name, place) => [
          name,
          0,
          0,
          place === 0 ? Object.fromEntries(named.map(([key, other]) => [key, [other, 0, 0]])) : {},
        ]);
  const inputLayers = Object.entries(inputs).map(([name, shape]) => ({
    class_name: 'InputLayer',
    config: { [keras === 3 ? 'batch_shape' : 'batch_input_shape']: shape, name },
    name,
    inbound_nodes: [],
  }));
  const tested = { class_name: className, config: { name: 'tested', ...config }, name: 'tested' };
  return JSON.stringify({
    class_name: 'Functional',
    config: {
      name: 'm',
      layers: [...inputLayers, { ...tested, inbound_nodes: [node] }],
      input_layers: Object.keys(inputs).map((name) => [name, 0, 0]),
      output_layers: [['tested', 0, 0]],
    },
  });
}

function read(text: string) {
  const { models, problems } = analyze({ path: 'model.json', text }, [kerasJson], {
    inputs: [],
    readFile: () => null,
  });
  const layer = models[0]?.layers.at(-1);
  const errors = [...problems, ...(models[0]?.problems ?? [])].filter(({ severity }) => severity === 'error');
  return {
    shape: layer?.outputShapes[0],
    params: layer?.params,
    macs: layer?.macs,
    errors: errors.map(({ code }) => code),
  };
}

const flavours = [2, 3] as const;

/** keras/src/layers/merging/dot.py, compute_output_shape. */
describe.each(flavours)('Dot in Keras %d', (keras) => {
  test.each<[number | readonly number[], Sizes, Sizes, Sizes, number]>([
    [1, [2, 64], [2, 64], [2, 1], 2 * 64],
    [-1, [2, 7, 64], [2, 9, 64], [2, 7, 9], 2 * 7 * 9 * 64],
    [[1, 2], [2, 3, 5], [2, 10, 3], [2, 5, 10], 2 * 5 * 10 * 3],
    [[2, 1], [2, 4, 5, 6], [2, 5], [2, 4, 6], 2 * 4 * 6 * 5],
  ])('axes %j of %j and %j: %j', (axes, a, b, expected, macs) => {
    const read1 = read(modelText('Dot', { axes, normalize: false }, { a, b }, { args: ['a', 'b'] }, keras));
    expect(read1).toEqual({ shape: expected, params: 0, macs, errors: [] });
  });

  test('sizes that are not one', () => {
    const inputs = { a: [2, 64], b: [2, 32] };
    const { errors } = read(modelText('Dot', { axes: 1 }, inputs, { args: ['a', 'b'] }, keras));
    expect(errors).toEqual(['features-mismatch']);
  });

  test('an axis that is not there', () => {
    const inputs = { a: [2, 64], b: [2, 32] };
    const { errors } = read(modelText('Dot', { axes: 2 }, inputs, { args: ['a', 'b'] }, keras));
    expect(errors).toEqual(['reshape-mismatch']);
  });
});

const query: Sizes = [2, 10, 64];
const value: Sizes = [2, 7, 48];
const key: Sizes = [2, 7, 40];

describe.each(flavours)('attention in Keras %d', (keras) => {
  test.each<[string, object, Call, Sizes, number]>([
    ['Attention', {}, { args: ['q', 'v'] }, [2, 10, 48], 0],
    ['Attention', { use_scale: true, score_mode: 'concat' }, { args: ['q', 'v'] }, [2, 10, 48], 2],
    ['AdditiveAttention', {}, { args: ['q', 'v'] }, [2, 10, 48], 64],
    [
      'MultiHeadAttention',
      { num_heads: 4, key_dim: 16, value_dim: 16 },
      { args: ['q', 'q'] },
      [2, 10, 64],
      4 * (64 * 64 + 64),
    ],
    [
      'MultiHeadAttention',
      { num_heads: 4, key_dim: 16, value_dim: 8, use_bias: false, output_shape: [30] },
      { args: ['q', 'v'] },
      [2, 10, 30],
      64 * 64 + 48 * 64 + 48 * 32 + 32 * 30,
    ],
    [
      'MultiHeadAttention',
      { num_heads: 4, key_dim: 16, value_dim: 8 },
      { args: ['q'], kwargs: { key: 'k', value: 'v' } },
      [2, 10, 64],
      64 * 64 + 64 + (40 * 64 + 64) + (48 * 32 + 32) + (32 * 64 + 64),
    ],
    [
      'GroupedQueryAttention',
      { num_query_heads: 8, num_key_value_heads: 2, head_dim: 4 },
      { args: ['q', 'q'] },
      [2, 10, 64],
      64 * 32 + 32 + 2 * (64 * 8 + 8) + (32 * 64 + 64),
    ],
  ])('%s %j called with %j: %j, %d parameters', (className, config, call, expected, params) => {
    const { macs: _macs, ...rest } = read(
      modelText(className, config, { q: query, v: value, k: key }, call, keras),
    );
    expect(rest).toEqual({ shape: expected, params, errors: [] });
  });
});

test.each([
  [
    'MultiHeadAttention',
    { num_heads: 4, key_dim: 16 },
    2 * (3 * 10 * 64 * 64 + 2 * 10 * 10 * 64 + 10 * 64 * 64),
  ],
])('multiply-adds of %s %j', (className, config, macs) => {
  const text = modelText(className, config, { q: query }, { args: ['q', 'q'] }, 3);
  expect(read(text).macs).toBe(macs);
});
