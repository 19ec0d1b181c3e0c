import type { Pattern } from './copies.ts';
import type { Forms } from './forms.ts';
import { isSameSite, type Present } from './question.ts';
import type { PyInstance, PyTensor, Value } from './values.ts';

/** Compares what was built in two versions of a file: alike in all but where it was made in the text. */
export class Likeness {
  readonly #forms: Forms;
  readonly #present: Present;

  constructor(forms: Forms, present: Present) {
    this.#forms = forms;
    this.#present = present;
  }

  ofPatterns(first: Pattern, second: Pattern): boolean {
    if (first === second) return true;
    const [given, own] = [first.given, second.given];
    if (given.size !== own.size) return false;
    for (const [name, place] of given) if (own.get(name) !== place) return false;
    return this.#sameInside(first.first, second.first, given);
  }

  /** `given`: attributes whose values are compared elsewhere. */
  #sameInside(first: PyInstance, second: PyInstance, given: ReadonlyMap<string, number>): boolean {
    if (first.type !== second.type || first.open || second.open) return false;
    if (first.base !== undefined || second.base !== undefined) return false;
    const [before, now] = [first.shown, second.shown];
    if (before.size !== now.size) return false;
    const others = now.entries();
    for (const [name, value] of before) {
      const { value: other } = others.next();
      if (other?.[0] !== name || (!given.has(name) && !this.#same(value, other[1]))) return false;
    }
    return true;
  }

  #same(first: Value, second: Value): boolean {
    if (Object.is(first, second)) return true;
    if (first === null || second === null || typeof first !== 'object' || typeof second !== 'object')
      return false;
    switch (first.kind) {
      case 'instance':
        return second.kind === 'instance' && this.#sameInstance(first, second);
      case 'tensor':
        return second.kind === 'tensor' && sameTensor(first, second);
      case 'tuple':
        return second.kind === 'tuple' && first.type === second.type && this.#all(first.items, second.items);
      case 'list':
        return second.kind === 'list' && !first.open && !second.open && this.#all(first.items, second.items);
      case 'dict': {
        if (second.kind !== 'dict' || first.type !== second.type || first.open || second.open) return false;
        if (first.mirrors || second.mirrors || first.factory !== null || second.factory !== null)
          return false;
        const [before, now] = [[...first.entries.values()], [...second.entries.values()]];
        return (
          this.#all(
            before.map(({ key }) => key),
            now.map(({ key }) => key),
          ) &&
          this.#all(
            before.map(({ value }) => value),
            now.map(({ value }) => value),
          )
        );
      }
      default: {
        const settled = this.#forms.settled(first);
        return settled !== null && settled === this.#forms.settled(second);
      }
    }
  }

  #sameInstance(first: PyInstance, second: PyInstance): boolean {
    const [before, now] = [first.configured, second.configured];
    if (!isSameSite(first.site, second.site, this.#present)) return false;
    if (!isSameSite(before?.site ?? null, now?.site ?? null, this.#present)) return false;
    if (before?.parameters.join() !== now?.parameters.join()) return false;
    // One form says that all inside is alike, but not by which calls modules inside were made.
    const hasForm = first.form !== null && first.form === second.form && !first.form.hasModules;
    return hasForm || this.#sameInside(first, second, nothingGiven);
  }

  #all(first: readonly Value[], second: readonly Value[]): boolean {
    return (
      first.length === second.length &&
      first.every((value, place) => this.#same(value, second[place] ?? null))
    );
  }
}

const nothingGiven: ReadonlyMap<string, number> = new Map();

function sameTensor(first: PyTensor, second: PyTensor): boolean {
  if (first.ref || second.ref || first.why || second.why) return false;
  return (
    first.role === second.role &&
    first.dtype === second.dtype &&
    JSON.stringify([first.shape, first.data]) === JSON.stringify([second.shape, second.data])
  );
}
