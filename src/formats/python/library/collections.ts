import { Signature } from '../interpreter/signature.ts';
import { dictOf, getItem, putItem } from '../interpreter/keys.ts';
import { NativeFunction, type Machine } from '../interpreter/machine.ts';
import { bind, libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import {
  PyClass,
  PyDescriptor,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  Unknown,
  type Value,
} from '../interpreter/values.ts';
import { dictType, fill, makeDict } from './mappings.ts';
import { listType, sorted, tupleType } from './sequences.ts';

const orderedDict = libraryClass('OrderedDict', [dictType]);
orderedDict.names.set(
  '__new__',
  native('OrderedDict', 'cls, source=None, /, **kwargs', (args) => makeDict(args, orderedDict), {
    takesUnknown: true,
  }),
);

const defaultDict = libraryClass('defaultdict', [dictType]);
defaultDict.names.set(
  '__new__',
  native(
    'defaultdict',
    'cls, factory=None, source=None, /, **kwargs',
    (args) => {
      const made = makeDict(args, defaultDict);
      made.factory = args.value('factory');
      return made;
    },
    { takesUnknown: true },
  ),
);

const counter = libraryClass('Counter', [dictType], {
  most_common: native('most_common', 'self, n=None', (args) => {
    const self = args.value('self');
    if (!(self instanceof PyDict)) return null;
    const byCount = native('count', 'pair', (pair) => pair.vm.subscript(pair.value('pair'), 1));
    const pairs = self.open ?? sorted(args.vm, self.pairs, byCount, true);
    return pairs instanceof Unknown ? pairs : new PyList(pairs.slice(0, args.int('n')));
  }),
});
counter.names.set(
  '__new__',
  native(
    'Counter',
    'cls, source=None, /, **kwargs',
    (args) => {
      const made = new PyDict(counter);
      const source = args.value('source');
      if (source instanceof PyDict) fill(args.vm, made, source);
      else if (source !== null) {
        const items = args.vm.items(source);
        if (items instanceof Unknown) made.open = items;
        else for (const item of items) putItem(made, item, args.vm.binary('+', getItem(made, item) ?? 0, 1));
      }
      fill(args.vm, made, args.value('kwargs'));
      return made;
    },
    { takesUnknown: true },
  ),
);

const deque = libraryClass('deque', [listType], {
  __new__: native('deque', 'cls, iterable=(), maxlen=None', (args) => {
    const items = args.vm.items(args.value('iterable'));
    if (items instanceof Unknown) return items;
    const longest = args.int('maxlen') ?? Infinity;
    return new PyList(items.slice(Math.max(0, items.length - longest)), longest);
  }),
});

/** The first of several mappings that has a key answers for it. */
const chainMap = libraryClass('ChainMap', [dictType], {
  __new__: native('ChainMap', 'cls, *maps', (args) => {
    const made = new PyDict();
    for (const map of args.rest('maps').toReversed()) fill(args.vm, made, map);
    return made;
  }),
});

interface TupleField {
  readonly name: string;
  readonly fallback: Value | undefined;
}

/** Gives a class the fields of a named tuple: calls make tuples of it. */
function makeNamedTuple(type: PyClass, fields: readonly TupleField[]): void {
  const signature = new Signature(
    fields.map(({ name, fallback }) => ({ name, kind: 'plain' as const, fallback })),
  );
  fields.forEach(({ name }, index) => {
    const read = native(name, 'self', (args) => {
      const self = args.value('self');
      return self instanceof PyTuple ? (self.items[index] ?? null) : null;
    });
    type.names.set(name, new PyDescriptor('property', read));
  });
  const pairs = (self: Value): (readonly [string, Value])[] =>
    fields.map(({ name }, index) => [name, self instanceof PyTuple ? (self.items[index] ?? null) : null]);
  type.names.set('_fields', new PyTuple(fields.map(({ name }) => name)));
  type.names.set('__match_args__', new PyTuple(fields.map(({ name }) => name)));
  type.names.set(
    '__class_call__',
    new NativeFunction('__class_call__', (vm, call) => {
      const [cls, ...args] = call.args;
      const bound = bind(vm, type.name, signature, { ...call, args });
      return new PyTuple(
        fields.map(({ name }) => bound.value(name)),
        cls instanceof PyClass ? cls : type,
      );
    }),
  );
  type.names.set(
    '_make',
    native(
      '_make',
      'iterable',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        return items instanceof Unknown ? items : args.vm.call(type, items);
      },
      { binds: false },
    ),
  );
  type.names.set(
    '_asdict',
    native('_asdict', 'self', (args) => dictOf(pairs(args.value('self')))),
  );
  type.names.set(
    '_replace',
    native('_replace', 'self, **changes', (args) => {
      const changes = args.value('changes');
      return new PyTuple(
        pairs(args.value('self')).map(([name, value]) =>
          changes instanceof PyDict
            ? getItem(changes, name) === undefined
              ? value
              : (getItem(changes, name) ?? null)
            : value,
        ),
        type,
      );
    }),
  );
}

/** A named tuple of a library. */
export function namedTupleClass(name: string, fields: readonly string[]): PyClass {
  const type = libraryClass(name, [tupleType]);
  makeNamedTuple(
    type,
    fields.map((field) => ({ name: field, fallback: null })),
  );
  return type;
}

function namedTuple(args: Bound): Value {
  const given = args.value('fields');
  const listed =
    typeof given === 'string' ? given.split(/[\s,]+/).filter((name) => name !== '') : args.vm.items(given);
  if (listed instanceof Unknown) return listed;
  const defaults = args.value('defaults') === null ? [] : args.vm.items(args.value('defaults'));
  if (defaults instanceof Unknown) return defaults;
  const names = listed.map((each) => (typeof each === 'string' ? each : ''));
  const type = libraryClass(args.string('typename') ?? 'tuple', [tupleType]);
  const first = names.length - defaults.length;
  makeNamedTuple(
    type,
    names.map((name, index) => ({
      name,
      fallback: index < first ? undefined : (defaults[index - first] ?? null),
    })),
  );
  return type;
}

/** `class X(NamedTuple)`: its annotations are its fields. */
export const namedTupleBase = libraryClass('NamedTuple', [tupleType], {
  __class_created__: native('__class_created__', 'cls, **kwargs', (args) => {
    const type = args.value('cls');
    const annotations = type instanceof PyClass ? type.names.get('__annotations__') : undefined;
    if (!(type instanceof PyClass) || !(annotations instanceof PyDict)) return null;
    const names = annotations.keys.map((key) => (typeof key === 'string' ? key : ''));
    makeNamedTuple(
      type,
      names.map((name) => ({ name, fallback: type.names.get(name) })),
    );
    return null;
  }),
});

/** Abstract base classes say themselves what belongs to them. */
function accepting(name: string, accepts: (vm: Machine, value: Value) => boolean): PyClass {
  return libraryClass(name, [], {
    __accepts__: native('__accepts__', 'value', (args) => accepts(args.vm, args.value('value')), {
      takesUnknown: true,
      binds: false,
    }),
  });
}

function kindOf(value: Value): string {
  return value !== null && typeof value === 'object' ? value.kind : typeof value;
}

const sequences = new Set(['string', 'list', 'tuple', 'range']);
const mappings = new Set(['dict']);
const iterables = new Set([...sequences, ...mappings, 'set', 'iterator']);
const callables = new Set(['function', 'native', 'method', 'class']);

function hasMethod(vm: Machine, value: Value, method: string): boolean {
  return value instanceof PyInstance && vm.find(value, method) !== undefined;
}

/** `collections.abc`. */
export const abstractTypes: Readonly<Record<string, Value>> = {
  Sequence: accepting('Sequence', (_, value) => sequences.has(kindOf(value))),
  MutableSequence: accepting('MutableSequence', (_, value) => kindOf(value) === 'list'),
  Mapping: accepting('Mapping', (_, value) => mappings.has(kindOf(value))),
  MutableMapping: accepting('MutableMapping', (_, value) => mappings.has(kindOf(value))),
  Iterable: accepting(
    'Iterable',
    (vm, value) =>
      iterables.has(kindOf(value)) || kindOf(value) === 'tensor' || hasMethod(vm, value, '__iter__'),
  ),
  Iterator: accepting('Iterator', (_, value) => kindOf(value) === 'iterator'),
  Generator: accepting('Generator', (_, value) => kindOf(value) === 'iterator'),
  Callable: accepting(
    'Callable',
    (vm, value) => callables.has(kindOf(value)) || hasMethod(vm, value, '__call__'),
  ),
  Hashable: accepting('Hashable', (_, value) => !['list', 'dict', 'set'].includes(kindOf(value))),
  Sized: accepting('Sized', (_, value) => iterables.has(kindOf(value))),
  Container: accepting('Container', (_, value) => iterables.has(kindOf(value))),
  Collection: accepting(
    'Collection',
    (_, value) => iterables.has(kindOf(value)) && kindOf(value) !== 'iterator',
  ),
  Set: accepting('Set', (_, value) => kindOf(value) === 'set'),
};

/** `numbers`. */
export const numberTypes: Readonly<Record<string, Value>> = Object.fromEntries(
  ['Number', 'Complex', 'Real', 'Rational', 'Integral'].map((name) => {
    const whole = name === 'Integral' || name === 'Rational';
    const kinds = whole ? ['number', 'boolean', 'symbol'] : ['number', 'boolean', 'symbol', 'float'];
    return [name, accepting(name, (_, value) => kinds.includes(kindOf(value)))];
  }),
);

/** Python's `collections`. */
export const collections: Readonly<Record<string, Value>> = {
  OrderedDict: orderedDict,
  defaultdict: defaultDict,
  Counter: counter,
  deque,
  ChainMap: chainMap,
  UserDict: dictType,
  UserList: listType,
  ...natives({ namedtuple: ['typename, fields, *, rename=False, defaults=None, module=None', namedTuple] }),
  ...abstractTypes,
};
export { orderedDict };
