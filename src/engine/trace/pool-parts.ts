import type { AxisGeometry } from '../geometry/axis.ts';
import { threeAxes } from '../geometry/window.ts';
import {
  averagePoolGradient,
  countedSpan,
  divide,
  divisors,
  type AveragePoolOptions,
  type Span,
} from '../kernels/average-pool.ts';
import { maxPool, maxPoolGradient } from '../kernels/max-pool.ts';
import type { Tensor } from '../tensor.ts';
import { padInput } from './correlate-stages.ts';
import { labelOf, overPadding, planeAxesOf, type Labels, type Slices } from './cut.ts';
import type { LayerNames, Plane, TensorName } from './lesson.ts';
import { dataAxis, inputAxis } from './plane-axes.ts';
import { planeFrom } from './plane.ts';

export type PoolKind = { readonly kind: 'max' } | ({ readonly kind: 'average' } & AveragePoolOptions);

/** A pool of one channel, and what is shown of it. */
export interface PoolRequest {
  readonly names: LayerNames;
  /** [1, 1, …] both */
  readonly x: Tensor;
  readonly dz: Tensor;
  readonly axes: readonly AxisGeometry[];
  readonly pool: PoolKind;
  readonly slices: Slices;
  readonly labels: Labels;
}

/** The shown slice of a tensor that is shaped like the input. */
export function inputPlane({ axes, slices, labels }: PoolRequest, name: TensorName, tensor: Tensor): Plane {
  const { rows, columns } = planeAxesOf(axes);
  return planeFrom({
    name,
    tensor,
    cut: [0, 0, slices.input],
    ...labelOf(labels, name),
    rows: inputAxis(rows),
    columns: inputAxis(columns),
  });
}

/** The shown slice of a tensor that is shaped like the output. */
export function outputPlane({ axes, slices, labels }: PoolRequest, name: TensorName, tensor: Tensor): Plane {
  const { rows, columns } = planeAxesOf(axes);
  return planeFrom({
    name,
    tensor,
    cut: [0, 0, slices.output],
    ...labelOf(labels, name),
    rows: dataAxis(rows.outputSize),
    columns: dataAxis(columns.outputSize),
  });
}

/** A greatest value never comes from the padding: it counts as −∞. */
export function withoutPadding(plane: Plane, isPaddingSlice: boolean): Plane {
  const { rows, columns, values } = plane;
  const width = columns.kinds.length;
  const isData = (row: number, column: number): boolean =>
    !isPaddingSlice && rows.kinds[row] === 'data' && columns.kinds[column] === 'data';
  return {
    ...plane,
    values: values.map((value, i) => (isData(Math.floor(i / width), i % width) ? value : -Infinity)),
  };
}

/** dX before its padding is cut off: an average pool gives the padding its share, too, where it counts in the divisor. */
export function paddedGradient(request: PoolRequest, dz: Tensor): Tensor {
  const { axes, pool } = request;
  if (pool.kind === 'max') return padInput(poolGradient(request, dz), axes);
  const shares: Tensor = { shape: dz.shape, data: dz.data.slice() };
  divide(shares, divisors(axes, pool));
  const around = axes.map(overPadding);
  const whole = averagePoolGradient(shares, around, { ...pool, divisorOverride: 1 });
  const isShared = sharedCells(axes, pool);
  const [slices = 1, rows = 1, columns = 1] = threeAxes(around).map(({ inputSize }) => inputSize);
  const data = whole.data.map((value, i) => {
    const plane = i % (rows * columns * slices);
    return isShared(Math.floor(plane / (rows * columns)), Math.floor(plane / columns) % rows, plane % columns)
      ? value
      : 0;
  });
  return { shape: whole.shape, data };
}

/** Which cells of the padded input get a share of an average's gradient. */
export function sharedCells(
  axes: readonly AxisGeometry[],
  options: AveragePoolOptions,
): (slice: number, row: number, column: number) => boolean {
  const [slices, rows, columns] = threeAxes(axes);
  const [outer, middle, inner] = [slices, rows, columns].map((axis) => sharedSpan(axis, options));
  const holds = (span: Span | undefined, place: number): boolean =>
    span !== undefined && place >= span.first && place < span.end;
  return (slice, row, column) => holds(outer, slice) && holds(middle, row) && holds(inner, column);
}

/**
 * The places along the padded input that get a share of an average's gradient: those that count in the divisor, of one that
 * is given all that windows reach.
 */
export function sharedSpan(
  axis: AxisGeometry,
  { countIncludePadding, divisorOverride }: AveragePoolOptions,
): Span {
  if (divisorOverride !== undefined) return { first: 0, end: overPadding(axis).inputSize };
  const { first, end } = countedSpan(axis, countIncludePadding);
  return { first: first + axis.padding.before, end: end + axis.padding.before };
}

/** dX of these gradients of the output. */
export function poolGradient({ x, axes, pool }: PoolRequest, dz: Tensor): Tensor {
  return pool.kind === 'max'
    ? maxPoolGradient(dz, maxPool(x, axes).winners, axes)
    : averagePoolGradient(dz, axes, pool);
}
