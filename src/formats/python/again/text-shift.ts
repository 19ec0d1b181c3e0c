import type { Span } from '../../../util/span.ts';
import { commonEnds } from '../syntax/parse.ts';

type Stretch = Pick<Span, 'start' | 'end'>;

/** Where the places of one version of a text are in the next one. */
export class TextShift {
  /** What differs: from here to there in the older text; all behind it has moved by `delta`. */
  readonly #start: number;
  readonly #end: number;
  readonly delta: number;

  constructor(before: string, after: string) {
    const { head, tail } = commonEnds(before, after);
    this.#start = head;
    this.#end = before.length - tail;
    this.delta = after.length - before.length;
  }

  /** Null where the edit has touched it. */
  span<S extends Span>(span: S): S | null {
    if (span.file !== undefined || span.end <= this.#start) return span;
    if (span.start < this.#end) return null;
    const { delta } = this;
    return delta === 0 ? span : { ...span, start: span.start + delta, end: span.end + delta };
  }

  /** Whether one stretch of the older text is that one of the newer text. */
  isAt(before: Stretch, after: Stretch): boolean {
    const moved = this.span({ start: before.start, end: before.end });
    return moved?.start === after.start && moved.end === after.end;
  }
}
