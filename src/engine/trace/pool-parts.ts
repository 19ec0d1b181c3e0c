import { withoutOverhang, type AxisGeometry } from '../geometry/axis.ts';
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
import { labelOf, planeAxesOf, type Labels, type Slices } from './cut.ts';
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
  const around = axes.map(withoutOverhang).map((axis): AxisGeometry => {
    const { before, after } = axis.padding;
    return { ...axis, inputSize: axis.inputSize + before + after, padding: { before: 0, after: 0 } };
  });
  const whole = averagePoolGradient(shares, around, { ...pool, divisorOverride: 1 });
  const spans = threeAxes(axes).map((axis) => sharedSpan(axis, pool));
  const sizes = threeAxes(around).map(({ inputSize }) => inputSize);
  const data = whole.data.map((value, i) => {
    let rest = i;
    const isShared = [...sizes.keys()].reverse().every((along) => {
      const [size = 1, span] = [sizes[along], spans[along]];
      const place = rest % size;
      rest = Math.floor(rest / size);
      return span !== undefined && place >= span.first && place < span.end;
    });
    return isShared ? value : 0;
  });
  return { shape: whole.shape, data };
}

/** The places along the padded input that get a share of an average's gradient. */
export function sharedSpan(axis: AxisGeometry, { countIncludePadding }: AveragePoolOptions): Span {
  const { first, end } = countedSpan(axis, countIncludePadding);
  return { first: first + axis.padding.before, end: end + axis.padding.before };
}

/** dX of these gradients of the output. */
export function poolGradient({ x, axes, pool }: PoolRequest, dz: Tensor): Tensor {
  return pool.kind === 'max'
    ? maxPoolGradient(dz, maxPool(x, axes).winners, axes)
    : averagePoolGradient(dz, axes, pool);
}
