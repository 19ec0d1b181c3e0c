/** Something whose state can be taken back: lists, dicts, scopes, instances. */
export abstract class Mutable<State = unknown> {
  /** The journal page on which its state was last kept. */
  page = 0;
  abstract capture(): State;
  abstract restore(state: State): void;
}

/** States of what a stretch of execution changed. */
export type Changes = ReadonlyMap<Mutable, unknown>;

interface Page {
  readonly id: number;
  readonly before: Map<Mutable, unknown>;
}

/**
 * Keeps what was there before changes, so that both ways of an unknown condition can be tried from one state.
 * Everything that changes a `Mutable` calls `touch` first.
 */
export class Journal {
  readonly #open: Page[] = [];
  #pages = 0;

  touch(object: Mutable): void {
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
      object.page = 0;
    }
    return { after, before };
  }

  /** Puts states into place, as a change of the stretch that is open now. */
  apply(states: Changes): void {
    for (const [object, state] of states) {
      this.touch(object);
      object.restore(state);
    }
  }
}
