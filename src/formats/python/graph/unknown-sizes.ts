import type { Shape } from '../../../model/graph/shape.ts';
import type { Machine } from '../interpreter/machine.ts';
import { PyTensor, Unknown, type Value } from '../interpreter/values.ts';

export function isPartlyUnknown(shape: Shape): boolean {
  return shape === null || shape.includes(null);
}

/** Why a size of what an operation gives is not known: what it was given says so, or the operation itself. */
export function reasonOf(vm: Machine | null, inputs: readonly Value[], isRefused: boolean): Unknown | null {
  for (const input of inputs) {
    if (input instanceof Unknown) return input;
    if (input instanceof PyTensor && input.why) return input.why;
  }
  return (
    vm?.unknown(isRefused ? 'PyTorch would refuse this' : 'a size that cannot be worked out here') ?? null
  );
}
