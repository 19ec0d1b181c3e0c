import { waysToTake } from '../../../util/whole-numbers.ts';
import { iteratorOf } from '../interpreter/iteration.ts';
import type { Machine } from '../interpreter/machine.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyIterator, PyTuple, Unknown, type Value } from '../interpreter/values.ts';

/** A product or permutation with more rows is not made. */
const longest = 10_000;

function* counted(start: Value, step: Value, vm: Machine): Generator<Value> {
  for (let value = start; ; value = vm.binary('+', value, step)) {
    vm.charge(1);
    yield value;
  }
}

function* cycled(vm: Machine, items: readonly Value[]): Generator<Value> {
  while (items.length > 0) {
    for (const item of items) {
      vm.charge(1);
      yield item;
    }
  }
}

function* repeated(vm: Machine, value: Value, times: number): Generator<Value> {
  for (let index = 0; index < times; index++) {
    vm.charge(1);
    yield value;
  }
}

function* limited(source: PyIterator, start: number, stop: number, step: number): Generator<Value> {
  for (let index = 0; index < stop; index++) {
    const item = source.next();
    if (item === undefined) return;
    if (index >= start && (index - start) % step === 0) yield item;
  }
}

function lists(args: Bound, values: readonly Value[]): (readonly Value[])[] | Unknown {
  const result: (readonly Value[])[] = [];
  for (const value of values) {
    const items = args.vm.items(value);
    if (items instanceof Unknown) return items;
    result.push([...items]);
  }
  return result;
}

function product(args: Bound): Value {
  const sources = lists(args, args.rest('iterables'));
  if (sources instanceof Unknown) return sources;
  const repeat = Math.min(args.int('repeat') ?? 1, 20);
  const all = Array.from({ length: repeat }, () => sources).flat();
  if (all.reduce((size, items) => size * items.length, 1) > longest)
    return args.vm.unknown('a product with too many rows');
  const rows = all.reduce<Value[][]>(
    (done, items) => done.flatMap((row) => items.map((item) => [...row, item])),
    [[]],
  );
  return new PyIterator(rows.map((row) => new PyTuple(row)));
}

function chosen(items: readonly Value[], size: number, ordered: boolean): Value[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => {
    const rest = ordered ? items.filter((_, other) => other !== index) : items.slice(index + 1);
    return chosen(rest, size - 1, ordered).map((row) => [item, ...row]);
  });
}

function choose(args: Bound, ordered: boolean): Value {
  const items = args.vm.items(args.value('iterable'));
  if (items instanceof Unknown) return items;
  const size = args.int('r') ?? items.length;
  if (waysToTake(size, items.length, ordered) > longest)
    return args.vm.unknown('a choice with too many rows');
  return new PyIterator(chosen(items, size, ordered).map((row) => new PyTuple(row)));
}

/** Python's `itertools`. */
export const itertools: Readonly<Record<string, Value>> = {
  ...natives({
    count: [
      'start=0, step=1',
      (args) => new PyIterator(counted(args.value('start'), args.value('step'), args.vm)),
    ],
    cycle: [
      'iterable',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        return items instanceof Unknown ? items : new PyIterator(cycled(args.vm, items));
      },
    ],
    repeat: [
      'object, times=None',
      (args) => new PyIterator(repeated(args.vm, args.value('object'), args.int('times') ?? Infinity)),
    ],
    islice: [
      'iterable, *bounds',
      (args) => {
        const source = iteratorOf(args.vm, args.value('iterable'));
        if (source instanceof Unknown) return source;
        const [first, second, third] = args
          .rest('bounds')
          .map((each) => (typeof each === 'number' ? each : undefined));
        const single = args.rest('bounds').length === 1;
        return new PyIterator(
          limited(source, single ? 0 : (first ?? 0), (single ? first : second) ?? Infinity, third ?? 1),
        );
      },
    ],
    product: ['*iterables, repeat=1', product],
    permutations: ['iterable, r=None', (args) => choose(args, true)],
    combinations: ['iterable, r', (args) => choose(args, false)],
    pairwise: [
      'iterable',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        if (items instanceof Unknown) return items;
        return new PyIterator(items.slice(1).map((item, index) => new PyTuple([items[index] ?? null, item])));
      },
    ],
    accumulate: [
      'iterable, function=None',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        if (items instanceof Unknown) return items;
        const sums: Value[] = [];
        for (const item of items) {
          const last = sums.at(-1);
          const callee = args.value('function');
          if (last === undefined) sums.push(item);
          else
            sums.push(callee === null ? args.vm.binary('+', last, item) : args.vm.call(callee, [last, item]));
        }
        return new PyIterator(sums);
      },
    ],
    zip_longest: [
      '*iterables, fillvalue=None',
      (args) => {
        const all = lists(args, args.rest('iterables'));
        if (all instanceof Unknown) return all;
        const length = Math.max(0, ...all.map((items) => items.length));
        const fill = args.value('fillvalue');
        return new PyIterator(
          Array.from(
            { length },
            (_, index) =>
              new PyTuple(all.map((items) => (index < items.length ? (items[index] ?? null) : fill))),
          ),
        );
      },
    ],
    starmap: [
      'function, iterable',
      (args) => {
        const rows = args.vm.items(args.value('iterable'));
        if (rows instanceof Unknown) return rows;
        return new PyIterator(
          rows.map((row) => {
            const items = args.vm.items(row);
            return items instanceof Unknown ? items : args.vm.call(args.value('function'), items);
          }),
        );
      },
    ],
  }),
  chain: libraryClass('chain', [], {
    __new__: native('chain', 'cls, *iterables', (args) => {
      const all = lists(args, args.rest('iterables'));
      return all instanceof Unknown ? all : new PyIterator(all.flat());
    }),
    from_iterable: native(
      'from_iterable',
      'iterable',
      (args) => {
        const outer = args.vm.items(args.value('iterable'));
        const all = outer instanceof Unknown ? outer : lists(args, outer);
        return all instanceof Unknown ? all : new PyIterator(all.flat());
      },
      { binds: false },
    ),
  }),
};
