import type { Watcher } from './journal.ts';
import type { PyFunction, Value } from './values.ts';

/** All attributes of an object, as a name among what was read of it. */
export const everything = '*';

/** What a stretch of execution has read of what was there before it, by the object that holds it and by name. */
export class ReadSet {
  readonly of = new Map<object, Map<string, Value | undefined>>();
  /** It used or did something that cannot be compared with another run. */
  spoiled = false;

  /** Whether the name is one more; one that has another value by now spoils the set. */
  add(holder: object, name: string, value: Value | undefined): boolean {
    const names = this.of.get(holder);
    if (!names) {
      this.of.set(holder, new Map([[name, value]]));
      return true;
    }
    const known = names.get(name);
    if (known === undefined && !names.has(name)) {
      names.set(name, value);
      return true;
    }
    if (!Object.is(known, value)) this.spoiled = true;
    return false;
  }

  addAll(other: ReadSet): void {
    this.spoiled ||= other.spoiled;
    for (const [holder, names] of other.of) for (const [name, value] of names) this.add(holder, name, value);
  }
}

/**
 * Takes note of what parts of an analysis read of the state that they share: names of modules, attributes of classes,
 * what these hold. A part that would read the same from another version of the file does the same.
 */
export class Reads implements Watcher {
  #current: ReadSet | null = null;
  /** Whether a part has changed what the parts share: what they do depends on their order. */
  hasChanges = false;
  /** Functions that were there before. */
  readonly #functions = new Set<PyFunction>();
  /** The journal's clock at the beginning of the part: scopes that are older belong to the state that it shares. */
  since = -1;

  get isOn(): boolean {
    return this.#current !== null;
  }

  /** Watches a part of the analysis that begins now, at `clock`. */
  part<T>(clock: number, run: () => T): { readonly value: T; readonly reads: ReadSet } {
    const { since } = this;
    this.since = clock;
    const outer = this.#current;
    const reads = (this.#current = new ReadSet());
    try {
      return { value: run(), reads };
    } finally {
      this.#current = outer;
      this.since = since;
    }
  }

  /** Begins a stretch inside of a part, whose reads are wanted for themselves; null where no part is watched. */
  begin(): ReadSet | null {
    if (!this.#current) return null;
    const outer = this.#current;
    this.#current = new ReadSet();
    return outer;
  }

  /** Ends it: what it read, the part around it has read, too. */
  end(outer: ReadSet | null): ReadSet | null {
    const reads = this.#current;
    if (!outer || !reads) return null;
    outer.addAll(reads);
    this.#current = outer;
    return reads;
  }

  /** A stretch is copied that has read this; null: nobody watched. */
  repeat(reads: ReadSet | null): void {
    if (!this.#current) return;
    if (reads) this.#current.addAll(reads);
    else this.#current.spoiled = true;
  }

  /** What is worked out late but belongs to the shared state is none of the part that asks for it first. */
  paused<T>(run: () => T): T {
    const [outer, since] = [this.#current, this.since];
    this.#current = null;
    this.since = -1;
    try {
      return run();
    } finally {
      this.#current = outer;
      this.since = since;
    }
  }

  /** Something that cannot be compared with another run. */
  spoil(): void {
    if (this.#current) this.#current.spoiled = true;
  }

  changed(): void {
    if (!this.#current) return;
    this.#current.spoiled = true;
    this.hasChanges = true;
  }

  read(holder: object, name: string, value: Value | undefined): void {
    if (this.#current?.add(holder, name, value) === true && value !== undefined) this.#reach(value);
  }

  all(holder: object, values: Iterable<Value>): void {
    if (this.#current?.add(holder, everything, null) === true) for (const value of values) this.#reach(value);
  }

  /** A default of a function that was there before. */
  fallback(callee: PyFunction, name: string, value: Value): void {
    if (this.#current && this.#functions.has(callee)) this.read(callee, name, value);
  }

  /** From here on changes of it, and looks at its attributes, are noticed. */
  #reach(value: Value): void {
    if (value === null || typeof value !== 'object') return;
    switch (value.kind) {
      case 'tuple':
        for (const item of value.items) this.#reach(item);
        return;
      case 'list':
        value.watch = this;
        for (const item of value.items) this.#reach(item);
        return;
      case 'dict':
      case 'set':
        if (value.watch) return;
        value.watch = this;
        for (const entry of value.entries.values()) {
          this.#reach(entry.key);
          this.#reach(entry.value);
        }
        return;
      case 'instance':
        value.watch = this;
        // Whoever compares forms looks at no attribute.
        if (value.form) this.all(value, value.shown.values());
        return;
      case 'function':
        if (this.#functions.has(value)) return;
        this.#functions.add(value);
        for (const attribute of value.attributes.values()) this.#reach(attribute);
        return;
      case 'method':
        this.#reach(value.callable);
        this.#reach(value.self);
        return;
      case 'descriptor':
        this.#reach(value.target);
        this.#reach(value.setter);
        return;
      case 'tensor':
      case 'iterator':
      case 'super':
      case 'slice':
        this.spoil();
        return;
      default:
        return;
    }
  }
}
