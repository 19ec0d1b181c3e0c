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

function withReplacement(items: readonly Value[], size: number): Value[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    withReplacement(items.slice(index), size - 1).map((row) => [item, ...row]),
  );
}

function holds(args: Bound, item: Value): boolean | Unknown {
  const predicate = args.value('predicate');
  return args.vm.truth(predicate === null ? item : args.vm.call(predicate, [item]));
}

/** What is taken of a list whose first item without a property is known. */
function leading(args: Bound, take: (items: readonly Value[], first: number) => Value[]): Value {
  const items = args.vm.items(args.value('iterable'));
  if (items instanceof Unknown) return items;
  for (const [place, item] of items.entries()) {
    const truth = holds(args, item);
    if (truth instanceof Unknown) return truth;
    if (!truth) return new PyIterator(take(items, place));
  }
  return new PyIterator(take(items, items.length));
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
      'iterable, function=None, *, initial=None',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        if (items instanceof Unknown) return items;
        const sums: Value[] = args.given('initial') ? [args.value('initial')] : [];
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
    takewhile: ['predicate, iterable', (args) => leading(args, (items, first) => items.slice(0, first))],
    dropwhile: ['predicate, iterable', (args) => leading(args, (items, first) => items.slice(first))],
    filterfalse: [
      'predicate, iterable',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        if (items instanceof Unknown) return items;
        const truths = items.map((item) => holds(args, item));
        return (
          truths.find((each) => each instanceof Unknown) ??
          new PyIterator(items.filter((_, place) => truths[place] === false))
        );
      },
    ],
    compress: [
      'data, selectors',
      (args) => {
        const all = lists(args, [args.value('data'), args.value('selectors')]);
        if (all instanceof Unknown) return all;
        const [data = [], selectors = []] = all;
        const truths = selectors.map((each) => args.vm.truth(each));
        return (
          truths.find((each) => each instanceof Unknown) ??
          new PyIterator(data.filter((_, place) => truths[place] === true))
        );
      },
    ],
    groupby: [
      'iterable, key=None',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        if (items instanceof Unknown) return items;
        const groups: { readonly key: Value; readonly items: Value[] }[] = [];
        for (const item of items) {
          const key = args.value('key') === null ? item : args.vm.call(args.value('key'), [item]);
          const last = groups.at(-1);
          const same = last ? args.vm.equal(last.key, key) : false;
          if (same instanceof Unknown) return same;
          if (same && last) last.items.push(item);
          else groups.push({ key, items: [item] });
        }
        return new PyIterator(groups.map(({ key, items }) => new PyTuple([key, new PyIterator(items)])));
      },
    ],
    tee: [
      'iterable, n=2',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        if (items instanceof Unknown) return items;
        return new PyTuple(
          Array.from({ length: Math.min(args.int('n') ?? 2, 100) }, () => new PyIterator([...items])),
        );
      },
    ],
    combinations_with_replacement: [
      'iterable, r',
      (args) => {
        const items = args.vm.items(args.value('iterable'));
        if (items instanceof Unknown) return items;
        const size = args.int('r') ?? 0;
        if (waysToTake(size, items.length + size - 1, false) > longest)
          return args.vm.unknown('a choice with too many rows');
        return new PyIterator(withReplacement(items, size).map((row) => new PyTuple(row)));
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
