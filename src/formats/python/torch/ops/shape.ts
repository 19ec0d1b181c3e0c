import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { numberText, shapeText } from '../../../../model/problems/number-text.ts';
import { multiplyDims, sameDim } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTensor, PyTuple, Unknown, type Value } from '../../interpreter/values.ts';
import { sameCells } from '../data.ts';
import type { FunctionTable } from '../declare.ts';
import { emit, emitAll, emitShape, tensorOf } from '../emit.ts';
import {
  dimension,
  newDimension,
  placeOf,
  refuse,
  refuseIndex,
  takesDimensions,
  takesRank,
} from '../refusals.ts';
import { listed, shapeOf, sizes, toDim, toNumber } from '../tensors.ts';
import { takesWholeSizes } from '../whole-count.ts';
import { said } from '../../../../model/text/text.ts';
import { ofOtherType, resized } from './storage.ts';

function viewed(args: Bound, name: string, wanted: readonly Value[]): Value {
  const input = tensorOf(args, 'input');
  const [first] = wanted;
  if (typeof first === 'object' && first?.kind === 'token') return ofOtherType(args, input, first);
  takesWholeSizes(args, wanted);
  const dims = sizes(wanted);
  if (!dims) return emitShape(args, name, null, [input]);
  const negative = dims.find((dim) => typeof dim === 'number' && dim < -1);
  if (typeof negative === 'number') {
    refuse(
      args,
      'reshape-mismatch',
      said('A size is {0}: of what is negative, only −1 is one, for what is left.', numberText(negative)),
    );
    return emitShape(args, name, null, [input]);
  }
  const output = emit(args, name, { kind: 'reshape', dims, keepsBatch: false }, [input]);
  return sameCells(input, output);
}

function permuted(args: Bound, name: string, order: readonly (number | null)[]): Value {
  const input = tensorOf(args, 'input');
  if (order.includes(null)) return emitShape(args, name, null, [input]);
  const { shape } = input;
  const places = shape && order.map((each) => placeOf(each, shape.length));
  const twice = places?.find((place, at) => place !== null && places.indexOf(place) < at) ?? null;
  if (twice !== null && shape?.length === order.length) {
    refuse(args, 'reshape-mismatch', said('Dimension {0} is named twice: each stands once.', twice));
    return emitShape(args, name, null, [input]);
  }
  return emit(args, name, { kind: 'permute', order: order.filter((each) => each !== null) }, [input]);
}

function transposed(args: Bound, name: string, first: Value, second: Value): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  if (!shape) return emitShape(args, name, null, [input]);
  const rank = shape.length;
  const [a, b] = [dimension(args, first, shape), dimension(args, second, shape)];
  if (rank === 0) return input;
  if (a === null || b === null) return emitShape(args, name, null, [input]);
  const order = Array.from({ length: rank }, (_, place) => (place === a ? b : place === b ? a : place));
  return permuted(args, name, order);
}

/** All dimensions the other way round. */
function reversed(args: Bound, name: string, last: number): Value {
  const rank = shapeOf(args.value('input'))?.length ?? 0;
  const first = Math.max(0, rank - last);
  const order = Array.from({ length: rank }, (_, place) =>
    place < first ? place : rank - 1 - (place - first),
  );
  return rank === 0 ? tensorOf(args, 'input') : permuted(args, name, order);
}

/** The same of matrices, which a vector is none of. */
function matrixReversed(args: Bound, name: string): Value {
  const shape = shapeOf(args.value('input'));
  if (shape?.length === 1)
    refuse(
      args,
      'rank-mismatch',
      said('{0} takes matrices, or batches of them: {1} is none.', name, shapeText(shape)),
    );
  return reversed(args, name, 2);
}

function squeezed(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  if (!shape) return emitShape(args, 'squeeze', null, [input]);
  const wanted = args.value('dim');
  if (wanted === null) {
    // Whether an unknown size is 1 decides the number of dimensions; a batch is taken to be more than one sample.
    const known = !shape.includes(null);
    return sameCells(
      input,
      emitShape(args, 'squeeze', known ? shape.filter((dim) => dim !== 1) : null, [input]),
    );
  }
  if (shape.length === 0) return input;
  const places = (listed(wanted) ?? [wanted]).map((each) => dimension(args, each, shape));
  if (places.some((place) => place === null || shape[place] === null))
    return emitShape(args, 'squeeze', null, [input]);
  return sameCells(
    input,
    emitShape(
      args,
      'squeeze',
      shape.filter((dim, place) => dim !== 1 || !places.includes(place)),
      [input],
    ),
  );
}

function unsqueezed(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const place = input.shape ? newDimension(args, args.value('dim'), input.shape) : null;
  const shape = input.shape && place !== null ? input.shape.toSpliced(place, 0, 1) : null;
  return sameCells(input, emitShape(args, 'unsqueeze', shape, [input]));
}

/** −1 keeps a size; new dimensions stand in front. */
function expanded(args: Bound, name: string, wanted: readonly Dim[] | null): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  if (!wanted) return emitShape(args, name, null, [input]);
  const offset = wanted.length - (shape?.length ?? wanted.length);
  const output = wanted.map((dim, place) => (dim === -1 ? (shape?.[place - offset] ?? null) : dim));
  if (shape && !expands(shape, wanted))
    refuse(
      args,
      'reshape-mismatch',
      said(
        '{0} does not expand to {1}: only sizes of 1 are repeated, and new dimensions stand in front.',
        shapeText(shape),
        shapeText(wanted),
      ),
    );
  return emitShape(args, name, output, [input]);
}

/** Whether PyTorch would expand a tensor so, as far as its sizes are known. */
function expands(shape: readonly Dim[], wanted: readonly Dim[]): boolean {
  const offset = wanted.length - shape.length;
  if (offset < 0) return false;
  return wanted.every((dim, place) => {
    if (typeof dim === 'number' && dim < -1) return false;
    if (place < offset) return dim !== -1;
    const size = shape[place - offset] ?? null;
    return dim === -1 || size === 1 || sameDim(size, dim) !== 'no';
  });
}

function repeated(args: Bound, name: string): Value {
  const input = tensorOf(args, 'input');
  takesWholeSizes(args, args.rest('sizes'));
  const times = sizes(args.rest('sizes'));
  const { shape } = input;
  if (!times || !shape) return emitShape(args, name, null, [input]);
  if (name === 'repeat' && times.length < shape.length)
    refuse(
      args,
      'reshape-mismatch',
      said(
        'repeat takes a number for each dimension: {0} has {1}, not {2}.',
        shapeText(shape),
        shape.length,
        times.length,
      ),
    );
  const rank = Math.max(times.length, shape.length);
  const at = (dims: readonly Dim[], place: number): Dim => {
    const from = place - (rank - dims.length);
    return from < 0 ? 1 : (dims[from] ?? null);
  };
  const output = Array.from({ length: rank }, (_, place) => multiplyDims(at(shape, place), at(times, place)));
  return emitShape(args, name, output, [input]);
}

function repeatedInterleaved(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const times = toDim(args.value('repeats'));
  const dim = args.value('dim');
  if (!shape) return emitShape(args, 'repeat_interleave', null, [input]);
  if (dim === null) {
    const cells = shape.reduce<Dim>((product, each) => multiplyDims(product, each), 1);
    return emitShape(args, 'repeat_interleave', [multiplyDims(cells, times)], [input]);
  }
  takesDimensions(args, 'repeat_interleave', shape);
  const place = dimension(args, dim, shape);
  const output = place === null ? null : shape.with(place, multiplyDims(shape[place] ?? null, times));
  return emitShape(args, 'repeat_interleave', output, [input]);
}

/** `x.unfold(dimension, size, step)`: windows along one dimension, their cells in a new last one. */
function windowed(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const [size, step] = [toNumber(args.value('size')), toNumber(args.value('step'))];
  const place = shape ? dimension(args, args.value('dimension'), shape) : null;
  if (step !== null && step < 1)
    refuse(args, 'invalid-value', said('unfold takes a step of at least 1, not {0}.', step));
  // A number alone is a window of one cell.
  const from = shape?.length === 0 ? 1 : place === null ? null : shape?.[place];
  if (typeof from === 'number' && size !== null && size > from)
    refuse(
      args,
      'impossible',
      said('A window of {0} is larger than the {1} of dimension {2}.', size, from, place ?? 0),
    );
  if (shape?.length === 0 && size !== null) return emitShape(args, 'unfold', [size], [input]);
  if (!shape || place === null || size === null || step === null || step < 1)
    return emitShape(args, 'unfold', null, [input]);
  const windows = typeof from === 'number' && size <= from ? Math.floor((from - size) / step) + 1 : null;
  return emitShape(args, 'unfold', [...shape.with(place, windows), size], [input]);
}

function moved(args: Bound): Value {
  const shape = shapeOf(args.value('input'));
  const rank = shape?.length;
  const list = (name: string): (number | null)[] => {
    const value = args.value(name);
    return (listed(value) ?? [value]).map((each) => {
      if (shape) dimension(args, each, shape);
      return shape && placeOf(each, Math.max(1, shape.length));
    });
  };
  const [from, to] = [list('source'), list('destination')];
  if (rank === undefined || (rank > 0 && (from.includes(null) || to.includes(null))))
    return emitShape(args, 'movedim', null, [tensorOf(args, 'input')]);
  if (new Set(from).size < from.length || new Set(to).size < to.length) {
    refuse(args, 'reshape-mismatch', 'A dimension is moved twice, or two are moved to one place.');
    return emitShape(args, 'movedim', null, [tensorOf(args, 'input')]);
  }
  // A number alone has nothing to move.
  if (rank === 0) return tensorOf(args, 'input');
  const order = Array.from({ length: rank }, (): number | null => null);
  to.forEach((place, index) => {
    if (place !== null) order[place] = from[index] ?? null;
  });
  const rest = Array.from({ length: rank }, (_, place) => place).filter((place) => !from.includes(place));
  return permuted(
    args,
    'movedim',
    order.map((place) => place ?? rest.shift() ?? null),
  );
}

function narrowed(args: Bound): Value {
  const input = tensorOf(args, 'input');
  takesDimensions(args, 'narrow', input.shape);
  const place = input.shape ? dimension(args, args.value('dim'), input.shape) : null;
  const length = toDim(args.value('length'));
  const size = place === null ? null : input.shape?.[place];
  const given = toNumber(args.value('start'));
  // A negative start counts from the end.
  const start = given !== null && given < 0 && typeof size === 'number' ? given + size : given;
  if (
    typeof size === 'number' &&
    typeof length === 'number' &&
    start !== null &&
    start >= 0 &&
    start + length > size
  )
    refuse(
      args,
      'reshape-mismatch',
      said('Dimension {0} has {1} cells: there are no {2} from {3} on.', place ?? 0, size, length, start),
    );
  return emitShape(args, 'narrow', input.shape && place !== null ? input.shape.with(place, length) : null, [
    input,
  ]);
}

function selected(args: Bound): Value {
  const input = tensorOf(args, 'input');
  takesDimensions(args, 'select', input.shape);
  const place = input.shape ? dimension(args, args.value('dim'), input.shape) : null;
  if (place !== null && input.shape)
    refuseIndex(args, args.value('index'), input.shape[place] ?? null, place);
  return emitShape(args, 'select', input.shape && place !== null ? input.shape.toSpliced(place, 1) : null, [
    input,
  ]);
}

function unbound(args: Bound): Value {
  const input = tensorOf(args, 'input');
  takesDimensions(args, 'unbind', input.shape);
  const place = input.shape ? dimension(args, args.value('dim'), input.shape) : null;
  const count = place === null ? null : input.shape?.[place];
  if (!input.shape || place === null || typeof count !== 'number' || count > 1000) {
    return new Unknown('the parts of a dimension whose size is not known', args.vm.place);
  }
  const shape = input.shape.toSpliced(place, 1);
  const outputs = Array.from({ length: count }, () => shape);
  return new PyTuple(emitAll(args, 'unbind', { kind: 'declared', outputs, params: 0, macs: 0 }, [input]));
}

function sameAs(args: Bound, other: Value): readonly Value[] {
  const shape = shapeOf(other);
  return shape
    ? [new PyTuple(shape.map((dim) => (typeof dim === 'number' ? dim : null)))]
    : [args.vm.unknown('the shape of a tensor that is not known')];
}

/** Dimensions of another tensor with names kept. */
function dimsAs(other: Value): Shape {
  return other instanceof PyTensor ? other.shape : null;
}

export const shapeFunctions: FunctionTable = {
  reshape: ['input, *shape', (args) => viewed(args, 'reshape', args.rest('shape'))],
  view: ['input, *shape', (args) => viewed(args, 'view', args.rest('shape'))],
  view_as: ['input, other', (args) => viewedAs(args, 'view')],
  reshape_as: ['input, other', (args) => viewedAs(args, 'reshape')],
  permute: [
    'input, *dims',
    (args) =>
      permuted(
        args,
        'permute',
        (listed(args.rest('dims')[0]) ?? args.rest('dims')).map((each) => toNumber(each)),
      ),
  ],
  transpose: [
    'input, dim0, dim1',
    (args) => transposed(args, 'transpose', args.value('dim0'), args.value('dim1')),
  ],
  swapaxes: [
    'input, axis0, axis1',
    (args) => transposed(args, 'transpose', args.value('axis0'), args.value('axis1')),
  ],
  swapdims: [
    'input, dim0, dim1',
    (args) => transposed(args, 'transpose', args.value('dim0'), args.value('dim1')),
  ],
  t: [
    'input',
    (args) => {
      takesRank(args, 't()', shapeOf(args.value('input')), [0, 1, 2]);
      return reversed(args, 't', 2);
    },
  ],
  adjoint: ['input', (args) => matrixReversed(args, 'adjoint')],
  movedim: ['input, source, destination', moved],
  moveaxis: ['input, source, destination', moved],
  squeeze: ['input, dim=None', squeezed],
  unsqueeze: ['input, dim', unsqueezed],
  expand: [
    'input, *sizes',
    (args) => {
      takesWholeSizes(args, args.rest('sizes'));
      return expanded(args, 'expand', sizes(args.rest('sizes')));
    },
  ],
  sum_to_size: [
    'input, *size',
    (args) => emitShape(args, 'sum_to_size', sizes(args.rest('size')), [tensorOf(args, 'input')]),
  ],
  expand_as: ['input, other', (args) => expanded(args, 'expand_as', dimsAs(args.value('other')))],
  broadcast_to: ['input, size', (args) => expanded(args, 'broadcast_to', sizes([args.value('size')]))],
  repeat: ['input, *sizes', (args) => repeated(args, 'repeat')],
  tile: ['input, *sizes', (args) => repeated(args, 'tile')],
  repeat_interleave: ['input, repeats, dim=None, *, output_size=None', repeatedInterleaved],
  narrow: ['input, dim, start, length', narrowed],
  narrow_copy: ['input, dim, start, length', narrowed],
  select: ['input, dim, index', selected],
  unbind: ['input, dim=0', unbound],
  ravel: ['input', (args) => viewed(args, 'ravel', [-1])],
};

function viewedAs(args: Bound, name: string): Value {
  const dims = dimsAs(args.value('other'));
  if (!dims) return viewed(args, name, sameAs(args, args.value('other')));
  return emit(args, name, { kind: 'reshape', dims, keepsBatch: false }, [tensorOf(args, 'input')]);
}

/** Methods that differ from the function of the same name. */
export const shapeMethods: FunctionTable = {
  resize_: ['input, *sizes, memory_format=None', resized],
  unfold: ['input, dimension, size, step', windowed],
};

/** Read like attributes. */
export const shapeProperties: FunctionTable = {
  T: ['input', (args) => reversed(args, 'T', Infinity)],
  mT: ['input', (args) => matrixReversed(args, 'mT')],
  mH: ['input', (args) => matrixReversed(args, 'mH')],
  H: [
    'input',
    (args) => {
      takesRank(args, 'H', shapeOf(args.value('input')), [0, 2]);
      return reversed(args, 'H', 2);
    },
  ],
};
