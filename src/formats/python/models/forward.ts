import type { Dim, Shape } from '../../../model/graph/shape.ts';
import type { Input, InputOrigin } from '../../../model/graph/operation.ts';
import type { PyError } from '../interpreter/machine.ts';
import { inClass } from '../interpreter/attributes.ts';
import { PyFunction, type PyInstance, type Value } from '../interpreter/values.ts';
import type { Session } from '../session.ts';
import type { Parameter } from '../syntax/ast.ts';

/** What a model is called with. */
export interface ModelInput {
  readonly name: string;
  readonly dims: Shape;
  readonly origin: InputOrigin;
}

/** The parameters that a model's forward pass must be given. */
export function requiredInputs(model: PyInstance): readonly Parameter[] {
  const forward = inClass(model.type, 'forward');
  if (!(forward instanceof PyFunction)) return [];
  return forward.definition.parameters
    .slice(1)
    .filter(({ fallback, kind }) => fallback === null && kind !== '**' && kind !== 'keyword-only');
}

/** Follows the forward pass of a model with inputs of these shapes. */
export function traceForward(
  session: Session,
  model: PyInstance,
  inputs: readonly ModelInput[],
): { readonly error: PyError | null } {
  const { recorder, vm } = session;
  const result = session.attempt(() =>
    session.inModule(() =>
      recorder.trace(model, (): Value => {
        const tensors = inputs.map(({ name, dims, origin }) => {
          const operation: Input = { kind: 'input', shape: dims, origin };
          return recorder.input(name, dims, operation, null);
        });
        return vm.call(model, tensors);
      }),
    ),
  );
  return { error: result.error ?? null };
}

export function imageInput(channels: Dim, size: number, rank: number): Dim[] {
  return [1, channels, ...Array.from({ length: rank }, () => size)];
}
