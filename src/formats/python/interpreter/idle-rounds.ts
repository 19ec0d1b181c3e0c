import type { Statement } from '../syntax/ast.ts';
import type { Form } from './form.ts';
import type { Journal } from './journal.ts';
import { ReadSet, type Holding, type Reads } from './reads.ts';
import { Remembered } from './remembered.ts';
import type { Scope } from './values.ts';

/** Where a loop runs. */
interface Surroundings {
  readonly journal: Journal;
  readonly reads: Reads;
  readonly frame: { readonly scope: Scope } | null;
}

/** Functions that see the names around their call. */
const lookAround: readonly string[] = ['super', 'locals', 'vars', 'dir', 'eval', 'exec', 'globals'];

/** Objects for which a round of a loop changes nothing, whatever function runs the loop for whatever model. */
export class IdleRounds {
  readonly #forms = new Set<Form>();
  /** What these rounds have read; null where nobody watched. */
  readonly reads: ReadSet | null;

  constructor(
    readonly epoch: number,
    readonly isWatched: boolean,
  ) {
    this.reads = isWatched ? new ReadSet() : null;
  }

  has(form: Form, { journal }: Surroundings): boolean {
    return this.#forms.has(form) && journal.epoch === this.epoch;
  }

  /** Rounds are left out: what they would read has been read. */
  repeat({ reads }: Surroundings): void {
    reads.repeat(this.reads);
  }

  add(form: Form, read: ReadSet | null, { journal }: Surroundings): void {
    if (journal.epoch !== this.epoch || read?.spoiled === true || (this.isWatched && !read)) return;
    if (read) this.reads?.absorb(read);
    this.#forms.add(form);
  }
}

/** The loops of an analysis whose rounds use nothing but their object and what modules and built-ins hold. */
export class Loops {
  readonly #known = new Remembered<Statement, IdleRounds>(512);
  readonly #names = new Map<Statement, ReadonlySet<string> | null>();

  /** After an edit: those are forgotten that depend on what it has changed. */
  update(holding: Holding): void {
    this.#known.update(holding);
  }

  /** Null where rounds depend on more. */
  of({ journal, reads, frame }: Surroundings, loop: Statement & { kind: 'for' }): IdleRounds | null {
    // Only inside of a stretch whose reads are counted is it known what they depend on.
    if (!frame || journal.readsFrom === 0 || journal.isOpen || !this.#looksOut(loop, frame.scope))
      return null;
    const known = this.#known.get(loop);
    if (known?.epoch === journal.epoch && known.isWatched === reads.isOn) return known;
    const made = new IdleRounds(journal.epoch, reads.isOn);
    this.#known.set(loop, made);
    return made;
  }

  /** Whether no name in the loop's body but that of its object is one of the functions around it. */
  #looksOut(loop: Statement & { kind: 'for' }, from: Scope): boolean {
    if (loop.target.kind !== 'name') return false;
    let names = this.#names.get(loop);
    if (names === undefined) this.#names.set(loop, (names = namesIn(loop.body)));
    if (!names || lookAround.some((name) => names.has(name))) return false;
    for (let scope = from; scope.parent; scope = scope.parent) {
      if (scope.open) return false;
      for (const name of names) if (name !== loop.target.id && scope.names.has(name)) return false;
    }
    return true;
  }
}

/** The names that statements speak of; null where they define functions or classes, which are read later. */
function namesIn(body: readonly Statement[]): ReadonlySet<string> | null {
  const names = new Set<string>();
  const visit = (part: unknown): boolean => {
    if (typeof part === 'function') return false;
    if (typeof part !== 'object' || part === null) return true;
    if ('kind' in part && part.kind === 'name' && 'id' in part) names.add(String(part.id));
    return Object.values(part).every(visit);
  };
  return visit(body) ? names : null;
}
