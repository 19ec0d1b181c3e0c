import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { kerasJson } from '../../../../src/formats/keras-json/format.ts';

function read(model: unknown, text = JSON.stringify(model)) {
  const { format, models, problems } = analyze({ path: 'm.json', text }, [kerasJson], {
    inputs: [],
    readFile: () => null,
  });
  const all = [...problems, ...(models[0]?.problems ?? [])];
  return {
    format,
    layers: models[0]?.layers.map(({ id, inputs, outputShapes }) => {
      const sources = inputs.map((input) => (input === null ? '?' : models[0]?.layers[input.node]?.id));
      return `${id}(${sources.join(', ')}) ${JSON.stringify(outputShapes[0])}`;
    }),
    params: models[0]?.totals.params,
    problems: all.map(
      ({ code, severity, span }) => `${severity} ${code} ${text.slice(span.start, span.end).slice(0, 40)}`,
    ),
  };
}

const layer = (class_name: string, config: object) => ({ class_name, config });
const called = (
  class_name: string,
  name: string,
  config: object,
  ...nodes: readonly (readonly string[])[]
) => ({
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: nodes.map((node) =>
    node.map((source) => [source.split(':')[0], Number(source.split(':')[1] ?? 0), 0, {}]),
  ),
});
const functional = (
  name: string,
  layers: readonly object[],
  inputs: readonly string[],
  outputs: readonly string[],
) => ({
  class_name: 'Functional',
  config: {
    name,
    layers,
    input_layers: inputs.map((input) => [input, 0, 0]),
    output_layers: outputs.map((output) => [output.split(':')[0], Number(output.split(':')[1] ?? 0), 0]),
  },
});

const convolutions = [
  layer('Conv2D', {
    name: 'c1',
    batch_input_shape: [null, 28, 28, 1],
    filters: 32,
    kernel_size: [3, 3],
    padding: 'valid',
  }),
  layer('MaxPooling2D', { name: 'p1', pool_size: [2, 2], strides: [2, 2], padding: 'valid' }),
  layer('Flatten', { name: 'f' }),
  layer('Dense', { name: 'd', units: 10, use_bias: true }),
];
const sequentialLayers = [
  'input() [1,1,28,28]',
  'c1(input) [1,32,26,26]',
  'p1(c1) [1,32,13,13]',
  'f(p1) [1,5408]',
  'd(f) [1,10]',
];

describe('sequential models', () => {
  test.each([
    [
      'Keras 2',
      { class_name: 'Sequential', config: { name: 's', layers: convolutions }, keras_version: '2.4.0' },
    ],
    ['Keras 2 before names', { class_name: 'Sequential', config: convolutions }],
    [
      'tuples in wrappers',
      {
        class_name: 'Sequential',
        config: {
          layers: [
            layer('Conv2D', {
              ...convolutions[0]?.config,
              batch_input_shape: { class_name: '__tuple__', items: [null, 28, 28, 1] },
            }),
            ...convolutions.slice(1),
          ],
        },
      },
    ],
  ])('%s', (_title, model) => {
    expect(read(model)).toEqual({
      format: 'keras',
      layers: sequentialLayers,
      params: 54_410,
      problems: [],
    });
  });

  test('Keras 3: an InputLayer with batch_shape', () => {
    const [first, ...rest] = convolutions;
    const { batch_input_shape: _, ...config } = { batch_input_shape: null, ...first?.config };
    const input = {
      module: 'keras.layers',
      ...layer('InputLayer', { batch_shape: [null, 28, 28, 1], name: 'x' }),
      registered_name: null,
    };
    const model = {
      module: 'keras',
      class_name: 'Sequential',
      config: { name: 's', layers: [input, layer('Conv2D', config), ...rest] },
    };
    expect(read(model).layers).toEqual(sequentialLayers.map((line) => line.replace('input', 'x')));
  });

  test('the shape that a model was built with', () => {
    const model = {
      class_name: 'Sequential',
      config: { layers: [layer('Dense', { name: 'd', units: 2 })], build_input_shape: [null, 7] },
    };
    expect(read(model).layers).toEqual(['input() [1,7]', 'd(input) [1,2]']);
  });
});

const input = (name: string, shape: readonly (number | null)[]) =>
  called('InputLayer', name, { batch_input_shape: shape });

describe('functional models', () => {
  test('a residual join, in any order of layers', () => {
    const layers = [
      called('Add', 'a', {}, ['c', 'x']),
      input('x', [null, 8, 8, 4]),
      called('Conv2D', 'c', { filters: 4, kernel_size: 3, padding: 'same' }, ['x']),
    ];
    expect(read(functional('m', layers, ['x'], ['a'])).layers).toEqual([
      'x() [1,4,8,8]',
      'c(x) [1,4,8,8]',
      'a(c, x) [1,4,8,8]',
    ]);
  });

  test('Keras 3 tensors in lists and keyword arguments', () => {
    const tensor = (name: string, shape: readonly (number | null)[]) => ({
      class_name: '__keras_tensor__',
      config: { shape, dtype: 'float32', keras_history: [name, 0, 0] },
    });
    const layers = [
      { ...input('x', []), config: { name: 'x', batch_shape: [null, 8, 8, 4] } },
      {
        ...called('Concatenate', 'c', { axis: -1 }),
        inbound_nodes: [{ args: [[tensor('x', [null, 8, 8, 4]), tensor('x', [null, 8, 8, 4])]], kwargs: {} }],
      },
      {
        ...called('MyLayer', 'u', {}),
        inbound_nodes: [{ args: [], kwargs: { inputs: tensor('c', [null, 8, 8, 8]) } }],
      },
      {
        ...called('GlobalAveragePooling2D', 'g', {}),
        inbound_nodes: [{ args: [tensor('u', [null, 4, 4, 5])], kwargs: {} }],
      },
    ];
    const { layers: lines, problems } = read(functional('m', layers, ['x'], ['g']));
    expect(lines).toEqual(['x() [1,8,8,4]', 'c(x, x) [1,8,8,8]', 'u(c) [1,5,4,4]', 'g(u) [1,5]']);
    expect(problems).toEqual(['hint unknown-layer "MyLayer"']);
  });

  test('a shared layer is called twice', () => {
    const layers = [
      input('x', [null, 6, 6, 3]),
      input('y', [null, 9, 9, 3]),
      called('Conv2D', 'c', { filters: 2, kernel_size: 3 }, ['x'], ['y']),
      called('GlobalMaxPooling2D', 'g', {}, ['c'], ['c:1']),
      called('Subtract', 's', {}, ['g', 'g:1']),
    ];
    expect(read(functional('m', layers, ['x', 'y'], ['s']))).toMatchObject({
      layers: [
        'x() [1,3,6,6]',
        'y() [1,3,9,9]',
        'c(x) [1,2,4,4]',
        'c:1(y) [1,2,7,7]',
        'g(c) [1,2]',
        'g:1(c:1) [1,2]',
        's(g, g:1) [1,2]',
      ],
      params: 56,
      problems: [],
    });
  });

  test.each([
    ['0', 'Keras 3'],
    ['1', 'Keras 2'],
  ])('a nested model whose first call is number %s (%s)', (call) => {
    const inner = functional(
      'base',
      [input('i', [null, 9, 9, 3]), called('Conv2D', 'c', { filters: 2, kernel_size: 3 }, ['i'])],
      ['i'],
      ['c'],
    );
    const layers = [
      input('x', [null, 9, 9, 3]),
      { ...called('Functional', 'base', {}, ['x']), config: inner.config },
      called('Flatten', 'f', {}, [`base:${call}`]),
    ];
    expect(read(functional('m', layers, ['x'], ['f'])).layers).toEqual([
      'x() [1,3,9,9]',
      'base/c(x) [1,2,7,7]',
      'f(base/c) [1,98]',
    ]);
  });

  test('a nested model at the head of a chain brings its input', () => {
    const inner = functional(
      'base',
      [input('i', [null, 9, 9, 3]), called('Conv2D', 'c', { filters: 2, kernel_size: 3 }, ['i'])],
      ['i'],
      ['c'],
    );
    const model = {
      class_name: 'Sequential',
      config: { name: 's', layers: [{ ...inner, name: 'base' }, layer('Flatten', { name: 'f' })] },
    };
    expect(read(model).layers).toEqual(['input() [1,3,9,9]', 'base/c(input) [1,2,7,7]', 'f(base/c) [1,98]']);
  });
});

describe('documented bugs', () => {
  test('channels first data under channels_last (ks-channels-first)', () => {
    const layers = [
      layer('Conv2D', { name: 'c', batch_input_shape: [null, 1, 28, 28], filters: 32, kernel_size: [3, 3] }),
    ];
    expect(read({ class_name: 'Sequential', config: { layers } }).problems).toEqual(['error impossible 3']);
  });

  test('a 3×3 pool that meets 2 rows (ks-fire-pool3)', () => {
    const layers = [
      layer('MaxPooling2D', {
        name: 'p',
        batch_input_shape: [null, 2, 112, 96],
        pool_size: [3, 3],
        strides: [2, 2],
      }),
    ];
    expect(read({ class_name: 'Sequential', config: { layers } }).problems[0]).toBe('error impossible 3');
  });
});

describe('bad input', () => {
  test.each<[string, unknown, readonly string[]]>([
    [
      'an unknown source',
      functional('m', [input('x', [null, 4]), called('Dense', 'd', { units: 2 }, ['y'])], ['x'], ['d']),
      ['error unknown-reference ["y",0,0,{}]'],
    ],
    [
      'a cycle',
      functional('m', [called('ReLU', 'a', {}, ['b']), called('ReLU', 'b', {}, ['a'])], [], ['b']),
      ['error cycle ["a",0,0,{}]'],
    ],
    [
      'a wrong number',
      {
        class_name: 'Sequential',
        config: { layers: [layer('Dense', { name: 'd', batch_input_shape: [null, 4], units: 'two' })] },
      },
      ['error invalid-value "two"'],
    ],
    [
      'a list of the wrong length',
      {
        class_name: 'Sequential',
        config: {
          layers: [
            layer('Conv2D', { name: 'c', batch_input_shape: [null, 9, 9, 1], filters: 1, kernel_size: [3] }),
          ],
        },
      },
      ['error invalid-value [3]'],
    ],
    ['no layer', { class_name: 'Sequential', config: { layers: [3] } }, ['error invalid-value 3']],
    ['no layers', { class_name: 'Functional', config: {} }, ['hint empty-model "Functional"']],
  ])('%s', (_title, model, problems) => {
    expect(read(model).problems).toEqual(problems);
  });

  test.each([
    '{"a": 1}',
    '[]',
    '{"class_name": "Conv2D", "config": {}}',
    '{"layers": {"class_name": "Sequential"}}',
  ])('%s is not taken for a model', (text) => {
    expect(kerasJson.recognizes({ path: 'a.json', text })).toBe(false);
  });
});
