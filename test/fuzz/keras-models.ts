/** Three models as Keras' `to_json` writes them: a chain of Keras 3, a graph of Keras 2, and models inside a model. */

const layer = (class_name: string, config: object, rest: object = {}) => ({
  module: 'keras.layers',
  class_name,
  config: { trainable: true, dtype: 'float32', ...config },
  registered_name: null,
  ...rest,
});

const convolution = (name: string, filters: number, kernel: number, rest: object = {}) => ({
  name,
  filters,
  kernel_size: [kernel, kernel],
  strides: [1, 1],
  padding: 'same',
  data_format: 'channels_last',
  dilation_rate: [1, 1],
  groups: 1,
  activation: 'relu',
  use_bias: true,
  ...rest,
});

export const kerasSequential = {
  module: 'keras',
  class_name: 'Sequential',
  config: {
    name: 'sequential',
    layers: [
      layer('InputLayer', { batch_shape: [null, 33, 33, 3], name: 'input_layer' }),
      layer('Conv2D', convolution('conv2d', 16, 3)),
      layer('MaxPooling2D', { name: 'pool', pool_size: [2, 2], strides: [2, 2], padding: 'valid' }),
      layer('BatchNormalization', { name: 'norm', axis: -1 }),
      layer('SeparableConv2D', convolution('separable', 32, 3, { depth_multiplier: 2, strides: [2, 2] })),
      layer('Conv2DTranspose', convolution('up', 8, 2, { strides: [2, 2] })),
      layer('GlobalAveragePooling2D', { name: 'gap' }),
      layer('Dense', { name: 'dense', units: 10, activation: 'softmax', use_bias: true }),
    ],
    build_input_shape: [null, 33, 33, 3],
  },
  keras_version: '3.4.1',
};

const called = (class_name: string, name: string, config: object, sources: readonly string[]) => ({
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: sources.length === 0 ? [] : [sources.map((source) => [source, 0, 0, {}])],
});

const functional = (name: string, layers: readonly object[], input: string, output: string) => ({
  class_name: 'Functional',
  name,
  config: { name, layers, input_layers: [[input, 0, 0]], output_layers: [[output, 0, 0]] },
});

const residual = [
  called('InputLayer', 'image', { batch_input_shape: [null, 32, 32, 3] }, []),
  called('Conv2D', 'stem', convolution('stem', 16, 3), ['image']),
  called('ZeroPadding2D', 'pad', { padding: [[1, 1], [1, 1]] }, ['stem']),
  called('Conv2D', 'body', convolution('body', 16, 3, { padding: 'valid' }), ['pad']),
  called('Add', 'add', {}, ['stem', 'body']),
  called('Conv2D', 'side', convolution('side', 8, 1), ['add']),
  called('Concatenate', 'concat', { axis: -1 }, ['add', 'side']),
  called('AveragePooling2D', 'pool', { pool_size: [2, 2], strides: null, padding: 'same' }, ['concat']),
  called('Flatten', 'flatten', {}, ['pool']),
  called('Dense', 'classes', { units: 10 }, ['flatten']),
]; // prettier-ignore

export const kerasFunctional = {
  ...functional('residual', residual, 'image', 'classes'),
  keras_version: '2.9.0',
  backend: 'tensorflow',
};

const inner = functional('encoder', residual.slice(0, 8), 'image', 'pool');

export const kerasNested = functional(
  'twins',
  [
    called('InputLayer', 'left', { batch_input_shape: [null, 32, 32, 3] }, []),
    called('InputLayer', 'right', { batch_input_shape: [null, 32, 32, 3] }, []),
    { ...inner, inbound_nodes: [[['left', 0, 0, {}]], [['right', 0, 0, {}]]] },
    {
      class_name: 'Concatenate',
      name: 'join',
      config: { name: 'join', axis: 3 },
      inbound_nodes: [[['encoder', 1, 0, {}], ['encoder', 2, 0, {}]]],
    },
    called('Conv2D', 'last', convolution('last', 4, 1), ['join']),
  ],
  'left',
  'last',
); // prettier-ignore
