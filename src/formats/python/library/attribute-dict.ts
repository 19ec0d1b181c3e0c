import { leaveOpen } from '../interpreter/attributes.ts';
import { dictOf } from '../interpreter/keys.ts';
import { libraryClass, natives, type Bound } from '../interpreter/native.ts';
import { PyInstance, PyIterator, PyList, PyTuple, Unknown, type Value } from '../interpreter/values.ts';

/** `instance.__dict__`: reads and writes the instance's attributes. */
const attributeDict = libraryClass(
  'dict',
  [],
  natives(
    {
      get: [
        'self, key, default=None',
        (args) => orElse(held(args)?.get(key(args)), () => args.value('default')),
      ],
      __getitem__: [
        'self, key',
        (args) => orElse(held(args)?.get(key(args)), () => args.vm.raise('KeyError', key(args))),
      ],
      __setitem__: ['self, key, value', (args) => store(args, [[args.value('key'), args.value('value')]])],
      __contains__: ['self, key', (args) => held(args)?.has(key(args)) ?? false],
      __len__: ['self', (args) => held(args)?.size ?? 0],
      __iter__: ['self', (args) => new PyIterator(held(args)?.keys() ?? [])],
      keys: ['self', (args) => new PyList([...(held(args)?.keys() ?? [])])],
      values: ['self', (args) => new PyList([...(held(args)?.values() ?? [])])],
      items: ['self', (args) => new PyList([...(held(args) ?? [])].map((pair) => new PyTuple(pair)))],
      copy: ['self', (args) => dictOf(held(args) ?? [])],
      update: ['self, other=None, **kwargs', update],
      pop: [
        'self, key, default=None',
        (args) => {
          const owner = ownerOf(args);
          const value = owner?.attributes.get(key(args));
          if (owner) args.vm.journal.touch(owner);
          owner?.attributes.delete(key(args));
          return orElse(value, () => args.value('default'));
        },
      ],
      setdefault: [
        'self, key, default=None',
        (args) => {
          const found = held(args)?.get(key(args));
          if (found === undefined) store(args, [[args.value('key'), args.value('default')]]);
          return orElse(found, () => args.value('default'));
        },
      ],
    },
    { takesUnknown: true },
  ),
);

/** None is a value like any other: only what is missing gives way. */
function orElse(value: Value | undefined, other: () => Value): Value {
  return value === undefined ? other() : value;
}

function ownerOf(args: Bound): PyInstance | null {
  const self = args.value('self');
  const owner = self instanceof PyInstance ? self.attributes.get('owner') : null;
  return owner instanceof PyInstance ? owner : null;
}

function held(args: Bound): ReadonlyMap<string, Value> | undefined {
  return ownerOf(args)?.attributes;
}

function key(args: Bound): string {
  return args.string('key') ?? '';
}

function store(args: Bound, pairs: Iterable<readonly [Value, Value]>): null {
  const owner = ownerOf(args);
  if (!owner) return null;
  args.vm.journal.touch(owner);
  for (const [name, value] of pairs) {
    if (typeof name === 'string') owner.attributes.set(name, value);
    else if (name instanceof Unknown) leaveOpen(args.vm, owner, name);
  }
  return null;
}

function update(args: Bound): Value {
  for (const source of [args.value('other'), args.value('kwargs')]) {
    if (source === null) continue;
    const owner = ownerOf(args);
    if (source instanceof Unknown) {
      if (owner) leaveOpen(args.vm, owner, source);
      continue;
    }
    const items = args.vm.find(source, 'items');
    const pairs = items === undefined ? args.vm.items(source) : args.vm.items(args.vm.call(items, []));
    if (pairs instanceof Unknown) {
      if (owner) leaveOpen(args.vm, owner, pairs);
    } else {
      store(
        args,
        pairs.flatMap((pair) =>
          pair instanceof PyTuple ? [[pair.items[0] ?? null, pair.items[1] ?? null] as const] : [],
        ),
      );
    }
  }
  return null;
}

export function attributesOf(instance: PyInstance): PyInstance {
  const dict = new PyInstance(attributeDict, null);
  dict.attributes.set('owner', instance);
  dict.open = instance.open;
  return dict;
}
