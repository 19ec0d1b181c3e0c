import type { Holding, ReadSet } from './reads.ts';

interface Result {
  /** What it depends on; null where nobody watched. */
  readonly reads: ReadSet | null;
}

/** Of one key so many are kept: an edit that is taken back finds what it had left. */
const mostWordings = 3;

/** Results of stretches of execution by what was asked for. One is found where all holds that it depends on. */
export class Remembered<K, T extends Result> {
  /** Those that hold. */
  readonly #current = new Map<K, T>();
  /** Others, the latest first. */
  readonly #others = new Map<K, readonly T[]>();

  get(key: K): T | undefined {
    return this.#current.get(key);
  }

  set(key: K, result: T): void {
    this.#current.set(key, result);
  }

  delete(key: K): void {
    this.#current.delete(key);
  }

  /** After an edit: what holds now. */
  update(holding: Holding): void {
    const before = [...this.#current];
    this.#current.clear();
    const left = new Map<K, T>();
    for (const [key, result] of before) {
      if (result.reads && holding.of(result.reads)) this.#current.set(key, result);
      else if (result.reads?.spoiled === false) left.set(key, result);
    }
    for (const [key, results] of this.#others) {
      const again = results.find(({ reads }) => reads && holding.of(reads));
      if (!again || this.#current.has(key)) continue;
      this.#current.set(key, again);
      this.#others.set(
        key,
        results.filter((each) => each !== again),
      );
    }
    for (const [key, result] of left)
      this.#others.set(key, [result, ...(this.#others.get(key) ?? [])].slice(0, mostWordings));
  }
}
