import type { Dependency } from './dependency.ts';
import type { Question } from './question.ts';
import { Name } from './read-name.ts';
import type { Watcher } from './journal.ts';
import type { PyFunction, PyInstance, Value } from './values.ts';

/** All attributes of an object, as a name among what was read of it. */
export const everything = '*';

const noParts: ReadonlySet<ReadSet> = new Set();

/**
 * What a stretch of execution depends on: the names that it has read of what was there before it, and the bodies that it
 * has run, each as it was worded then.
 */
export class ReadSet {
  readonly own = new Map<Dependency, object>();
  /** Of stretches inside of it; most have none. */
  #parts: Set<ReadSet> | null = null;
  /** It used or did something that cannot be compared with another run. */
  spoiled = false;
  /** What it has answered, where it can be asked again. */
  question: Question | null = null;
  /** Whether it holds, the number of the `Holding` that has found that out, and that of the question in which it came up. */
  holds = false;
  askedBy = 0;
  seenIn = 0;

  add(dependency: Dependency): void {
    this.#note(dependency, dependency.wording);
  }

  #note(dependency: Dependency, wording: object): void {
    const known = this.own.get(dependency);
    if (known === undefined) this.own.set(dependency, wording);
    else if (known !== wording) this.spoiled = true;
  }

  /** What many stretches have read that read mostly the same: one that consists of others stays a part. */
  absorb(other: ReadSet): void {
    if (other.parts.size > 0 || other.question) {
      this.addAll(other);
      return;
    }
    this.spoiled ||= other.spoiled;
    for (const [dependency, wording] of other.own) this.#note(dependency, wording);
  }

  get parts(): ReadonlySet<ReadSet> {
    return this.#parts ?? noParts;
  }

  addAll(other: ReadSet): void {
    this.spoiled ||= other.spoiled;
    (this.#parts ??= new Set()).add(other);
  }

  /** Everything, with that of the stretches inside. */
  *all(seen = new Set<ReadSet>()): Generator<Dependency> {
    if (seen.has(this)) return;
    seen.add(this);
    yield* this.own.keys();
    for (const part of this.parts) yield* part.all(seen);
  }
}

/** Tells of stretches whether all that they depend on is worded as it was. */
export class Holding {
  /** Of those that have asked, and of their questions: stretches keep these rather than be kept in sets. */
  static #numbers = 0;
  readonly #number = ++Holding.#numbers;
  #question = 0;
  /** What has come up in the question. */
  #seen: ReadSet[] = [];
  /** Whether something is taken to hold because it is still looked at: loops are part of what they are part of. */
  #isAssumed = false;

  of(reads: ReadSet): boolean {
    this.#question = ++Holding.#numbers;
    const holds = this.#isAsWas(reads);
    // What holds only as long as all around it does is not known to do so before.
    if (holds && this.#isAssumed) for (const each of this.#seen) this.#find(each, true);
    this.#seen = [];
    this.#isAssumed = false;
    return holds;
  }

  /** Whether it would answer the same, though something that it depends on is worded in another way. */
  answersAlike(_: ReadSet): boolean {
    return false;
  }

  #isAsWas(reads: ReadSet): boolean {
    if (reads.askedBy === this.#number) return reads.holds;
    if (reads.seenIn === this.#question) {
      this.#isAssumed = true;
      return true;
    }
    reads.seenIn = this.#question;
    this.#seen.push(reads);
    let holds = !reads.spoiled && isAsWorded(reads);
    for (const part of reads.parts) holds &&= this.#isAsWas(part);
    if (!holds || !this.#isAssumed) this.#find(reads, holds);
    return holds;
  }

  #find(reads: ReadSet, holds: boolean): void {
    reads.askedBy = this.#number;
    reads.holds = holds;
  }
}

/** Whether what it has read itself is what it was. */
export function isAsWorded({ own }: ReadSet): boolean {
  for (const [dependency, wording] of own) if (dependency.wording !== wording) return false;
  return true;
}

/**
 * Takes note of what parts of an analysis read of the state that they share: names of modules, attributes of classes,
 * what these hold, and the functions that they run. A part that would read the same from another version of the file
 * does the same.
 */
export class Reads implements Watcher {
  #current: ReadSet | null = null;
  /** What the shared state itself has read and run, and what parts have asked it to work out. */
  readonly shared = new ReadSet();
  /** Whether a part has changed what the parts share: what they do depends on their order. */
  hasChanges = false;
  /** Whether there was no time for something of the state that they share. */
  isCut = false;
  readonly #names = new Map<object, Map<string, Name>>();
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
    } catch (thrown) {
      this.isCut = true;
      throw thrown;
    } finally {
      this.#current = outer;
      this.since = since;
    }
  }

  /** Something that cannot be compared with another run. */
  spoil(): void {
    if (this.#current) this.#current.spoiled = true;
  }

  /** Whether what is watched did something of that kind. */
  get isSpoiled(): boolean {
    return this.#current?.spoiled === true;
  }

  /** Something looks at all names of a module or class. */
  spoilAll(): void {
    (this.#current ?? this.shared).spoiled = true;
  }

  changed(): void {
    if (!this.#current) return;
    this.#current.spoiled = true;
    this.hasChanges = true;
  }

  /** What stands for the name, where anything has read it. */
  known(holder: object, name: string): Name | undefined {
    return this.#names.get(holder)?.get(name);
  }

  read(holder: object, name: string, value: Value | undefined): void {
    const current = this.#current;
    if (!current) {
      this.shared.add(this.#name(holder, name));
      return;
    }
    const dependency = this.#name(holder, name);
    if (!dependency.isKnown) {
      dependency.isKnown = true;
      dependency.value = value;
    } else if (!Object.is(dependency.value, value)) current.spoiled = true;
    current.add(dependency);
    if (typeof value === 'object' && value !== null) this.#reach(dependency, [value]);
  }

  all(holder: object, values: Iterable<Value>): void {
    if (!this.#current) return;
    const dependency = this.#name(holder, everything);
    this.#current.add(dependency);
    this.#reach(dependency, values);
  }

  /** A body is run, or something that stands in it. */
  ran(dependency: Dependency): void {
    (this.#current ?? this.shared).add(dependency);
  }

  /** A default of a function that was there before. */
  fallback(callee: PyFunction, name: string, value: Value): void {
    if (this.#current && this.#functions.has(callee)) this.read(callee, name, value);
  }

  #name(holder: object, name: string): Name {
    let names = this.#names.get(holder);
    if (!names) this.#names.set(holder, (names = new Map<string, Name>()));
    let dependency = names.get(name);
    if (!dependency) names.set(name, (dependency = new Name(holder, name)));
    return dependency;
  }

  /** Changes of what a name gives, and looks at the attributes of objects in it, are noticed from here on. */
  #reach(dependency: Name, values: Iterable<Value>): void {
    if (!dependency.reached) {
      const walk = new Walk(this, this.#functions);
      for (const value of values) walk.visit(value);
      dependency.reached = walk;
    }
    const { instances, isComparable } = dependency.reached;
    if (!isComparable) this.spoil();
    // Whoever compares forms looks at no attribute.
    for (const instance of instances) if (instance.form) this.all(instance, instance.shown.values());
  }
}

/** What can be reached from a value. */
class Walk {
  readonly instances = new Set<PyInstance>();
  /** Whether it can be told from its parts that it is the same. */
  isComparable = true;
  readonly #watcher: Watcher;
  readonly #functions: Set<PyFunction>;
  readonly #seen = new Set<object>();

  constructor(watcher: Watcher, functions: Set<PyFunction>) {
    this.#watcher = watcher;
    this.#functions = functions;
  }

  visit(value: Value): void {
    if (value === null || typeof value !== 'object' || this.#seen.has(value)) return;
    this.#seen.add(value);
    switch (value.kind) {
      case 'tuple':
        value.items.forEach((item) => this.visit(item));
        return;
      case 'list':
        value.watch = this.#watcher;
        value.items.forEach((item) => this.visit(item));
        return;
      case 'dict':
      case 'set':
        value.watch = this.#watcher;
        for (const entry of value.entries.values()) {
          this.visit(entry.key);
          this.visit(entry.value);
        }
        return;
      case 'instance':
        value.watch = this.#watcher;
        this.instances.add(value);
        return;
      case 'function':
        this.#functions.add(value);
        for (const attribute of value.attributes.values()) this.visit(attribute);
        return;
      case 'method':
        this.visit(value.callable);
        this.visit(value.self);
        return;
      case 'descriptor':
        this.visit(value.target);
        this.visit(value.setter);
        return;
      case 'tensor':
      case 'iterator':
      case 'super':
      case 'slice':
        this.isComparable = false;
        return;
      default:
        return;
    }
  }
}
