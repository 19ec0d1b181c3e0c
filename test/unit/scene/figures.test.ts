import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../src/engine/tensor.ts';
import { filledTensors, layerLesson, type LayerSpec } from '../../../src/engine/trace/layer-lesson.ts';
import type { CellKind, Lesson, PassId, Stage, StageId } from '../../../src/engine/trace/lesson.ts';
import type { Scene } from '../../../src/scene/draw-list.ts';
import { explainLesson } from '../../../src/scene/layer/explain-lesson.ts';
import { cellTexts } from '../../../src/scene/layer/cell-texts.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { workingOf } from '../../../src/scene/layer/ledger.ts';
import { standing } from '../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../src/scene/layer/steps.ts';
import { Palette } from '../../../src/scene/palette.ts';
import { receptiveField } from '../../../src/scene/receptive/receptive-field.ts';
import { receptiveScene } from '../../../src/scene/receptive/receptive-scene.ts';
import { toSvg } from '../../../src/scene/svg.ts';
import { themeColors } from '../../../src/scene/theme-colors.ts';
import { english } from '../../../src/scene/words/english.ts';
import { expectGolden } from '../../support/panel/golden.ts';
import { textsOf } from '../../support/panel/mark-bounds.ts';
import { sampleNetwork } from '../../support/panel/sample-networks.ts';
import { evenAxes, first } from '../../support/panel/plain-lesson.ts';

/** The figures that texts on convolutional networks teach with; docs/panel.md says where each is in the panel. */

const light = new Palette(themeColors('light', () => undefined));
const svg = (scene: Scene): string => toSvg(scene, light, { ui: 'sans-serif', mono: 'monospace' });

/** One channel in, one out, no bias, no padding. */
const single = (size: number, kernel: number, stride = 1): LayerSpec => ({
  kind: 'convolution',
  input: [1, 1, size, size],
  outChannels: 1,
  groups: 1,
  bias: false,
  axes: evenAxes([size, size], { kernel, stride }),
});

const square = (values: readonly number[]): Tensor => {
  const side = Math.sqrt(values.length);
  return { shape: [1, 1, side, side], data: Float64Array.from(values) };
};

// examples/by-hand.convlens.yaml
const x = square([1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0]);
const w = square([1, 0, 1, 0, 1, 0, 1, 0, 1]);
const dz = square([1, 2, 3, 4, 5, 6, 7, 8, 9]);
const byHand = layerLesson(single(5, 3), { x, w, b: null, dz }, first);

function stageOf(lesson: Lesson, pass: PassId, id: StageId) {
  const passPlace = lesson.passes.findIndex((entry) => entry.id === pass);
  const stages = lesson.passes[passPlace]?.stages ?? [];
  const place = stages.findIndex((entry) => entry.id === id);
  const stage = stages[place];
  if (!stage) throw new Error(`${pass} has no stage ${id}`);
  const scene = (step: number): Scene =>
    layerScene(lesson, standing(passPlace, place, step), { width: 760, height: 420, words: english });
  return { stage, scene };
}

/** Every sum of a stage, as the ledger writes it out below the picture. */
const sums = (stage: Stage): (number | undefined)[] =>
  Array.from({ length: stepCount(stage) }, (_, step) => workingOf(stage, step, english)?.result.value);

/** The products of a step. */
const products = (stage: Stage, step: number) => workingOf(stage, step, english)?.grids.at(-1)?.values;

const numbers = (scene: Scene, plane: number): number[] =>
  cellTexts(scene, plane).map((cell) => Number(cell.replace('−', '-')));

// Sums below are those of PyTorch's conv2d and its gradients.
describe('5×5 with 3×3, by hand', () => {
  test('nine windows, nine sums: 4 3 4 / 2 4 3 / 2 3 4', () => {
    const { stage, scene } = stageOf(byHand, 'forward', 'correlate');
    expect(sums(stage)).toEqual([4, 3, 4, 2, 4, 3, 2, 3, 4]);
    expect(products(stage, 0)).toEqual([1, 0, 1, 0, 1, 0, 0, 0, 1]);
    expect(products(stage, 5)).toEqual([1, 0, 0, 0, 1, 0, 1, 0, 0]);
    expect(numbers(scene(8), 2)).toEqual([4, 3, 4, 2, 4, 3, 2, 3, 4]);
    expectGolden('figure-by-hand.svg', svg(scene(5)));
  });

  test('nine sums of dW, where dZ is 1 … 9', () => {
    const { stage } = stageOf(byHand, 'backward-weights', 'slide');
    expect(sums(stage)).toEqual([26, 35, 34, 20, 34, 33, 26, 31, 22]);
  });

  test('twenty-five sums of dX, by the formula and by scattering', () => {
    const all = [1, 2, 4, 2, 3, 4, 6, 12, 8, 6, 8, 14, 25, 16, 12, 4, 12, 18, 14, 6, 7, 8, 16, 8, 9];
    expect(sums(stageOf(byHand, 'backward-data', 'sweep').stage)).toEqual(all);
    const { stage, scene } = stageOf(byHand, 'backward-data-scatter', 'scatter');
    expect(numbers(scene(stepCount(stage) - 1), 2)).toEqual(all);
  });
});

describe('correlation and convolution', () => {
  const kernel = square([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const lessonOf = (trueConvolution: boolean) =>
    layerLesson(single(5, 3), { x, w: kernel, b: null, dz }, first, { trueConvolution, faults: [] });

  test('as it stands: 1 2 3 / 4 5 6 / 7 8 9', () => {
    const { stage } = stageOf(lessonOf(false), 'forward', 'correlate');
    expect(sums(stage)).toEqual([26, 35, 34, 20, 34, 33, 26, 31, 22]);
  });

  test('turned by 180° first: 9 8 7 / 6 5 4 / 3 2 1', () => {
    const turned = lessonOf(true);
    expect(stageOf(turned, 'forward', 'flip').stage.planes.map(({ variant }) => variant)).toContain(
      'rotated',
    );
    const { stage, scene } = stageOf(turned, 'forward', 'correlate');
    expect(numbers(scene(0), 1)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(sums(stage)).toEqual([34, 35, 26, 20, 36, 37, 14, 29, 38]);
    expectGolden('figure-true-convolution.svg', svg(scene(0)));
  });
});

test('weight sharing: 81 of 225 entries are copies of 9 weights, each 9 times', () => {
  const { stage, scene } = stageOf(byHand, 'sharing', 'share');
  const matrix = stage.planes.find(({ classes }) => classes?.length === 225);
  const copies = Array.from({ length: 9 }, (_, weight) =>
    matrix?.classes?.reduce((count, entry) => count + (entry === weight ? 1 : 0), 0),
  );
  expect(copies).toEqual([9, 9, 9, 9, 9, 9, 9, 9, 9]);
  expectGolden('figure-weight-sharing.svg', svg(scene(4)));
});

describe('im2col', () => {
  test('first step: windows become columns', () => {
    const { stage, scene } = stageOf(byHand, 'im2col', 'unroll');
    const last = scene(stepCount(stage) - 1);
    const columns = numbers(last, 1);
    const column = (place: number) => columns.filter((_, cell) => cell % 9 === place);
    expect(column(0)).toEqual([1, 1, 1, 0, 1, 1, 0, 0, 1]);
    expect(column(5)).toEqual([1, 1, 0, 1, 1, 1, 1, 1, 0]);
    expect(column(8)).toEqual([1, 1, 1, 1, 1, 0, 1, 0, 0]);
    expectGolden('figure-im2col-columns.svg', svg(scene(5)));
  });

  test('second step: one row times all columns', () => {
    const { stage, scene } = stageOf(byHand, 'im2col', 'product');
    expect(sums(stage)).toEqual([4, 3, 4, 2, 4, 3, 2, 3, 4]);
    expect(numbers(scene(0), 0)).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1]);
    expectGolden('figure-im2col-product.svg', svg(scene(5)));
  });
});

describe('the textbook bug: the zeros for the tail are forgotten', () => {
  const fillings = { input: 'ramp', kernel: 'noise', gradient: 'noise', seed: 1 } as const;
  const forgetful = (size: number) => {
    const spec = single(size, 3, 2);
    return layerLesson(spec, filledTensors(spec, fillings), first, {
      trueConvolution: false,
      faults: ['tail'],
    });
  };
  const tailOf = ({ facts }: Lesson) => facts?.faults.find(({ fault }) => fault === 'tail');

  test.each([
    [6, 5],
    [8, 7],
  ])('input %i, kernel 3, stride 2, t = 1: dX comes out %i cells wide', (size, small) => {
    const lesson = forgetful(size);
    expect(tailOf(lesson)).toEqual({ fault: 'tail', made: true, shows: true });
    const { stage, scene } = stageOf(lesson, 'code-formula', 'compare');
    expect(stage.planes.map(({ rows, columns }) => [rows.kinds.length, columns.kinds.length])).toEqual([
      [small, small],
      [size, size],
    ]);
    expect(explainLesson(lesson, stage, english)).toBe(
      `dX comes out ${small}×${small}. Right is ${size}×${size}.`,
    );
    expectGolden(`figure-textbook-bug-${size}.svg`, svg(scene(0)));
  });

  test('input 5, kernel 3, stride 2, t = 0: nothing to compare, and the switch says that both agree', () => {
    const lesson = forgetful(5);
    expect(tailOf(lesson)).toEqual({ fault: 'tail', made: true, shows: false });
    expect(() => stageOf(lesson, 'code-formula', 'compare')).toThrow('no stage compare');
    expect(english.lesson.harmless.tail).toContain('t = 0, so no zeros are forgotten and both agree');
  });
});

test('two ways that differ by rounding say by how much', () => {
  const { stage } = stageOf(byHand, 'backward-data-agree', 'agree');
  expect(explainLesson(byHand, stage, english)).toBe(
    'dX both ways, 5×5: the difference is 0 in all 25 cells.',
  );
  const planes = stage.planes.map((plane, place) =>
    place === 2 ? { ...plane, values: Float32Array.from([0, -1.5e-7, 2.5e-8]) } : plane,
  );
  expect(explainLesson({ ...byHand, arithmetic: 'fast' }, { ...stage, planes }, english)).toBe(
    'dX both ways, 5×5: the largest difference is 1.5e-7. That is the rounding of float32: the two add in different orders.',
  );
});

const letters: Readonly<Record<CellKind, string>> = {
  data: 'd',
  gap: '0',
  tail: 't',
  border: '·',
  padding: 'p',
};

describe('dZ spread and padded', () => {
  test.each([
    [4, 2, 1, '·ddd·'],
    [5, 3, 1, '··ddd··'],
    [6, 2, 2, '·d0d0d·'],
    [5, 3, 2, '··d0d··'],
    [6, 3, 2, '··d0dt··'],
    [8, 3, 3, '··d00dtt··'],
    [7, 2, 3, '·d00dtt·'],
  ])('input %i, kernel %i, stride %i: %s', (size, kernel, stride, expected) => {
    const spec = single(size, kernel, stride);
    const fillings = { input: 'ramp', kernel: 'noise', gradient: 'ramp', seed: 1 } as const;
    const lesson = layerLesson(spec, filledTensors(spec, fillings), first);
    const { stage, scene } = stageOf(lesson, 'backward-data', 'border');
    const [plane] = stage.planes;
    const kinds = (axis: { readonly kinds: readonly CellKind[] } | undefined) =>
      axis?.kinds.map((kind) => letters[kind]).join('');
    expect(kinds(plane?.rows)).toBe(expected);
    expect(kinds(plane?.columns)).toBe(expected);
    // What the turned kernel sweeps over gives the input's size back.
    expect(expected.length - kernel + 1).toBe(size);
    expectGolden(`figure-spread-${size}-${kernel}-${stride}.svg`, svg(scene(0)));
  });
});

test('two layers by their indices: [1, 2] reads [1…3, 2…4], then [1…5, 2…6]', () => {
  const layer = (id: string, inputSize: number, size: number) => ({
    id,
    type: 'Conv2d',
    kind: 'convolution' as const,
    summary: '3×3',
    shape: [1, size, size],
    axis: { config: [inputSize, 3, 1, 0] as const, verdict: 'fits' as const },
  });
  const network = sampleNetwork('two layers', [
    { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [1, 7, 7] },
    layer('conv1', 7, 5),
    layer('conv2', 5, 3),
  ]);
  const steps = receptiveField(network, 'conv2', { row: 1, column: 2 });
  const scene = receptiveScene(steps, { width: 900 }, english);
  expect(scene.description).toEqual([
    'conv2: one of 3×3, [1, 2].',
    'conv1: reads 3×3 of 5×5, [1…3, 2…4].',
    'image: reads 5×5 of 7×7, [1…5, 2…6].',
  ]);
  expect(textsOf(scene.marks)).toEqual(expect.arrayContaining(['1,2', '4,4', '6,6']));
  expectGolden('figure-two-layers.svg', svg(scene));
});
