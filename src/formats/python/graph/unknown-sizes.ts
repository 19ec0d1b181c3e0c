import type { Shape } from '../../../model/graph/shape.ts';
import type { OperationInference } from '../../../model/shapes/inference.ts';
import type { DType } from '../interpreter/atoms.ts';
import type { Machine } from '../interpreter/machine.ts';
import { PyTensor, Unknown, type Value } from '../interpreter/values.ts';
import { constant } from '../torch/tensors.ts';
import { said } from '../../../model/text/text.ts';
import { nodeOf } from './recorded.ts';

export function isPartlyUnknown(shape: Shape): boolean {
  return shape === null || shape.includes(null);
}

/** The name of an input of the model whose size is not known as a whole. */
function openInput(input: Value): string | null {
  const node = input instanceof PyTensor && isPartlyUnknown(input.shape) && input.ref && nodeOf(input.ref);
  return node && node.operation.kind === 'input' ? node.id : null;
}

/** Why a size of what an operation gives is not known: what it was given says so, or the operation itself. */
export function reasonOf(vm: Machine | null, inputs: readonly Value[], isRefused: boolean): Unknown | null {
  for (const input of inputs) {
    if (input instanceof Unknown) return input;
    if (input instanceof PyTensor && input.why) return input.why;
  }
  if (isRefused) return vm?.unknown('PyTorch would refuse this') ?? null;
  const open = inputs.map(openInput).find((name) => name !== null) ?? null;
  return (
    vm?.unknown(
      open === null
        ? 'a size that cannot be worked out here'
        : said('nothing says what size the input {0} has', open),
    ) ?? null
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
