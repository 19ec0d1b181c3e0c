import { refuseFloats } from '../interpreter/whole-numbers.ts';
import type { Machine } from '../interpreter/machine.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyRange } from '../interpreter/atoms.ts';
import { indexValue, sliceBounds, type SliceBounds } from '../interpreter/subscript.ts';
import {
  PyDescriptor,
  PyIterator,
  PyList,
  PySlice,
  PyTuple,
  Unknown,
  type Value,
} from '../interpreter/values.ts';
import { objectType } from './object.ts';

/** Sorts stably; unknown where an order is. */
export function sorted(
  vm: Machine,
  values: readonly Value[],
  key: Value,
  reverse: boolean,
): Value[] | Unknown {
  const keyed = values.map((value) => ({ value, key: key === null ? value : vm.call(key, [value]) }));
  const unknown: Unknown[] = [];
  vm.charge(values.length);
  keyed.sort((left, right) => {
    const result = reverse ? vm.order(right.key, left.key) : vm.order(left.key, right.key);
    if (typeof result === 'number') return result;
    unknown.push(result);
    return 0;
  });
  return unknown[0] ?? keyed.map(({ value }) => value);
}

function list(args: Bound): PyList {
  const self = args.value('self');
  return self instanceof PyList ? self : new PyList([]);
}

/** The list, about to be changed. */
function changed(args: Bound): PyList {
  const self = list(args);
  args.vm.journal.touch(self);
  return self;
}

function indexOf(vm: Machine, items: readonly Value[], item: Value): number | Unknown {
  for (const [index, each] of items.entries()) {
    const same = vm.equal(each, item);
    if (same instanceof Unknown) return same;
    if (same) return index;
  }
  return -1;
}

function index(args: Bound): Value {
  const self = args.value('self');
  const items = args.vm.items(self);
  if (items instanceof Unknown) return items;
  const at = (name: string, absent: number): number => {
    const given = args.int(name) ?? absent;
    return Math.max(0, given < 0 ? given + items.length : given);
  };
  const start = at('start', 0);
  const found = indexOf(args.vm, items.slice(start, at('stop', items.length)), args.value('item'));
  if (found instanceof Unknown) return found;
  return found === -1 ? args.vm.raise('ValueError', 'the value is not in the sequence') : start + found;
}

function count(args: Bound): Value {
  const items = args.vm.items(args.value('self'));
  if (items instanceof Unknown) return items;
  let found = 0;
  for (const item of items) {
    const same = args.vm.equal(item, args.value('item'));
    if (same instanceof Unknown) return same;
    if (same) found++;
  }
  return found;
}

/** Puts items before the others, one after the other. */
function addLeft(args: Bound, items: readonly Value[]): null {
  const self = changed(args);
  for (const item of items) {
    self.items.unshift(item);
    if (self.items.length > self.longest) self.items.pop();
  }
  return null;
}

function takenOut(args: Bound, at: number | undefined): Value {
  const self = changed(args);
  if (self.open) return self.open;
  if (at === undefined) {
    self.open = args.vm.unknown('an index that is not known');
    return self.open;
  }
  const position = at < 0 ? at + self.items.length : at;
  const item = self.items[position];
  if (item === undefined) return args.vm.raise('IndexError', 'pop index out of range');
  self.items.splice(position, 1);
  return item;
}

function isInSlice(place: number, { start, stop, step }: SliceBounds): boolean {
  const isBetween = step > 0 ? place >= start && place < stop : place <= start && place > stop;
  return isBetween && (place - start) % step === 0;
}

const common = {
  index: native('index', 'self, item, start=None, stop=None', index),
  count: native('count', 'self, item', count),
};

const always = { takesUnknown: true };

export const listType = libraryClass('list', [objectType], {
  __new__: native('list', 'cls, iterable=()', (args) => {
    const items = args.vm.items(args.value('iterable'));
    return items instanceof Unknown ? items : new PyList([...items]);
  }),
  ...common,
  ...natives(
    {
      append: [
        'self, item',
        (args) => {
          const self = changed(args);
          self.items.push(args.value('item'));
          if (self.items.length > self.longest) self.items.shift();
          return null;
        },
      ],
      // What only a deque has.
      appendleft: ['self, item', (args) => addLeft(args, [args.value('item')])],
      extendleft: [
        'self, items',
        (args) => {
          const items = args.vm.items(args.value('items'));
          if (!(items instanceof Unknown)) return addLeft(args, items);
          changed(args).open ??= items;
          return null;
        },
      ],
      popleft: ['self', (args) => takenOut(args, 0)],
      rotate: [
        'self, n=1',
        (args) => {
          const self = changed(args);
          const by = args.int('n');
          const { length } = self.items;
          if (by === undefined) self.open ??= args.vm.unknown('an index that is not known');
          else if (length > 0) {
            const first = (((length - by) % length) + length) % length;
            self.items = [...self.items.slice(first), ...self.items.slice(0, first)];
          }
          return null;
        },
      ],
      extend: [
        'self, items',
        (args) => {
          const items = args.vm.items(args.value('items'));
          const self = changed(args);
          if (items instanceof Unknown) self.open ??= items;
          else {
            self.items.push(...items);
            if (self.items.length > self.longest) self.items = self.items.slice(-self.longest || Infinity);
          }
          return null;
        },
      ],
      insert: [
        'self, index, item',
        (args) => {
          const at = args.int('index');
          const self = changed(args);
          if (at === undefined) self.open ??= args.vm.unknown('an index that is not known');
          else self.items.splice(at, 0, args.value('item'));
          return null;
        },
      ],
      remove: [
        'self, item',
        (args) => {
          const self = changed(args);
          const at = indexOf(args.vm, self.items, args.value('item'));
          if (at instanceof Unknown) self.open ??= at;
          else if (at >= 0) self.items.splice(at, 1);
          else if (!self.open) args.vm.raise('ValueError', 'list.remove(x): x not in list');
          return null;
        },
      ],
      pop: ['self, index=-1', (args) => takenOut(args, args.int('index'))],
      sort: [
        'self, *, key=None, reverse=False',
        (args) => {
          const self = changed(args);
          const result = sorted(args.vm, self.items, args.value('key'), args.value('reverse') === true);
          if (result instanceof Unknown) self.open ??= result;
          else self.items = result;
          return null;
        },
      ],
      reverse: [
        'self',
        (args) => {
          changed(args).items.reverse();
          return null;
        },
      ],
      clear: [
        'self',
        (args) => {
          const self = changed(args);
          self.items = [];
          self.open = null;
          return null;
        },
      ],
      copy: [
        'self',
        (args) => {
          const copy = new PyList([...list(args).items]);
          copy.open = list(args).open;
          return copy;
        },
      ],
      __len__: ['self', (args) => args.vm.length(args.value('self'))],
      __iter__: ['self', (args) => list(args).open ?? new PyIterator(list(args).items)],
      __getitem__: ['self, index', (args) => args.vm.subscript(args.value('self'), args.value('index'))],
      __setitem__: [
        'self, index, value',
        (args) => {
          args.vm.setSubscript(args.value('self'), args.value('index'), args.value('value'));
          return null;
        },
      ],
      __delitem__: [
        'self, index',
        (args) => {
          const at = args.value('index');
          const self = changed(args);
          if (typeof at === 'number') self.items.splice(at, 1);
          else if (at instanceof PySlice) {
            const bounds = sliceBounds(at, self.items.length);
            if (!bounds) self.open ??= args.vm.unknown('a slice that is not read');
            else self.items = self.items.filter((_, place) => !isInSlice(place, bounds));
          } else self.open ??= args.vm.unknown('an index that is not known');
          return null;
        },
      ],
      __contains__: ['self, item', (args) => args.vm.contains(args.value('self'), args.value('item'))],
    },
    always,
  ),
});

export const tupleType = libraryClass('tuple', [objectType], {
  __new__: native('tuple', 'cls, iterable=()', (args) => {
    const items = args.vm.items(args.value('iterable'));
    return items instanceof Unknown ? items : new PyTuple([...items]);
  }),
  ...common,
  ...natives({
    // What only a tensor's size has.
    numel: [
      'self',
      (args) => {
        const items = args.vm.items(args.value('self'));
        return items instanceof Unknown
          ? items
          : items.reduce<Value>((product, item) => args.vm.binary('*', product, item), 1);
      },
    ],
    __len__: ['self', (args) => args.vm.length(args.value('self'))],
    __iter__: [
      'self',
      (args) => {
        const items = args.vm.items(args.value('self'));
        return items instanceof Unknown ? items : new PyIterator(items);
      },
    ],
    __getitem__: ['self, index', (args) => args.vm.subscript(args.value('self'), args.value('index'))],
  }),
});

export const rangeType = libraryClass('range', [objectType], {
  __new__: native('range', 'cls, *bounds', (args) => {
    refuseFloats(args.vm, 'range', args.rest('bounds'));
    const [first, second, third] = args.rest('bounds').map((each) => indexValue(args.vm, each));
    const step = third ?? 1;
    const start = second === undefined ? 0 : first;
    const stop = second ?? first;
    if (typeof start !== 'number' || typeof stop !== 'number' || typeof step !== 'number') {
      const symbolic = [start, stop, step].some(
        (each) => typeof each === 'object' && each?.kind === 'symbol',
      );
      if (symbolic) return args.vm.unknown('a range over the batch size');
      return args.vm.raise('TypeError', 'range() needs whole numbers');
    }
    return step === 0
      ? args.vm.raise('ValueError', 'range() arg 3 must not be zero')
      : new PyRange(start, stop, step);
  }),
  ...common,
});

export const sliceType = libraryClass('slice', [objectType], {
  __new__: native(
    'slice',
    'cls, *bounds',
    (args) => {
      const [first = null, second, third = null] = args.rest('bounds');
      return second === undefined ? new PySlice(null, first, null) : new PySlice(first, second, third);
    },
    always,
  ),
  ...Object.fromEntries(
    (['start', 'stop', 'step'] as const).map((name) => [
      name,
      new PyDescriptor(
        'property',
        native(name, 'self', (args) => {
          const self = args.value('self');
          return self instanceof PySlice ? self[name] : null;
        }),
      ),
    ]),
  ),
  indices: native('indices', 'self, length', (args) => {
    const self = args.value('self');
    const length = args.int('length');
    const bounds = self instanceof PySlice && length !== undefined ? sliceBounds(self, length) : undefined;
    return bounds
      ? new PyTuple([bounds.start, bounds.stop, bounds.step])
      : args.vm.unknown('a slice that is not read');
  }),
});
