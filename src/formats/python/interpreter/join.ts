import { joinValues } from './calls.ts';
import type { Mutable, Changes } from './journal.ts';
import type { Evaluator } from './machine.ts';
import {
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PySet,
  Scope,
  Unknown,
  type Entry,
  type Key,
  type Value,
} from './values.ts';

/** How one way of an unknown condition ended: the states of what it changed. */
export interface Ending {
  readonly after: Changes;
}

/** The states after several ways from one state, joined; `before` holds what each object was. */
export function joinChanges(
  vm: Evaluator,
  endings: readonly Ending[],
  before: Changes,
): Map<Mutable, unknown> {
  const joined = new Map<Mutable, unknown>();
  for (const object of before.keys()) {
    const states = endings.map(({ after }) => (after.has(object) ? after.get(object) : before.get(object)));
    const [first, ...rest] = states;
    let state = first;
    for (const other of rest) state = joinState(vm, object, state, other);
    joined.set(object, state);
  }
  return joined;
}

/** Puts the first state into the object, reads it typed, and joins it with the second: states are opaque outside. */
function joinState(vm: Evaluator, object: Mutable, first: unknown, second: unknown): unknown {
  if (first === second) return first;
  const current = object.capture();
  object.restore(first);
  const read = snapshotOf(object);
  object.restore(second);
  mergeInto(vm, object, read);
  const result = object.capture();
  object.restore(current);
  return result;
}

interface Snapshot {
  readonly values: ReadonlyMap<string, Value>;
  readonly entries: ReadonlyMap<Key, Entry>;
  readonly items: readonly Value[];
  readonly open: Unknown | null;
}

const nothing = { values: new Map<string, Value>(), entries: new Map<Key, Entry>(), items: [], open: null };

function snapshotOf(object: Mutable): Snapshot {
  if (object instanceof Scope || object instanceof PyClass)
    return { ...nothing, values: new Map(object.names) };
  if (object instanceof PyInstance)
    return { ...nothing, values: new Map(object.attributes), open: object.open };
  if (object instanceof PyList) return { ...nothing, items: [...object.items], open: object.open };
  if (object instanceof PyDict || object instanceof PySet) {
    return { ...nothing, entries: new Map(object.entries), open: object.open };
  }
  return nothing;
}

function mergeInto(vm: Evaluator, object: Mutable, other: Snapshot): void {
  if (object instanceof Scope || object instanceof PyClass)
    object.names = joinNames(vm, other.values, object.names);
  else if (object instanceof PyInstance) {
    object.attributes = joinNames(vm, other.values, object.attributes);
    object.open ??= other.open;
  } else if (object instanceof PyList) {
    object.open ??= other.open;
    if (object.items.length !== other.items.length) object.open ??= unsure(vm);
    else object.items = object.items.map((item, index) => joinValues(vm, other.items[index] ?? null, item));
  } else if (object instanceof PyDict || object instanceof PySet) {
    object.open ??= other.open;
    const entries = new Map(object.entries);
    for (const [key, entry] of other.entries) {
      const own = entries.get(key);
      if (!own) object.open ??= unsure(vm);
      entries.set(key, own ? { key: own.key, value: joinValues(vm, entry.value, own.value) } : entry);
    }
    if (entries.size !== other.entries.size) object.open ??= unsure(vm);
    object.entries = entries;
  }
}

/** A name that only one way sets keeps its value: Python would refuse to read it after the other. */
function joinNames(
  vm: Evaluator,
  first: ReadonlyMap<string, Value>,
  second: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const names = new Map(first);
  for (const [name, value] of second) {
    const other = names.get(name);
    names.set(name, other === undefined ? value : joinValues(vm, other, value));
  }
  return names;
}

function unsure(vm: Evaluator): Unknown {
  return vm.unknown('it depends on a condition that is not known');
}

/** Makes everything unknown that differs from the present state: what a loop without a known end still changes. */
export function forgetDifferences(vm: Evaluator, after: Changes, why: Unknown): void {
  for (const [object, state] of after) {
    const before = snapshotOf(object);
    vm.journal.touch(object);
    object.restore(state);
    const now = snapshotOf(object);
    const names = new Map(
      [...now.values].map(([name, value]) => [name, forget(vm, before.values.get(name), value, why)]),
    );
    if (object instanceof Scope || object instanceof PyClass) object.names = names;
    else if (object instanceof PyInstance) object.attributes = names;
    else if (object instanceof PyList && !sameItems(vm, before.items, now.items)) object.open = why;
    else if (object instanceof PyDict || object instanceof PySet) {
      if (before.entries.size !== now.entries.size) object.open = why;
      for (const [key, entry] of object.entries) {
        const value = forget(vm, before.entries.get(key)?.value, entry.value, why);
        object.entries.set(key, { key: entry.key, value });
      }
    }
  }
}

function sameItems(vm: Evaluator, before: readonly Value[], now: readonly Value[]): boolean {
  return before.length === now.length && now.every((item, index) => unchanged(vm, before[index], item));
}

function unchanged(vm: Evaluator, before: Value | undefined, now: Value): boolean {
  if (before === now || before === undefined) return true;
  if (now instanceof Unknown) return before instanceof Unknown;
  const joined = joinValues(vm, before, now);
  return !(joined instanceof Unknown) && joined === before;
}

function forget(vm: Evaluator, before: Value | undefined, now: Value, why: Unknown): Value {
  if (before === undefined || before === now || now instanceof Unknown) return now;
  const joined = joinValues(vm, before, now);
  return joined instanceof Unknown ? why : joined;
}
