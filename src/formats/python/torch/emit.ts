import type { Operation } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { Bound } from '../interpreter/native.ts';
import type { DType } from '../interpreter/atoms.ts';
import { PyTensor, Unknown, type Value } from '../interpreter/values.ts';
import { constant } from './tensors.ts';

/** Records an operation with several outputs. */
export function emitAll(
  args: Bound,
  type: string,
  operation: Operation,
  inputs: readonly Value[],
  dtype: DType | null = null,
): readonly PyTensor[] {
  const first = inputs.find((input) => input instanceof PyTensor);
  return args.vm.hooks.emit({
    type,
    operation,
    inputs,
    dtype: dtype ?? first?.dtype ?? 'float',
    source: args,
  });
}

/** Records an operation with one output. */
export function emit(
  args: Bound,
  type: string,
  operation: Operation,
  inputs: readonly Value[],
  dtype: DType | null = null,
): PyTensor {
  return emitAll(args, type, operation, inputs, dtype)[0] ?? constant(null, dtype ?? 'float');
}

/** Records an operation whose output shape is already worked out. */
export function emitShape(
  args: Bound,
  type: string,
  shape: Shape,
  inputs: readonly Value[],
  options: { readonly dtype?: DType; readonly params?: number | null; readonly macs?: number | null } = {},
): PyTensor {
  const operation: Operation = {
    kind: 'declared',
    outputs: [shape],
    params: options.params === undefined ? 0 : options.params,
    macs: options.macs === undefined ? 0 : options.macs,
  };
  return emit(args, type, operation, inputs, options.dtype ?? null);
}

/** The tensor that an argument is; unknown values are tensors of unknown shape. */
export function tensorOf(args: Bound, name: string): PyTensor {
  return asTensor(args.value(name));
}

export function asTensor(value: Value): PyTensor {
  if (value instanceof PyTensor) return value;
  const tensor = constant(null, 'float');
  if (value instanceof Unknown) {
    tensor.ref = value.ref;
    tensor.why = value;
  }
  return tensor;
}
