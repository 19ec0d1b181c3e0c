import type { EngineOperation } from './operation.ts';

/** A value of a program: inputs come first, then the output of each step, all numbered in order. */
export type ValueIndex = number;

export interface ProgramInput {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface ProgramStep {
  /** The layer's id; a layer that takes several steps gives them all its id. */
  readonly id: string;
  readonly operation: EngineOperation;
  readonly inputs: readonly ValueIndex[];
  /** Shape of each parameter by name: weight, bias, scale, shift, mean, variance, slopes. */
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly shape: readonly number[];
  /** The step whose parameters this one has too: a layer that is used more than once. */
  readonly sharesParametersOf?: number;
}

/** A network as the engine runs it: every step stands after the values that it reads. */
export interface Program {
  readonly inputs: readonly ProgramInput[];
  readonly steps: readonly ProgramStep[];
}

export function shapesOf({ inputs, steps }: Program): readonly (readonly number[])[] {
  return [...inputs, ...steps].map(({ shape }) => shape);
}
