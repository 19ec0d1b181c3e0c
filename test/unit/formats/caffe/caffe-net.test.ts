import { describe, expect, test } from 'vitest';
import { isPrototxt } from '../../../../src/formats/caffe/recognize.ts';
import type { FormatContext } from '../../../../src/formats/format.ts';
import { analyzed, input, layer, serious, shapes } from '../../../support/caffe.ts';

describe('recognized', () => {
  test.each([
    ['a.prototxt', 'layer { }', true],
    ['a.prototxt', 'input: "data" input_dim: 1', true],
    ['solver.prototxt', 'net: "train.prototxt"\nbase_lr: 0.1', false],
    ['a.prototxt', '', false],
    ['-', 'name: "LeNet"\n# c\nlayer {\n  name: "data"\n', true],
    ['-', 'layers {\n  name: "data"\n', true],
    ['-', 'name: "x"', false],
    ['a.cfg', '[net]\nlayer { name: "a" }', false],
    ['a.yaml', 'layers:\n  - name: x', false],
  ])('%s with %j: %s', (path, text, expected) => {
    expect(isPrototxt({ path, text })).toBe(expected);
  });
});

describe('inputs', () => {
  test.each([
    [input, 'data', 'input'],
    [input, 'input', 'input'],
    [
      'layer { name: "d" type: "Input" top: "data" input_param { shape { dim: [1, 3, 4, 5] } } }',
      'data',
      'd',
    ],
    ['layer { name: "d" type: "Input" top: "data" input_param { shape { dim: [1, 3, 4, 5] } } }', 'd', 'd'],
  ])('in %j a size chosen for %s is that of %s', (text, name, id) => {
    const inputs = [{ name, dims: [1, 3, 9, 9], origin: 'argument' as const }];
    expect(shapes(text, { inputs })).toEqual([[id, [1, 3, 9, 9]]]);
  });

  const data = (parameters: string, type = 'Data') =>
    `layer { name: "d" type: "${type}" top: "data" top: "label" ${parameters} }`;
  test.each([
    [input, [['input', [2, 12, 21, 25]]]],
    [
      'input: "a" input: "b" input_shape { dim: 1 dim: 3 } input_shape { dim: 5 }',
      [
        ['input', [1, 3]],
        ['b', [5]],
      ],
    ],
    [
      'layer { name: "d" type: "Input" top: "data" input_param { shape: { dim: [1, 3, 4, 5] } } }',
      [['d', [1, 3, 4, 5]]],
    ],
    [
      'layer { name: "d" type: "Input" top: "a" top: "b" input_param { shape { dim: 1 dim: 3 } } }',
      [
        ['d', [1, 3]],
        ['b', [1, 3]],
      ],
    ],
    [
      data('data_param { batch_size: 8 }'),
      [
        ['d', [8, null, null, null]],
        ['label', [8]],
      ],
    ],
    [
      data('transform_param { crop_size: 224 } data_param { batch_size: 8 }'),
      [
        ['d', [8, null, 224, 224]],
        ['label', [8]],
      ],
    ],
    [
      data(
        'transform_param { crop_size: 9 mean_value: 1 mean_value: 2 mean_value: 3 } data_param { batch_size: 8 }',
      ),
      [
        ['d', [8, 3, 9, 9]],
        ['label', [8]],
      ],
    ],
    [
      data('image_data_param { batch_size: 4 new_height: 30 new_width: 40 }', 'ImageData'),
      [
        ['d', [4, 3, 30, 40]],
        ['label', [4]],
      ],
    ],
    [
      data('memory_data_param { batch_size: 4 channels: 1 height: 30 width: 40 }', 'MemoryData'),
      [
        ['d', [4, 1, 30, 40]],
        ['label', [4]],
      ],
    ],
    [
      data('dummy_data_param { shape { dim: 2 dim: 3 } }', 'DummyData'),
      [
        ['d', [2, 3]],
        ['label', [2, 3]],
      ],
    ],
    [
      data('dummy_data_param { num: 2 channels: 3 height: 4 width: 5 }', 'DummyData'),
      [
        ['d', [2, 3, 4, 5]],
        ['label', [2, 3, 4, 5]],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(shapes(text)).toEqual(expected);
  });

  test('chosen for a data layer: the batch stays', () => {
    const inputs = [{ dims: [3, 32, 32], origin: 'argument' as const }];
    expect(shapes(data('data_param { batch_size: 8 }'), { inputs })).toEqual([
      ['d', [8, 3, 32, 32]],
      ['label', [8]],
    ]);
  });

  test('chosen by the name of its blob', () => {
    const inputs = [{ dims: [7], name: 'label', origin: 'argument' as const }];
    expect(shapes(data('data_param { batch_size: 8 }'), { inputs })).toEqual([
      ['d', [8, null, null, null]],
      ['label', [7]],
    ]);
  });
});

describe('a net', () => {
  const relu = (name: string, bottom: string, top: string, rule = '') =>
    `layer { name: "${name}" type: "ReLU" bottom: "${bottom}" top: "${top}" ${rule} }\n`;
  const ids = (text: string, context: Partial<FormatContext> = {}) =>
    shapes(text, context).map((row) => (row as [string])[0]);

  test.each([
    ['include { phase: TRAIN }', 'TRAIN', true],
    ['include { phase: TRAIN }', 'TEST', false],
    ['include { phase: TRAIN } include { phase: TEST }', 'TEST', true],
    ['exclude { phase: TRAIN }', 'TRAIN', false],
    ['exclude { phase: TRAIN }', 'TEST', true],
    ['include { stage: "a" }', 'TEST', false],
    ['include { not_stage: "a" }', 'TEST', true],
    ['include { min_level: 1 }', 'TEST', false],
    ['include { max_level: 1 }', 'TEST', true],
    ['', 'TEST', true],
  ] as const)('%s in phase %s: %s', (rule, phase, included) => {
    expect(ids(input + relu('r', 'data', 'r', rule), { phase })).toEqual(
      included ? ['input', 'r'] : ['input'],
    );
  });

  test('without a phase it is read as the file says, else for TEST', () => {
    const text =
      input +
      relu('train', 'data', 'a', 'include { phase: TRAIN }') +
      relu('test', 'data', 'b', 'include { phase: TEST }');
    expect(ids(text)).toEqual(['input', 'test']);
    expect(ids(`state { phase: TRAIN }\n${text}`)).toEqual(['input', 'train']);
  });

  test('layers that work in place follow each other', () => {
    const text = `${input}${layer('Flatten')}${relu('a', 'l', 'l')}${relu('b', 'l', 'l')}`;
    const inputs = analyzed(text).models[0]?.layers.map((row) => row.inputs[0]?.node);
    expect(inputs).toEqual([undefined, 0, 1, 2]);
    expect(serious(text)).toEqual([]);
  });

  test('names may repeat, ids do not', () => {
    expect(ids(input + relu('a', 'data', 'x') + relu('a', 'x', 'y'))).toEqual(['input', 'a', 'a#2']);
  });

  test('old `layers` with words for types', () => {
    const text = `${input}layers { name: "c" type: CONVOLUTION bottom: "data" top: "c" convolution_param { num_output: 3 kernel_size: 3 } }\nlayers { name: "l" type: SOFTMAX_LOSS bottom: "c" bottom: "c" top: "l" }`;
    expect(shapes(text).slice(1)).toEqual([
      ['c', [2, 3, 19, 23]],
      ['l', []],
    ]);
    expect(analyzed(text).models[0]?.layers.map(({ type }) => type)).toEqual([
      'Input',
      'Convolution',
      'SoftmaxWithLoss',
    ]);
    expect(serious(text)).toEqual([]);
  });

  test('has its own name, or the file’s', () => {
    expect(analyzed(`name: "LeNet"\n${input}`).models[0]?.name).toBe('LeNet');
    expect(analyzed(input).models[0]?.name).toBe('net');
  });
});
