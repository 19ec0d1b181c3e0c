import type { Shape } from '../../../model/graph/shape.ts';
import type { OperationInference } from '../../../model/shapes/inference.ts';
import type { DType } from '../interpreter/atoms.ts';
import type { Machine } from '../interpreter/machine.ts';
import { PyTensor, Unknown, type Value } from '../interpreter/values.ts';
import { constant } from '../torch/tensors.ts';

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

/** What an operation gives, and why sizes of it are unknown, where some are. */
export function outputsOf(
  vm: Machine | null,
  inputs: readonly Value[],
  { outputShapes, findings }: OperationInference,
  dtype: DType,
): { readonly outputs: readonly PyTensor[]; readonly why: Unknown | null } {
  const why = outputShapes.some(isPartlyUnknown) ? reasonOf(vm, inputs, findings.length > 0) : null;
  const outputs = outputShapes.map((shape) => {
    const tensor = constant(shape, dtype);
    tensor.why = why;
    return tensor;
  });
  return { outputs, why };
}
