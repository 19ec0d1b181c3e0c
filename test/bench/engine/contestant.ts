import type { Workload } from './workload.ts';

/** The three passes of a convolution: Z, dX and dW. */
export type Pass = 'forward' | 'dX' | 'dW';

export const passes: readonly Pass[] = ['forward', 'dX', 'dW'];

/** One pass of one workload, made ready: weights are loaded and inputs stand where the library wants them. */
export interface Prepared {
  /** What is timed: from inputs in the library's hands to a result that JavaScript can read. */
  readonly run: () => unknown;
  /** The values of what `run` gave, in the order of Z, dX or dW. */
  readonly read: (result: unknown) => Float32Array;
  readonly dispose: () => void;
}

/** A library that takes part. */
export interface Contestant {
  readonly name: string;
  /** Null where the library has no kernel for it. */
  readonly prepare: (workload: Workload, pass: Pass) => Promise<Prepared | null>;
}

/** Ours by name: as networks use it, and without Winograd. */
export const ours = 'ConvLens';
export const oursWithoutWinograd = 'ConvLens (GEMM)';

/** The libraries that ours has to be ahead of: they run where ours does. The others are shown beside them. */
export const rivals: readonly string[] = ['onnxruntime-web', 'tfjs-wasm'];
