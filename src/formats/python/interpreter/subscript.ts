import { inClass } from './attributes.ts';
import { tellApart } from './compare.ts';
import { getItem, keyOf, putItem } from './keys.ts';
import { NativeFunction, type Machine } from './machine.ts';
import { PyRange } from './atoms.ts';
import { refuseFloatIndex } from './whole-numbers.ts';
import {
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PySlice,
  PyTensor,
  PyTuple,
  Unknown,
  type Value,
} from './values.ts';

export interface SliceBounds {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** What counts as a whole number in an index: a bool, an object that says which one it is. */
export function indexValue(vm: Machine, value: Value): Value {
  if (typeof value === 'boolean') return Number(value);
  if (!(value instanceof PyInstance)) return value;
  if (typeof value.base === 'number') return value.base;
  const method = vm.find(value, '__index__');
  return method === undefined || method instanceof Unknown ? value : vm.call(method, []);
}

/** First, end and step of a slice over `length` items; undefined where a bound is no whole number. */
export function sliceBounds(slice: PySlice, length: number): SliceBounds | undefined {
  const step = slice.step ?? 1;
  if (typeof step !== 'number' || step === 0) return undefined;
  const bound = (value: Value, fallback: number): number | undefined => {
    if (value === null) return fallback;
    if (typeof value !== 'number') return undefined;
    const low = step < 0 ? -1 : 0;
    const high = step < 0 ? length - 1 : length;
    return Math.max(low, Math.min(high, value < 0 ? value + length : value));
  };
  const start = bound(slice.start, step < 0 ? length - 1 : 0);
  const stop = bound(slice.stop, step < 0 ? -1 : length);
  return start === undefined || stop === undefined ? undefined : { start, stop, step };
}

function sliced(vm: Machine, items: readonly Value[], slice: PySlice): Value[] | Unknown {
  const unknown = [slice.start, slice.stop, slice.step].find((each) => each instanceof Unknown);
  if (unknown instanceof Unknown) return unknown;
  const bounds = sliceBounds(slice, items.length);
  if (!bounds) return vm.unknown('a slice that is not read');
  const { start, stop, step } = bounds;
  const result: Value[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step)
    result.push(items[index] ?? null);
  vm.charge(result.length);
  return result;
}

function itemAt(vm: Machine, items: readonly Value[], index: Value, what: string, isOfTensor = false): Value {
  const number = indexValue(vm, index);
  if (number instanceof Unknown) return number;
  if (typeof number !== 'number') return vm.raise('TypeError', `${what} indices must be integers or slices`);
  const item = items[number < 0 ? number + items.length : number];
  if (item !== undefined) return item;
  // Parts of a tensor are counted by its sizes: nothing but these is to blame.
  const certain = isOfTensor || (items.length > 0 && items.every((each) => each instanceof PyTensor));
  return vm.raise('IndexError', `${what} index out of range`, certain);
}

/** `object[index]`. */
export function subscript(vm: Machine, object: Value, index: Value): Value {
  if (typeof index === 'object') refuseFloatIndex(vm, object, index);
  if (object instanceof PyList) {
    if (object.open) return object.open;
    if (!(index instanceof PySlice)) return itemAt(vm, object.items, index, 'list');
    const part = sliced(vm, object.items, index);
    return part instanceof Unknown ? part : new PyList(part);
  }
  if (object instanceof PyTuple) {
    if (!(index instanceof PySlice))
      return itemAt(vm, object.items, index, 'tuple', object.type?.name === 'Size');
    const part = sliced(vm, object.items, index);
    return part instanceof Unknown ? part : new PyTuple(part);
  }
  if (object instanceof PyDict) return fromDict(vm, object, index);
  if (typeof object === 'string') {
    const characters = Array.from(object);
    if (!(index instanceof PySlice)) return itemAt(vm, characters, index, 'string');
    const part = sliced(vm, characters, index);
    if (part instanceof Unknown) return part;
    return part.filter((each) => typeof each === 'string').join('');
  }
  if (object instanceof Unknown)
    return object.numeric || object.ref ? new Unknown(object.why, object.place) : object;
  if (object instanceof PyRange) return ofRange(vm, object, index);
  if (object instanceof PyClass) return ofClass(vm, object, index);
  const method = vm.find(object, '__getitem__');
  if (method !== undefined) return vm.call(method, [index]);
  if (object instanceof PyInstance && object.base !== undefined) return vm.subscript(object.base, index);
  return vm.raise('TypeError', `'${vm.typeOf(object).name}' object is not subscriptable`);
}

function fromDict(vm: Machine, dict: PyDict, key: Value): Value {
  if (key instanceof Unknown) return key;
  tellApart(vm, key);
  const found = getItem(dict, key);
  if (found !== undefined) return found;
  if (dict.open) return dict.open;
  if (keyOf(key) === undefined) return vm.unknown('a key that is not known');
  if (dict.factory !== null) {
    const made = vm.call(dict.factory, []);
    vm.journal.touch(dict);
    putItem(dict, key, made);
    return made;
  }
  if (dict.type?.name === 'Counter') return 0;
  // Modules that nobody has asked for yet may register what is in them.
  if (vm.loadPostponed()) return fromDict(vm, dict, key);
  const shown = vm.repr(key);
  return vm.raise('KeyError', typeof shown === 'string' ? shown : '');
}

function ofRange(vm: Machine, range: PyRange, index: Value): Value {
  if (index instanceof PySlice) {
    const bounds = sliceBounds(index, range.length);
    if (!bounds) return vm.unknown('a slice that is not read');
    const at = (position: number): number => range.start + position * range.step;
    return new PyRange(at(bounds.start), at(bounds.stop), range.step * bounds.step);
  }
  if (typeof index !== 'number') return vm.unknown('an index that is not known');
  const position = index < 0 ? index + range.length : index;
  if (position < 0 || position >= range.length)
    return vm.raise('IndexError', 'range object index out of range');
  return range.start + position * range.step;
}

/** Generics, `Enum['NAME']`, and classes that define it themselves. */
function ofClass(vm: Machine, type: PyClass, index: Value): Value {
  const special = inClass(type, '__class_item__');
  if (special instanceof NativeFunction) return vm.call(special, [type, index]);
  const meta = type.mro.find((each) => each.meta)?.meta;
  const method = meta ? inClass(meta, '__getitem__') : undefined;
  if (method !== undefined) return vm.call(method, [type, index]);
  return type;
}

/** `object[index] = value`. */
export function setSubscript(vm: Machine, object: Value, index: Value, value: Value): void {
  if (object instanceof PyList) {
    vm.journal.touch(object);
    if (index instanceof PySlice) setSlice(vm, object, index, value);
    else if (typeof index !== 'number')
      object.open ??= index instanceof Unknown ? index : vm.unknown('an index that is not read');
    else {
      const position = index < 0 ? index + object.items.length : index;
      if (position < 0 || position >= object.items.length) {
        if (!object.open) vm.raise('IndexError', 'list assignment index out of range');
      } else object.items[position] = value;
    }
  } else if (object instanceof PyDict) {
    vm.journal.touch(object);
    if (object.mirrors && typeof index === 'string') vm.setAttribute(object.mirrors, index, value);
    if (!putItem(object, index, value))
      object.open ??= index instanceof Unknown ? index : vm.unknown('a key that is not read');
  } else if (object !== null && typeof object === 'object' && !(object instanceof Unknown)) {
    const method = vm.find(object, '__setitem__');
    if (method !== undefined) vm.call(method, [index, value]);
    else if (object instanceof PyInstance && object.base !== undefined)
      vm.setSubscript(object.base, index, value);
  }
}

function setSlice(vm: Machine, list: PyList, index: PySlice, value: Value): void {
  const bounds = sliceBounds(index, list.items.length);
  const values = vm.items(value);
  if (!bounds || values instanceof Unknown) {
    list.open ??= values instanceof Unknown ? values : vm.unknown('a slice that is not read');
  } else if (bounds.step === 1)
    list.items.splice(bounds.start, Math.max(0, bounds.stop - bounds.start), ...values);
  else {
    values.forEach((each, position) => {
      const place = bounds.start + position * bounds.step;
      if (place >= 0 && place < list.items.length) list.items[place] = each;
    });
  }
}
