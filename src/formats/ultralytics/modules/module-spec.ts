import type { BoundArguments } from '../bound-arguments.ts';
import type { ArgumentRule } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { signature, type Parameter } from '../signature.ts';
import type { Flow, Tensor } from '../flow.ts';

/** A module that rows may name: how its arguments come about, what they are called, and which layers it runs. */
export interface ModuleSpec {
  readonly rule: ArgumentRule;
  readonly parameters: readonly Parameter[];
  /** Whether it takes a list of rows; all others take one. */
  readonly joins: boolean;
  readonly run: (m: Scope, inputs: readonly Flow[], args: BoundArguments) => Flow;
}

export type ModuleTable = Readonly<Record<string, ModuleSpec>>;

type Result = Tensor | Flow;

/** A module with one input. `parameters` is Python's signature of what `rule` hands over. */
export function block(
  rule: ArgumentRule,
  parameters: string,
  build: (m: Scope, x: Tensor, args: BoundArguments) => Result,
): ModuleSpec {
  const run: ModuleSpec['run'] = (m, [input], args) => flowOf(build(m, input?.[0] ?? null, args));
  return { rule, parameters: signature(parameters), joins: false, run };
}

/** A module that takes a list of rows. */
export function join(
  rule: ArgumentRule,
  parameters: string,
  build: (m: Scope, inputs: readonly Flow[], args: BoundArguments) => Result,
): ModuleSpec {
  const run: ModuleSpec['run'] = (m, inputs, args) => flowOf(build(m, inputs, args));
  return { rule, parameters: signature(parameters), joins: true, run };
}

const isFlow = (result: Result): result is Flow => Array.isArray(result);

const flowOf = (result: Result): Flow => (isFlow(result) ? result : [result]);

/** The first tensor of every input. */
export const tensorsOf = (inputs: readonly Flow[]): readonly Tensor[] =>
  inputs.map(([tensor]) => tensor ?? null);
