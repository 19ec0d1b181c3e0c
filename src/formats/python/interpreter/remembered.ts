import type { Holding, ReadSet } from './reads.ts';

interface Result {
  /** What it depends on; null where nobody watched. */
  readonly reads: ReadSet | null;
}

interface Entry<T> {
  readonly result: T;
  /** The edit after which it was made, or last found to hold. */
  edit: number;
  /** What the same question gave before, the latest first. */
  older: Entry<T> | null;
}

/** So many results of one question are kept: an edit that is taken back finds what it had left. */
const mostAnswers = 5;

/**
 * Results of stretches of execution by what was asked for. One is found where all holds that it depends on, which is
 * looked at when it is asked for: an edit costs nothing for results that nobody needs.
 */
export class Remembered<K, T extends Result> {
  /** Those that were used last stand last. */
  readonly #known = new Map<K, Entry<T>>();
  #edit = 0;
  #holding: Holding | null = null;

  /** `most`: questions whose results are kept. */
  constructor(readonly most: number) {}

  get(key: K): T | undefined {
    const latest = this.#known.get(key);
    if (!latest || latest.edit === this.#edit) return latest?.result;
    let newer: Entry<T> | null = null;
    for (let entry: Entry<T> | null = latest; entry; newer = entry, entry = entry.older) {
      if (!this.#holds(entry.result)) continue;
      if (newer) {
        newer.older = entry.older;
        entry.older = latest;
      }
      this.#use(key, entry);
      return entry.result;
    }
    const { reads } = latest.result;
    if (!reads || this.#holding?.answersAlike(reads) !== true) return undefined;
    this.#use(key, latest);
    return latest.result;
  }

  set(key: K, result: T): void {
    const latest = this.#known.get(key) ?? null;
    const older = latest?.edit === this.#edit ? latest.older : latest;
    const entry: Entry<T> = { result, edit: this.#edit, older };
    this.#use(key, entry);
    let last = entry;
    for (let count = 1; last.older && count < mostAnswers; count++) last = last.older;
    last.older = null;
  }

  /** Forgets what was found since the last edit. */
  delete(key: K): void {
    const latest = this.#known.get(key);
    if (latest?.edit !== this.#edit) return;
    if (latest.older) this.#known.set(key, latest.older);
    else this.#known.delete(key);
  }

  /** After an edit: what holds now. */
  update(holding: Holding): void {
    this.#edit++;
    this.#holding = holding;
    for (const key of this.#known.keys()) {
      if (this.#known.size <= this.most) break;
      this.#known.delete(key);
    }
  }

  #holds({ reads }: T): boolean {
    return reads !== null && this.#holding?.of(reads) === true;
  }

  #use(key: K, entry: Entry<T>): void {
    entry.edit = this.#edit;
    this.#known.delete(key);
    this.#known.set(key, entry);
  }
}
