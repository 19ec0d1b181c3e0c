import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import type { InputChoice } from '../../../../src/formats/format.ts';
import { onnxFormat } from '../../../../src/formats/onnx/onnx.ts';
import { emptyContext } from '../../../support/format-context.ts';
import { encode, type Attributes, type TestModel } from '../../../support/onnx-model.ts';

function shapesOf(model: TestModel, inputs: readonly InputChoice[] = []): readonly unknown[] {
  const document = { path: 'model.onnx', text: '', bytes: encode(model) };
  const { models, problems } = analyze(document, [onnxFormat], { ...emptyContext, inputs });
  expect(problems).toEqual([]);
  return (models[0]?.layers ?? []).slice(1).map(({ outputShapes }) => outputShapes[0]);
}

const image = { x: [1, 3, 10, 11] };
const kernel = { w: { dims: [8, 3, 3, 3] } };
const conv = (attributes: Attributes): TestModel => ({
  inputs: image,
  stored: kernel,
  nodes: [{ type: 'Conv', inputs: ['x', 'w'], attributes }],
});
const pool = (attributes: Attributes): TestModel => ({
  inputs: image,
  nodes: [{ type: 'MaxPool', inputs: ['x'], attributes: { kernel_shape: [2, 2], ...attributes } }],
});

test.each<[string, Attributes, readonly number[]]>([
  ['no attributes', {}, [1, 8, 8, 9]],
  ['strides 2', { strides: [2, 2] }, [1, 8, 4, 5]],
  ['pads at the beginning only', { pads: [1, 2, 0, 0] }, [1, 8, 9, 11]],
  ['dilations 2', { dilations: [2, 2] }, [1, 8, 6, 7]],
  ['SAME_UPPER, strides 3', { auto_pad: 'SAME_UPPER', strides: [3, 3] }, [1, 8, 4, 4]],
  ['SAME_LOWER', { auto_pad: 'SAME_LOWER' }, [1, 8, 10, 11]],
  ['VALID ignores pads', { auto_pad: 'VALID', pads: [5, 5, 5, 5] }, [1, 8, 8, 9]],
])('Conv 3×3 on 10×11: %s', (_title, attributes, expected) => {
  expect(shapesOf(conv(attributes))).toEqual([expected]);
});

test.each<[string, Attributes, readonly number[]]>([
  ['stride 1 by default', {}, [1, 3, 9, 10]],
  ['floor', { strides: [2, 2] }, [1, 3, 5, 5]],
  ['ceil_mode', { strides: [2, 2], ceil_mode: 1 }, [1, 3, 5, 6]],
  [
    'ceil_mode drops a window in the end padding',
    { strides: [3, 3], pads: [0, 0, 1, 1], ceil_mode: 1 },
    [1, 3, 4, 4],
  ],
])('MaxPool 2×2 on 10×11: %s', (_title, attributes, expected) => {
  expect(shapesOf(pool(attributes))).toEqual([expected]);
});

test.each<[string, Attributes, readonly number[]]>([
  ['plain', {}, [1, 4, 12, 13]],
  ['strides 2, output_padding 1', { strides: [2, 2], output_padding: [1, 1] }, [1, 4, 22, 24]],
  ['output_shape fixes the size', { strides: [2, 2], output_shape: [20, 22] }, [1, 4, 20, 22]],
  ['SAME_UPPER gives W·S', { auto_pad: 'SAME_UPPER', strides: [2, 2] }, [1, 4, 20, 22]],
  ['SAME_UPPER with a stride beyond the kernel', { auto_pad: 'SAME_UPPER', strides: [4, 5] }, [1, 4, 40, 55]],
  [
    'SAME_LOWER whatever the output_padding',
    { auto_pad: 'SAME_LOWER', strides: [2, 2], output_padding: [1, 1] },
    [1, 4, 20, 22],
  ],
  [
    'output_shape beyond what the windows give (onnx: test_convtranspose_output_shape)',
    { strides: [3, 2], output_shape: [31, 23] },
    [1, 4, 31, 23],
  ],
])('ConvTranspose 3×3 on 10×11: %s', (_title, attributes, expected) => {
  const stored = { w: { dims: [3, 4, 3, 3] } };
  expect(
    shapesOf({ inputs: image, stored, nodes: [{ type: 'ConvTranspose', inputs: ['x', 'w'], attributes }] }),
  ).toEqual([expected]);
});

const rois = { dims: [5, 4] };
test.each<
  [string, readonly string[], Attributes, NonNullable<TestModel['stored']>, readonly unknown[] | null]
>([
  ['RoiAlign', ['x', 'rois', 'rois'], { output_height: 7, output_width: 6 }, { rois }, [5, 3, 7, 6]],
  ['MaxRoiPool', ['x', 'rois'], { pooled_shape: [2, 3] }, { rois }, [5, 3, 2, 3]],
  ['GridSample', ['x', 'grid'], {}, { grid: { dims: [1, 20, 30, 2] } }, [1, 3, 20, 30]],
  [
    'MaxUnpool',
    ['x', 'x'],
    { kernel_shape: [2, 3], strides: [2, 2], pads: [0, 1, 0, 1] },
    {},
    [1, 3, 20, 21],
  ],
  ['MaxUnpool', ['x', 'x', 's'], { kernel_shape: [2, 2] }, { s: { values: [1, 3, 21, 23] } }, [1, 3, 21, 23]],
  ['TopK', ['x', 'k'], { axis: 2 }, { k: { values: [4] } }, [1, 3, 4, 11]],
  ['Einsum', ['x', 'm'], { equation: 'nchw,cd->ndhw' }, { m: { dims: [3, 9] } }, [1, 9, 10, 11]],
  ['Einsum', ['x', 'm'], { equation: 'nchw, cd' }, { m: { dims: [3, 9] } }, [9, 10, 1, 11]],
  ['Einsum', ['x', 'm'], { equation: '...w,wd->...d' }, { m: { dims: [11, 9] } }, [1, 3, 10, 9]],
  ['Einsum', ['x', 'm'], { equation: '...w,wd' }, { m: { dims: [11, 9] } }, [1, 3, 10, 9]],
  ['Einsum', ['x', 'm'], { equation: '...w,...d->...wd' }, { m: { dims: [3, 10, 9] } }, null],
  ['GatherElements', ['x', 'i'], { axis: 2 }, { i: { dims: [1, 3, 4, 11] } }, [1, 3, 4, 11]],
  ['GatherND', ['x', 'i'], {}, { i: { dims: [6, 2] } }, [6, 10, 11]],
  ['GatherND', ['x', 'i'], { batch_dims: 1 }, { i: { dims: [1, 6, 2] } }, [1, 6, 11]],
  ['ScatterND', ['x', 'i', 'i'], {}, { i: { dims: [6, 2] } }, [1, 3, 10, 11]],
  [
    'DeformConv',
    ['x', 'w', 'x'],
    { strides: [2, 2], pads: [1, 1, 1, 1] },
    { w: { dims: [8, 3, 3, 3] } },
    [1, 8, 5, 6],
  ],
  ['Tan', ['x'], {}, {}, [1, 3, 10, 11]],
  ['Trilu', ['x'], { upper: 0 }, {}, [1, 3, 10, 11]],
  ['Mod', ['x', 'm'], {}, { m: { dims: [2, 1, 1, 11] } }, [2, 3, 10, 11]],
  ['LessOrEqual', ['x', 'm'], {}, { m: { dims: [2, 1, 1, 1] } }, [2, 3, 10, 11]],
  ['MatMulInteger', ['x', 'm'], {}, { m: { dims: [11, 9] } }, [1, 3, 10, 9]],
  ['QLinearMatMul', ['x', 's', 'z', 'm'], {}, { m: { dims: [3, 11, 9] } }, [1, 3, 10, 9]],
  ['Det', ['x'], {}, {}, [1, 3]],
  ['OneHot', ['x', 'd', 'v'], { axis: 1 }, { d: { values: [5] } }, [1, 5, 3, 10, 11]],
  ['NonZero', ['x'], {}, {}, [4, null]],
  ['SoftmaxCrossEntropyLoss', ['x', 'l'], {}, { l: { dims: [1, 10, 11] } }, []],
  ['NegativeLogLikelihoodLoss', ['x', 'l'], { reduction: 'none' }, { l: { dims: [1, 10, 11] } }, [1, 10, 11]],
  ['Pad', ['x', 'p', '', 'a'], {}, { p: { values: [1, 2, 3, 4] }, a: { values: [3, 2] } }, [1, 3, 16, 15]],
  ['Resize', ['x', '', '', 's'], { axes: [3, -2] }, { s: { values: [22, 5] } }, [1, 3, 5, 22]],
  [
    'Resize',
    ['x', '', '', 's'],
    { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' },
    { s: { values: [5, 5] } },
    null,
  ],
])('%s of %j with %j on 10×11', (type, inputs, attributes, stored, expected) => {
  const [first] = shapesOf({ inputs: image, stored, nodes: [{ type, inputs, attributes }] }).slice(-1);
  expect(first).toEqual(expected);
});

/** onnx/onnx: onnx/defs/nn/defs.cc; the shapes are those of its node tests of these names. */
test.each<[string, Attributes, number, readonly number[], readonly unknown[]]>([
  ['Dropout', {}, 2, [3, 4, 5], [[3, 4, 5]]],
  ['MaxPool', { kernel_shape: [2, 2], strides: [2, 2] }, 2, [1, 1, 5, 6], [[1, 1, 2, 3]]],
  ['BatchNormalization', { training_mode: 1 }, 3, [2, 3, 4, 5], [[3], [3]]],
  ['BatchNormalization', {}, 5, [2, 3, 4, 5], [[3], [3], [3], [3]]],
  [
    'LayerNormalization',
    { axis: 2 },
    3,
    [2, 3, 4, 5],
    [
      [2, 3, 1, 1],
      [2, 3, 1, 1],
    ],
  ],
  ['LayerNormalization', {}, 2, [3, 4], [[3, 1]]],
  ['LayerNormalization', { axis: 0 }, 2, [2, 3, 5], [[1, 1, 1]]],
])('%s with %j gives %d outputs on %j', (type, attributes, count, input, expected) => {
  const outputs = Array.from({ length: count }, (_, output) => `y${String(output)}`);
  const bytes = encode({ inputs: { x: input }, nodes: [{ type, inputs: ['x'], attributes, outputs }] });
  const document = { path: 'model.onnx', text: '', bytes };
  const layer = analyze(document, [onnxFormat], emptyContext).models[0]?.layers.at(-1);
  expect(layer?.outputShapes.slice(1)).toEqual(expected);
});

test('an output that is left out is not the input that is left out', () => {
  const stored = { w: { dims: [1, 7, 11] }, r: { dims: [1, 7, 7] } };
  const nodes = [
    { type: 'RNN', inputs: ['x', 'w', 'r'], outputs: ['', 'h'] },
    { type: 'Other', inputs: ['h', ''] },
  ];
  const document = { path: 'a.onnx', text: '', bytes: encode({ inputs: { x: [5, 2, 11] }, stored, nodes }) };
  const layer = analyze(document, [onnxFormat], emptyContext).models[0]?.layers.at(-1);
  expect(layer?.inputShapes).toEqual([[1, 2, 7], null]);
});

/** Shapes and parameters as torch.onnx (opset 13) and PyTorch 1.13 have them; `layout` as onnx/defs/rnn/defs.cc says. */
describe('recurrent layers over 11 steps of 2 samples of 10 features', () => {
  const stored = (gates: number, directions: number) => ({
    w: { dims: [directions, gates * 7, 10] },
    r: { dims: [directions, gates * 7, 7] },
    b: { dims: [directions, 2 * gates * 7] },
  });
  test.each<[string, number, Attributes, readonly string[], readonly unknown[], number]>([
    [
      'LSTM',
      4,
      { hidden_size: 7, direction: 'bidirectional' },
      ['x', 'w', 'r', 'b'],
      [
        [11, 2, 2, 7],
        [2, 2, 7],
        [2, 2, 7],
      ],
      1064,
    ],
    [
      'GRU',
      3,
      { hidden_size: 7 },
      ['x', 'w', 'r', 'b'],
      [
        [11, 1, 2, 7],
        [1, 2, 7],
      ],
      399,
    ],
    [
      'RNN',
      1,
      {},
      ['x', 'w', 'r'],
      [
        [11, 1, 2, 7],
        [1, 2, 7],
      ],
      119,
    ],
  ])('%s with %d gates, %j', (type, gates, attributes, inputs, expected, params) => {
    const directions = attributes['direction'] === 'bidirectional' ? 2 : 1;
    const outputs = ['y', 'h', ...(type === 'LSTM' ? ['c'] : [])];
    const bytes = encode({
      inputs: { x: [11, 2, 10] },
      stored: stored(gates, directions),
      nodes: [{ type, inputs, attributes, outputs }],
    });
    const document = { path: 'model.onnx', text: '', bytes };
    const layer = analyze(document, [onnxFormat], emptyContext).models[0]?.layers.at(-1);
    expect([layer?.outputShapes, layer?.params]).toEqual([expected, params]);
    expect(layer?.macs).toBe(11 * 2 * directions * gates * 7 * (10 + 7));
  });

  test('layout 1: the batch first', () => {
    const node = { type: 'GRU', inputs: ['x', 'w', 'r'], attributes: { hidden_size: 7, layout: 1 } };
    expect(shapesOf({ inputs: { x: [2, 11, 10] }, stored: stored(3, 1), nodes: [node] }).at(-1)).toEqual([
      2, 11, 1, 7,
    ]);
  });
});

describe('opset differences', () => {
  test('Squeeze takes its axes as an attribute before opset 13, as an input since', () => {
    const inputs = { x: [1, 3, 1, 1] };
    const old: TestModel = {
      opset: 11,
      inputs,
      nodes: [{ type: 'Squeeze', inputs: ['x'], attributes: { axes: [3] } }],
    };
    const now: TestModel = {
      inputs,
      stored: { a: { values: [3] } },
      nodes: [{ type: 'Squeeze', inputs: ['x', 'a'] }],
    };
    expect([shapesOf(old), shapesOf(now)]).toEqual([[[1, 3, 1]], [[1, 3, 1]]]);
  });

  test('Split into num_outputs leaves the rest to the last one since opset 18', () => {
    const outputs = ['a', 'b', 'c', 'd'];
    const node = { type: 'Split', inputs: ['x'], attributes: { axis: 3, num_outputs: 4 }, outputs };
    const bytes = encode({ opset: 18, inputs: image, nodes: [node] });
    const { models } = analyze({ path: 'a.onnx', text: '', bytes }, [onnxFormat], emptyContext);
    expect(models[0]?.layers.at(-1)?.outputShapes.map((shape) => shape?.[3])).toEqual([3, 3, 3, 2]);
  });

  test('Slice takes its bounds as attributes before opset 10, as inputs since', () => {
    const attributes = { starts: [1], ends: [3], axes: [2] };
    const old: TestModel = { opset: 9, inputs: image, nodes: [{ type: 'Slice', inputs: ['x'], attributes }] };
    const stored = { s: { values: [1] }, e: { values: [3] }, a: { values: [2] } };
    const now: TestModel = {
      inputs: image,
      stored,
      nodes: [{ type: 'Slice', inputs: ['x', 's', 'e', 'a'] }],
    };
    expect([shapesOf(old), shapesOf(now)]).toEqual([[[1, 3, 2, 11]], [[1, 3, 2, 11]]]);
  });
});

describe('symbolic sizes', () => {
  const dynamic: TestModel = {
    inputs: { x: ['batch', 3, 'height', 'width'] },
    stored: kernel,
    nodes: [
      { type: 'Conv', inputs: ['x', 'w'] },
      { type: 'GlobalAveragePool', inputs: ['Conv'] },
      { type: 'Flatten', inputs: ['GlobalAveragePool'] },
    ],
  };

  test('keep their names where they pass through, and are unknown where they are computed with', () => {
    const batch = { symbol: 'batch', factor: 1 };
    expect(shapesOf(dynamic)).toEqual([
      [batch, 8, null, null],
      [batch, 8, 1, 1],
      [batch, 8],
    ]);
  });

  test('are replaced by a chosen input size', () => {
    const choice: InputChoice = { dims: [2, 3, 9, 9], origin: 'argument' };
    expect(shapesOf(dynamic, [choice])).toEqual([
      [2, 8, 7, 7],
      [2, 8, 1, 1],
      [2, 8],
    ]);
  });
});

test('operators that only compute sizes are folded away: x.view(x.size(0), -1)', () => {
  const model: TestModel = {
    inputs: { x: ['N', 3, 4, 4] },
    stored: { zero: { values: [0] }, rest: { values: [-1] } },
    nodes: [
      { type: 'Shape', inputs: ['x'] },
      { type: 'Gather', inputs: ['Shape', 'zero'] },
      { type: 'Concat', inputs: ['Gather', 'rest'], attributes: { axis: 0 } },
      { type: 'Reshape', inputs: ['x', 'Concat'] },
    ],
  };
  expect(shapesOf(model)).toEqual([[{ symbol: 'N', factor: 1 }, 48]]);
});

test('an operator of another domain is unknown, and what follows goes on from its own kernel', () => {
  const model: TestModel = {
    inputs: image,
    stored: kernel,
    nodes: [
      { type: 'MadeUp', inputs: ['x'] },
      { type: 'Conv', inputs: ['MadeUp', 'w'] },
    ],
  };
  expect(shapesOf(model)).toEqual([null, [null, 8, null, null]]);
});

test.each([
  ['nothing', new Uint8Array()],
  ['no protobuf', new TextEncoder().encode('import torch\n')],
  ['a cut file', encode(conv({})).slice(0, 40)],
  ['a node that reaches beyond its graph', overlong(encode(conv({})))],
])('%s is one problem, not an exception', (_title, bytes) => {
  const { models, problems } = analyze({ path: 'a.onnx', text: '', bytes }, [onnxFormat], emptyContext);
  expect(models).toEqual([]);
  expect(problems).toMatchObject([{ code: 'syntax', severity: 'error' }]);
});

/** The type of the only node, "Conv", said to be 60 bytes longer than it is. */
function overlong(bytes: Uint8Array): Uint8Array {
  const place = Buffer.from(bytes).indexOf('\x04Conv');
  return bytes.map((byte, index) => (index === place ? byte + 60 : byte));
}
