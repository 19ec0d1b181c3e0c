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

/** Linear interpolation along each spatial axis in turn: bilinear in two dimensions, trilinear in three. */
export function upsampleLinear(x: Tensor, axes: readonly UpsampledAxis[], alignCorners: boolean): Tensor {
  return axes.reduce((tensor, axis, index) => {
    const dimension = index + 2;
    const size = tensor.shape[dimension] ?? 1;
    const result = zeros(tensor.shape.with(dimension, axis.outputSize), tensor);
    forEachTap(tensor.shape, dimension, linearTaps(size, axis, alignCorners), (input, output, weight, run) =>
      addScaled(result.data, output, 1, tensor.data, input, 1, weight, run),
    );
    return result;
  }, x);
}

/** dX: every output cell's gradient shared out over the cells that it was interpolated from, axis by axis. */
export function upsampleLinearGradient(
  dz: Tensor,
  axes: readonly UpsampledAxis[],
  alignCorners: boolean,
  inputShape: readonly number[],
): Tensor {
  return axes.reduceRight((gradient, axis, index) => {
    const dimension = index + 2;
    const size = inputShape[dimension] ?? 1;
    const result = zeros(gradient.shape.with(dimension, size), gradient);
    forEachTap(result.shape, dimension, linearTaps(size, axis, alignCorners), (input, output, weight, run) =>
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

function linearTaps(
  inputSize: number,
  { outputSize, scale }: UpsampledAxis,
  alignCorners: boolean,
): readonly Tap[] {
  const step = alignCorners
    ? (inputSize - 1) / Math.max(1, outputSize - 1)
    : scale === null
      ? inputSize / outputSize
      : 1 / scale;
  return Array.from({ length: outputSize }, (_, output) => {
    const place = alignCorners ? output * step : Math.max(0, (output + 0.5) * step - 0.5);
    const cell = Math.min(Math.floor(place), inputSize - 1);
    const weight = Math.min(place - cell, 1);
    return [
      { output, cell, weight: 1 - weight },
      { output, cell: Math.min(cell + 1, inputSize - 1), weight },
    ];
  }).flat();
}

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
