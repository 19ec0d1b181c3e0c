import { describe, expect, test } from 'vitest';
import { inferGraph } from '../../../../src/model/shapes/infer-graph.ts';
import { concat, conv, deconv, dense, graphOf, input, maxPool, relu } from '../../../support/graph.ts';

const flatten = { kind: 'flatten', start: 1, end: -1 } as const;
const unknown = { kind: 'unknown', outputs: 1 } as const;

describe('the stem of ResNet, conv 7×7/2 padding 3 on 224×224', () => {
  const stem = graphOf([
    { id: 'input', operation: input(1, 3, 224, 224) },
    { id: 'conv1', operation: conv(3, 64, { kernel: 7, stride: 2, padding: 3 }) },
  ]);

  test('one information for both axes, at the stride, with formula, size, cost and the input it came from', () => {
    const { problems, layers } = inferGraph(stem);
    expect(layers[1]?.outputShapes).toEqual([[1, 64, 112, 112]]);
    expect(problems).toMatchObject([
      {
        code: 'padding-unused',
        severity: 'information',
        span: { start: 13, end: 14 },
        node: 1,
        message:
          '(224 − 7 + 2·3)/2 + 1 = 112.5 is rounded down to 112. The last row and column of padding are never read: ' +
          'the padding is in effect 3 before and 2 after. No input is lost at the end.',
        related: [{ message: 'The input is [1, 3, 224, 224], given in the file.' }],
      },
    ]);
  });

  test('its severity is a setting', () => {
    expect(inferGraph(stem, { severities: { 'padding-unused': 'error' } }).problems[0]?.severity).toBe(
      'error',
    );
    expect(inferGraph(stem, { severities: { 'padding-unused': 'off' } }).problems).toEqual([]);
  });

  test('parameters, multiply-adds, receptive field, memory', () => {
    const { layers, totals } = inferGraph(stem);
    expect(layers[1]).toMatchObject({
      params: 64 * 3 * 49 + 64,
      macs: 112 * 112 * 64 * 3 * 49,
      receptiveField: { size: [7, 7], stride: [2, 2], start: [-3, -3] },
      outputElements: 64 * 112 * 112,
    });
    const values = 3 * 224 * 224 + 64 * 112 * 112;
    expect(totals).toEqual({
      params: 9472,
      macs: 118013952,
      complete: true,
      whole: { params: true, macs: true, memory: true },
      forwardBytes: 4 * values,
      trainingBytes: 4 * values,
    });
  });
});

test('a pool of 2 on 27×28: only the height loses a row, and says so', () => {
  const graph = graphOf([
    { id: 'input', operation: input(1, 8, 27, 28) },
    { id: 'pool', operation: maxPool({ kernel: 2, stride: 2 }) },
  ]);
  expect(inferGraph(graph).problems.map(({ message }) => message)).toEqual([
    'Height: (27 − 2)/2 + 1 = 13.5 is rounded down to 13. The last row of the input is never read: its gradient is ' +
      'exactly 0. An input of 26 or 28 would fit exactly.',
  ]);
});

test('a U-Net on 222×222: the join fails and the message names the pool that halved 27', () => {
  const down = { kernel: 2, stride: 2 };
  const graph = graphOf([
    { id: 'input', operation: input(1, 64, 222, 222) },
    { id: 'pool1', operation: maxPool(down) },
    { id: 'pool2', operation: maxPool(down) },
    { id: 'pool3', operation: maxPool(down) },
    { id: 'pool4', operation: maxPool(down) },
    { id: 'up1', operation: deconv(64, 64, down) },
    { id: 'cat1', operation: concat, from: ['up1', 'pool3'] },
    { id: 'conv', operation: conv(128, 64, { kernel: 3, padding: 1 }) },
    { id: 'up2', operation: deconv(64, 64, down) },
    { id: 'cat2', operation: concat, from: ['up2', 'pool2'] },
  ]);
  const errors = inferGraph(graph).problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ node }) => node)).toEqual([6]);
  expect(errors[0]?.message).toBe(
    'The inputs cannot be concatenated: inputs 1 and 2, [1, 64, 26, 26] and [1, 64, 27, 27], differ in dimension 2 ' +
      '(26 and 27). They part at pool4: it makes 13 of 27, which is not a multiple of its stride 2, and 13·2 = 26. ' +
      'Take an input size that all strides divide, or pad or crop before the join.',
  );
  expect(errors[0]?.related[0]).toEqual({
    span: { start: 43, end: 44 },
    message: 'pool4 makes 13 of 27 here.',
  });
});

test('a join behind a stride that divides its input but does not give the quotient: the message names that layer', () => {
  const graph = graphOf([
    { id: 'input', operation: input(1, 8, 112, 112) },
    { id: 'down', operation: conv(8, 8, { kernel: 3, stride: 2 }) },
    { id: 'up', operation: deconv(8, 8, { kernel: 2, stride: 2 }) },
    { id: 'cat', operation: concat, from: ['up', 'input'] },
  ]);
  const errors = inferGraph(graph).problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ message }) => message)).toEqual([
    'The inputs cannot be concatenated: inputs 1 and 2, [1, 8, 110, 110] and [1, 8, 112, 112], differ in dimension 2 ' +
      '(110 and 112). They part at down: it makes 55 of 112, and 55·2 = 110. ' +
      'Take an input size that all strides divide, or pad or crop before the join.',
  ]);
});

test('a linear layer with wrong features shows how the features came about', () => {
  const graph = graphOf([
    { id: 'input', operation: input(2, 256, 6, 6) },
    { id: 'flatten', operation: flatten },
    { id: 'relu', operation: relu },
    { id: 'fc', operation: dense(4096, 10) },
  ]);
  const { problems, layers } = inferGraph(graph);
  expect(layers[3]?.outputShapes).toEqual([[2, 10]]);
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    [
      'features-mismatch',
      'The layer expects 4096 features, its input has 256·6·6 = 9216. Change the features to 9216, or the sizes before.',
    ],
  ]);
});

test('one mistake gives one error: a kernel too large, and all behind it only unknown', () => {
  const graph = graphOf([
    { id: 'input', operation: input(1, 3, 2, 2) },
    { id: 'conv1', operation: conv(3, 8, { kernel: 4 }) },
    { id: 'conv2', operation: conv(8, 16, { kernel: 3, stride: 2 }) },
    { id: 'flatten', operation: flatten },
    { id: 'fc', operation: dense(400, 10) },
  ]);
  const { problems, layers, totals } = inferGraph(graph);
  expect(problems.map(({ code, node }) => [code, node])).toEqual([['impossible', 1]]);
  expect(layers.map(({ outputShapes }) => outputShapes[0])).toEqual([
    [1, 3, 2, 2],
    [1, 8, null, null],
    [1, 16, null, null],
    [1, null],
    [1, 10],
  ]);
  expect(totals).toMatchObject({ complete: false, whole: { macs: false, memory: false } });
});

test('a linear layer behind layers that read each other', () => {
  const cyclic = graphOf([
    { id: 'input', operation: input(1, 3, 2, 2) },
    { id: 'first', operation: { kind: 'declared', outputs: [[1, 3, 2, 2]], params: 0, macs: 0 } },
    { id: 'second', operation: { kind: 'declared', outputs: [[1, 3, 2, 2]], params: 0, macs: 0 } },
    { id: 'flatten', operation: { kind: 'flatten', start: 0, end: -1 } },
    { id: 'fc', operation: dense(12, 10) },
  ]);
  const nodes = cyclic.nodes.map((node) =>
    node.id === 'first' ? { ...node, inputs: [{ node: 2, output: 0 }] } : node,
  );
  expect(inferGraph({ ...cyclic, nodes }).problems).toEqual([]);
});

test('behind an unknown layer inference goes on from what the next one declares', () => {
  const graph = graphOf([
    { id: 'input', operation: input(1, 3, 32, 32) },
    { id: 'custom', operation: unknown },
    { id: 'conv', operation: conv(16, 32, { kernel: 3 }) },
    { id: 'relu', operation: relu },
    { id: 'next', operation: conv(64, 32, { kernel: 1 }) },
  ]);
  const { problems, layers } = inferGraph(graph);
  expect(problems.map(({ code, node }) => [code, node])).toEqual([
    ['unknown-layer', 1],
    ['channel-mismatch', 4],
  ]);
  expect(layers[2]).toMatchObject({ outputShapes: [[null, 32, null, null]], params: 32 * 16 * 9 + 32 });
});

test('channels-last tensors of spatial layers are reported [N, C, spatial…], flat ones as they are', () => {
  const last = 'channels-last';
  const graph = graphOf(
    [
      { id: 'input', operation: input({ symbol: 'N', factor: 1 }, 28, 30, 1) },
      { id: 'conv', operation: { ...conv(null, 8, { kernel: 3 }), layout: last } },
      { id: 'relu', operation: relu },
      { id: 'flatten', operation: flatten },
      { id: 'dense', operation: dense(null, 10) },
    ],
    { framework: 'keras', layout: last },
  );
  const batch = { symbol: 'N', factor: 1 };
  expect(inferGraph(graph).layers.map(({ outputShapes }) => outputShapes[0])).toEqual([
    [batch, 1, 28, 30],
    [batch, 8, 26, 28],
    [batch, 8, 26, 28],
    [batch, 5824],
    [batch, 10],
  ]);
});

test('a layer that is used twice counts its parameters once', () => {
  const graph = graphOf([
    { id: 'input', operation: input(1, 8, 8, 8) },
    { id: 'conv', operation: conv(8, 8, { kernel: 3, padding: 1 }) },
    { id: 'conv:2', operation: conv(8, 8, { kernel: 3, padding: 1 }) },
  ]);
  const shared = graph.nodes.map((node, index) => (index === 2 ? { ...node, sharesParametersOf: 1 } : node));
  expect(inferGraph({ ...graph, nodes: shared }).totals.params).toBe(8 * 8 * 9 + 8);
});

test('a tensor of more values than can be counted has no count, and no memory of its own', () => {
  const sizes = Array.from({ length: 20 }, () => 2 ** 31);
  const { layers, totals } = inferGraph(
    graphOf([
      { id: 'input', operation: input(...sizes) },
      { id: 'relu', operation: relu },
      { id: 'small', operation: input(1, 2) },
    ]),
  );
  expect(layers.map(({ outputElements }) => outputElements)).toEqual([null, null, 2]);
  expect([totals.forwardBytes, totals.trainingBytes]).toEqual([8, 8]);
});

test('the memory of the layers adds up to the total: a view of its input’s values holds none of its own', () => {
  const { layers, totals } = inferGraph(
    graphOf([
      { id: 'input', operation: input(1, 8, 4, 4) },
      { id: 'pool', operation: maxPool({ kernel: 2, stride: 2 }) },
      { id: 'flatten', operation: { kind: 'flatten', start: 1, end: -1 } },
    ]),
  );
  expect(layers.map(({ outputElements }) => outputElements)).toEqual([128, 32, 32]);
  expect(layers.map(({ heldElements }) => heldElements)).toEqual([128, 32, 0]);
  expect(totals.trainingBytes).toBe(4 * (128 + 32));
});
