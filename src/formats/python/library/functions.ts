import { leaveOpen, ownName } from '../interpreter/attributes.ts';
import { dictOf } from '../interpreter/keys.ts';
import { exceptions } from '../interpreter/exceptions.ts';
import { iteratorOf } from '../interpreter/iteration.ts';
import { NativeFunction, PyError, type Machine } from '../interpreter/machine.ts';
import { native, natives, type Bound } from '../interpreter/native.ts';
import { formatValue } from '../interpreter/formatted.ts';
import { PyFloat } from '../interpreter/atoms.ts';
import {
  PyClass,
  PyDescriptor,
  PyFunction,
  PyInstance,
  PyIterator,
  PyList,
  PyMethod,
  PyNamespace,
  PySuper,
  PyTuple,
  Unknown,
  type Value,
} from '../interpreter/values.ts';
import { numberOf, round, unknownNumber } from './numbers.ts';
import { attributesOf } from './attribute-dict.ts';
import { sorted } from './sequences.ts';

function attributeOr(args: Bound): Value {
  const name = args.value('name');
  if (typeof name !== 'string')
    return name instanceof Unknown ? name : args.vm.unknown('a name that is not known');
  const found = args.given('default')
    ? attributeIfAny(args.vm, args.value('object'), name)
    : args.vm.find(args.value('object'), name);
  if (found !== undefined) return found;
  return args.given('default') ? args.value('default') : args.vm.attribute(args.value('object'), name);
}

/** Undefined where there is none: also where a property or `__getattr__` says so by an AttributeError. */
function attributeIfAny(vm: Machine, object: Value, name: string): Value | undefined {
  try {
    return vm.find(object, name);
  } catch (thrown) {
    const missing = exceptions.get('AttributeError');
    if (thrown instanceof PyError && missing && thrown.exception.type.isSubclassOf(missing)) return undefined;
    throw thrown;
  }
}

function hasAttribute(args: Bound): Value {
  const name = args.value('name');
  const object = args.value('object');
  if (typeof name !== 'string') return args.vm.unknown('a name that is not known');
  const found = attributeIfAny(args.vm, object, name);
  if (found === undefined) return false;
  const known = object instanceof PyInstance ? object.attributes.has(name) : !(object instanceof Unknown);
  return found instanceof Unknown && !known ? found : true;
}

/** `super()` inside a method, and `super(Class, self)`. */
function superOf(args: Bound): Value {
  const [owner, self] = args.rest('args');
  if (owner instanceof PyClass && self !== undefined) return new PySuper(owner, self);
  const { frame } = args.vm;
  if (frame?.callee?.owner) return new PySuper(frame.callee.owner, frame.self);
  return owner instanceof Unknown ? owner : args.vm.unknown('super() outside of a method');
}

function extreme(args: Bound, sign: 1 | -1): Value {
  const { vm } = args;
  const given = args.rest('args');
  const only = given[0];
  const items = given.length === 1 && only !== undefined ? vm.items(only) : given;
  if (items instanceof Unknown) return unknownNumber(items);
  const key = args.value('key');
  let best: { readonly item: Value; readonly key: Value } | null = null;
  for (const item of items) {
    const measured = key === null ? item : vm.call(key, [item]);
    const order = best ? vm.order(measured, best.key) : sign;
    if (typeof order !== 'number') return key === null ? unknownNumber(order) : order;
    if (order * sign > 0) best = { item, key: measured };
  }
  if (best) return best.item;
  return args.given('default') ? args.value('default') : vm.raise('ValueError', 'arg is an empty sequence');
}

function sum(args: Bound): Value {
  const items = args.vm.items(args.value('iterable'));
  if (items instanceof Unknown) return items;
  return items.reduce<Value>((total, item) => args.vm.binary('+', total, item), args.value('start'));
}

function quantified(args: Bound, decisive: boolean): Value {
  const source = args.vm.iterate(args.value('iterable'));
  if (source instanceof Unknown) return source;
  let unknown: Unknown | null = null;
  for (const item of source) {
    args.vm.charge(1);
    const truth = args.vm.truth(item);
    if (truth === decisive) return decisive;
    if (truth instanceof Unknown) unknown = truth;
  }
  return unknown ?? !decisive;
}

function* zipped(vm: Machine, sources: readonly PyIterator[]): Generator<Value> {
  for (;;) {
    vm.charge(1);
    const row: Value[] = [];
    for (const source of sources) {
      const item = source.next();
      if (item === undefined) return;
      row.push(item);
    }
    if (row.length === 0) return;
    yield new PyTuple(row);
  }
}

function* enumerated(vm: Machine, source: PyIterator, start: number): Generator<Value> {
  let index = start;
  for (const item of source) {
    vm.charge(1);
    yield new PyTuple([index, item]);
    index++;
  }
}

function* mapped(vm: Machine, callee: Value, sources: readonly PyIterator[]): Generator<Value> {
  for (const row of zipped(vm, sources)) yield vm.call(callee, row instanceof PyTuple ? row.items : []);
}

function iterators(args: Bound, values: readonly Value[]): PyIterator[] | Unknown {
  const result: PyIterator[] = [];
  for (const value of values) {
    const iterator = iteratorOf(args.vm, value);
    if (iterator instanceof Unknown) return iterator;
    result.push(iterator);
  }
  return result;
}

function filtered(args: Bound): Value {
  const items = args.vm.items(args.value('iterable'));
  if (items instanceof Unknown) return items;
  const test = args.value('function');
  const kept: Value[] = [];
  for (const item of items) {
    const truth = args.vm.truth(test === null ? item : args.vm.call(test, [item]));
    if (truth instanceof Unknown) return truth;
    if (truth) kept.push(item);
  }
  return new PyIterator(kept);
}

function next(args: Bound): Value {
  const iterator = args.value('iterator');
  if (iterator instanceof PyIterator) {
    const item = iterator.next();
    if (item !== undefined) return item;
    return args.given('default') ? args.value('default') : args.vm.raise('StopIteration', '');
  }
  if (iterator instanceof Unknown) return iterator;
  return args.vm.call(args.vm.attribute(iterator, '__next__'), []);
}

function isSubclass(args: Bound): Value {
  const type = args.value('type');
  const of = args.value('of');
  if (type instanceof Unknown) return type;
  const bases = of instanceof PyTuple ? of.items : [of];
  if (!(type instanceof PyClass)) return args.vm.raise('TypeError', 'issubclass() arg 1 must be a class');
  if (bases.some((base) => base instanceof PyClass && type.isSubclassOf(base))) return true;
  return bases.find((base) => base instanceof Unknown) ?? type.open ?? false;
}

function callable(value: Value): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (value instanceof PyInstance) return value.type.mro.some((type) => type.names.has('__call__'));
  return (
    value instanceof PyFunction ||
    value instanceof NativeFunction ||
    value instanceof PyClass ||
    value instanceof PyMethod
  );
}

function variables(args: Bound): Value {
  const object = args.value('object');
  if (object instanceof PyInstance) return attributesOf(object);
  if (object instanceof PyNamespace || object instanceof PyClass) args.vm.reads.spoilAll();
  if (object instanceof PyNamespace) return dictOf(object.scope.names);
  if (object instanceof PyClass) return dictOf(object.names);
  return args.vm.unknown('the attributes of an object');
}

function descriptor(form: 'property' | 'static' | 'class'): NativeFunction {
  return native(
    form,
    'fget=None, fset=None, fdel=None, doc=None',
    (args) => new PyDescriptor(form, args.value('fget'), args.value('fset')),
    { takesUnknown: true },
  );
}

const always = { takesUnknown: true };

/** Python's built-in functions by name. */
export const functions: Readonly<Record<string, Value>> = {
  ...natives(
    {
      len: ['object', (args) => args.vm.length(args.value('object'))],
      isinstance: ['object, type', (args) => args.vm.isInstance(args.value('object'), args.value('type'))],
      issubclass: ['type, of', isSubclass],
      hasattr: ['object, name', hasAttribute],
      getattr: ['object, name, default=None', attributeOr],
      setattr: [
        'object, name, value',
        (args) => {
          const name = args.value('name');
          const object = args.value('object');
          if (typeof name === 'string') args.vm.setAttribute(object, name, args.value('value'));
          else if (object instanceof PyInstance)
            leaveOpen(
              args.vm,
              object,
              name instanceof Unknown ? name : args.vm.unknown('a name that is not known'),
            );
          return null;
        },
      ],
      delattr: [
        'object, name',
        (args) => {
          args.vm.deleteAttribute(args.value('object'), args.string('name') ?? '');
          return null;
        },
      ],
      super: ['*args', superOf],
      max: ['*args, key=None, default=None', (args) => extreme(args, 1)],
      min: ['*args, key=None, default=None', (args) => extreme(args, -1)],
      round: ['number, ndigits=None', (args) => round(args.vm, args.value('number'), args.value('ndigits'))],
      abs: [
        'x',
        (args) => {
          const value = args.value('x');
          const number = numberOf(value);
          if (number !== undefined)
            return value instanceof PyFloat ? new PyFloat(Math.abs(number)) : Math.abs(number);
          if (value instanceof Unknown) return value;
          const method = args.vm.find(value, '__abs__');
          return method === undefined
            ? args.vm.raise('TypeError', 'bad operand type for abs()')
            : args.vm.call(method, []);
        },
      ],
      sum: ['iterable, start=0', sum],
      all: ['iterable', (args) => quantified(args, false)],
      any: ['iterable', (args) => quantified(args, true)],
      zip: [
        '*iterables, strict=False',
        (args) => {
          const sources = iterators(args, args.rest('iterables'));
          return sources instanceof Unknown ? sources : new PyIterator(zipped(args.vm, sources));
        },
      ],
      enumerate: [
        'iterable, start=0',
        (args) => {
          const source = iteratorOf(args.vm, args.value('iterable'));
          return source instanceof Unknown
            ? source
            : new PyIterator(enumerated(args.vm, source, args.int('start') ?? 0));
        },
      ],
      map: [
        'function, *iterables',
        (args) => {
          const sources = iterators(args, args.rest('iterables'));
          return sources instanceof Unknown
            ? sources
            : new PyIterator(mapped(args.vm, args.value('function'), sources));
        },
      ],
      filter: ['function, iterable', filtered],
      sorted: [
        'iterable, *, key=None, reverse=False',
        (args) => {
          const items = args.vm.items(args.value('iterable'));
          if (items instanceof Unknown) return items;
          const result = sorted(args.vm, items, args.value('key'), args.value('reverse') === true);
          return result instanceof Unknown ? result : new PyList(result);
        },
      ],
      reversed: [
        'sequence',
        (args) => {
          const method =
            args.value('sequence') instanceof PyInstance
              ? args.vm.find(args.value('sequence'), '__reversed__')
              : undefined;
          if (method !== undefined) return args.vm.call(method, []);
          const items = args.vm.items(args.value('sequence'));
          return items instanceof Unknown ? items : new PyIterator([...items].reverse());
        },
      ],
      iter: ['object, sentinel=None', (args) => iteratorOf(args.vm, args.value('object'))],
      next: ['iterator, default=None', next],
      callable: [
        'object',
        (args) =>
          args.value('object') instanceof Unknown ? args.value('object') : callable(args.value('object')),
      ],
      repr: ['object', (args) => args.vm.repr(args.value('object'))],
      format: [
        'object, spec=""',
        (args) => formatValue(args.vm, args.value('object'), '', args.string('spec') ?? ''),
      ],
      id: ['object', (args) => new Unknown('the identity of an object', args.vm.place, true)],
      hash: ['object', (args) => new Unknown('the hash of an object', args.vm.place, true)],
      vars: ['object=None', variables],
      dir: ['object=None', (args) => args.vm.unknown('the names that an object has')],
      print: ['*args, **kwargs', () => null],
      open: ['*args, **kwargs', (args) => args.vm.unknown('a file that is opened when the program runs')],
      input: ['*args', (args) => args.vm.unknown('what a user enters')],
      eval: [
        'source, globals=None, locals=None',
        (args) => {
          const source = args.value('source');
          const isHere = args.value('globals') === null && args.value('locals') === null;
          return typeof source === 'string' && isHere
            ? args.vm.evaluateText(source, args.site)
            : args.vm.unknown('code that is made when the program runs');
        },
      ],
      exec: ['*args', (args) => args.vm.unknown('code that is made when the program runs')],
      locals: ['', (args) => localNames(args.vm)],
      globals: ['', globalNames],
      __import__: ['name, *args', (args) => args.vm.importModule(args.string('name') ?? '')],
    },
    always,
  ),
  ...natives({
    divmod: [
      'a, b',
      (args) =>
        new PyTuple([
          args.vm.binary('//', args.value('a'), args.value('b')),
          args.vm.binary('%', args.value('a'), args.value('b')),
        ]),
    ],
    pow: [
      'base, exp, mod=None',
      (args) => {
        const power = args.vm.binary('**', args.value('base'), args.value('exp'));
        return args.value('mod') === null ? power : args.vm.binary('%', power, args.value('mod'));
      },
    ],
    ord: ['c', (args) => args.string('c')?.codePointAt(0) ?? 0],
    chr: ['i', (args) => String.fromCodePoint(Math.max(0, Math.min(args.int('i') ?? 0, 0x10ffff)))],
    bin: ['x', (args) => `0b${(args.int('x') ?? 0).toString(2)}`],
    oct: ['x', (args) => `0o${(args.int('x') ?? 0).toString(8)}`],
    hex: ['x', (args) => `0x${(args.int('x') ?? 0).toString(16)}`],
  }),
  property: descriptor('property'),
  staticmethod: descriptor('static'),
  classmethod: descriptor('class'),
};

function globalNames({ vm }: Bound): Value {
  vm.reads.spoilAll();
  const scope = vm.frame?.module.scope;
  if (!scope) return dictOf([]);
  // What nobody has asked for by name yet is among them.
  for (const name of [...(scope.lazy?.keys() ?? [])]) ownName(scope, name);
  return dictOf(scope.names);
}

function localNames(vm: Machine): Value {
  return dictOf(vm.frame?.scope.names ?? []);
}
