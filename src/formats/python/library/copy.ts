import type { Machine } from '../interpreter/machine.ts';
import { dictOf, setOf } from '../interpreter/keys.ts';
import { natives } from '../interpreter/native.ts';
import { PyDict, PyInstance, PyList, PySet, PyTensor, PyTuple, type Value } from '../interpreter/values.ts';

/** A copy of a value and all that it holds; what occurs twice is copied once. */
export function deepCopy(vm: Machine, value: Value, done = new Map<Value, Value>()): Value {
  if (value === null || typeof value !== 'object') return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  vm.charge(1);
  const again = (each: Value): Value => deepCopy(vm, each, done);
  switch (value.kind) {
    case 'list': {
      const copy = new PyList([]);
      done.set(value, copy);
      copy.items = value.items.map(again);
      copy.open = value.open;
      return copy;
    }
    case 'tuple':
      return new PyTuple(value.items.map(again), value.type);
    case 'dict': {
      const copy = dictOf([], value.type);
      done.set(value, copy);
      for (const [key, entry] of value.entries)
        copy.entries.set(key, { key: entry.key, value: again(entry.value) });
      copy.open = value.open;
      copy.factory = value.factory;
      return copy;
    }
    case 'set': {
      const copy = setOf(value.keys);
      copy.open = value.open;
      return copy;
    }
    case 'instance': {
      if (value.type.mro.some((type) => type.names.has('__members__'))) return value;
      const copy = new PyInstance(value.type, value.site);
      done.set(value, copy);
      copy.open = value.open;
      for (const [name, attribute] of value.attributes) copy.attributes.set(name, again(attribute));
      if (value.base !== undefined) copy.base = again(value.base);
      return copy;
    }
    case 'tensor': {
      const copy = new PyTensor(value.shape, value.dtype);
      copy.ref = value.ref;
      copy.data = value.data;
      copy.role = value.role;
      done.set(value, copy);
      return copy;
    }
    default:
      return value;
  }
}

function shallowCopy(value: Value): Value {
  if (value instanceof PyList) {
    const copy = new PyList([...value.items]);
    copy.open = value.open;
    return copy;
  }
  if (value instanceof PyDict || value instanceof PySet) {
    const copy = value instanceof PyDict ? new PyDict(value.type) : new PySet();
    copy.restore(value.capture());
    return copy;
  }
  if (!(value instanceof PyInstance)) return value;
  const copy = new PyInstance(value.type, value.site);
  copy.restore(value.capture());
  copy.base = value.base;
  return copy;
}

/** Python's `copy`. */
export const copy: Readonly<Record<string, Value>> = natives(
  {
    copy: ['x', (args) => shallowCopy(args.value('x'))],
    deepcopy: ['x, memo=None', (args) => deepCopy(args.vm, args.value('x'))],
  },
  { takesUnknown: true },
);
