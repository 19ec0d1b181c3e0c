import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Framework } from '../../../src/model/graph/graph.ts';
import type { Operation, Padding, PaddingSides, Value } from '../../../src/model/graph/operation.ts';
import type { Dim, Layout, Shape } from '../../../src/model/graph/shape.ts';
import { messageOf } from '../../../src/model/problems/messages.ts';
import { addDims, divideDims, multiplyDims, sameDim } from '../../../src/model/shapes/dims.ts';
import { inferOperation } from '../../../src/model/shapes/infer-operation.ts';

const oddValues: fc.Arbitrary<Value> = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 8 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, -7, 2.5, NaN, Infinity, 1e9, Number.MAX_SAFE_INTEGER) },
);
const dims: fc.Arbitrary<Dim> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({ symbol: fc.constantFrom('N', 'M'), factor: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 1, arbitrary: fc.constantFrom(1e9, 2 ** 53) },
);
const shapes: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 6, arbitrary: fc.array(dims, { minLength: 4, maxLength: 4 }) },
  { weight: 2, arbitrary: fc.array(dims, { maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const frameworks = fc.constantFrom<Framework>('convlens', 'pytorch', 'keras', 'caffe', 'darknet', 'onnx');
const layout = fc.constantFrom<Layout>('channels-first', 'channels-last');
const perAxis = fc.array(oddValues, { minLength: 0, maxLength: 3 });
const sides: fc.Arbitrary<readonly PaddingSides[]> = fc.array(
  fc.record({ before: oddValues, after: oddValues }),
  {
    maxLength: 3,
  },
);
const padding: fc.Arbitrary<Padding> = fc.oneof(
  sides.map((each): Padding => ({ kind: 'explicit', sides: each })),
  fc.constantFrom<Padding>(
    { kind: 'same-upper' },
    { kind: 'same-lower' },
    { kind: 'same-unit-stride' },
    { kind: 'causal' },
  ),
);
const window = {
  kernel: perAxis,
  stride: perAxis,
  dilation: perAxis,
  padding,
  rounding: fc.constantFrom(
    'exact' as const,
    'floor' as const,
    'truncate' as const,
    'ceil' as const,
    'ceil-inside' as const,
  ),
  layout,
};
const channels = { inChannels: oddValues, outChannels: oddValues, groups: oddValues, bias: fc.boolean() };
const axis = fc.integer({ min: -5, max: 5 });

const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('convolution' as const), ...channels, ...window }),
  fc.record({
    kind: fc.constant('convolution' as const),
    ...channels,
    ...window,
    channelwise: fc.record({
      kind: fc.constantFrom('depthwise' as const, 'separable' as const),
      multiplier: oddValues,
    }),
    paddingMode: fc.constantFrom('reflect' as const, 'circular' as const),
    unshared: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('transposed-convolution' as const),
    ...channels,
    kernel: perAxis,
    stride: perAxis,
    dilation: perAxis,
    padding,
    outputPadding: fc.oneof(perAxis, fc.constant('auto' as const)),
    layout,
  }),
  fc.record({
    kind: fc.constant('pool' as const),
    mode: fc.constantFrom('max' as const, 'average' as const),
    countIncludePadding: fc.boolean(),
    ...window,
  }),
  fc.record({
    kind: fc.constant('adaptive-pool' as const),
    mode: fc.constant('average' as const),
    outputSize: fc.array(fc.oneof(oddValues, fc.constant('input' as const)), { maxLength: 3 }),
    layout,
  }),
  fc.record({
    kind: fc.constant('global-pool' as const),
    mode: fc.constant('max' as const),
    keepAxes: fc.boolean(),
    layout,
  }),
  fc.record({
    kind: fc.constant('normalization' as const),
    name: fc.constantFrom('batch' as const, 'layer' as const, 'group' as const),
    features: perAxis,
    groups: oddValues,
    axis,
    parametersPerFeature: fc.constantFrom(0, 2, 4),
  }),
  fc.record({
    kind: fc.constant('linear' as const),
    inFeatures: oddValues,
    outFeatures: oddValues,
    bias: fc.boolean(),
    flattens: fc.boolean(),
    axis,
  }),
  fc.record({ kind: fc.constant('flatten' as const), start: axis, end: axis }),
  fc.record({
    kind: fc.constant('reshape' as const),
    dims: fc.array(fc.oneof(dims, fc.constantFrom(-1, 'copy' as const)), { maxLength: 5 }),
    keepsBatch: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('permute' as const), order: fc.array(axis, { maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('pad' as const),
    sides,
    mode: fc.constantFrom('zeros' as const, 'reflect' as const),
    layout,
  }),
  fc.record({
    kind: fc.constant('slice' as const),
    ranges: fc.array(fc.record({ axis, start: axis, end: fc.option(axis), step: axis }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('split' as const),
    axis,
    parts: fc.integer({ min: 1, max: 5 }),
    sizes: fc.option(perAxis),
  }),
  fc.record({ kind: fc.constant('concat' as const), axis }),
  fc.record({
    kind: fc.constant('combine' as const),
    name: fc.constant('add' as const),
    broadcast: fc.constantFrom(
      'none' as const,
      'numpy' as const,
      'numpy-per-sample' as const,
      'as-first' as const,
      'channels' as const,
      'spatial' as const,
    ),
  }),
  fc.record({
    kind: fc.constant('upsample' as const),
    mode: fc.constantFrom('nearest' as const, 'bilinear' as const),
    target: fc.oneof(
      perAxis.map((factors) => ({ kind: 'scale' as const, factors })),
      perAxis.map((sizes) => ({ kind: 'size' as const, sizes })),
    ),
    layout,
  }),
  fc.record({
    kind: fc.constant('pixel-shuffle' as const),
    direction: fc.constantFrom('shuffle' as const, 'unshuffle' as const),
    factor: oddValues,
    layout,
  }),
  fc.record({
    kind: fc.constant('reduce' as const),
    axes: fc.oneof(fc.array(axis, { maxLength: 3 }), fc.constant('all' as const)),
    keepAxes: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('detection-head' as const),
    anchors: oddValues,
    valuesPerAnchor: oddValues,
    formula: fc.constant('80 classes + 5'),
  }),
);

test('any operation on any shapes: no exception, sizes that are whole and not negative or unknown, a message for every finding', () => {
  fc.assert(
    fc.property(
      operations,
      fc.array(shapes, { maxLength: 3 }),
      frameworks,
      (operation, inputs, framework) => {
        const { outputShapes, findings, params, macs } = inferOperation(operation, inputs, framework);
        for (const finding of findings)
          expect(messageOf(finding, framework, 'layer').length).toBeGreaterThan(10);
        for (const count of [params, macs]) expect(count === null || !Number.isNaN(count)).toBe(true);
        const refused = findings.length > 0;
        for (const dim of outputShapes.flatMap((shape) => shape ?? [])) {
          if (typeof dim === 'number' && !refused)
            expect(dim).toSatisfy((size: number) => Number.isInteger(size) && size >= 0);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

describe('sizes that are names', () => {
  const names = fc.record({ symbol: fc.constant('N'), factor: fc.integer({ min: 1, max: 50 }) });
  const numbers = fc.integer({ min: 1, max: 50 });
  const value = (dim: Dim, batch: number): number =>
    dim === null ? NaN : typeof dim === 'number' ? dim : dim.factor * batch;

  test('what is computed for a name holds for every number in its place', () => {
    fc.assert(
      fc.property(fc.oneof(names, numbers), fc.oneof(names, numbers), numbers, (a, b, batch) => {
        const holds = (result: Dim, expected: number) => {
          if (result !== null) expect(value(result, batch)).toBe(expected);
        };
        holds(multiplyDims(a, b), value(a, batch) * value(b, batch));
        holds(addDims(a, b), value(a, batch) + value(b, batch));
        holds(divideDims(a, b), value(a, batch) / value(b, batch));
        const same = sameDim(a, b);
        if (same !== 'unknown') expect(same === 'yes').toBe(value(a, batch) === value(b, batch));
      }),
    );
  });

  test('a network of a named batch gives the shapes of every batch size', () => {
    fc.assert(
      fc.property(
        operations,
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 3 }),
        numbers,
        (operation, sizes, batch) => {
          const named = inferOperation(operation, [[{ symbol: 'N', factor: 1 }, ...sizes]], 'keras');
          const numbered = inferOperation(operation, [[batch, ...sizes]], 'keras');
          if (numbered.findings.length > 0 || named.findings.length > 0) return;
          named.outputShapes.forEach((shape, output) => {
            const expected = numbered.outputShapes[output] ?? null;
            shape?.forEach((dim, place) => {
              const size = expected?.[place];
              if (dim !== null && typeof size === 'number') expect(value(dim, batch)).toBe(size);
            });
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});
