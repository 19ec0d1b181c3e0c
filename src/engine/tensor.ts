/** Float64Array in exact mode, Float32Array in fast mode. */
export type TensorData = Float64Array | Float32Array;

/** Values in C order; shapes are [N, C, spatial…], kernels [C_out, C_in/groups, spatial…]. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** What a tensor's number format stands for. */
export const arithmeticOf = ({ data }: Tensor): 'exact' | 'fast' =>
  data instanceof Float64Array ? 'exact' : 'fast';

/** How many values a tensor of this shape holds. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** A tensor of zeros in the number format of another one. */
export function zeros(shape: readonly number[], like: Tensor): Tensor {
  return { shape, data: newData(elementCount(shape), like) };
}

/** The same values under another shape with as many elements; the data is shared. */
export function reshaped(tensor: Tensor, shape: readonly number[]): Tensor {
  if (elementCount(shape) !== tensor.data.length) {
    throw new RangeError(`[${tensor.shape.join(', ')}] has no shape [${shape.join(', ')}].`);
  }
  return { shape, data: tensor.data };
}

function newData(length: number, like: Tensor): TensorData {
  return like.data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

/** Batch and channels of [N, C, spatial…]. */
export interface Planes {
  readonly batch: number;
  readonly channels: number;
  readonly spatial: readonly number[];
  /** Values in one plane: the product of the spatial sizes. */
  readonly planeSize: number;
}

export function planesOf(tensor: Tensor): Planes {
  const [batch = 1, channels = 1, ...spatial] = tensor.shape;
  return { batch, channels, spatial, planeSize: elementCount(spatial) };
}
