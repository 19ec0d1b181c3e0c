import type { Input, InputOrigin } from '../../../model/graph/operation.ts';
import type { Recorded } from '../graph/recorded.ts';
import { mapTensors } from '../graph/tensors-in.ts';
import { inClass } from '../interpreter/attributes.ts';
import type { BudgetSpent } from '../interpreter/budget.ts';
import type { PyError } from '../interpreter/machine.ts';
import type { Place } from '../interpreter/atoms.ts';
import {
  PyDict,
  PyFunction,
  PyList,
  PyNative,
  PyTuple,
  type PyInstance,
  type Value,
} from '../interpreter/values.ts';
import type { Session } from '../session.ts';
import type { FunctionDefinition, Parameter } from '../syntax/ast.ts';
import type { Text } from '../../../model/text/text.ts';

/** What a model is called with. */
export interface ModelInput {
  readonly name: string;
  /** A tensor of the input's shape, or a list or dict with such; anything else is handed on as it is. */
  readonly value: Value;
  readonly byName: boolean;
  readonly origin: InputOrigin;
  /** Where exactly the size came from: `torch.randn(1, 3, 32, 32) in line 40`. */
  readonly reason: Text | null;
  /** Where the size stands; null where it is in no file. */
  readonly place: Place | null;
}

/** A model's forward pass with the inputs that were found for it. */
export interface Traced {
  readonly nodes: readonly Recorded[];
  readonly error: PyError | null;
  /** Why it was not followed to its end, where it was not. */
  readonly ended: BudgetSpent | null;
}

/** The forward pass as the model's file writes it; null for a library's. */
export function forwardOf(model: PyInstance): FunctionDefinition | null {
  const definition = passOf(model)?.definition;
  return definition?.kind === 'function' ? definition : null;
}

/** The function that says what a forward pass takes: behind decorators that hand on whatever they are given. */
export function passOf(model: PyInstance): PyFunction | null {
  const forward = inClass(model.type, 'forward');
  return forward instanceof PyFunction ? (wrappedBy(forward, mostWrappers) ?? forward) : null;
}

/** Decorators around decorators: more of them no forward pass has. */
const mostWrappers = 8;

/** The forward pass that a decorator's `wrapper(self, *args, **kwargs)` was made for; null where it is none. */
function wrappedBy(wrapper: PyFunction, depth: number): PyFunction | null {
  const { parameters } = wrapper.definition;
  const own = parameters.filter(({ kind }) => kind === 'plain' || kind === 'positional-only');
  if (depth === 0 || own.length > 1 || !parameters.some(({ kind }) => kind === '*')) return null;
  const said = wrapper.attributes.get('__wrapped__');
  if (said instanceof PyFunction) return wrappedBy(said, depth - 1) ?? said;
  for (let { scope } = wrapper; scope.parent; scope = scope.parent) {
    for (const value of scope.names.values()) {
      if (!(value instanceof PyFunction) || value === wrapper) continue;
      const inner = wrappedBy(value, depth - 1) ?? (value.name === 'forward' ? value : null);
      if (inner) return inner;
    }
  }
  return null;
}

/** Whether a forward pass takes whatever it is given, so that what it must be given is said by what it hands that on to. */
export function handsOn(model: PyInstance): boolean {
  const forward = inClass(model.type, 'forward');
  if (!(forward instanceof PyFunction)) return forward !== undefined && !(forward instanceof PyNative);
  return forward.definition.parameters.some(({ kind }) => kind === '*' || kind === '**');
}

/** The parameters that a model's forward pass must be given. */
export function requiredInputs(model: PyInstance): readonly Parameter[] {
  return (forwardOf(model)?.parameters ?? [])
    .slice(1)
    .filter(({ fallback, kind }) => fallback === null && kind !== '**' && kind !== 'keyword-only');
}

/** Follows the forward pass of a model with such inputs. */
export function traceForward(session: Session, model: PyInstance, inputs: readonly ModelInput[]): Traced {
  const { recorder, vm } = session;
  recorder.nodes = [];
  const result = session.attempt(() =>
    session.inModule(() =>
      recorder.trace(model, () => {
        const given = inputs.map((input) => [input, recorded(session, input)] as const);
        const args = given.filter(([{ byName }]) => !byName).map(([, value]) => value);
        const kwargs = new Map(
          given.filter(([{ byName }]) => byName).map(([{ name }, value]) => [name, value]),
        );
        vm.call(model, args, kwargs);
      }),
    ),
  );
  return { nodes: recorder.nodes, error: result.error ?? null, ended: result.ended };
}

/** The input with its tensors as nodes of the graph. */
function recorded({ recorder }: Session, { name, value, origin, reason, place }: ModelInput): Value {
  const isMany = value instanceof PyList || value instanceof PyTuple || value instanceof PyDict;
  let count = 0;
  return mapTensors(value, ({ shape, dtype }) => {
    const own = isMany ? `${name}[${count++}]` : name;
    const operation: Input = { kind: 'input', shape, origin, ...(reason === null ? {} : { reason }) };
    return recorder.input(own, operation, dtype, place);
  });
}
