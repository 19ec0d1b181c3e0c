import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { numberText, shapeText } from '../../../../model/problems/number-text.ts';
import { shapesDiffer } from '../../../../model/shapes/dims.ts';
import { callPlace, reportMistake } from '../../interpreter/mistaken.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyFloat, type DType } from '../../interpreter/atoms.ts';
import { PyTensor, Unknown, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { dtypeOf } from '../dtypes.ts';
import {
  allKnown,
  constant,
  listed,
  mostCells,
  rounded,
  shapeOf,
  sizes,
  toDim,
  toNumber,
} from '../tensors.ts';
import { takesWholeSizes } from '../whole-count.ts';
import { said } from '../../../../model/text/text.ts';

const placement =
  'dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False, generator=None, out=None';

/** aten/src/ATen/EmptyTensor.h, check_size_nonnegative. */
function takesSizes(args: Bound, shape: Shape): Shape {
  const negative = shape?.find((dim) => typeof dim === 'number' && dim < 0);
  if (typeof negative !== 'number') return shape;
  reportMistake(args.vm, {
    message: said('A size is {0}: no dimension has fewer than 0 cells.', numberText(negative)),
    place: callPlace(args.site) ?? args.vm.place,
  });
  return shape?.map((dim) => (typeof dim === 'number' && dim < 0 ? null : dim)) ?? null;
}

function filled(args: Bound, given: Shape, cell: number | null, dtype: DType = 'float'): Value {
  const shape = takesSizes(args, given);
  const kind = dtypeOf(args.value('dtype')) ?? dtype;
  const tensor = constant(shape, kind, cell === null ? null : () => Array<number>(count(shape)).fill(cell));
  if (!shape) tensor.why = args.vm.unknown('sizes that are not known');
  return tensor;
}

function count(shape: Shape): number {
  return shape?.reduce<number>((total, dim) => total * (typeof dim === 'number' ? dim : 0), 1) ?? 0;
}

function bySizes(cell: number | null): FunctionTable[string] {
  return [
    `*size, ${placement}, memory_format=None, names=None, **kwargs`,
    (args) => filled(args, sizesOf(args), cell),
  ];
}

/** Sizes as arguments, or as the keyword `size`. */
function sizesOf(args: Bound): Shape {
  const given = args.rest('size');
  takesWholeSizes(args, given);
  if (given.length > 0) return sizes(given);
  const kwargs = args.value('kwargs');
  const named =
    typeof kwargs === 'object' && kwargs?.kind === 'dict' ? kwargs.entries.get('size')?.value : undefined;
  return named === undefined ? [] : sizes([named]);
}

function like(cell: number | null, dtype: DType | null = null): FunctionTable[string] {
  return [
    `input, *, ${placement}, memory_format=None`,
    (args) => {
      const input = args.value('input');
      return filled(args, shapeOf(input), cell, dtype ?? (input instanceof PyTensor ? input.dtype : 'float'));
    },
  ];
}

/** `tensor.new_zeros(size)`. */
function newLike(cell: number | null): FunctionTable[string] {
  return [
    `input, *size, ${placement}`,
    (args) => {
      const input = args.value('input');
      takesWholeSizes(args, args.rest('size'));
      return filled(args, sizes(args.rest('size')), cell, input instanceof PyTensor ? input.dtype : 'float');
    },
  ];
}

function full(args: Bound, size: Value): Value {
  const value = args.value('fill_value');
  const dtype: DType = value instanceof PyFloat ? 'float' : typeof value === 'boolean' ? 'bool' : 'int';
  return filled(args, sizes([size]), toNumber(value), dtype);
}

/** aten/src/ATen/native/RangeFactories.cpp: steps go towards the end. */
function takesStep(args: Bound, step: number, from: number, to: number): boolean {
  if (step !== 0 && (to - from) * step >= 0) return true;
  reportMistake(args.vm, {
    message: said(
      'No step of {0} leads from {1} to {2}.',
      numberText(step),
      numberText(from),
      numberText(to),
    ),
    place: callPlace(args.site) ?? args.vm.place,
  });
  return false;
}

function arange(args: Bound): Value {
  const [first, second, third] = args.rest('bounds');
  const given = [args.value('start'), args.value('end'), args.value('step')];
  const start = second === undefined && first !== undefined ? (given[0] ?? 0) : (first ?? given[0] ?? 0);
  const stop = second ?? (given[1] === null ? first : given[1]) ?? null;
  const step = third ?? given[2] ?? 1;
  const all = allKnown([start, stop, step].map((each) => toNumber(each)));
  const [from = 0, to = 0, by = 0] = all ?? [];
  const float = [start, stop, step].some((each) => each instanceof PyFloat);
  const dtype = dtypeOf(args.value('dtype')) ?? (float ? 'float' : 'int');
  if (!all) {
    // `arange(n)` of a symbol has that many cells.
    const whole = toNumber(start) === 0 && toNumber(step) === 1 ? toDim(stop) : null;
    return constant([whole], dtype);
  }
  if (!takesStep(args, by, from, to)) return constant([0], dtype);
  const length = Math.max(0, Math.ceil((to - from) / by));
  return constant([length], dtype, () => Array.from({ length }, (_, index) => from + index * by));
}

function linspace(args: Bound): Value {
  const [steps = null] = takesSizes(args, [toNumber(args.value('steps'))]) ?? [];
  if (typeof steps !== 'number') return constant([null], 'float');
  const ends = allKnown(['start', 'end'].map((name) => toNumber(args.value(name))));
  if (!ends) return constant([steps], 'float');
  const [start = 0, end = 0] = ends;
  const step = steps > 1 ? (end - start) / (steps - 1) : 0;
  return constant([steps], dtypeOf(args.value('dtype')) ?? 'float', () =>
    Array.from({ length: steps }, (_, index) =>
      index < steps / 2 ? start + index * step : end - (steps - 1 - index) * step,
    ),
  );
}

/** Rows of which one is longer than another one, where all are written as lists. */
function refuseRagged(
  args: Bound,
  items: readonly Value[],
  first: readonly Dim[],
  other: readonly Dim[],
): void {
  if (items.some((item) => item instanceof PyTensor)) return;
  reportMistake(args.vm, {
    message: said(
      'The rows of a tensor are of one shape: {0} and {1} differ.',
      shapeText(first),
      shapeText(other),
    ),
    place: callPlace(args.site) ?? args.vm.place,
  });
}

/** Nested lists of numbers; null where a part is none, or where lengths differ. */
function nested(
  args: Bound,
  value: Value,
): { readonly shape: Dim[]; readonly cells: (number | null)[]; readonly dtype: DType } | null {
  if (value instanceof PyTensor) {
    if (!value.shape) return null;
    return { shape: [...value.shape], cells: [...(value.data ?? [null])], dtype: value.dtype };
  }
  if (value instanceof PyFloat) return { shape: [], cells: [value.value], dtype: 'float' };
  if (typeof value === 'boolean') return { shape: [], cells: [Number(value)], dtype: 'bool' };
  if (typeof value === 'number') return { shape: [], cells: [value], dtype: 'int' };
  if (value instanceof Unknown) return value.numeric ? { shape: [], cells: [null], dtype: 'float' } : null;
  if (typeof value === 'object' && value?.kind === 'symbol')
    return { shape: [], cells: [null], dtype: 'int' };
  const items = listed(value) ?? (typeof value === 'object' && value !== null ? args.vm.items(value) : null);
  if (!items || items instanceof Unknown) return null;
  const row = rowOf(args, items);
  if (row) return row;
  args.vm.charge(items.length);
  const parts = items.map((item) => nested(args, item));
  const [first] = parts;
  if (!first) return items.length === 0 ? { shape: [0], cells: [], dtype: 'float' } : null;
  const order: readonly DType[] = ['bool', 'int', 'half', 'float', 'double'];
  let dtype = first.dtype;
  for (const part of parts) {
    if (part && shapesDiffer(part.shape, first.shape)) refuseRagged(args, items, first.shape, part.shape);
    if (part?.shape.length !== first.shape.length) return null;
    if (order.indexOf(part.dtype) > order.indexOf(dtype)) dtype = part.dtype;
  }
  const shape = [items.length, ...first.shape];
  const isSmall = items.length * first.cells.length <= mostCells;
  return { shape, cells: isSmall ? parts.flatMap((part) => part?.cells ?? []) : [], dtype };
}

/** A list of nothing but numbers, of which there may be very many; null where something else is in it. */
function rowOf(args: Bound, items: readonly Value[]): ReturnType<typeof nested> {
  if (items.length === 0) return null;
  let dtype: DType = 'int';
  for (const item of items) {
    if (item instanceof PyFloat || (item instanceof Unknown && item.numeric)) dtype = 'float';
    else if (typeof item !== 'number') return null;
  }
  args.vm.charge(Math.ceil(items.length / 16));
  const cells =
    items.length > mostCells
      ? []
      : items.map((item) => (item instanceof PyFloat ? item.value : toNumber(item)));
  return { shape: [items.length], cells, dtype };
}

function tensor(args: Bound): Value {
  const data = args.value('data');
  const read = nested(args, data);
  const dtype = dtypeOf(args.value('dtype')) ?? read?.dtype ?? 'float';
  if (!read) return constant(null, dtype);
  const cells = read.cells.filter((cell) => cell !== null);
  const made = constant(read.shape, dtype);
  if (cells.length === read.cells.length && cells.length === count(read.shape))
    made.data = cells.map((cell) => rounded(cell, dtype));
  return made;
}

export const creationFunctions: FunctionTable = {
  zeros: bySizes(0),
  ones: bySizes(1),
  empty: bySizes(null),
  rand: bySizes(null),
  randn: bySizes(null),
  empty_strided: ['size, stride, **kwargs', (args) => constant(sizes([args.value('size')]), 'float')],
  randint: [
    `*args, low=None, high=None, size=None, ${placement}`,
    (args) => {
      const given = args.rest('args');
      const named = args.value('size');
      takesWholeSizes(args, [named ?? given.at(-1) ?? null], named === null ? null : 'size');
      takesWholeSizes(args, given);
      return constant(sizes([named ?? given.at(-1) ?? null]), 'int');
    },
  ],
  randperm: [`n, ${placement}`, (args) => constant([toDim(args.value('n'))], 'int')],
  full: [`size, fill_value, *, ${placement}`, (args) => full(args, args.value('size'))],
  zeros_like: like(0),
  ones_like: like(1),
  empty_like: like(null),
  rand_like: like(null),
  randn_like: like(null),
  randint_like: ['input, *args, **kwargs', (args) => constant(shapeOf(args.value('input')), 'int')],
  full_like: [
    `input, fill_value, *, ${placement}, memory_format=None`,
    (args) => {
      const input = args.value('input');
      return filled(
        args,
        shapeOf(input),
        toNumber(args.value('fill_value')),
        input instanceof PyTensor ? input.dtype : 'float',
      );
    },
  ],
  arange: [`*bounds, start=None, end=None, step=None, ${placement}`, arange],
  range: [`*bounds, start=None, end=None, step=None, ${placement}`, arange],
  linspace: [`start, end, steps, *, ${placement}`, linspace],
  logspace: [
    `start, end, steps, base=10.0, *, ${placement}`,
    (args) => constant(takesSizes(args, [toDim(args.value('steps'))]), 'float'),
  ],
  eye: [
    `n, m=None, *, ${placement}`,
    (args) =>
      constant(
        takesSizes(args, [toDim(args.value('n')), toDim(args.value('m') ?? args.value('n'))]),
        'float',
      ),
  ],
  normal: [
    'mean=0.0, std=1.0, size=None, *, generator=None, out=None',
    (args) =>
      constant(
        args.value('size') === null ? shapeOf(args.value('mean')) : sizes([args.value('size')]),
        'float',
      ),
  ],
  tensor: [`data, *, ${placement}`, tensor],
  as_tensor: [`data, *, ${placement}`, tensor],
  asarray: [`data, *, ${placement}`, tensor],
  from_numpy: ['data, dtype=None', tensor],
  scalar_tensor: [`data, *, ${placement}`, tensor],
  complex: ['real, imag', (args) => constant(shapeOf(args.value('real')), 'complex')],
  polar: ['abs, angle, *, out=None', (args) => constant(shapeOf(args.value('abs')), 'complex')],
};

export const creationMethods: FunctionTable = {
  new_zeros: newLike(0),
  new_ones: newLike(1),
  new_empty: newLike(null),
  new: newLike(null),
  new_full: [
    `input, size, fill_value, *, ${placement}`,
    (args) => {
      const input = args.value('input');
      return filled(
        args,
        sizes([args.value('size')]),
        toNumber(args.value('fill_value')),
        input instanceof PyTensor ? input.dtype : 'float',
      );
    },
  ],
  new_tensor: [`input, data, *, ${placement}`, tensor],
};
