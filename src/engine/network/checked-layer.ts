import type { Tensor } from '../tensor.ts';
import type { EngineOperation } from './operation.ts';

/** A layer with its numbers, and the gradient of its output. */
export interface CheckedLayer {
  readonly operation: EngineOperation;
  readonly x: Tensor;
  readonly w: Tensor | null;
  readonly b: Tensor | null;
  readonly dz: Tensor;
}
