import type { Tensor } from '../tensor.ts';
import { elementCount, zeros } from '../tensor.ts';
import { everyCell, gather, perAxisMap, scatterAdd, type IndexMap } from './index-maps.ts';
import { addScaled } from './rows.ts';

/** One spatial axis of an upsampling. */
export interface UpsampledAxis {
  readonly outputSize: number;
  /** The factor that the layer was given; null where it was given a size (pytorch: aten/src/ATen/native/UpSample.h). */
  readonly scale: number | null;
}

/** Every output cell takes input cell ⌊i·W/O⌋ (⌊i/scale⌋ where a scale is given) of each spatial axis. */
export function upsampleNearest(x: Tensor, axes: readonly UpsampledAxis[]): Tensor {
  return gather(x, nearestMap(x.shape, axes), outputShape(x.shape, axes));
}

export function upsampleNearestGradient(
  dz: Tensor,
  axes: readonly UpsampledAxis[],
  inputShape: readonly number[],
): Tensor {
  return scatterAdd(dz, nearestMap(inputShape, axes), inputShape);
}

/** How many cells an interpolation joins along an axis: two on a line, four on a cubic (Catmull-Rom with A = −0.75). */
export type Interpolation = 'linear' | 'cubic';

/** Interpolation along each spatial axis in turn: bilinear or bicubic in two dimensions, trilinear in three. */
export function interpolate(
  x: Tensor,
  interpolation: Interpolation,
  axes: readonly UpsampledAxis[],
  alignCorners: boolean,
): Tensor {
  return axes.reduce((tensor, axis, index) => {
    const dimension = index + 2;
    const taps = tapsOf[interpolation](tensor.shape[dimension] ?? 1, axis, alignCorners);
    const result = zeros(tensor.shape.with(dimension, axis.outputSize), tensor);
    forEachTap(tensor.shape, dimension, taps, (input, output, weight, run) =>
      addScaled(result.data, output, 1, tensor.data, input, 1, weight, run),
    );
    return result;
  }, x);
}

/** dX: every output cell's gradient shared out over the cells that it was interpolated from, axis by axis. */
export function interpolationGradient(
  dz: Tensor,
  interpolation: Interpolation,
  axes: readonly UpsampledAxis[],
  alignCorners: boolean,
  inputShape: readonly number[],
): Tensor {
  return axes.reduceRight((gradient, axis, index) => {
    const dimension = index + 2;
    const size = inputShape[dimension] ?? 1;
    const taps = tapsOf[interpolation](size, axis, alignCorners);
    const result = zeros(gradient.shape.with(dimension, size), gradient);
    forEachTap(result.shape, dimension, taps, (input, output, weight, run) =>
      addScaled(result.data, input, 1, gradient.data, output, 1, weight, run),
    );
    return result;
  }, dz);
}

/** Input cell `cell` counts with `weight` in output cell `output`. */
interface Tap {
  readonly output: number;
  readonly cell: number;
  readonly weight: number;
}

/** Where output cell `output` lies among the input's cells (pytorch: area_pixel_compute_source_index). */
function placesOf(
  inputSize: number,
  { outputSize, scale }: UpsampledAxis,
  alignCorners: boolean,
): readonly number[] {
  const step = alignCorners
    ? (inputSize - 1) / Math.max(1, outputSize - 1)
    : scale === null
      ? inputSize / outputSize
      : 1 / scale;
  return Array.from({ length: outputSize }, (_, output) =>
    alignCorners ? output * step : (output + 0.5) * step - 0.5,
  );
}

function linearTaps(inputSize: number, axis: UpsampledAxis, alignCorners: boolean): readonly Tap[] {
  return placesOf(inputSize, axis, alignCorners).flatMap((unbounded, output) => {
    const place = Math.max(0, unbounded);
    const cell = Math.min(Math.floor(place), inputSize - 1);
    const weight = Math.min(place - cell, 1);
    return [
      { output, cell, weight: 1 - weight },
      { output, cell: Math.min(cell + 1, inputSize - 1), weight },
    ];
  });
}

/** Cells beyond an edge are the one at the edge (pytorch: aten/src/ATen/native/UpSample.h, get_cubic_upsample_coefficients). */
function cubicTaps(inputSize: number, axis: UpsampledAxis, alignCorners: boolean): readonly Tap[] {
  return placesOf(inputSize, axis, alignCorners).flatMap((place, output) => {
    const cell = Math.floor(place);
    const t = place - cell;
    return [far(t + 1), near(t), near(1 - t), far(2 - t)].map((weight, tap) => ({
      output,
      cell: Math.min(Math.max(cell - 1 + tap, 0), inputSize - 1),
      weight,
    }));
  });
}

const A = -0.75;

/** The cubic within one cell of its middle, and from one to two cells away. */
const near = (x: number): number => ((A + 2) * x - (A + 3)) * x * x + 1;
const far = (x: number): number => ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;

const tapsOf = { linear: linearTaps, cubic: cubicTaps };

/** Applies the taps of one dimension everywhere: `run` values in a row, from flat places `input` and `output` on. */
function forEachTap(
  inputShape: readonly number[],
  dimension: number,
  taps: readonly Tap[],
  visit: (input: number, output: number, weight: number, run: number) => void,
): void {
  const outer = elementCount(inputShape.slice(0, dimension));
  const run = elementCount(inputShape.slice(dimension + 1));
  const size = inputShape[dimension] ?? 1;
  const outputSize = (taps.at(-1)?.output ?? -1) + 1;
  for (let i = 0; i < outer; i++) {
    for (const { output, cell, weight } of taps) {
      visit((i * size + cell) * run, (i * outputSize + output) * run, weight, run);
    }
  }
}

function nearestMap(inputShape: readonly number[], axes: readonly UpsampledAxis[]): IndexMap {
  const cells = inputShape.map((size, dimension) => {
    const axis = axes[dimension - 2];
    if (!axis) return everyCell(size);
    const step = axis.scale === null ? size / axis.outputSize : 1 / axis.scale;
    return Int32Array.from({ length: axis.outputSize }, (_, i) => Math.min(Math.floor(i * step), size - 1));
  });
  return perAxisMap(inputShape, cells);
}

function outputShape(inputShape: readonly number[], axes: readonly UpsampledAxis[]): readonly number[] {
  return inputShape.map((size, dimension) => axes[dimension - 2]?.outputSize ?? size);
}
