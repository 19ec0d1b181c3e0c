import type { Holding, ReadSet } from './reads.ts';

interface Result {
  /** What it depends on; null where nobody watched. */
  readonly reads: ReadSet | null;
}

/** What so many edits have made invalid is kept: one that is taken back finds what it had left. */
const mostEdits = 4;

/** Results of stretches of execution by what was asked for. One is found where all holds that it depends on. */
export class Remembered<K, T extends Result> {
  /** Those that hold. */
  readonly #current = new Map<K, T>();
  /** By the edit that made them invalid, the latest last. */
  readonly #others: Map<K, T>[] = [];

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
    const invalid = new Map<K, T>();
    for (const [key, result] of this.#current) {
      if (result.reads && holding.of(result.reads)) continue;
      this.#current.delete(key);
      if (result.reads?.spoiled === false) invalid.set(key, result);
    }
    for (const others of this.#others.toReversed()) {
      for (const [key, result] of others) {
        if (this.#current.has(key) || !result.reads || !holding.of(result.reads)) continue;
        others.delete(key);
        this.#current.set(key, result);
      }
    }
    this.#others.push(invalid);
    if (this.#others.length > mostEdits) this.#others.shift();
  }
}
