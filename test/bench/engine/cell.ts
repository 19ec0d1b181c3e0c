import type { Pass } from './contestant.ts';

/** One pass of one workload. Times in milliseconds, errors as shares of the largest value of the float64 result. */
export interface Cell {
  readonly workload: string;
  readonly pass: Pass;
  readonly multiplyAdds: number;
  readonly requiredShare: number | null;
  readonly milliseconds: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  /** GFLOP/s of the multiply-add loop, in turns with ours without Winograd. */
  readonly ceiling: number;
  /** The share of it that the kernels reach: padding and packing are in it, copies between JavaScript and them not. */
  readonly share: number | null;
  /** How often it was measured; these are the numbers of the last time. */
  readonly measured: number;
}
