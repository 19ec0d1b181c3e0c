import type { Span } from '../../../util/span.ts';
import { commonEnds } from './common-ends.ts';

type Stretch = Pick<Span, 'start' | 'end'>;

/** Where the places of one version of a text are in a later one. */
export class TextShift {
  readonly #start: number;
  readonly #end: number;
  readonly #delta: number;

  /** What differs: from here to there in the older text; all behind it has moved. */
  constructor(before: string, after: string) {
    const { head, tail } = commonEnds(before, after);
    this.#start = head;
    this.#end = before.length - tail;
    this.#delta = after.length - before.length;
  }

  /** Null where the edit has touched it. */
  span<S extends Span>(span: S): S | null {
    if (span.file !== undefined || span.end <= this.#start) return span;
    if (span.start < this.#end) return null;
    return this.#delta === 0
      ? span
      : { ...span, start: span.start + this.#delta, end: span.end + this.#delta };
  }

  /** Whether one stretch of the older text is that one of the newer text. */
  isAt(before: Stretch, after: Stretch): boolean {
    const moved = this.span({ start: before.start, end: before.end });
    return moved?.start === after.start && moved.end === after.end;
  }
}
