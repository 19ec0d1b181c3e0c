/** Float64Array in exact mode, Float32Array in fast mode. */
export type TensorData = Float64Array | Float32Array;

/** Values in C order; shapes are [N, C, spatial…], kernels [C_out, C_in/groups, spatial…]. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}
