import type { Tensor } from '../tensor.ts';

/** A loss and its gradient by the tensor that it was taken of. */
export interface Loss {
  readonly value: number;
  readonly gradient: Tensor;
}
