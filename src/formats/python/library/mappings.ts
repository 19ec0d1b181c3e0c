import { tellApart } from '../interpreter/compare.ts';
import { addItem, dictOf, getItem, keyOf, putItem, setOf } from '../interpreter/keys.ts';
import type { Machine } from '../interpreter/machine.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import type { PyClass } from '../interpreter/values.ts';
import { PyDict, PyIterator, PyList, PySet, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from './object.ts';

function dict(args: Bound): PyDict {
  const self = args.value('self');
  return self instanceof PyDict ? self : new PyDict();
}

function changed(args: Bound): PyDict {
  const self = dict(args);
  args.vm.journal.touch(self);
  return self;
}

/** Adds what `dict(source)` or `update(source)` reads: a mapping, or pairs. */
export function fill(vm: Machine, target: PyDict, source: Value): void {
  if (source instanceof PyDict) {
    for (const { key, value } of source.entries.values()) putItem(target, key, value);
    target.open ??= source.open;
    return;
  }
  if (source === null) return;
  const items = source instanceof Unknown ? undefined : vm.find(source, 'items');
  const pairs = vm.items(items === undefined ? source : vm.call(items, []));
  if (pairs instanceof Unknown) {
    target.open ??= pairs;
    return;
  }
  for (const pair of pairs) {
    const parts = vm.items(pair);
    if (parts instanceof Unknown) target.open ??= parts;
    else if (!putItem(target, parts[0] ?? null, parts[1] ?? null))
      target.open ??= vm.unknown('a key that is not known');
  }
}

/** A new dict of a class from `source` and keyword arguments. */
export function makeDict(args: Bound, type: PyClass | null): PyDict {
  const made = new PyDict(type);
  fill(args.vm, made, args.value('source'));
  fill(args.vm, made, args.value('kwargs'));
  return made;
}

function get(args: Bound): Value {
  const self = dict(args);
  const key = args.value('key');
  tellApart(args.vm, key);
  const found = getItem(self, key);
  if (found !== undefined) return found;
  return key instanceof Unknown ? key : (self.open ?? args.value('default'));
}

function pop(args: Bound): Value {
  const self = changed(args);
  const key = keyOf(args.value('key'));
  const entry = key === undefined ? undefined : self.entries.get(key);
  if (key !== undefined && entry) {
    self.entries.delete(key);
    return entry.value;
  }
  if (self.open) return self.open;
  if (key === undefined) return (self.open ??= args.vm.unknown('a key that is not known'));
  if (args.given('default')) return args.value('default');
  const shown = args.vm.repr(args.value('key'));
  return args.vm.raise('KeyError', typeof shown === 'string' ? shown : '');
}

function view(args: Bound, items: readonly Value[]): Value {
  return dict(args).open ?? new PyList([...items]);
}

const always = { takesUnknown: true };

export const dictType = libraryClass('dict', [objectType], {
  __new__: native('dict', 'cls, source=None, /, **kwargs', (args) => makeDict(args, null), always),
  fromkeys: native(
    'fromkeys',
    'keys, value=None',
    (args) => {
      const keys = args.vm.items(args.value('keys'));
      return keys instanceof Unknown ? keys : dictOf(keys.map((key) => [key, args.value('value')] as const));
    },
    { binds: false },
  ),
  ...natives(
    {
      get: ['self, key, default=None', get],
      items: ['self', (args) => view(args, dict(args).pairs)],
      keys: ['self', (args) => dict(args).open ?? setOf(dict(args).keys)],
      values: ['self', (args) => view(args, dict(args).values)],
      update: [
        'self, source=None, /, **kwargs',
        (args) => {
          const self = changed(args);
          fill(args.vm, self, args.value('source'));
          fill(args.vm, self, args.value('kwargs'));
          return null;
        },
      ],
      pop: ['self, key, default=None', pop],
      popitem: [
        'self, last=True',
        (args) => {
          const self = changed(args);
          const keys = [...self.entries.keys()];
          const key = args.value('last') === false ? keys[0] : keys.at(-1);
          const entry = key === undefined ? undefined : self.entries.get(key);
          if (key === undefined || !entry)
            return self.open ?? args.vm.raise('KeyError', 'dictionary is empty');
          self.entries.delete(key);
          return new PyTuple([entry.key, entry.value]);
        },
      ],
      setdefault: [
        'self, key, default=None',
        (args) => {
          const self = changed(args);
          const found = getItem(self, args.value('key'));
          if (found !== undefined) return found;
          if (self.open) return self.open;
          putItem(self, args.value('key'), args.value('default'));
          return args.value('default');
        },
      ],
      copy: [
        'self',
        (args) => {
          const copy = new PyDict(dict(args).type);
          copy.restore(dict(args).capture());
          copy.factory = dict(args).factory;
          return copy;
        },
      ],
      clear: [
        'self',
        (args) => {
          const self = changed(args);
          self.entries = new Map();
          self.open = null;
          return null;
        },
      ],
      move_to_end: [
        'self, key, last=True',
        (args) => {
          const self = changed(args);
          const key = keyOf(args.value('key'));
          const entry = key === undefined ? undefined : self.entries.get(key);
          if (key === undefined || !entry) return null;
          self.entries.delete(key);
          self.entries = new Map(
            args.value('last') === false ? [[key, entry], ...self.entries] : [...self.entries, [key, entry]],
          );
          return null;
        },
      ],
      __len__: ['self', (args) => args.vm.length(args.value('self'))],
      __iter__: ['self', (args) => dict(args).open ?? new PyIterator(dict(args).keys)],
      __getitem__: ['self, key', (args) => args.vm.subscript(args.value('self'), args.value('key'))],
      __setitem__: [
        'self, key, value',
        (args) => {
          args.vm.setSubscript(args.value('self'), args.value('key'), args.value('value'));
          return null;
        },
      ],
      __delitem__: [
        'self, key',
        (args) => {
          pop(args);
          return null;
        },
      ],
      __contains__: ['self, key', (args) => args.vm.contains(args.value('self'), args.value('key'))],
    },
    always,
  ),
});

function set(args: Bound): PySet {
  const self = args.value('self');
  return self instanceof PySet ? self : new PySet();
}

function combine(operator: '|' | '&' | '-' | '^'): (args: Bound) => Value {
  return (args) =>
    args.rest('others').reduce<Value>((left, other) => {
      const items = args.vm.items(other);
      return items instanceof Unknown ? items : args.vm.binary(operator, left, setOf(items));
    }, set(args));
}

/** Whether every item of one is in the other. */
function within(vm: Machine, inner: Value, outer: Value): Value {
  const items = vm.items(inner);
  if (items instanceof Unknown) return items;
  for (const item of items) {
    const found = vm.contains(outer, item);
    if (found !== true) return found;
  }
  return true;
}

export const setType = libraryClass('set', [objectType], {
  __new__: native('set', 'cls, iterable=()', (args) => {
    const items = args.vm.items(args.value('iterable'));
    return items instanceof Unknown ? items : setOf(items);
  }),
  ...natives(
    {
      add: [
        'self, item',
        (args) => {
          const self = set(args);
          args.vm.journal.touch(self);
          if (!addItem(self, args.value('item'))) self.open ??= args.vm.unknown('an item that is not known');
          return null;
        },
      ],
      update: [
        'self, *others',
        (args) => {
          const self = set(args);
          args.vm.journal.touch(self);
          for (const other of args.rest('others')) {
            const items = args.vm.items(other);
            if (items instanceof Unknown) self.open ??= items;
            else items.forEach((item) => addItem(self, item));
          }
          return null;
        },
      ],
      discard: [
        'self, item',
        (args) => {
          const self = set(args);
          const key = keyOf(args.value('item'));
          args.vm.journal.touch(self);
          if (key === undefined) self.open ??= args.vm.unknown('an item that is not known');
          else self.entries.delete(key);
          return null;
        },
      ],
      remove: [
        'self, item',
        (args) => args.vm.call(args.vm.attribute(args.value('self'), 'discard'), [args.value('item')]),
      ],
      copy: ['self', (args) => setOf(set(args).keys)],
      union: ['self, *others', combine('|')],
      intersection: ['self, *others', combine('&')],
      difference: ['self, *others', combine('-')],
      symmetric_difference: ['self, *others', combine('^')],
      issubset: ['self, other', (args) => within(args.vm, args.value('self'), args.value('other'))],
      issuperset: ['self, other', (args) => within(args.vm, args.value('other'), args.value('self'))],
      isdisjoint: [
        'self, *others',
        (args) => {
          const common = combine('&')(args);
          return common instanceof PySet ? (common.open ?? common.entries.size === 0) : common;
        },
      ],
      __len__: ['self', (args) => args.vm.length(args.value('self'))],
      __iter__: ['self', (args) => set(args).open ?? new PyIterator(set(args).keys)],
    },
    always,
  ),
});
