import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { dictOf } from '../interpreter/keys.ts';
import {
  PyDescriptor,
  PyDict,
  PyFunction,
  PyInstance,
  PyTuple,
  Unknown,
  type Value,
} from '../interpreter/values.ts';
import { objectType } from './object.ts';

function attribute(args: Bound, name: string): Value {
  const self = args.value('self');
  return self instanceof PyInstance ? (self.attributes.get(name) ?? null) : null;
}

/** The entries of dicts by name; the last one counts. */
function keywordsOf(...sources: readonly Value[]): ReadonlyMap<string, Value> {
  const merged = new Map<string, Value>();
  for (const source of sources) {
    if (!(source instanceof PyDict)) continue;
    for (const { key, value } of source.entries.values()) if (typeof key === 'string') merged.set(key, value);
  }
  return merged;
}

/** `functools.partial`: a function with some of its arguments. */
const partialType = libraryClass('partial', [objectType], {
  __init__: native(
    '__init__',
    'self, func, /, *args, **keywords',
    (args) => {
      const self = args.value('self');
      if (!(self instanceof PyInstance)) return null;
      // A partial of a partial is one partial.
      const inner = args.value('func');
      const nested = inner instanceof PyInstance && inner.type === partialType ? inner : null;
      const before = nested?.attributes.get('args');
      const keywords = nested?.attributes.get('keywords');
      self.attributes.set('func', nested?.attributes.get('func') ?? inner);
      self.attributes.set(
        'args',
        new PyTuple([...(before instanceof PyTuple ? before.items : []), ...args.rest('args')]),
      );
      const pairs = [keywords, args.value('keywords')].flatMap((each) =>
        each instanceof PyDict ? [...each.entries.values()] : [],
      );
      self.attributes.set('keywords', dictOf(pairs.map(({ key, value }) => [key, value] as const)));
      return null;
    },
    { takesUnknown: true },
  ),
  __call__: native(
    '__call__',
    'self, /, *args, **kwargs',
    (args) => {
      const first = attribute(args, 'args');
      const merged = keywordsOf(attribute(args, 'keywords'), args.value('kwargs'));
      const all = [...(first instanceof PyTuple ? first.items : []), ...args.rest('args')];
      return args.vm.call(attribute(args, 'func'), all, merged, args.site);
    },
    { takesUnknown: true },
  ),
});

/** `functools.partialmethod`: what an object finds there has the object as its first argument. */
const partialMethodType = libraryClass('partialmethod', [partialType], {
  __get__: native(
    '__get__',
    'self, obj, cls=None',
    (args) => {
      const [object, func, before] = [args.value('obj'), attribute(args, 'func'), attribute(args, 'args')];
      if (object === null || !(func instanceof PyFunction))
        return args.vm.unknown('a method without its object');
      const given = before instanceof PyTuple ? before.items : [];
      return args.vm.call(partialType, [func, object, ...given], keywordsOf(attribute(args, 'keywords')));
    },
    { takesUnknown: true },
  ),
});

function reduce(args: Bound): Value {
  const items = args.vm.items(args.value('iterable'));
  if (items instanceof Unknown) return items;
  const rest = [...items];
  const start = args.given('initial') ? args.value('initial') : rest.shift();
  if (start === undefined) return args.vm.raise('TypeError', 'reduce() of empty iterable');
  return rest.reduce<Value>((total, item) => args.vm.call(args.value('function'), [total, item]), start);
}

/** A decorator that leaves its function as it is. */
const same = native('same', 'function=None, *args, **kwargs', (args) => args.value('function'), {
  takesUnknown: true,
});
const decorator = native('decorator', '*args, **kwargs', () => same, { takesUnknown: true });

/** Python's `functools`. */
export const functools: Readonly<Record<string, Value>> = {
  partial: partialType,
  reduce: native('reduce', 'function, iterable, initial=None', reduce),
  partialmethod: partialMethodType,
  ...natives(
    {
      wraps: ['wrapped, *args, **kwargs', (args) => wrapper(args.value('wrapped'))],
      update_wrapper: [
        'wrapper, wrapped, *args, **kwargs',
        (args) => copyNames(args.value('wrapper'), args.value('wrapped')),
      ],
      lru_cache: [
        'function=None, *args, **kwargs',
        (args) => {
          const callee = args.value('function');
          return callee !== null && typeof callee === 'object' && callee.kind === 'function' ? callee : same;
        },
      ],
      cached_property: ['function', (args) => new PyDescriptor('property', args.value('function'))],
      cmp_to_key: ['function', (args) => args.vm.unknown('an order by comparison')],
      singledispatch: ['function', (args) => args.vm.unknown('a function chosen by type')],
    },
    { takesUnknown: true },
  ),
  cache: same,
  total_ordering: same,
};

function wrapper(wrapped: Value): Value {
  return native('wraps', 'function', (args) => copyNames(args.value('function'), wrapped), {
    takesUnknown: true,
  });
}

function copyNames(target: Value, wrapped: Value): Value {
  if (!(target instanceof PyFunction)) return target;
  target.attributes.set('__wrapped__', wrapped);
  if (wrapped instanceof PyFunction)
    target.attributes.set('__name__', wrapped.attributes.get('__name__') ?? wrapped.name);
  return target;
}

export { decorator as ignoredDecorator, same as ignored };
