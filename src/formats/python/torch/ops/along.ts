import { shapeText } from '../../../../model/problems/number-text.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { addDims } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import { Unknown, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { dimension, placeOf, refuse, refuseTwice, takesDimensions } from '../refusals.ts';
import { listed, shapeOf, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** Functions that work along some dimensions and keep every size: what is checked is that these exist. */
export function keeping(name: string, signature: string, dims: string): FunctionTable[string] {
  return [
    signature,
    (args) => {
      const input = tensorOf(args, 'input');
      if (input.shape) checkDimensions(args, args.value(dims), input.shape);
      return emit(args, name, { kind: 'elementwise', role: 'identity', name: name.replaceAll('_', '-') }, [
        input,
      ]);
    },
  ];
}

function checkDimensions(args: Bound, dims: Value, shape: readonly Dim[]): (number | null)[] {
  if (dims === null) return [];
  return (listed(dims) ?? [dims]).map((each) => dimension(args, each, shape));
}

/** Cells move along the dimensions that are named; a number alone has none. */
function rolled(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const dims = listed(args.value('dims'));
  const isNamed = dims ? dims.length > 0 : args.value('dims') !== null;
  const shifts = listed(args.value('shifts'))?.length ?? 1;
  // aten/src/ATen/native/TensorTransformations.h, roll_common; a shift alone, without dimensions, moves all cells.
  const count = dims?.length ?? (isNamed ? 1 : 0);
  if ((count > 0 || shifts > 1) && count !== shifts && !(args.value('dims') instanceof Unknown))
    refuse(
      args,
      'invalid-value',
      said('roll takes a shift for each dimension: {0} for {1} do not match.', shifts, count),
    );
  // Nothing is moved where there is nothing.
  const isEmpty = input.shape?.includes(0) === true;
  if (isNamed && !isEmpty && takesDimensions(args, 'roll', input.shape) && input.shape)
    checkDimensions(args, args.value('dims'), input.shape);
  return emit(args, 'roll', { kind: 'elementwise', role: 'identity', name: 'roll' }, [input]);
}

/** Norms of the parts along one dimension: there must be another one (aten/src/ATen/native/Normalization.cpp, renorm). */
function renormalized(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  if (shape && shape.length < 2)
    refuse(
      args,
      'rank-mismatch',
      said('renorm takes at least 2 dimensions, {0} has {1}.', shapeText(shape), shape.length),
    );
  else if (shape) checkDimensions(args, args.value('dim'), shape);
  return emit(args, 'renorm', { kind: 'elementwise', role: 'identity', name: 'renorm' }, [input]);
}

/** `fliplr` needs columns, `flipud` rows. */
function mirrored(name: string, rank: number): (args: Bound) => Value {
  return (args) => {
    const input = tensorOf(args, 'input');
    if (input.shape && input.shape.length < rank)
      refuse(
        args,
        'rank-mismatch',
        said('{0} needs at least {1} dimensions: {2}.', name, rank, shapeText(input.shape)),
      );
    return emit(args, name, { kind: 'elementwise', role: 'identity', name }, [input]);
  };
}

/** `flip(0, 1)` and `flip([0, 1])`. */
function flipped(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  if (shape) {
    const dims = args.rest('dims').flatMap((each) => listed(each) ?? [each]);
    for (const each of dims) dimension(args, each, shape);
    refuseTwice(
      args,
      dims.map((each) => placeOf(each, Math.max(1, shape.length))),
      'flipped',
    );
  }
  return emit(args, 'flip', { kind: 'elementwise', role: 'identity', name: 'flip' }, [input]);
}

/** Quarter turns in the plane of two dimensions: an odd number of them exchanges the sizes. */
function rotated(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const turns = toNumber(args.value('k'));
  if (!shape) return emitShape(args, 'rot90', null, [input]);
  const [first = null, second = null] = checkDimensions(args, args.value('dims'), shape);
  if (shape.length < 2 || (first !== null && first === second))
    refuse(
      args,
      'reshape-mismatch',
      said('rot90 turns the plane of two dimensions of {0}.', shapeText(shape)),
    );
  if (first === null || second === null || turns === null) return emitShape(args, 'rot90', null, [input]);
  const [a, b] = [shape[first] ?? null, shape[second] ?? null];
  const output = turns % 2 === 0 ? shape : shape.with(first, b).with(second, a);
  return emitShape(args, 'rot90', output, [input]);
}

/** Differences of neighbours: one cell less each time, with what is put before and behind counted. */
function differences(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const times = toNumber(args.value('n'));
  if (times === 0) return input;
  takesDimensions(args, 'diff', shape);
  const place = shape ? dimension(args, args.value('dim'), shape) : null;
  if (!shape || place === null || times === null) return emitShape(args, 'diff', null, [input]);
  const added = ['prepend', 'append'].map((name): Dim => {
    const more = args.value(name);
    return more === null ? 0 : (shapeOf(more)?.[place] ?? null);
  });
  const size = added.reduce(addDims, shape[place] ?? null);
  const left = typeof size === 'number' ? Math.max(0, size - times) : null;
  const output = emitShape(args, 'diff', shape.with(place, left), [input]);
  const { data } = input;
  if (data && shape.length === 1 && times === 1 && size === shape[0])
    output.data = data.slice(1).map((cell, index) => cell - (data[index] ?? 0));
  return output;
}

/** The part of a matrix on one side of its diagonal. */
function triangle(name: string): FunctionTable[string] {
  return [
    'input, diagonal=0, *, out=None',
    (args) => {
      const input = tensorOf(args, 'input');
      if (input.shape && input.shape.length < 2)
        refuse(args, 'rank-mismatch', said('{0} takes matrices, not {1}.', name, shapeText(input.shape)));
      return emit(args, name, { kind: 'elementwise', role: 'identity', name }, [input]);
    },
  ];
}

/** The diagonal of the plane of two dimensions, as a new last dimension. */
function diagonal(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const offset = toNumber(args.value('offset'));
  const places = shape ? ['dim1', 'dim2'].map((name) => dimension(args, args.value(name), shape)) : [];
  const [first = null, second = null] = places;
  if (first !== null && first === second)
    refuse(args, 'reshape-mismatch', 'A diagonal lies in the plane of two different dimensions.');
  if (!shape || first === null || second === null || first === second)
    return emitShape(args, 'diagonal', null, [input]);
  const rest: Shape = shape.filter((_, place) => place !== first && place !== second);
  return emitShape(
    args,
    'diagonal',
    [...rest, diagonalLength(shape[first] ?? null, shape[second] ?? null, offset)],
    [input],
  );
}

function diagonalLength(rows: Dim, columns: Dim, offset: number | null): Dim {
  if (typeof rows !== 'number' || typeof columns !== 'number' || offset === null) return null;
  return Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
}

/** Vectors of three along one dimension; without a given one, the first of size 3 (aten/src/ATen/native/Cross.cpp). */
function cross(args: Bound): Value {
  const [input, other] = [tensorOf(args, 'input'), tensorOf(args, 'other')];
  const { shape } = input;
  if (shape) {
    const given = args.value('dim');
    const place = given === null ? shape.indexOf(3) : dimension(args, given, shape);
    const size = place === null ? null : shape[place];
    const opposite = given === null || place === null ? null : other.shape?.at(place - shape.length);
    if (
      place === -1 ||
      (typeof size === 'number' && size !== 3) ||
      (typeof opposite === 'number' && opposite !== 3)
    )
      refuse(
        args,
        'impossible',
        said('A cross product needs a dimension of size 3, in {0}.', shapeText(shape)),
      );
  }
  return emit(args, 'cross', { kind: 'combine', name: 'other', broadcast: 'numpy' }, [input, other]);
}

export const alongFunctions: FunctionTable = {
  cumsum: keeping('cumsum', 'input, dim, *, dtype=None, out=None', 'dim'),
  cumprod: keeping('cumprod', 'input, dim, *, dtype=None, out=None', 'dim'),
  logcumsumexp: keeping('logcumsumexp', 'input, dim, *, out=None', 'dim'),
  roll: ['input, shifts, dims=None', rolled],
  renorm: ['input, p, dim, maxnorm, *, out=None', renormalized],
  flip: ['input, *dims', flipped],
  fliplr: ['input', mirrored('fliplr', 2)],
  flipud: ['input', mirrored('flipud', 1)],
  rot90: ['input, k=1, dims=(0, 1)', rotated],
  diff: ['input, n=1, dim=-1, prepend=None, append=None', differences],
  tril: triangle('tril'),
  triu: triangle('triu'),
  diagonal: ['input, offset=0, dim1=0, dim2=1', diagonal],
  cross: ['input, other, dim=None, *, out=None', cross],
};

/** `torch.linalg`'s, which take the last dimension unless told otherwise. */
export const alongLinearAlgebra: FunctionTable = {
  cross: ['input, other, *, dim=-1, out=None', cross],
  diagonal: ['input, *, offset=0, dim1=-2, dim2=-1', diagonal],
};
