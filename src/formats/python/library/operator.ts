import type { BinaryOperator } from '../syntax/ast.ts';
import { native, natives } from '../interpreter/native.ts';
import { PyTuple, Unknown, type Value } from '../interpreter/values.ts';

const names: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  matmul: '@',
  and_: '&',
  or_: '|',
  xor: '^',
};

/** Python's `operator`. */
export const operators: Readonly<Record<string, Value>> = {
  ...natives(
    {
      ...Object.fromEntries(
        Object.entries(names).map(([name, operator]) => [
          name,
          ['a, b', (args) => args.vm.binary(operator, args.value('a'), args.value('b'))] as const,
        ]),
      ),
      itemgetter: [
        '*items',
        (args) => {
          const items = args.rest('items');
          return native('itemgetter', 'object', (inner) => {
            const found = items.map((item) => inner.vm.subscript(inner.value('object'), item));
            return found.length === 1 ? (found[0] ?? null) : new PyTuple(found);
          });
        },
      ],
      attrgetter: [
        'name',
        (args) => {
          const path = args.string('name') ?? '';
          return native('attrgetter', 'object', (inner) =>
            path
              .split('.')
              .reduce<Value>((object, name) => inner.vm.attribute(object, name), inner.value('object')),
          );
        },
      ],
      methodcaller: [
        'name, /, *given, **named',
        (args) =>
          native('methodcaller', 'object', (inner) =>
            inner.vm.call(
              inner.vm.attribute(inner.value('object'), args.string('name') ?? ''),
              args.rest('given'),
              args.keywords('named'),
            ),
          ),
      ],
      neg: ['a', (args) => args.vm.binary('-', 0, args.value('a'))],
      truth: ['a', (args) => args.vm.truth(args.value('a'))],
      contains: ['a, b', (args) => args.vm.contains(args.value('a'), args.value('b'))],
      ne: [
        'a, b',
        (args) => {
          const same = args.vm.equal(args.value('a'), args.value('b'));
          return same instanceof Unknown ? same : !same;
        },
      ],
      getitem: ['a, b', (args) => args.vm.subscript(args.value('a'), args.value('b'))],
      not_: [
        'a',
        (args) => {
          const truth = args.vm.truth(args.value('a'));
          return truth instanceof Unknown ? truth : !truth;
        },
      ],
      eq: ['a, b', (args) => args.vm.equal(args.value('a'), args.value('b'))],
    },
    { takesUnknown: true },
  ),
};
