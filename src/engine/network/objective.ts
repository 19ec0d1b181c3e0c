import { crossEntropy } from '../kernels/cross-entropy.ts';
import type { Loss } from '../kernels/loss.ts';
import { squaredError } from '../kernels/squared-error.ts';
import { zeros, type Tensor } from '../tensor.ts';

/** What the backward pass starts from. */
export type Objective =
  /** The sum of the output: its gradient is 1 everywhere. */
  | { readonly kind: 'sum' }
  /** One value of the output, by its flat place. */
  | { readonly kind: 'cell'; readonly place: number }
  /** Class per cell of [N, spatial…]; an output without space is [N, classes]. */
  | { readonly kind: 'cross-entropy'; readonly classes: ArrayLike<number> }
  | { readonly kind: 'squared-error'; readonly target: Tensor }
  /** A gradient that was given. */
  | { readonly kind: 'given'; readonly gradient: Tensor };

export function evaluate(objective: Objective, output: Tensor): Loss {
  switch (objective.kind) {
    case 'sum': {
      let value = 0;
      for (const one of output.data) value += one;
      const gradient = zeros(output.shape, output);
      gradient.data.fill(1);
      return { value, gradient };
    }
    case 'cell': {
      const gradient = zeros(output.shape, output);
      gradient.data[objective.place] = 1;
      return { value: output.data[objective.place] ?? NaN, gradient };
    }
    case 'cross-entropy':
      return crossEntropy(output, objective.classes);
    case 'squared-error':
      return squaredError(output, objective.target);
    case 'given':
      return givenGradient(objective.gradient, output);
  }
}

/** The loss whose gradient is dZ: ⟨dZ, Z⟩. */
function givenGradient(gradient: Tensor, output: Tensor): Loss {
  let value = 0;
  for (const [i, one] of output.data.entries()) value += one * (gradient.data[i] ?? 0);
  return { value, gradient };
}
