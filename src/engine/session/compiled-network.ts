import type { Program, ValueIndex } from '../network/program.ts';
import type { SkipReason } from './skip-reason.ts';

/** A model as the engine can run it, as plain data: a program, and which layer each of its steps comes from. */
export interface CompiledNetwork {
  readonly program: Program;
  readonly inputs: readonly CompiledInput[];
  /** The layers that run, in order. */
  readonly layers: readonly CompiledLayer[];
  /** The layers that do not, each with the reason. */
  readonly skipped: readonly SkippedLayer[];
  /** What no step reads: where a backward pass starts. */
  readonly outputs: readonly ValueIndex[];
}

export interface CompiledInput {
  readonly name: string;
  readonly shape: readonly number[];
  /** Values that the file writes down, flat in C order. */
  readonly values: readonly number[] | null;
}

export interface CompiledLayer {
  readonly id: string;
  readonly type: string;
  /** Its place among all layers of the model. */
  readonly place: number;
  /** Its steps are those from `first` up to, but not including, `end`. The last one gives its output. */
  readonly first: number;
  readonly end: number;
  /** Values that the file writes down for its weight and bias. */
  readonly given: { readonly weight?: readonly number[]; readonly bias?: readonly number[] };
  /** A dropout that lets everything pass. */
  readonly passesOn: boolean;
}

export interface SkippedLayer {
  readonly id: string;
  readonly type: string;
  readonly place: number;
  readonly reason: SkipReason;
  /** The layer that could not be run in the first place, where that is not this one. */
  readonly because: string | null;
}
