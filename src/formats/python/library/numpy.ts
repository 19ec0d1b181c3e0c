import type { BinaryOperator } from '../syntax/ast.ts';
import { namespace } from '../interpreter/namespace.ts';
import { noKwargs } from '../interpreter/machine.ts';
import { native, natives, type Bound } from '../interpreter/native.ts';
import { PyFloat, PyToken } from '../interpreter/atoms.ts';
import { PyTensor, Unknown, type PyNamespace, type Value } from '../interpreter/values.ts';
import { constant, listed } from '../torch/tensors.ts';

/** A function of torch with NumPy's element type for floats, which is double. */
function asTorch(args: Bound, name: string, given: readonly Value[], double = false): Value {
  const torch = args.vm.importModule('torch');
  const dtype = double ? args.vm.attribute(torch, 'float64') : null;
  const kwargs = dtype === null ? noKwargs : new Map<string, Value>([['dtype', dtype]]);
  return args.vm.call(args.vm.attribute(torch, name), given, kwargs, args.site);
}

/** Numbers give numbers, as Python's own; arrays and lists are computed cell by cell. */
function cellwise(name: string, scalar: (x: number) => number): Value {
  return native(name, 'x, *args, **kwargs', (args) => {
    const x = args.value('x');
    if (typeof x === 'number') return new PyFloat(scalar(x));
    if (x instanceof PyFloat) return new PyFloat(scalar(x.value));
    const array = x instanceof PyTensor ? x : asTorch(args, 'tensor', [x], true);
    return asTorch(args, name, [array]);
  });
}

/** Halves to even, as Python rounds. */
function rounded(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Like Python's own function of that name for a number, and cell by cell for an array. */
function numeric(name: 'round' | 'abs', scalar: (x: number) => number): Value {
  const ofArray = cellwise(name, scalar);
  return native(name, 'x, decimals=0', (args) => {
    const { vm } = args;
    const x = args.value('x');
    if (typeof x !== 'number' && !(x instanceof PyFloat)) return vm.call(ofArray, [x]);
    return vm.call(vm.lookup(name), name === 'round' ? [x, args.value('decimals')] : [x]);
  });
}

/** Sums and the like: over a list of numbers a number, as whole as they are. */
function reduced(name: string, scalar: (cells: readonly number[]) => number): Value {
  return native(name, 'a, axis=None', (args) => {
    const items = listed(args.value('a'));
    const cells = items?.filter((item) => typeof item === 'number');
    if (items !== undefined && cells?.length === items.length) return scalar(cells);
    const array =
      args.value('a') instanceof PyTensor
        ? args.value('a')
        : asTorch(args, 'tensor', [args.value('a')], true);
    const axis = args.value('axis');
    return asTorch(args, name, axis === null ? [array] : [array, axis]);
  });
}

/** Functions that are an operator; of lists they make arrays first. */
function operators(signs: Readonly<Record<string, BinaryOperator>>): Record<string, Value> {
  return natives(
    Object.fromEntries(
      Object.entries(signs).map(([name, operator]) => [
        name,
        [
          'x1, x2, **kwargs',
          (args: Bound): Value => {
            const [left = null, right = null] = ['x1', 'x2'].map((each) => {
              const value = args.value(each);
              return listed(value) ? asTorch(args, 'tensor', [value], true) : value;
            });
            return args.vm.binary(operator, left, right);
          },
        ],
      ]),
    ),
  );
}

/** Each number with all before it: along an axis, or of all numbers in one row. */
function summedUp(args: Bound): Value {
  const [given, axis] = [args.value('a'), args.value('axis')];
  const items = listed(given);
  const isWhole = items?.every((item) => typeof item === 'number') === true;
  const array = given instanceof PyTensor ? given : asTorch(args, 'tensor', [given], !isWhole);
  if (!(array instanceof PyTensor)) return array;
  const { data, shape, dtype } = array;
  if (data === null || shape?.length !== 1)
    return asTorch(args, 'cumsum', axis === null ? [asTorch(args, 'flatten', [array]), 0] : [array, axis]);
  let total = 0;
  return constant(shape, dtype, () => data.map((cell) => (total += cell)));
}

function largest(cells: readonly number[]): number {
  return cells.reduce((most, cell) => Math.max(most, cell), -Infinity);
}

function product(cells: readonly number[]): number {
  return cells.reduce((total, cell) => total * cell, 1);
}

/** The part of NumPy that models compute their own sizes with. Arrays are tensors of doubles. */
export const numpy: PyNamespace = namespace('numpy', {
  ...natives({
    linspace: [
      'start, stop, num=50, **kwargs',
      (args) =>
        asTorch(
          args,
          'linspace',
          ['start', 'stop', 'num'].map((name) => args.value(name)),
          true,
        ),
    ],
    arange: ['*bounds, **kwargs', (args) => asTorch(args, 'arange', args.rest('bounds'))],
    array: ['object, dtype=None, **kwargs', (args) => asTorch(args, 'tensor', [args.value('object')])],
    asarray: ['object, dtype=None, **kwargs', (args) => asTorch(args, 'tensor', [args.value('object')])],
    cumsum: ['a, axis=None, **kwargs', summedUp],
    zeros: ['shape, dtype=None', (args) => asTorch(args, 'zeros', [args.value('shape')], true)],
    ones: ['shape, dtype=None', (args) => asTorch(args, 'ones', [args.value('shape')], true)],
  }),
  ...operators({
    add: '+',
    subtract: '-',
    multiply: '*',
    divide: '/',
    true_divide: '/',
    floor_divide: '//',
    mod: '%',
    power: '**',
  }),
  sqrt: cellwise('sqrt', Math.sqrt),
  log: cellwise('log', Math.log),
  log2: cellwise('log2', Math.log2),
  exp: cellwise('exp', Math.exp),
  floor: cellwise('floor', Math.floor),
  ceil: cellwise('ceil', Math.ceil),
  round: numeric('round', rounded),
  around: numeric('round', rounded),
  abs: numeric('abs', Math.abs),
  absolute: numeric('abs', Math.abs),
  prod: reduced('prod', product),
  sum: reduced('sum', (cells) => cells.reduce((total, cell) => total + cell, 0)),
  max: reduced('amax', largest),
  min: reduced('amin', (cells) => -largest(cells.map((cell) => -cell))),
  random: new Unknown('a random number', null),
  pi: new PyFloat(Math.PI),
  inf: new PyFloat(Infinity),
  float32: new PyToken('float32'),
  int64: new PyToken('int64'),
});
