/** A size that is a name times a factor: a batch `N`, an ONNX `dim_param`. Never confused with a number. */
export interface SymbolicDim {
  readonly symbol: string;
  readonly factor: number;
}

/** One dimension: a known size, a symbolic one, or null where it is unknown. */
export type Dim = number | SymbolicDim | null;

/** Dimensions in the framework's own order; null where even the rank is unknown. */
export type Shape = readonly Dim[] | null;

/** Where a tensor with spatial axes keeps its channels: [N, C, spatial…] or [N, spatial…, C]. */
export type Layout = 'channels-first' | 'channels-last';
