import type { Shape } from '../../../model/graph/shape.ts';
import { sameShape } from '../../../model/shapes/dims.ts';
import { PyTensor, type Site, type Value } from '../interpreter/values.ts';
import type { SourceFile } from '../syntax/parse.ts';

/** What a call gave. */
export interface Gave {
  readonly shape: Shape;
  /** Shapes that a comment beside the call may speak of instead: what it was given, and its weight. */
  readonly others: readonly Shape[];
}

interface Seen extends Gave {
  /** The call whose result it is: the outermost of a line ends last. */
  readonly start: number;
}

/** What the lines of one file gave when they ran; a line that gave different shapes gives none. */
export class LineShapes {
  readonly #file: SourceFile;
  readonly #lines = new Map<number, Map<number, Seen>>();
  readonly #mixed = new Set<number>();
  /** Where the calls that were seen stand: most run often. */
  readonly #calls = new Map<Site['call'], { readonly line: number; readonly seen: Map<number, Seen> }>();

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** Forgets what an earlier trace gave. */
  clear(): void {
    this.#lines.clear();
    this.#mixed.clear();
    this.#calls.clear();
  }

  /** A call has ended with this value; `around` are those that it worked with. */
  ended(site: Site | null, value: Value, around: readonly Value[]): void {
    if (site?.file !== this.#file) return;
    const { start, end } = site.call;
    const shape = value instanceof PyTensor ? value.shape : null;
    const others = around.map((each) => (each instanceof PyTensor ? each.shape : null));
    const known = this.#calls.get(site.call);
    if (known) {
      if (!sameShape(known.seen.get(start)?.shape ?? null, shape)) this.#mixed.add(known.line);
      known.seen.set(start, { start, shape, others });
      return;
    }
    // The line on which the call ends; a comment behind it speaks of what the whole line gives.
    const line = this.#file.text.lastIndexOf('\n', end - 1) + 1;
    const seen = this.#lines.get(line) ?? new Map<number, Seen>();
    const before = seen.get(start);
    if (before && !sameShape(before.shape, shape)) this.#mixed.add(line);
    seen.set(start, { start, shape, others });
    this.#lines.set(line, seen);
    this.#calls.set(site.call, { line, seen });
  }

  /** What the line that begins at the offset gave: its first, outermost call, where it is all of a statement. */
  at(line: number): Gave | null {
    const seen = this.#lines.get(line);
    if (!seen || this.#mixed.has(line)) return null;
    const end = this.#file.text.indexOf('\n', line);
    const code = this.#file.text.slice(line, end < 0 ? undefined : end);
    const head = /^\s*(?:[\w.]+\s*=\s*|return\s+)/.exec(code)?.[0];
    return (head === undefined ? null : seen.get(line + head.length)) ?? null;
  }
}
