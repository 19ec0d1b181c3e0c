import type { Parameters } from '../../engine/network/applied.ts';
import type { EngineOperation } from '../../engine/network/operation.ts';
import { sameShape } from '../../engine/tensor.ts';
import type { Program, ProgramInput, ProgramStep, ValueIndex } from '../../engine/network/program.ts';

/** A tensor of the program: its number, and its shape as the engine holds it. */
export interface Value {
  readonly index: ValueIndex;
  readonly shape: readonly number[];
}

export type ParameterShapes = Readonly<Record<keyof Parameters, readonly number[]>>;

/** Collects the inputs and steps of a program. All inputs come before the first step. */
export class ProgramBuilder {
  readonly #inputs: ProgramInput[] = [];
  readonly #steps: ProgramStep[] = [];
  #layer = '';
  #shared: readonly number[] = [];

  get stepCount(): number {
    return this.#steps.length;
  }

  get program(): Program {
    return { inputs: this.#inputs, steps: this.#steps };
  }

  input(name: string, shape: readonly number[]): Value {
    this.#inputs.push({ name, shape });
    return { index: this.#inputs.length - 1, shape };
  }

  /** The layer that the following steps belong to, and the steps whose parameters it has, in order. */
  begin(layer: string, shared: readonly number[]): void {
    this.#layer = layer;
    this.#shared = shared;
  }

  /** Takes back the steps from `count` on: their layer turned out not to run. */
  drop(count: number): void {
    this.#steps.length = count;
  }

  /** The steps from `first` up to `end` that have parameters, for layers that have the same. */
  parametrized(first: number, end: number): readonly number[] {
    return this.#steps.flatMap(({ parameters }, step) =>
      step >= first && step < end && Object.keys(parameters).length > 0 ? [step] : [],
    );
  }

  step(
    operation: EngineOperation,
    inputs: readonly Value[],
    shape: readonly number[],
    parameters: ParameterShapes = {},
  ): Value {
    const hasParameters = Object.keys(parameters).length > 0;
    const [shared, ...others] = hasParameters ? this.#shared : [];
    if (hasParameters) this.#shared = others;
    this.#steps.push({
      id: this.#layer,
      operation,
      inputs: inputs.map(({ index }) => index),
      parameters,
      shape,
      ...(shared !== undefined && { sharesParametersOf: shared }),
    });
    return { index: this.#inputs.length + this.#steps.length - 1, shape };
  }

  /** The same values under another shape; nothing where it is the same. */
  reshape(value: Value, shape: readonly number[]): Value {
    if (sameShape(value.shape, shape)) return value;
    return this.step({ kind: 'reshape', shape }, [value], shape);
  }

  permute(value: Value, order: readonly number[]): Value {
    if (order.every((axis, place) => axis === place)) return value;
    return this.step(
      { kind: 'permute', order },
      [value],
      order.map((axis) => value.shape[axis] ?? 1),
    );
  }
}
