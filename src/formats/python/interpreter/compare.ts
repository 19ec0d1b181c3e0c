import type { CompareOperator } from '../syntax/ast.ts';
import { getItem, keyOf } from './keys.ts';
import type { Machine } from './machine.ts';
import { PyFloat, PyRange, PySymbol } from './atoms.ts';
import {
  PyDict,
  PyInstance,
  PyList,
  PyMethod,
  PySet,
  PySlice,
  PyTensor,
  PyTuple,
  Unknown,
  type Value,
} from './values.ts';

/** What `if` makes of a value. */
export function truth(vm: Machine, value: Value): boolean | Unknown {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  switch (value.kind) {
    case 'unknown':
      return value;
    case 'float':
      return value.value !== 0;
    case 'tuple':
      return value.items.length > 0;
    case 'list':
      return value.open ?? value.items.length > 0;
    case 'dict':
    case 'set':
      return value.open ?? value.entries.size > 0;
    case 'range':
      return value.length > 0;
    case 'tensor':
      if (value.data?.length === 1) return value.data[0] !== 0;
      return new Unknown('the condition depends on the values of a tensor', vm.place);
    case 'instance':
      return instanceTruth(vm, value);
    default:
      return true;
  }
}

function instanceTruth(vm: Machine, value: PyInstance): boolean | Unknown {
  for (const name of ['__bool__', '__len__']) {
    const method = vm.find(value, name);
    if (method !== undefined && !(method instanceof Unknown)) return truth(vm, vm.call(method, []));
  }
  return value.base === undefined ? (value.type.open ?? true) : truth(vm, value.base);
}

function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof PyFloat ? value.value : undefined;
}

/** `==`. */
export function equal(vm: Machine, left: Value, right: Value): boolean | Unknown {
  if (left === right) {
    tellApart(vm, left);
    return left instanceof Unknown ? left : true;
  }
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return a === b;
  if (left instanceof PySymbol || right instanceof PySymbol) return symbolsEqual(vm, left, right);
  if (left instanceof PyInstance) return instancesEqual(vm, left, right);
  if (right instanceof PyInstance) return instancesEqual(vm, right, left);
  if (left instanceof PyTuple && right instanceof PyTuple) return allEqual(vm, left.items, right.items);
  if (left instanceof PyList && right instanceof PyList) {
    return left.open ?? right.open ?? allEqual(vm, left.items, right.items);
  }
  if (left instanceof PyDict && right instanceof PyDict) return dictsEqual(vm, left, right);
  if (left instanceof PySet && right instanceof PySet) {
    const open = left.open ?? right.open;
    return (
      open ??
      (left.entries.size === right.entries.size &&
        [...left.entries.keys()].every((key) => right.entries.has(key)))
    );
  }
  if (left instanceof PyRange && right instanceof PyRange) {
    return (
      left.length === right.length &&
      (left.length === 0 || (left.start === right.start && left.step === right.step))
    );
  }
  if (left instanceof PySlice && right instanceof PySlice) {
    return allEqual(vm, [left.start, left.stop, left.step], [right.start, right.stop, right.step]);
  }
  if (left instanceof PyMethod && right instanceof PyMethod) {
    return left.callable === right.callable && left.self === right.self;
  }
  return false;
}

function symbolsEqual(vm: Machine, left: Value, right: Value): boolean | Unknown {
  if (left instanceof PySymbol && right instanceof PySymbol && left.symbol === right.symbol) {
    return left.factor === right.factor;
  }
  const number = numberOf(left) ?? numberOf(right);
  if (number !== undefined && number <= 0) return false;
  if (number === undefined && !(left instanceof PySymbol && right instanceof PySymbol)) return false;
  return new Unknown('the condition depends on the batch size', vm.place);
}

function instancesEqual(vm: Machine, instance: PyInstance, other: Value): boolean | Unknown {
  tellApart(vm, other);
  const method = vm.find(instance, '__eq__');
  if (method !== undefined && !(method instanceof Unknown)) return truth(vm, vm.call(method, [other]));
  if (instance.base !== undefined) {
    return equal(
      vm,
      instance.base,
      other instanceof PyInstance && other.base !== undefined ? other.base : other,
    );
  }
  return instance.type.open && other instanceof PyInstance ? instance.type.open : false;
}

function allEqual(vm: Machine, left: readonly Value[], right: readonly Value[]): boolean | Unknown {
  if (left.length !== right.length) return false;
  vm.charge(left.length);
  let unknown: Unknown | null = null;
  for (const [index, value] of left.entries()) {
    const same = equal(vm, value, right[index] ?? null);
    if (same === false) return false;
    if (same instanceof Unknown) unknown = same;
  }
  return unknown ?? true;
}

function dictsEqual(vm: Machine, left: PyDict, right: PyDict): boolean | Unknown {
  const open = left.open ?? right.open;
  if (open) return open;
  if (left.entries.size !== right.entries.size) return false;
  const pairs = [...left.entries.values()].map(({ key, value }) => [value, getItem(right, key)] as const);
  if (pairs.some(([, other]) => other === undefined)) return false;
  return allEqual(
    vm,
    pairs.map(([value]) => value),
    pairs.map(([, other]) => other ?? null),
  );
}

/** Negative, zero or positive: how two values are sorted. */
export function order(vm: Machine, left: Value, right: Value): number | Unknown {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return a - b;
  if (left instanceof PySymbol || right instanceof PySymbol) return orderOfSymbols(vm, left, right);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  const first = left instanceof PyTuple || left instanceof PyList ? left.items : undefined;
  const second = right instanceof PyTuple || right instanceof PyList ? right.items : undefined;
  if (first && second) {
    vm.charge(1);
    for (const [index, item] of first.entries()) {
      const other = second[index];
      if (other === undefined) return 1;
      const result = order(vm, item, other);
      if (result !== 0) return result;
    }
    return first.length - second.length;
  }
  return instanceOrder(vm, left, right);
}

function instanceOrder(vm: Machine, left: Value, right: Value): number | Unknown {
  if (left instanceof PyInstance) {
    const less = vm.find(left, '__lt__');
    if (less !== undefined) {
      const result = truth(vm, vm.call(less, [right]));
      if (result instanceof Unknown) return result;
      if (result) return -1;
      const same = equal(vm, left, right);
      return same instanceof Unknown ? same : same ? 0 : 1;
    }
    if (left.base !== undefined) return order(vm, left.base, right);
  }
  if (right instanceof PyInstance && right.base !== undefined) return order(vm, left, right.base);
  return vm.unknown('an order of these values is not known');
}

/** Symbols stand for sizes of at least one. */
function orderOfSymbols(vm: Machine, left: Value, right: Value): number | Unknown {
  if (left instanceof PySymbol && right instanceof PySymbol && left.symbol === right.symbol) {
    return left.factor - right.factor;
  }
  const a = numberOf(left);
  const b = numberOf(right);
  if (left instanceof PySymbol && b !== undefined && b < left.factor) return 1;
  if (right instanceof PySymbol && a !== undefined && a < right.factor) return -1;
  return new Unknown('the condition depends on the batch size', vm.place);
}

/** `item in container`. */
export function contains(vm: Machine, container: Value, item: Value): boolean | Unknown {
  if (container instanceof Unknown) return container;
  if (typeof container === 'string')
    return typeof item === 'string' ? container.includes(item) : vm.unknown('`in` a text');
  if (container instanceof PyDict || container instanceof PySet) {
    tellApart(vm, item);
    const key = keyOf(item);
    if (key === undefined)
      return item instanceof Unknown ? item : vm.unknown('a value that cannot be looked up');
    return container.entries.has(key) ? true : (container.open ?? false);
  }
  if (container instanceof PyRange && typeof item === 'number') {
    const offset = item - container.start;
    return (
      offset % container.step === 0 &&
      offset / container.step >= 0 &&
      offset / container.step < container.length
    );
  }
  if (container instanceof PyInstance) {
    const method = vm.find(container, '__contains__');
    if (method !== undefined) return truth(vm, vm.call(method, [item]));
  }
  const items = vm.items(container);
  if (items instanceof Unknown) return items;
  let unknown: Unknown | null = container instanceof PyList ? container.open : null;
  for (const each of items) {
    const same = equal(vm, each, item);
    if (same === true) return true;
    if (same instanceof Unknown) unknown = same;
  }
  return unknown ?? false;
}

/** Which of several objects that are alike a value is decides something: the next one would not do the same. */
export function tellApart(vm: Machine, value: Value): void {
  if (value instanceof PyInstance || value instanceof PyTensor) vm.journal.unrepeatable();
}

/** `is`: identity, which for equal small values is the same. */
function identical(vm: Machine, left: Value, right: Value): boolean | Unknown {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (left !== null && right !== null) tellApart(vm, left);
  if (left instanceof PyMethod && right instanceof PyMethod) {
    return left.callable === right.callable && left.self === right.self;
  }
  return left === right;
}

const holds: Readonly<Record<'<' | '<=' | '>' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Tensors compare cell by cell; everything else gives true or false. */
export function compare(vm: Machine, operator: CompareOperator, left: Value, right: Value): Value {
  switch (operator) {
    case 'is':
      return identical(vm, left, right);
    case 'is not':
      return negate(identical(vm, left, right));
    case 'in':
      return contains(vm, right, left);
    case 'not in':
      return negate(contains(vm, right, left));
    case '==':
      return cells(vm, '__eq__', left, right) ?? equal(vm, left, right);
    case '!=':
      return cells(vm, '__ne__', left, right) ?? negate(equal(vm, left, right));
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const name = { '<': '__lt__', '<=': '__le__', '>': '__gt__', '>=': '__ge__' }[operator];
      const result = cells(vm, name, left, right) ?? order(vm, left, right);
      if (typeof result !== 'number') return result;
      return Number.isNaN(result) ? infinite(operator, left, right) : holds[operator](result);
    }
  }
}

/** Differences of infinities are not numbers; their order is. */
function infinite(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  const a = numberOf(left) ?? NaN;
  const b = numberOf(right) ?? NaN;
  return holds[operator](a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN);
}

function negate(value: boolean | Unknown): boolean | Unknown {
  return value instanceof Unknown ? value : !value;
}

const mirrored: Readonly<Record<string, string>> = {
  __lt__: '__gt__',
  __gt__: '__lt__',
  __le__: '__ge__',
  __ge__: '__le__',
};

function cells(vm: Machine, name: string, left: Value, right: Value): Value | undefined {
  const tensor = (value: Value): boolean => typeof value === 'object' && value?.kind === 'tensor';
  if (!tensor(left) && !tensor(right)) return undefined;
  const method = tensor(left) ? vm.find(left, name) : vm.find(right, mirrored[name] ?? name);
  return method === undefined ? undefined : vm.call(method, [tensor(left) ? right : left]);
}
