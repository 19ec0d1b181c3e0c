import { isInert } from '../interpreter/run-module.ts';
import type { ClassDefinition, FunctionDefinition, Statement } from '../syntax/ast.ts';
import { commonEnds } from '../syntax/common-ends.ts';
import type { Moved } from '../syntax/moves.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { hasWord } from '../syntax/word-places.ts';

type Definition = FunctionDefinition | ClassDefinition;

/** What an edit has changed of a file's definitions. `now` stands in the latest version. */
export type Change =
  /** Only what a function does. */
  | { readonly kind: 'body'; readonly before: FunctionDefinition; readonly now: FunctionDefinition }
  /** What a name of the module, or of a class, stands for. */
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly before: Statement;
      readonly now: Statement & { kind: 'assign' | 'function' };
      readonly owner: ClassDefinition | null;
    }
  /** Something inside of it, which other changes say, or nothing but its place. */
  | { readonly kind: 'definition'; readonly before: Definition; readonly now: Definition };

/** A file that has been analysed. */
interface Analysed {
  readonly file: SourceFile;
  /** The statements that its module is made of, each as it was when it was run: in an earlier version, most of them. */
  readonly statements: readonly Statement[];
}

export interface Changes {
  readonly statements: readonly Statement[];
  readonly changes: readonly Change[];
  /** What of the version before stands in the latest one, in order. */
  readonly kept: readonly Moved[];
}

/** Null where an edit has changed more than what functions do and what single names stand for. */
export function changesOf({ file: older, statements: run }: Analysed, file: SourceFile): Changes | null {
  const [before, now] = [older.module.body, file.module.body];
  if (before.length !== now.length || run.length !== now.length) return null;
  const comparison = new Comparison(older.text, file.text);
  const statements = now.map((own, place) => {
    const [old, first] = [before[place] ?? own, run[place] ?? own];
    return comparison.ofModule(first, old, own) ? first : own;
  });
  return comparison.goesTooFar ? null : { statements, changes: comparison.changes, kept: comparison.kept };
}

class Comparison {
  readonly changes: Change[] = [];
  readonly kept: Moved[] = [];
  goesTooFar = false;
  readonly #before: string;
  readonly #now: string;

  constructor(before: string, now: string) {
    this.#before = before;
    this.#now = now;
  }

  /** Whether a statement is the same; `first` is it as it was run. */
  ofModule(first: Statement, old: Statement, now: Statement): boolean {
    if (this.#isSame(old, now)) return true;
    const isClass = first.kind === 'class' && old.kind === 'class' && now.kind === 'class';
    if (isClass) this.#ofClass(first, old, now);
    else this.#change(first, old, now, null);
    return false;
  }

  #isSame(old: Statement, now: Statement): boolean {
    return this.#keeps(beginOf(old), old.end, beginOf(now), now.end);
  }

  /** Whether two stretches are the same text; then it is kept. */
  #keeps(start: number, end: number, from: number, to: number): boolean {
    if (to - from !== end - start || this.#before.slice(start, end) !== this.#now.slice(from, to))
      return false;
    this.kept.push({ start, end, delta: from - start });
    return true;
  }

  #hasSameHead(old: Definition, now: Definition): boolean {
    return this.#keeps(beginOf(old), bodyOf(old), beginOf(now), bodyOf(now));
  }

  /** What an edit of a body leaves of it stands before and behind what it changes. */
  #keepEnds(old: Definition, now: Definition): void {
    const [start, from] = [bodyOf(old), bodyOf(now)];
    const { head, tail } = commonEnds(this.#before.slice(start, old.end), this.#now.slice(from, now.end));
    this.kept.push({ start, end: start + head, delta: from - start, isRest: true });
    this.kept.push({ start: old.end - tail, end: old.end, delta: now.end - old.end, isRest: true });
  }

  #ofClass(first: ClassDefinition, old: ClassDefinition, now: ClassDefinition): void {
    const [run, before, own] = [first.body(), old.body(), now.body()];
    const isAlike = run.length === own.length && before.length === own.length && old.name === now.name;
    if (!isAlike || !this.#hasSameHead(old, now)) {
      this.goesTooFar = true;
      return;
    }
    this.changes.push({ kind: 'definition', before: first, now });
    for (const [place, statement] of own.entries()) {
      const [member, earlier] = [run[place] ?? statement, before[place] ?? statement];
      if (!this.#isSame(earlier, statement)) this.#change(member, earlier, statement, { first, now });
      else if (isDefinition(member) && isDefinition(statement))
        this.changes.push({ kind: 'definition', before: member, now: statement });
    }
  }

  #change(
    first: Statement,
    old: Statement,
    now: Statement,
    owner: { readonly first: ClassDefinition; readonly now: ClassDefinition } | null,
  ): void {
    const isFunction = first.kind === 'function' && old.kind === 'function' && now.kind === 'function';
    if (isFunction && old.name === now.name && this.#hasSameHead(old, now)) {
      this.changes.push({ kind: 'body', before: first, now });
      this.#keepEnds(old, now);
      return;
    }
    if (isWords(old) && isWords(now)) return;
    const name = this.#nameSet(old, now);
    if (name === null || (owner && this.#isReadBeside(name, owner.now, now))) this.goesTooFar = true;
    else if (now.kind === 'function' || now.kind === 'assign')
      this.changes.push({ kind: 'name', name, before: first, now, owner: owner?.first ?? null });
  }

  /** The name that both statements set, where running them does nothing else. */
  #nameSet(old: Statement, now: Statement): string | null {
    if (old.kind === 'function' && now.kind === 'function') {
      const isPlain = old.decorators.length === 0 && now.decorators.length === 0;
      return isPlain && old.name === now.name ? now.name : null;
    }
    if (old.kind !== 'assign' || now.kind !== 'assign') return null;
    const [annotation, own] = [old.annotation, now.annotation];
    const before = annotation && this.#before.slice(annotation.start, annotation.end);
    // Data classes have what they hold from annotations.
    if (before !== (own && this.#now.slice(own.start, own.end))) return null;
    return constantName(old) === constantName(now) ? constantName(now) : null;
  }

  /** Whether a class body speaks of one of its names where it is run, which is once. */
  #isReadBeside(name: string, type: ClassDefinition, own: Statement): boolean {
    return type.body().some((each) => {
      const end = each.kind === 'function' ? bodyOf(each) : each.end;
      return each !== own && hasWord(this.#now.slice(beginOf(each), end), name);
    });
  }
}

/** The name that a statement sets to something that computes nothing. */
function constantName({ targets, value }: Statement & { kind: 'assign' }): string | null {
  const [target, ...others] = targets;
  if (target?.kind !== 'name' || others.length > 0 || !value) return null;
  return isInert(value) ? target.id : null;
}

/** What a definition says of itself, which nobody looks at. */
function isWords(statement: Statement): boolean {
  return statement.kind === 'expression' && statement.value.kind === 'constant';
}

function isDefinition(statement: Statement): statement is Definition {
  return statement.kind === 'function' || statement.kind === 'class';
}

function beginOf(statement: Statement): number {
  return isDefinition(statement) ? (statement.decorators[0] ?? statement).start : statement.start;
}

/** Where what it runs begins, behind its head. */
function bodyOf(definition: Definition): number {
  return definition.body()[0]?.start ?? definition.end;
}
