import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../../src/util/span.ts';
import { analyzed, input, layer, serious, shapes } from '../../../support/caffe.ts';
import { problemLines } from '../../../support/problem-lines.ts';

describe('problems', () => {
  test.each([
    [layer('Convolution', 'convolution_param { num_output: 0 kernel_size: 3 }'), ['6 error invalid-value 0']],
    [layer('Convolution', 'convolution_param { kernel_size: 3 }'), ['6 error missing-field "Convolution"']],
    [layer('Convolution', 'convolution_param { num_output: 3 }'), ['6 error missing-field "Convolution"']],
    [
      layer('Convolution', 'convolution_param { num_output: 3 kernel_h: 3 }'),
      ['6 error missing-field "Convolution"'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 3 kernel_size: 3 kernel_h: 3 }'),
      ['6 error missing-field "Convolution"', '6 error duplicate-key 3'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 3 kernel_size: [1,2,3] }'),
      ['6 error invalid-value 1'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 3 kernel_size: 3 stride: 0 }'),
      ['6 error invalid-value 0'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 3 num_output: 4 kernel_size: 3 }'),
      ['6 error duplicate-key 4'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 64.0 kernel_size: 3 }'),
      ['6 error invalid-value 64.0'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: "64" kernel_size: 3 }'),
      ['6 error invalid-value "64"'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 3 kernal_size: 3 kernel_size: 3 }'),
      ['6 warning unknown-field kernal_size'],
    ],
    [layer('Scale', 'scale_param { bias_term: true }'), []],
    [layer('ReLU', 'relu_param { negative_slope: 0.1 } clip_param { min: 0 } shift_param { by: 1 }'), []],
    [layer('Softmax', 'contact_param { axis: 1 }'), ['6 warning unknown-field contact_param']],
    [
      layer('Convolution', 'convolution_param { num_output: 10 kernel_size: 3 group: 5 }'),
      ['6 error groups-mismatch 5'],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 5 kernel_size: 30 }'),
      ['6 error impossible 30', '6 error impossible 30'],
    ],
    [layer('Pooling', 'pooling_param { stride: 2 }'), ['6 error missing-field "Pooling"']],
    [layer('Pooling', 'pooling_param { kernel_size: 2 pad: 2 }'), ['6 error refused-hyperparameter 2']],
    [layer('Pooling', 'pooling_param { kernel_size: 2 global_pooling: 7 }'), ['6 error invalid-value 7']],
    [layer('ReLU', '', ['dat']), ['6 error unknown-reference "dat"']],
    [layer('ReLU', '', []), ['6 error missing-field "ReLU"']],
    [layer('Relu'), ['6 warning unknown-layer "Relu"']],
    [layer('MyOwnLayer'), ['6 hint unknown-layer "MyOwnLayer"']],
    ['layer { type: ReLU bottom: "data" top: "l" }', ['6 error invalid-value ReLU']],
    ['layer { name: "l" bottom: "data" top: "l" }', ['6 error missing-field "l"']],
    [layer('ReLU') + layer('ReLU'), ['7 error duplicate-key "l"']],
    [layer('Reshape', 'reshape_param { shape { dim: 0 dim: 11 dim: -1 } }'), ['6 error reshape-mismatch 0']],
    [layer('Slice', 'slice_param { slice_point: 3 }'), ['6 error invalid-value 3']],
    ['layer 5\n', ['6 error syntax layer', '6 error invalid-value layer']],
  ])('%s', (text, expected) => {
    expect(serious(input + text)).toEqual(expected);
  });

  // https://github.com/sfzhang15/RefineDet/issues/103
  test('a pool that rounds up, a deconvolution, and a sum with what was before', () => {
    const text = [
      'input: "data" input_dim: 1 input_dim: 4 input_dim: 135 input_dim: 240',
      'layer { name: "p" type: "Pooling" bottom: "data" top: "p"',
      '  pooling_param { pool: MAX kernel_size: 2 stride: 2 } }',
      'layer { name: "up" type: "Deconvolution" bottom: "p" top: "up"',
      '  convolution_param { num_output: 4 kernel_size: 2 stride: 2 } }',
      'layer { name: "sum" type: "Eltwise" bottom: "data" bottom: "up" top: "sum" }',
    ].join('\n');
    expect(shapes(text)).toEqual([
      ['input', [1, 4, 135, 240]],
      ['p', [1, 4, 68, 120]],
      ['up', [1, 4, 136, 240]],
      ['sum', [1, 4, null, 240]],
    ]);
    expect(serious(text)).toEqual(['6 error join-mismatch "data"']);
    const join = analyzed(text).models[0]?.problems.find(({ code }) => code === 'join-mismatch');
    const lines = join?.related.map(({ span }) => text.slice(0, span.start).split('\n').length);
    expect(lines?.[0]).toBe(3);
  });

  // https://github.com/xxradon/PytorchToCaffe/issues/4
  test('a pool after a stem gives one cell more than PyTorch’s', () => {
    const text = [
      'input: "data" input_dim: 1 input_dim: 3 input_dim: 224 input_dim: 224',
      'layer { name: "c" type: "Convolution" bottom: "data" top: "c"',
      '  convolution_param { num_output: 64 kernel_size: 7 stride: 2 pad: 3 } }',
      'layer { name: "p" type: "Pooling" bottom: "c" top: "p"',
      '  pooling_param { kernel_size: 3 stride: 2 pad: 1 } }',
      'layer { name: "g" type: "Pooling" bottom: "p" top: "g" pooling_param { kernel_size: 57 } }',
    ].join('\n');
    expect(shapes(text).slice(2)).toEqual([
      ['p', [1, 64, 57, 57]],
      ['g', [1, 64, 1, 1]],
    ]);
    expect(problemLines(text, analyzed(text))).toEqual([
      '3 information padding-unused 2',
      '5 information overhang 2',
    ]);
  });
});

test('of a file with both spellings the older `layers` count, and the others are named', () => {
  const text =
    'input: "x"\ninput_shape { dim: 1 dim: 3 }\nlayer { name: "a" type: "ReLU" }\nlayers { name: "b" type: RELU bottom: "x" top: "b" }\n';
  const analysis = analyzed(text);
  expect(problemLines(text, analysis)).toEqual(['3 warning duplicate-key "ReLU"']);
  expect(analysis.models[0]?.layers.map(({ id }) => id)).toEqual(['input', 'b']);
});

describe('what a fix would write', () => {
  const insert = (text: string, field: 'padding' | 'stride' | 'groups') => {
    const insertion = analyzed(input + text).models[0]?.layers.at(-1)?.source.insertions?.[field];
    if (!insertion) return null;
    const span = { start: insertion.offset, end: insertion.offset };
    const changed = applyEdits(input + text, [{ span, newText: insertion.template.replace('{}', '7') }]);
    return changed.slice(input.length);
  };

  test('goes to the end of the message, on its own line where the others are', () => {
    const text =
      'layer { type: "Convolution" bottom: "data" top: "c"\n  convolution_param {\n    num_output: 3\n    kernel_size: 3\n  }\n}';
    expect(insert(text, 'padding')).toBe(text.replace('kernel_size: 3', 'kernel_size: 3\n    pad: 7'));
  });

  test('on the same line where they are all on one', () => {
    const text = layer('Pooling', 'pooling_param { kernel_size: 3 }');
    expect(insert(text, 'stride')).toBe(text.replace('size: 3', 'size: 3 stride: 7'));
  });

  test('brings its message with it', () => {
    const text = layer('Convolution');
    expect(insert(text, 'groups')).toBe(text.replace('top: "l"', 'top: "l" convolution_param { group: 7 }'));
  });
});
