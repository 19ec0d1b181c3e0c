import type { Tensor } from '../tensor.ts';

/** A layer's learned or kept tensors by name: weight, bias, scale, shift, mean, variance, slopes. */
export type Parameters = Readonly<Record<string, Tensor>>;

/** The gradients by every input, in order, and by every learned parameter. */
export interface LayerGradients {
  readonly inputs: readonly Tensor[];
  readonly parameters: Parameters;
}

/**
 * One operation after its forward pass. `backward` holds exactly the tensors that it needs, so that dropping it frees
 * them.
 */
export interface Applied {
  readonly output: Tensor;
  readonly backward: (dz: Tensor) => LayerGradients;
}

/** The gradients of an operation with one input and no parameters. */
export function inputOnly(gradient: Tensor): LayerGradients {
  return { inputs: [gradient], parameters: {} };
}
