import type { CodeLine, Facts } from '../../engine/trace/lesson.ts';
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

export const row = (
  text: string,
  at: CodeLine | null = null,
  note?: string,
  fault?: Fault | false,
): CodeRow => ({
  text: text && `    ${text}`,
  at: at ? [at] : [],
  ...(note !== undefined && { note }),
  ...(fault && { fault }),
});

export const shape = (...sizes: readonly number[]): string => `(${sizes.join(', ')})`;

/** Whether a mistake is made, and changes something. */
export const isMade = ({ faults }: Pick<Facts, 'faults'>, fault: Fault): boolean =>
  faults.some((entry) => entry.fault === fault && entry.made && entry.shows);
