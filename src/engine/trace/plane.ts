import { elementCount, type Tensor } from '../tensor.ts';
import type { Plane, PlaneAxis, TensorName } from './lesson.ts';

/** What a plane is cut from, and what its cells are. */
export interface PlaneSource {
  readonly name: TensorName;
  /** Values to cut from: at least [a, b, spatial…]. */
  readonly tensor: Tensor;
  /** Place in `tensor`: its first two indices, and the slice of 3-D data. */
  readonly cut: readonly [first: number, second: number, slice: number];
  /** Shape of the whole tensor of the layer, and the place in it that is shown. */
  readonly shape: readonly number[];
  readonly at: readonly number[];
  readonly variant?: Plane['variant'];
  readonly rows: PlaneAxis;
  readonly columns: PlaneAxis;
}

/** Cuts the last two axes of a tensor out; 1-D data are one row, a slice beyond the tensor is padding: zeros. */
export function planeFrom({
  name,
  tensor,
  cut,
  shape,
  at,
  variant = 'plain',
  rows,
  columns,
}: PlaneSource): Plane {
  return { tensor: name, shape, at, variant, rows, columns, values: planeValues(tensor, cut) };
}

export function planeValues(tensor: Tensor, [first, second, slice]: PlaneSource['cut']): Plane['values'] {
  const [, inner = 1, ...spatial] = tensor.shape;
  const size = elementCount(spatial.slice(-2));
  const slices = elementCount(spatial.slice(0, -2));
  if (slice < 0 || slice >= slices) return zerosLike(tensor, size);
  const start = ((first * inner + second) * slices + slice) * size;
  return tensor.data.slice(start, start + size);
}

function zerosLike(tensor: Tensor, size: number): Plane['values'] {
  return tensor.data instanceof Float64Array ? new Float64Array(size) : new Float32Array(size);
}

/** The tensor of chosen places along its first two dimensions; null takes all. Where that is the whole, it is the tensor itself. */
export function pick(
  tensor: Tensor,
  firsts: readonly number[] | null,
  seconds: readonly number[] | null,
): Tensor {
  const [outer = 1, inner = 1, ...spatial] = tensor.shape;
  const size = elementCount(spatial);
  const rows = firsts ?? range(outer);
  const columns = seconds ?? range(inner);
  if (isWhole(rows, outer) && isWhole(columns, inner)) return tensor;
  const result = zerosLike(tensor, rows.length * columns.length * size);
  rows.forEach((row, r) =>
    columns.forEach((column, c) => {
      const start = (row * inner + column) * size;
      result.set(tensor.data.subarray(start, start + size), (r * columns.length + c) * size);
    }),
  );
  return { shape: [rows.length, columns.length, ...spatial], data: result };
}

const isWhole = (places: readonly number[], length: number): boolean =>
  places.length === length && places.every((place, i) => place === i);

/**
 * These slices of each volume [a, b, d, h, w] in a row, in place of channels: [a, b·slices, h, w]; zeros beyond its ends.
 * Tensors of fewer axes are one slice, of one row where they have one axis.
 */
export function slicesAt(tensor: Tensor, slices: readonly number[]): Tensor {
  const [outer = 1, inner = 1, ...spatial] = tensor.shape;
  // Of what is no volume: large layers are not copied.
  if (spatial.length === 2 && isWhole(slices, 1)) return tensor;
  const [height = 1, width = 1] = spatial.length === 1 ? [1, ...spatial] : spatial.slice(-2);
  const planes = range(outer * inner).flatMap((place) =>
    slices.map((slice) => planeValues(tensor, [Math.floor(place / inner), place % inner, slice])),
  );
  const result = zerosLike(tensor, planes.length * height * width);
  planes.forEach((plane, place) => result.set(plane, place * height * width));
  return { shape: [outer, inner * slices.length, height, width], data: result };
}

export const range = (length: number, start = 0): number[] => Array.from({ length }, (_, i) => start + i);

/** whole − part − constant, value by value: what is not shown of a sum. */
export function remaining(whole: Plane['values'], part: Plane['values'], constant: number): Plane['values'] {
  return whole.map((value, i) => value - (part[i] ?? 0) - constant);
}

/** A transposed convolution's result with its bias; a slice that is cropped away has none. */
export const withBias = (plane: Plane, bias: number | null): Plane =>
  bias === null || isBeyond(plane) ? plane : { ...plane, values: plane.values.map((value) => value + bias) };

const isBeyond = ({ shape, at, variant }: Plane): boolean => {
  const [, , slice = 0] = at;
  return variant !== 'uncropped' && shape.length > 4 && (slice < 0 || slice >= (shape[2] ?? 1));
};
