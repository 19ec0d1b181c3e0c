import { describe, expect, test } from 'vitest';
import { filledTensors, layerLesson, type LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import { plainOptions } from '../../../../src/engine/trace/options.ts';
import type { PassId, StageId } from '../../../../src/engine/trace/lesson.ts';
import { equationsOf } from '../../../../src/scene/equations/equations.ts';
import { mathText, type MathNode } from '../../../../src/scene/equations/math-node.ts';
import { standing } from '../../../../src/scene/layer/playhead.ts';
import { evenAxes, first } from '../../../support/panel/plain-lesson.ts';

const fillings = { input: 'ramp', kernel: 'ones', gradient: 'ones', seed: 1 } as const;

/** 6×6, kernel 3, stride 2, padding 1: t = 1. */
const axes = evenAxes([6, 6], { kernel: 3, stride: 2, padding: 1 });
const spec: LayerSpec = {
  kind: 'convolution',
  input: [1, 1, 6, 6],
  outChannels: 1,
  groups: 1,
  bias: false,
  axes,
};

function texts(of: LayerSpec, pass: PassId, id: StageId, step: number): string[] {
  const lesson = layerLesson(of, filledTensors(of, fillings), first, plainOptions);
  const place = lesson.passes.findIndex((candidate) => candidate.id === pass);
  const stage = lesson.passes[place]?.stages.findIndex((candidate) => candidate.id === id) ?? -1;
  return equationsOf(lesson, standing(place, stage, step)).map(mathText);
}

describe('equations of a 3×3 kernel with stride 2 over a ramp of 6×6', () => {
  test.each([
    [
      'forward',
      'input',
      0,
      ['O = ⌊ (W + P[b] + P[e] − F′) / S ⌋ + 1', 'O = ⌊ (6 + 1 + 1 − 3) / 2 ⌋ + 1 = 3'],
    ],
    // 0 + 1 + 6 + 7: the window at the corner, its first row and column on padding.
    ['forward', 'correlate', 0, ['Z[i , j] = ∑ k , l W[k , l] · X[i S + k D , j S + l D]', 'Z[0 , 0] = 14']],
    ['backward-data', 'spread', 0, ['( O − 1 ) · S + 1', '( 3 − 1 ) · 2 + 1 = 5']],
    [
      'backward-data',
      'tail',
      0,
      ['t = W + P[b] + P[e] − F′ − ( O − 1 ) · S', 't = 6 + 1 + 1 − 3 − ( 3 − 1 ) · 2 = 1'],
    ],
    ['backward-data', 'border', 0, ['F′ − 1 = 2']],
    [
      'backward-data-scatter',
      'scatter',
      4,
      ['dX[i S + k D , j S + l D] += W[k , l] · dZ[i , j]', 'dZ[1 , 1] = 1'],
    ],
    [
      'backward-weights',
      'slide',
      4,
      ['dW[i , j] = ∑ k , l dZ[k , l] · X[i D + k , j D + l]', 'dW[1 , 1] = 126'],
    ],
    [
      'reads',
      'coverage',
      7,
      [
        'max ( 0 , ⌈ (x + P[b] − F′ + 1) / S ⌉ ) ≤ x′ ≤ min ( O − 1 , ⌊ (x + P[b]) / S ⌋ )',
        'max ( 0 , ⌈ (1 + 1 − 3 + 1) / 2 ⌉ ) ≤ y′ ≤ min ( 3 − 1 , ⌊ (1 + 1) / 2 ⌋ ) → y′ = 0 , 1',
        'max ( 0 , ⌈ (1 + 1 − 3 + 1) / 2 ⌉ ) ≤ x′ ≤ min ( 3 − 1 , ⌊ (1 + 1) / 2 ⌋ ) → x′ = 0 , 1',
      ],
    ],
    ['im2col', 'unroll', 4, ['M[k F + l , i O + j] = X[i S + k D , j S + l D]', 'M[0…8 , 4] = X[2…4 , 2…4]']],
    [
      'im2col-data',
      'fold-back',
      4,
      ['dX[i S + k D , j S + l D] += dM[k F + l , i O + j]', 'dX[2…4 , 2…4] += dM[0…8 , 4]'],
    ],
    ['im2col', 'product', 0, ['Z = W · M', 'Z[0 , 0] = 14']],
    ['im2col-data', 'product', 0, ['dM = W⊤ · dZ', 'dM[0 , 0] = 1']],
    ['im2col-weights', 'product', 0, ['dW = dZ · M⊤', 'dW[0 , 0] = 56']],
  ] as const)('%s, %s, step %i', (pass, stage, step, expected) => {
    expect(texts(spec, pass, stage, step)).toEqual(expected);
  });

  test('pools name the greatest value or the mean', () => {
    const pool = { input: [1, 1, 6, 6], axes } as const;
    expect(texts({ kind: 'max-pool', ...pool }, 'forward', 'pool', 4)).toEqual([
      'Z[i , j] = max k , l X[i S + k D , j S + l D]',
      'Z[1 , 1] = 21',
    ]);
    expect(
      texts({ kind: 'average-pool', countIncludePadding: false, ...pool }, 'forward', 'pool', 0),
    ).toEqual(['Z[i , j] = (1) / n ∑ k , l X[i S + k D , j S + l D]', 'Z[0 , 0] = 3.5 , n = 4']);
  });

  test.each([
    ['max-pool', 'route', 4, ['dX[i S + k∗ D , j S + l∗ D] += dZ[i , j]', 'dX[4 , 4] += dZ[1 , 1] = 1']],
    ['max-pool', 'hand-back', 4, ['dM[k∗ , j] = dZ[j]', 'dM[8 , 4] = dZ[4] = 1']],
    [
      'average-pool',
      'route',
      0,
      ['dX[i S + k D , j S + l D] += (dZ[i , j]) / n', '(dZ[0 , 0]) / n = (1) / 4 = 0.25'],
    ],
    ['average-pool', 'hand-back', 0, ['dM[k , j] = (dZ[j]) / n', '(dZ[0]) / n = (1) / 4 = 0.25']],
  ] as const)('%s, %s, step %i: where a gradient goes', (kind, stage, step, expected) => {
    const pool = { input: [1, 1, 6, 6], axes } as const;
    const of: LayerSpec =
      kind === 'max-pool' ? { kind, ...pool } : { kind, countIncludePadding: false, ...pool };
    expect(texts(of, stage === 'route' ? 'backward-data' : 'im2col-data', stage, step)).toEqual(expected);
  });
});

/** 7 cells, kernel 3, stride 2, padding 1, two channels of ones and a bias of one. */
const line: LayerSpec = {
  kind: 'convolution',
  input: [1, 2, 7],
  outChannels: 1,
  groups: 1,
  bias: true,
  axes: evenAxes([7], { kernel: 3, stride: 2, padding: 1 }),
};

test.each([
  ['forward', 'correlate', 0, ['Z[i] = ∑ c , k W[c , k] · X[c , i S + k D] + b', 'Z[0] = 1 + 1 + 0.5 = 2.5']],
  ['backward-data', 'sweep', 1, ['dX[i] = ∑ k W180°[k] · dZ[i + k D]', 'dX[1] = 1']],
  ['backward-data-scatter', 'scatter', 2, ['dX[i S + k D] += W[k] · dZ[i]', 'dZ[2] = 1']],
  ['backward-weights', 'slide', 0, ['dW[i] = ∑ k dZ[k] · X[i D + k]', 'dW[0] = 9']],
  ['backward-weights', 'sum-bias', 0, ['db = ∑ i dZ[i]', 'db = 1']],
  ['backward-weights', 'sum-bias', 2, ['db = ∑ i dZ[i]', 'db = 3']],
  ['backward-weights', 'sum-bias', 3, ['db = ∑ i dZ[i]', 'db = 4']],
  ['im2col', 'unroll', 1, ['M[c F + k , i] = X[c , i S + k D]', 'M[0…2 , 1] = X[2…4]']],
] as const)('along one axis: %s, %s, step %i', (pass, stage, step, expected) => {
  expect(texts(line, pass, stage, step)).toEqual(expected);
});

/** Two channels of 4×5×5, kernel 2×3×3, padding 1, stride 2. */
const volume: LayerSpec = {
  kind: 'convolution',
  input: [2, 2, 4, 5, 5],
  outChannels: 3,
  groups: 1,
  bias: false,
  axes: [
    ...evenAxes([4], { kernel: 2, stride: 2, padding: 1 }),
    ...evenAxes([5, 5], { kernel: 3, stride: 2, padding: 1 }),
  ],
};

test.each([
  [
    'forward',
    'correlate',
    0,
    'Z[d , i , j] = ∑ c , m , k , l W[c , m , k , l] · X[c , d S + m D , i S + k D , j S + l D] + b',
  ],
  [
    'backward-data',
    'sweep',
    0,
    'dX[d , i , j] = ∑ c , m , k , l W180°[c , m , k , l] · dZ[c , d + m D , i + k D , j + l D]',
  ],
  [
    'backward-weights',
    'slide',
    0,
    'dW[d , i , j] = ∑ n , m , k , l dZ[n , m , k , l] · X[n , d D + m , i D + k , j D + l]',
  ],
  ['backward-weights', 'sum-bias', 0, 'db = ∑ n , d , i , j dZ[n , d , i , j]'],
  [
    'im2col',
    'unroll',
    0,
    'M[c F F F + m F F + k F + l , i O + j] = X[c , d S + m D , i S + k D , j S + l D]',
  ],
] as const)('along three axes: %s, %s, step %i', (pass, stage, step, letters) => {
  expect(texts({ ...volume, bias: true }, pass, stage, step)[0]).toBe(letters);
});

test.each([
  [2, 3, 'X[{0, 2} , {3, 5}]'],
  [3, 3, 'X[{0, 2, 4} , {3, 5, 7}]'],
  [4, 2, 'X[{0, 2 … 6} , {2, 4 … 8}]'],
])('the cells that %i taps with dilation 2 read in step %i: %s', (kernel, step, window) => {
  const axes = evenAxes([12, 12], { kernel, stride: 1, padding: 0, dilation: 2 });
  const [, numbers] = texts({ ...spec, input: [1, 1, 12, 12], axes }, 'im2col', 'unroll', step);
  expect(numbers).toBe(`M[0…${kernel * kernel - 1} , ${step}] = ${window}`);
});

test('a cell of a volume has the index of its slice, as its rows and columns counted', () => {
  // The first slice of the output reads the padding with its first kernel slice: slice 0 of the padded input.
  expect(texts(volume, 'backward-data', 'sweep', 0)[1]).toMatch(/^dX\[0 , 0 , 0\] = /);
  expect(texts(volume, 'forward', 'correlate', 0)[1]).toMatch(/^Z\[0 , 0 , 0\] = /);
});

test.each([
  ['forward', 2, ['Z = W · X + b', 'Z[2] = 6 − 0.25 = 5.75']],
  ['backward-data', 1, ['dX = W⊤ · dZ', 'dX[1] = 3']],
  ['backward-weights', 5, ['dW = dZ · X⊤', 'dW[1 , 1] = 1']],
] as const)('a linear layer of 4 to 3 features: %s, step %i', (pass, step, expected) => {
  expect(
    texts({ kind: 'linear', input: [1, 4], outFeatures: 3, bias: true }, pass, 'multiply', step),
  ).toEqual(expected);
});

/** Letters and numbers that are lit together with a tensor, in the order that they stand in. */
function namesIn(math: MathNode): string[] {
  switch (math.kind) {
    case 'name':
      return math.tensor ? [`${math.text} ${math.tensor}`] : [];
    case 'row':
      return math.parts.flatMap(namesIn);
    case 'floor':
    case 'ceiling':
      return namesIn(math.body);
    case 'fraction':
      return [math.over, math.under].flatMap(namesIn);
    default:
      return [];
  }
}

test.each([
  [
    'readers',
    [
      ['x dX', 'F′ W', 'x′ dZ', 'O dZ', 'x dX'],
      ['1 dX', '3 W', 'y′ dZ', '3 dZ', '1 dX', 'y′ dZ', '0 dZ', '1 dZ'],
      ['3 dX', '3 W', 'x′ dZ', '3 dZ', '3 dX', 'x′ dZ', '1 dZ', '2 dZ'],
    ],
  ],
  [
    'coverage',
    [
      ['x count', 'x′ Z', 'O Z', 'x count'],
      ['1 count', 'y′ Z', '3 Z', '1 count', 'y′ Z', '0 Z', '1 Z'],
      ['3 count', 'x′ Z', '3 Z', '3 count', 'x′ Z', '1 Z', '2 Z'],
    ],
  ],
] as const)('%s of the cell [1, 3]: what is lit in its bounds together with the picture', (id, expected) => {
  const lesson = layerLesson(spec, filledTensors(spec, fillings), first, plainOptions);
  const pass = lesson.passes.findIndex((candidate) => candidate.id === 'reads');
  const stage = lesson.passes[pass]?.stages.findIndex((candidate) => candidate.id === id) ?? -1;
  expect(equationsOf(lesson, standing(pass, stage, 9)).map(namesIn)).toEqual(expected);
});
