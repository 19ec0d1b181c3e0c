import type { Statement } from '../syntax/ast.ts';
import { PyFloat, PyRange } from './atoms.ts';
import { PyError, type Evaluator } from './machine.ts';
import { PyList, PyTensor, PyTuple, Scope, Unknown, type Value } from './values.ts';

/** Steps after which the rounds that a loop over numbers has left are looked through at once. */
const patience = 5_000;

/**
 * A loop over many numbers, as those that fill tables of positions: what its rounds do for a number that is not known,
 * all do that are left, where it changes nothing but numbers and names of the loop's own.
 */
export class LongRange {
  readonly #vm: Evaluator;
  readonly #range: PyRange | null;
  readonly #until: number;
  readonly #recorded: number;
  #wasTried = false;

  constructor(vm: Evaluator, iterable: Value) {
    this.#vm = vm;
    this.#range = iterable instanceof PyRange ? iterable : null;
    this.#until = vm.budget.spent + patience;
    this.#recorded = vm.hooks.recorded;
  }

  /** The last number. */
  get last(): number {
    const { start = 0, step = 0, length = 0 } = this.#range ?? {};
    return start + (length - 1) * step;
  }

  get length(): number {
    return this.#range?.length ?? 0;
  }

  /** What a round gives for a number that stands for all that are left; undefined where each has to be run. */
  atOnce<T>(round: (number: Unknown) => T): T | undefined {
    const { budget, journal, hooks } = this.#vm;
    if (!this.#range || this.#wasTried || budget.spent < this.#until) return undefined;
    this.#wasTried = true;
    if (hooks.recorded !== this.#recorded) return undefined;
    const own = this.#vm.frame?.scope;
    const born = ++journal.clock;
    let result: T | undefined;
    journal.begin();
    try {
      const number = new Unknown('a number of a long range', this.#vm.place, true);
      result = hooks.silently(() => round(number));
    } catch (thrown) {
      if (!(thrown instanceof PyError)) throw thrown;
    } finally {
      const { after } = journal.undo();
      const changed = [...after.keys()].filter((each) => !(each instanceof Scope && each.born >= born));
      if (changed.some((each) => each !== own)) result = undefined;
      // What the names of the loop are after it.
      else if (result !== undefined && own && after.has(own)) {
        journal.touch(own);
        own.restore(after.get(own) as ReturnType<Scope['capture']>);
      }
    }
    return result;
  }
}

/** Runs the rounds that are left as one, where that can be done. */
export function restAtOnce(vm: Evaluator, loop: Statement & { kind: 'for' }, long: LongRange): boolean {
  const { target } = loop;
  const { frame } = vm;
  if (!frame || target.kind !== 'name') return false;
  const done = long.atOnce((number) => {
    // Iterators go on with every round.
    if (/\bnext\b/.test(frame.file.text.slice(loop.start, loop.end))) return undefined;
    const { scope } = frame;
    const carried = new Set<string>();
    for (let more = [target.id]; more.length > 0;) {
      vm.journal.touch(scope);
      for (const name of carried) scope.names.set(name, vm.unknown('a loop with too many rounds'));
      scope.names.set(target.id, number);
      const before = new Map(scope.names);
      const flow = vm.execute(loop.body);
      const hasLeft = flow !== 'next' || vm.leaving !== null;
      vm.leaving = null;
      if (hasLeft) return undefined;
      // What one round leaves to the next is another one in each.
      more = [...scope.names].flatMap(([name, value]) =>
        carried.has(name) || Object.is(before.get(name), value) ? [] : [name],
      );
      for (const name of more) carried.add(name);
    }
    return true;
  });
  if (done === true) vm.assign(target, long.last);
  return done === true;
}

/** Whether a value is made of numbers, in lists, tuples and arrays. */
export function isOfNumbers(value: Value, depth = 3): boolean {
  if (typeof value === 'number' || value instanceof PyFloat) return true;
  if (value instanceof Unknown) return value.numeric && value.ref === null;
  if (value instanceof PyTensor) return value.ref === null && value.role === 'value' && value.shape !== null;
  if (value instanceof PyTuple || (value instanceof PyList && !value.open))
    return depth > 0 && value.items.every((item) => isOfNumbers(item, depth - 1));
  return false;
}

/** Another one of these, which may be changed alone. */
export function another(value: Value): Value {
  if (value instanceof PyList) return new PyList(value.items.map(another));
  if (!(value instanceof PyTensor)) return value;
  const tensor = new PyTensor(value.shape, value.dtype);
  tensor.data = value.data;
  return tensor;
}
