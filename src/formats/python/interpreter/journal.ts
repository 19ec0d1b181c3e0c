import type { Form } from './form.ts';

/** Takes note of what is done with something that was there before. */
export interface Watcher {
  changed(): void;
  read(holder: object, name: string, value: unknown): void;
  all(holder: object, values: Iterable<unknown>): void;
}

/** Something whose state can be taken back: lists, dicts, scopes, instances. */
export abstract class Mutable<State = unknown> {
  /** The journal page on which its state was last kept. */
  page = 0;
  /** What it is made of, where that has been worked out and has not changed since. */
  form: Form | null = null;
  /** What it is a part of, as far as forms are concerned. */
  owner: Mutable | null = null;
  /** The journal's clock when it was made, where that decides something: for scopes. */
  born = 0;
  /** Who wants to know what is done with it, where it belongs to what parts of an analysis share. */
  watch: Watcher | null = null;
  /** Whether all of a file sees it change: modules and classes. */
  readonly shared: boolean = false;
  abstract capture(): State;
  abstract restore(state: State): void;
}

/** Forgets the form of what changes, and of all that it is a part of. */
export function loosen(object: Mutable): void {
  for (let each: Mutable | null = object; each; each = each.owner) each.form = null;
}

/** States of what a stretch of execution changed. */
export type Changes = ReadonlyMap<Mutable, unknown>;

interface Page {
  readonly id: number;
  readonly before: Map<Mutable, unknown>;
}

/**
 * Keeps what was there before changes, so that both ways of an unknown condition can be tried from one state, and counts
 * what decides whether a stretch of execution would do the same again. Everything that changes a `Mutable` calls
 * `touch` first.
 */
export class Journal {
  readonly #open: Page[] = [];
  #pages = 0;
  /** Grows with every stretch that is watched. */
  clock = 1;
  /** The clock at the beginning of the innermost stretch whose reads, and of that whose writes, are watched. */
  readsFrom = 0;
  writesFrom = 0;
  /** Uses of something that is neither a stretch's own nor among its arguments, and may be another one next time. */
  breaks = 0;
  /** Changes that are seen outside of a stretch. */
  writes = 0;
  /** What has been changed since someone began to ask. */
  touched: Set<Mutable> | null = null;
  /** Changes of modules and classes: what was worked out before them need not hold any longer. */
  epoch = 0;

  /** Whether changes may still be taken back. */
  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** Something happens that no repetition could stand for. */
  unrepeatable(): void {
    this.breaks++;
    this.writes++;
  }

  touch(object: Mutable): void {
    object.watch?.changed();
    this.touched?.add(object);
    if (object.shared) this.epoch++;
    if (object.born < this.writesFrom || object.born === 0) this.writes++;
    if (object.form !== null || object.owner !== null) loosen(object);
    const page = this.#open.at(-1);
    if (!page || object.page === page.id) return;
    object.page = page.id;
    if (!page.before.has(object)) page.before.set(object, object.capture());
  }

  begin(): void {
    this.#pages++;
    this.#open.push({ id: this.#pages, before: new Map() });
  }

  /** Ends the last open stretch and undoes it; returns the states that it had reached, and those before it. */
  undo(): { readonly after: Changes; readonly before: Changes } {
    const page = this.#open.pop();
    const before = page?.before ?? new Map<Mutable, unknown>();
    const after = new Map<Mutable, unknown>();
    for (const [object, state] of before) {
      after.set(object, object.capture());
      object.restore(state);
      loosen(object);
      object.page = 0;
    }
    return { after, before };
  }

  /** Runs what stays as it is, whatever is taken back around it. */
  aside<T>(run: () => T): T {
    const pages = this.#open.splice(0);
    try {
      return run();
    } finally {
      this.#open.push(...pages);
    }
  }

  /** Puts states into place, as a change of the stretch that is open now. */
  apply(states: Changes): void {
    for (const [object, state] of states) {
      this.touch(object);
      object.restore(state);
    }
  }
}
