import { detached } from './detached.ts';

/** Characters that are kept at least, and how often what a document has, before those that are not asked for go. */
const leastKept = 1_000_000;
const timesKept = 2;

/**
 * What was read from parts of texts lately, so that an edit costs the part that it touches. A part is what it is by its
 * own characters, wherever it stands: what is kept of it counts offsets from its beginning. Parts that were not asked
 * for while as many others came as two documents have are forgotten.
 */
export class PartMemory<T> {
  #recent = new Map<string, T>();
  #earlier: ReadonlyMap<string, T> = new Map();
  /** In the recent parts. */
  #characters = 0;

  /** Before the parts of a document of so many characters are asked for. */
  begin(characters: number): void {
    if (this.#characters <= Math.max(leastKept, timesKept * characters)) return;
    this.#earlier = this.#recent;
    this.#recent = new Map();
    this.#characters = 0;
  }

  /** What `read` gives for the part, read when it is first asked for. */
  of(part: string, read: (part: string) => T): T {
    const recent = this.#recent.get(part);
    if (recent !== undefined) return recent;
    const own = detached(part);
    const value = this.#earlier.get(part) ?? read(own);
    this.#recent.set(own, value);
    this.#characters += own.length;
    return value;
  }
}
