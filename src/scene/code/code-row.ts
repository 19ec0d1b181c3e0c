import type { CodeLine } from '../../engine/trace/lesson.ts';
import type { Fault } from '../../engine/trace/options.ts';

/** One line of an algorithm in NumPy notation, tensors as (m, H, W, C), kernels as (f, f, C_prev, C). */
export interface CodeRow {
  readonly text: string;
  /** The pictures that this line makes. */
  readonly at: readonly CodeLine[];
  /** What comes out, or which axes change places. */
  readonly note?: string;
  /** The mistake that is made here. */
  readonly fault?: Fault;
}
