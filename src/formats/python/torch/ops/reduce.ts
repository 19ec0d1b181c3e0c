import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import type { Bound } from '../../interpreter/native.ts';
import { libraryClass, native } from '../../interpreter/native.ts';
import type { DType } from '../../interpreter/atoms.ts';
import { PyDescriptor, PyTensor, PyTuple, type Value } from '../../interpreter/values.ts';
import { tupleType } from '../../library/sequences.ts';
import { reduceCells } from '../data.ts';
import type { FunctionTable } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { dimension, placeOf, refuse, refuseTwice, takesValues } from '../refusals.ts';
import { constant, isTensorLike, listed, toDim, toNumber } from '../tensors.ts';
import { combined } from './arithmetic.ts';
import { said } from '../../../../model/text/text.ts';

function item(index: number): PyDescriptor {
  return new PyDescriptor(
    'property',
    native(
      'item',
      'self',
      (args) => {
        const self = args.value('self');
        return self instanceof PyTuple ? (self.items[index] ?? null) : null;
      },
      { takesUnknown: true },
    ),
  );
}

/** What `max(dim)`, `topk` and `sort` give. */
const valuesAndIndices = libraryClass('values_and_indices', [tupleType], {
  values: item(0),
  indices: item(1),
});

function axesOf(value: Value): readonly (number | null)[] | 'all' {
  if (value === null) return 'all';
  const items = listed(value);
  if (items?.length === 0) return 'all';
  return (items ?? [value]).map((each) => toNumber(each));
}

function reduced(
  args: Bound,
  name: string,
  dim: Value,
  keepdim: Value,
  dtype: DType | null = null,
): PyTensor {
  const input = tensorOf(args, 'input');
  if (takesSingle.has(name) && listed(dim))
    refuse(args, 'refused-hyperparameter', said('{0} works along one dimension: dim is one number.', name));
  const axes = axesOf(dim);
  if (axes !== 'all' && axes.includes(null)) return emitShape(args, name, null, [input]);
  const known = axes === 'all' ? axes : axes.filter((axis) => axis !== null);
  if (takesOne.has(name) && input.shape?.includes(0)) checkValues(args, name, input.shape, known);
  if (input.shape?.length === 0) return reducedNumber(args, name, input, known, dtype);
  if (known !== 'all') refuseTwice(args, placesOf(input.shape, known), 'reduced');
  return emit(args, name, { kind: 'reduce', axes: known, keepAxes: keepdim === true, name }, [input], dtype);
}

/** Reducers that take no list of dimensions; `any` and `all` take one since PyTorch 2.2. */
const takesSingle = new Set([
  'argmax',
  'argmin',
  'kthvalue',
  'max',
  'median',
  'min',
  'mode',
  'nanmedian',
  'prod',
]);

/** Reducers that give one of the values, or its place: `median()` of nothing is NaN. */
const takesOne = new Set([
  'max',
  'min',
  'amax',
  'amin',
  'argmax',
  'argmin',
  'median',
  'nanmedian',
  'mode',
  'kthvalue',
]);

function checkValues(
  args: Bound,
  name: string,
  shape: readonly Dim[],
  axes: readonly number[] | 'all',
): void {
  if (axes === 'all' && name.endsWith('median')) return;
  takesValues(args, name, shape, axes === 'all' ? axes : placesOf(shape, axes));
}

/** A number alone stays as it is, and has the dimensions 0 and −1. */
function reducedNumber(
  args: Bound,
  name: string,
  input: PyTensor,
  axes: readonly number[] | 'all',
  dtype: DType | null,
): PyTensor {
  if (axes !== 'all') {
    for (const axis of axes) dimension(args, axis, []);
    refuseTwice(
      args,
      axes.map((axis) => placeOf(axis, 1)),
      'reduced',
    );
  }
  return emitShape(args, name, [], [input], dtype === null ? {} : { dtype });
}

function placesOf(shape: Shape, axes: readonly number[]): readonly (number | null)[] {
  return axes.map((axis) => (shape ? placeOf(axis, shape.length) : null));
}

const sum = (cells: readonly number[]): number => cells.reduce((total, cell) => total + cell, 0);

/** Reducers of all cells, where these are known. */
const computed: Readonly<Record<string, (cells: readonly number[]) => number>> = {
  sum,
  prod: (cells) => cells.reduce((total, cell) => total * cell, 1),
  mean: (cells) => sum(cells) / cells.length,
  max: (cells) => Math.max(...cells),
  min: (cells) => Math.min(...cells),
  amax: (cells) => Math.max(...cells),
  amin: (cells) => Math.min(...cells),
  any: (cells) => Number(cells.some((cell) => cell !== 0)),
  all: (cells) => Number(cells.every((cell) => cell !== 0)),
};
const truths = new Set(['any', 'all']);

function simple(name: string): FunctionTable[string] {
  return [
    'input, dim=None, keepdim=False, *, dtype=None, out=None, unbiased=True, correction=1',
    (args) => {
      const input = tensorOf(args, 'input');
      // `std(unbiased)` takes a truth in the place of the dimension.
      const dim = typeof args.value('dim') === 'boolean' ? null : args.value('dim');
      const whole = input.dtype === 'bool' && (name === 'sum' || name === 'prod');
      const dtype: DType | null = truths.has(name) ? 'bool' : whole ? 'int' : null;
      const compute = computed[name];
      const known =
        dim === null && !input.ref && compute ? reduceCells(input, dtype ?? input.dtype, compute) : null;
      return known ?? reduced(args, name, dim, args.value('keepdim'), dtype);
    },
  ];
}

/** `max()` of all, `max(dim)` with indices, `max(other)` cell by cell. */
function extreme(name: 'max' | 'min'): FunctionTable[string] {
  return [
    'input, dim=None, keepdim=False, *, other=None, out=None',
    (args) => {
      const dim = args.value('dim');
      const other = args.value('other') ?? (dim instanceof PyTensor ? dim : null);
      if (other !== null && isTensorLike(other))
        return combined(args, `${name}imum`, args.value('input'), other);
      const input = tensorOf(args, 'input');
      const compute = computed[name];
      if (dim === null) {
        const known = !input.ref && compute ? reduceCells(input, input.dtype, compute) : null;
        return known ?? reduced(args, name, null, false);
      }
      return pair(reduced(args, name, dim, args.value('keepdim')));
    },
  ];
}

/** Values, and the indices at which they were. */
function pair(values: PyTensor): Value {
  const indices = constant(values.shape, 'int');
  indices.ref = values.ref;
  return new PyTuple([values, indices], valuesAndIndices);
}

function withIndices(name: string): FunctionTable[string] {
  return [
    'input, dim=-1, keepdim=False',
    (args) => pair(reduced(args, name, args.value('dim'), args.value('keepdim'))),
  ];
}

/** `median()` of all, `median(dim)` with indices. */
function middle(name: string): FunctionTable[string] {
  return [
    'input, dim=None, keepdim=False',
    (args) =>
      args.value('dim') === null
        ? reduced(args, name, null, false)
        : pair(reduced(args, name, args.value('dim'), args.value('keepdim'))),
  ];
}

function indexOf(name: string): FunctionTable[string] {
  return [
    'input, dim=None, keepdim=False',
    (args) => reduced(args, name, args.value('dim'), args.value('keepdim'), 'int'),
  ];
}

function sorted(name: string): FunctionTable[string] {
  return [
    'input, dim=-1, descending=False, stable=False',
    (args) => {
      const input = tensorOf(args, 'input');
      if (input.shape) dimension(args, args.value('dim'), input.shape);
      return pair(emit(args, name, { kind: 'elementwise', role: 'identity', name }, [input]));
    },
  ];
}

function topk(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const place = input.shape ? dimension(args, args.value('dim'), input.shape) : null;
  const isNumber = input.shape?.length === 0;
  const [size, count] = [isNumber ? 1 : place === null ? null : input.shape?.[place], toDim(args.value('k'))];
  if (typeof size === 'number' && typeof count === 'number' && count > size)
    refuse(
      args,
      'reshape-mismatch',
      said('topk takes {0} of dimension {1}, which has {2}.', count, place ?? 0, size),
    );
  const along = input.shape && place !== null ? input.shape.with(place, count) : null;
  const shape: Shape = isNumber ? [] : along;
  return pair(emitShape(args, 'topk', shape, [input]));
}

/** A norm over all, or over some dimensions. */
const norm: FunctionTable[string] = [
  'input, p="fro", dim=None, keepdim=False, *, out=None, dtype=None, ord=None',
  (args) => reduced(args, 'norm', args.value('dim'), args.value('keepdim')),
];

const simpleNames = [
  'sum', 'mean', 'prod', 'amax', 'amin', 'any', 'all', 'logsumexp', 'std', 'var', 'nansum', 'nanmean', 'count_nonzero',
]; // prettier-ignore

/** `kthvalue` counts from 1 to the dimension's size. */
function checkRank(args: Bound): void {
  const { shape } = tensorOf(args, 'input');
  const place = shape && placeOf(args.value('dim'), shape.length);
  const size = shape?.length === 0 ? 1 : place === null ? null : (shape?.[place] ?? null);
  const k = toNumber(args.value('k'));
  if (k === null || typeof size !== 'number' || (k >= 1 && k <= size)) return;
  refuse(
    args,
    'reshape-mismatch',
    said('There is no value number {0} of {1}: kthvalue counts from 1.', k, size),
  );
}

export const reduceFunctions: FunctionTable = {
  ...Object.fromEntries(simpleNames.map((name) => [name, simple(name)])),
  max: extreme('max'),
  min: extreme('min'),
  median: middle('median'),
  nanmedian: middle('nanmedian'),
  mode: withIndices('mode'),
  kthvalue: [
    'input, k, dim=-1, keepdim=False',
    (args) => {
      checkRank(args);
      return pair(reduced(args, 'kthvalue', args.value('dim'), args.value('keepdim')));
    },
  ],
  cummax: sorted('cummax'),
  cummin: sorted('cummin'),
  argmax: indexOf('argmax'),
  argmin: indexOf('argmin'),
  var_mean: [
    'input, dim=None, unbiased=True, keepdim=False, *, correction=1',
    (args) => {
      const result = reduced(args, 'var_mean', args.value('dim'), args.value('keepdim'));
      return new PyTuple([result, result]);
    },
  ],
  std_mean: [
    'input, dim=None, unbiased=True, keepdim=False, *, correction=1',
    (args) => {
      const result = reduced(args, 'std_mean', args.value('dim'), args.value('keepdim'));
      return new PyTuple([result, result]);
    },
  ],
  sort: sorted('sort'),
  argsort: [
    'input, dim=-1, descending=False, stable=False',
    (args) => {
      const input = tensorOf(args, 'input');
      if (input.shape) dimension(args, args.value('dim'), input.shape);
      return emit(
        args,
        'argsort',
        { kind: 'elementwise', role: 'identity', name: 'argsort' },
        [input],
        'int',
      );
    },
  ],
  topk: ['input, k, dim=-1, largest=True, sorted=True', topk],
  norm,
};

/** `torch.linalg`, as far as models ask for it. */
/** A norm over all dimensions but one, which stay as 1; over all where dim is -1 (aten/src/ATen/native/WeightNorm.cpp). */
function normExcept(args: Bound): Value {
  const [input, dim] = [tensorOf(args, 'v'), toNumber(args.value('dim'))];
  const kept = input.shape?.map((size, place) => (place === dim ? size : 1)) ?? null;
  return emitShape(args, 'norm_except_dim', dim === null ? null : dim === -1 ? [] : kept, [input]);
}

export const exceptFunctions: FunctionTable = { norm_except_dim: ['v, pow=2, dim=0', normExcept] };

export const normFunctions: FunctionTable = {
  norm: [
    'input, ord=None, dim=None, keepdim=False',
    (args) => reduced(args, 'norm', args.value('dim'), args.value('keepdim')),
  ],
  vector_norm: [
    'input, ord=2, dim=None, keepdim=False',
    (args) => reduced(args, 'norm', args.value('dim'), args.value('keepdim')),
  ],
};
