import { NativeFunction, PyError, type Machine } from './machine.ts';
import type { PyRange } from './atoms.ts';
import type { PyClass, PyTensor } from './values.ts';
import { PyInstance, PyIterator, Unknown, type Value } from './values.ts';

/** A range with more steps is not gone through. */
const longestRange = 1_000_000;

/** What `for` goes through. Lists are read live, as Python does. */
export function iterate(vm: Machine, value: Value): Iterable<Value> | Unknown {
  if (typeof value === 'string') return Array.from(value);
  if (value === null || typeof value !== 'object') return notIterable(vm, value);
  switch (value.kind) {
    case 'unknown':
      return value;
    case 'tuple':
      return value.items;
    case 'list':
      return value.open ?? value.items;
    case 'dict':
    case 'set':
      return value.open ?? value.keys;
    case 'range':
      return value.length > longestRange ? vm.unknown('a loop with too many rounds') : numbersOf(value);
    case 'iterator':
      vm.journal.writes++;
      return value;
    case 'tensor':
      return tensorRows(vm, value);
    case 'class':
      return ofClass(vm, value);
    case 'instance':
      return ofInstance(vm, value);
    default:
      return notIterable(vm, value);
  }
}

function notIterable(vm: Machine, value: Value): never {
  return vm.raise('TypeError', `'${vm.typeOf(value).name}' object is not iterable`);
}

function* numbersOf(range: PyRange): Generator<Value> {
  for (let index = 0; index < range.length; index++) yield range.start + index * range.step;
}

function tensorRows(vm: Machine, tensor: PyTensor): Iterable<Value> | Unknown {
  const first = tensor.shape?.[0];
  if (typeof first !== 'number')
    return new Unknown('a loop over a dimension whose size is not known', vm.place);
  if (first > 1000) return vm.unknown('a loop with too many rounds');
  return Array.from({ length: first }, (_, index) => vm.subscript(tensor, index));
}

function ofClass(vm: Machine, type: PyClass): Iterable<Value> | Unknown {
  const method = type.mro.map((each) => each.names.get('__class_iter__')).find((each) => each !== undefined);
  if (method instanceof NativeFunction) return vm.iterate(vm.call(method, [type]));
  return type.open ?? notIterable(vm, type);
}

function ofInstance(vm: Machine, value: PyInstance): Iterable<Value> | Unknown {
  const method = vm.find(value, '__iter__');
  if (method instanceof Unknown) return method;
  if (method !== undefined) {
    const result = vm.call(method, []);
    return result === value ? byNext(vm, value) : vm.iterate(result);
  }
  if (value.base !== undefined) return vm.iterate(value.base);
  const item = vm.find(value, '__getitem__');
  if (item === undefined || item instanceof Unknown) return value.open ?? notIterable(vm, value);
  return byIndex(vm, item);
}

function* byNext(vm: Machine, value: PyInstance): Generator<Value> {
  for (;;) {
    const item = untilRaised(vm, 'StopIteration', () => vm.call(vm.attribute(value, '__next__'), []));
    if (item === undefined) return;
    yield item;
  }
}

function* byIndex(vm: Machine, getItem: Value): Generator<Value> {
  for (let index = 0; ; index++) {
    const item = untilRaised(vm, 'IndexError', () => vm.call(getItem, [index]));
    if (item === undefined || item instanceof Unknown) return;
    yield item;
  }
}

function untilRaised(vm: Machine, type: string, run: () => Value): Value | undefined {
  vm.charge(1);
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof PyError && thrown.exception.type.mro.some(({ name }) => name === type))
      return undefined;
    throw thrown;
  }
}

/** All items at once. */
export function items(vm: Machine, value: Value): readonly Value[] | Unknown {
  const source = vm.iterate(value);
  if (source instanceof Unknown) return source;
  if (Array.isArray(source)) {
    const all: readonly Value[] = source;
    vm.charge(all.length);
    return all;
  }
  const all: Value[] = [];
  for (const item of source) {
    vm.charge(1);
    all.push(item);
  }
  return all;
}

/** What `len` gives. */
export function length(vm: Machine, value: Value): Value {
  if (typeof value === 'string') return value.length;
  if (value !== null && typeof value === 'object') {
    switch (value.kind) {
      case 'unknown':
        return new Unknown(value.why, value.place, true);
      case 'tuple':
        return value.items.length;
      case 'list':
        return value.open ? new Unknown(value.open.why, value.open.place, true) : value.items.length;
      case 'dict':
      case 'set':
        return value.open ? new Unknown(value.open.why, value.open.place, true) : value.entries.size;
      case 'range':
        return value.length;
      case 'class': {
        const all = vm.items(value);
        return all instanceof Unknown ? all : all.length;
      }
      case 'instance':
      case 'tensor': {
        const method = vm.find(value, '__len__');
        if (method !== undefined) return vm.call(method, []);
        if (value instanceof PyInstance && value.base !== undefined) return vm.length(value.base);
        break;
      }
      default:
        break;
    }
  }
  return vm.raise('TypeError', `object of type '${vm.typeOf(value).name}' has no len()`);
}

/** An iterator over a value, for `iter` and the functions built on it. */
export function iteratorOf(vm: Machine, value: Value): PyIterator | Unknown {
  if (value instanceof PyIterator) return value;
  const source = vm.iterate(value);
  return source instanceof Unknown ? source : new PyIterator(source);
}
