import type { PyInstance } from '../interpreter/values.ts';

/** A module whose forward pass is running. */
export interface Running {
  readonly instance: PyInstance;
  readonly name: string;
  readonly leaf: boolean;
  /** How many nodes there were before. */
  readonly start: number;
  /** Qualified names of the modules around what it does, its own included. */
  readonly blocks: readonly string[];
}
