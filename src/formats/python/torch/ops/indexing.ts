import type { Slice } from '../../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { sameDim, shapesDiffer } from '../../../../model/shapes/dims.ts';
import { sliceBounds } from '../../interpreter/subscript.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyToken } from '../../interpreter/atoms.ts';
import { PyList, PySlice, PyTensor, PyTuple, Unknown, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emit, emitShape, tensorOf } from '../emit.ts';
import { dimension, refuse, refuseIndex, takesRank, takesValues } from '../refusals.ts';
import { broadcastsInto, cellCount, changes, isTensorLike, shapeOf, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** What an index makes of a tensor: its sizes, and the plain slices that it consists of, where it is only these. */
interface Indexed {
  readonly shape: Shape;
  readonly ranges: Slice['ranges'] | null;
}

const nothing: Indexed = { shape: null, ranges: null };

function indexed(args: Bound, input: readonly Dim[], index: Value): Indexed {
  const parts = partsOf(index);
  const consumed = parts.reduce<number>((count, part) => count + consumes(part), 0);
  const at = parts.findIndex((part) => part instanceof PyToken && part.name === 'Ellipsis');
  if (consumed > input.length && !parts.some((part) => part instanceof Unknown))
    refuse(
      args,
      'invalid-value',
      said('There are {0} indices for the {1} dimensions of {2}.', consumed, input.length, shapeText(input)),
    );
  const missing = Math.max(0, input.length - consumed);
  const whole = Array.from({ length: missing }, () => new PySlice(null, null, null));
  if (at >= 0) parts.splice(at, 1, ...whole);
  else parts.push(...whole);
  return resolve(args, input, parts);
}

/** A short list of lists or tensors is read as a tuple (torch/csrc/autograd/python_variable_indexing.cpp, treatSequenceAsTuple). */
function partsOf(index: Value): Value[] {
  if (index instanceof PyTuple && !index.type) return [...index.items];
  if (!(index instanceof PyList) || index.open || index.items.length >= 32) return [index];
  const isTuple = index.items.some(
    (item) =>
      item === null ||
      item instanceof PyTensor ||
      item instanceof PyList ||
      item instanceof PyTuple ||
      item instanceof PySlice ||
      item instanceof PyToken,
  );
  return isTuple ? [...index.items] : [index];
}

/** How many dimensions a part of an index takes. */
function consumes(part: Value): number {
  if (part === null || typeof part === 'boolean' || part instanceof PyToken) return 0;
  if (part instanceof PyTensor && part.dtype === 'bool') return part.shape?.length ?? 1;
  return 1;
}

function resolve(args: Bound, input: readonly Dim[], parts: readonly Value[]): Indexed {
  const shape: Dim[] = [];
  const ranges: Slice['ranges'][number][] = [];
  let plain = true;
  let advanced: { readonly at: number; shape: Shape; adjacent: boolean } | null = null;
  let place = 0;
  for (const part of parts) {
    if (part === null) {
      shape.push(1);
      plain = false;
    } else if (part instanceof PySlice) {
      const size = input[place] ?? null;
      const range = rangeOf(part, place);
      shape.push(slicedSize(part, size));
      if (range) ranges.push(range);
      else plain = false;
      place++;
    } else if (typeof part === 'number') {
      plain = false;
      refuseIndex(args, part, input[place] ?? null, place);
      place++;
      if (place > input.length) return nothing;
    } else if (
      part instanceof PyTensor ||
      part instanceof PyList ||
      part instanceof PyTuple ||
      typeof part === 'boolean'
    ) {
      plain = false;
      for (const each of listedIndices(part)) refuseIndex(args, each, input[place] ?? null, place);
      const selected = advancedShape(part);
      if (advanced) {
        if (advanced.shape && selected && !broadcastsWith(advanced.shape, selected))
          refuse(
            args,
            'join-mismatch',
            said('Indices of {0} and {1} do not broadcast.', shapeText(advanced.shape), shapeText(selected)),
          );
        advanced.shape = joinAdvanced(advanced.shape, selected);
        advanced.adjacent &&= shape.length === advanced.at;
      } else advanced = { at: shape.length, shape: selected, adjacent: true };
      place += consumes(part);
    } else return nothing;
  }
  if (!advanced) return { shape, ranges: plain ? ranges : null };
  if (!advanced.shape) return nothing;
  // Indices that do not stand side by side put their dimensions in front; numbers are selected before
  // (torch/csrc/autograd/python_variable_indexing.cpp).
  const result = advanced.adjacent
    ? shape.toSpliced(advanced.at, 0, ...advanced.shape)
    : [...advanced.shape, ...shape];
  return { shape: result, ranges: null };
}

function rangeOf(slice: PySlice, axis: number): Slice['ranges'][number] | null {
  const start = slice.start === null ? 0 : toNumber(slice.start);
  const end = slice.stop === null ? null : toNumber(slice.stop);
  const step = slice.step === null ? 1 : toNumber(slice.step);
  const known = start !== null && step !== null && (slice.stop === null || end !== null);
  return known ? { axis, start, end, step } : null;
}

function slicedSize(slice: PySlice, size: Dim): Dim {
  if (slice.start === null && slice.stop === null && slice.step === null) return size;
  if (typeof size !== 'number') return sameSymbol(slice, size);
  const plain = (value: Value): Value => (value instanceof PyTensor ? toNumber(value) : value);
  const bounds = sliceBounds(new PySlice(plain(slice.start), plain(slice.stop), plain(slice.step)), size);
  if (!bounds || [slice.start, slice.stop, slice.step].some((each) => each instanceof Unknown)) return null;
  return Math.max(0, Math.ceil((bounds.stop - bounds.start) / bounds.step));
}

/** `x[:n]` of n rows is all of them. */
function sameSymbol(slice: PySlice, size: Dim): Dim {
  const { stop } = slice;
  const from = slice.start === null || slice.start === 0;
  if (!from || slice.step !== null || !size || typeof size === 'number') return null;
  if (typeof stop !== 'object' || stop?.kind !== 'symbol' || stop.symbol !== size.symbol) return null;
  return stop.factor >= size.factor ? size : { symbol: stop.symbol, factor: stop.factor };
}

/** How many cells a tensor or list of indices selects; a mask selects a number that depends on its values. */
function advancedShape(part: PyTensor | PyList | PyTuple | boolean): Shape {
  if (typeof part === 'boolean') return [Number(part)];
  if (part instanceof PyTensor) {
    if (part.dtype !== 'bool') return part.shape;
    return [part.data ? part.data.filter((cell) => cell !== 0).length : null];
  }
  if (part instanceof PyList && part.open) return [null];
  const [first] = part.items;
  if (first instanceof PyList || first instanceof PyTuple) {
    const inner = advancedShape(first);
    return inner ? [part.items.length, ...inner] : null;
  }
  const truths = part.items.every((item) => typeof item === 'boolean');
  return [truths ? part.items.filter((item) => item === true).length : part.items.length];
}

/** The places that a list names one by one. */
function listedIndices(part: Value): readonly number[] {
  if (!(part instanceof PyList || part instanceof PyTuple)) return [];
  return part.items.flatMap((item) => (typeof item === 'number' ? [item] : []));
}

export function broadcastsWith(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.every((dim, place) => {
    const other = b[place + b.length - a.length] ?? null;
    return dim === 1 || other === 1 || sameDim(dim, other) !== 'no';
  });
}

function joinAdvanced(first: Shape, second: Shape): Shape {
  if (!first || !second) return null;
  const [longer, shorter] = first.length >= second.length ? [first, second] : [second, first];
  const offset = longer.length - shorter.length;
  return longer.map((dim, place) => {
    const other = place < offset ? 1 : (shorter[place - offset] ?? null);
    return dim === 1 ? other : other === 1 ? dim : (dim ?? other);
  });
}

/** `tensor[index]`. */
function getItem(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const index = args.value('index');
  if (!input.shape) return emitShape(args, 'getitem', null, [input]);
  if (input.shape.length === 0 && index instanceof PyToken) return input;
  const { shape, ranges } = indexed(args, input.shape, index);
  if (ranges) {
    const real = ranges.filter(({ start, end, step }) => start !== 0 || end !== null || step !== 1);
    const symbolic = real.some(({ axis }) => typeof input.shape?.[axis] !== 'number');
    if (real.length > 0 && !symbolic)
      return withCells(input, index, emit(args, 'getitem', { kind: 'slice', ranges: real }, [input]));
    if (real.length === 0) return withCells(input, index, emitShape(args, 'getitem', shape, [input]));
  }
  const inputs = [input, ...indexTensors(index)];
  return withCells(input, index, emitShape(args, 'getitem', shape, inputs));
}

/** Index tensors that come from the model's input are inputs of the node. */
function indexTensors(index: Value): PyTensor[] {
  const parts = index instanceof PyTuple ? index.items : [index];
  return parts.filter((part) => part instanceof PyTensor).filter(({ ref }) => ref !== null);
}

/** The cells of one item or slice along the first dimension of a tensor whose cells are known. */
function withCells(input: PyTensor, index: Value, output: PyTensor): PyTensor {
  const { data, shape } = input;
  const rows = shape?.[0];
  const single = index instanceof PyTuple && index.items.length === 1 ? (index.items[0] ?? null) : index;
  if (!data || typeof rows !== 'number' || rows === 0) return output;
  const size = data.length / rows;
  if (typeof single === 'number') {
    const row = single < 0 ? single + rows : single;
    output.data = data.slice(row * size, (row + 1) * size);
  } else if (single instanceof PySlice) {
    const bounds = sliceBounds(single, rows);
    if (!bounds || bounds.step < 1) return output;
    const cells: number[] = [];
    for (let row = bounds.start; row < bounds.stop; row += bounds.step)
      cells.push(...data.slice(row * size, (row + 1) * size));
    output.data = cells;
  }
  return output.data?.length === cellCount(output.shape) ? output : withoutCells(output);
}

function withoutCells(output: PyTensor): PyTensor {
  output.data = null;
  return output;
}

/** What is put into a part is broadcast to its sizes; 1s in front of these are dropped (torch/csrc/autograd/python_variable_indexing.cpp, slicePrefix1sSize). */
function checkSet(args: Bound, input: PyTensor, value: Value): void {
  if (!input.shape || !(value instanceof PyTensor) || !value.shape) return;
  const { shape } = indexed(args, input.shape, args.value('index'));
  if (!shape) return;
  const first = value.shape.findIndex((dim) => dim !== 1);
  const given = first < 0 ? [] : value.shape.slice(first);
  if (!broadcastsInto(given, shape))
    refuse(
      args,
      'join-mismatch',
      said('The values {0} do not go into {1}.', shapeText(value.shape), shapeText(shape)),
    );
}

/** `tensor[index] = value`: the tensor's cells come from both from here on. */
function setItem(args: Bound): Value {
  const input = args.value('input');
  const value = args.value('value');
  if (!(input instanceof PyTensor)) return null;
  changes(args.vm, input);
  input.data = null;
  checkSet(args, input, value);
  if (!isTensorLike(value) || !value.ref) return null;
  const output = emitShape(args, 'setitem', input.shape, [input, asTensor(value)]);
  input.ref = output.ref;
  return null;
}

/** As many cells as the index has; along all other dimensions it must not be longer than the input. */
function gathered(args: Bound): Value {
  const [input, index] = [tensorOf(args, 'input'), shapeOf(args.value('index'))];
  const { shape } = input;
  const along = shape ? dimension(args, args.value('dim'), shape) : null;
  const tooLong = index?.some((size, place) => {
    const limit = shape?.[place];
    return place !== along && typeof size === 'number' && typeof limit === 'number' && size > limit;
  });
  if (shape && index && shape.length > 0 && index.length > 0) {
    if (shape.length !== index.length)
      refuse(
        args,
        'rank-mismatch',
        said('The index {0} must have as many dimensions as {1}.', shapeText(index), shapeText(shape)),
      );
    else if (along !== null && tooLong)
      refuse(
        args,
        'join-mismatch',
        said(
          'The index {0} is longer than {1} along another dimension than {2}.',
          shapeText(index),
          shapeText(shape),
          along,
        ),
      );
  }
  return emitShape(args, 'gather', index, [input]);
}

/** The index and the input are broadcast along all other dimensions. */
function takenAlong(args: Bound): Shape {
  const [input, index] = [shapeOf(args.value('input')), shapeOf(args.value('indices'))];
  if (!input || !index || args.value('dim') === null) return index;
  const along = dimension(args, args.value('dim'), input);
  return index.map((dim, place) => (place !== along && dim === 1 ? (input[place] ?? null) : dim));
}

function indexSelected(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const index = shapeOf(args.value('index'));
  const place = input.shape ? dimension(args, args.value('dim'), input.shape) : null;
  takesRank(args, said('The index of {0}', 'index_select'), index, [0, 1]);
  if (input.shape?.length === 0 && index) return emitShape(args, 'index_select', [], [input]);
  const count = index ? (index.length === 0 ? 1 : (index[0] ?? null)) : null;
  if (place !== null && input.shape?.[place] === 0 && typeof count === 'number' && count > 0)
    takesValues(args, 'index_select', input.shape, [place]);
  return emitShape(
    args,
    'index_select',
    input.shape && place !== null ? input.shape.with(place, count) : null,
    [input],
  );
}

function nonzero(args: Bound): Value {
  const shape = shapeOf(args.value('input'));
  if (args.takes('as_tuple') && args.value('as_tuple') === true) {
    if (!shape) return args.vm.unknown('the places of what is not zero');
    return new PyTuple(
      shape.map(() => emitShape(args, 'nonzero', [null], [tensorOf(args, 'input')], { dtype: 'int' })),
    );
  }
  return emitShape(args, 'nonzero', [null, shape?.length ?? null], [tensorOf(args, 'input')], {
    dtype: 'int',
  });
}

/** One row to look in, or one for each row of values (aten/src/ATen/native/BucketizationUtils.h). */
function searched(args: Bound): Value {
  const [sorted, values] = [shapeOf(args.value('input')), shapeOf(args.value('values'))];
  const fits =
    !sorted ||
    !values ||
    sorted.length === 1 ||
    (sorted.length > 0 && !shapesDiffer([...sorted.slice(0, -1), null], values));
  if (!fits)
    refuse(
      args,
      'join-mismatch',
      said(
        'searchsorted takes a row of its own for each row of {0}, or one for all: not {1}.',
        shapeText(values),
        shapeText(sorted),
      ),
    );
  return emitShape(args, 'searchsorted', values, [], { dtype: 'int' });
}

/** The values that differ, whose number is not known; where each stands, and how often, if that is asked for. */
function unique(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const dim = args.value('dim');
  const place = shape && dim !== null ? dimension(args, dim, shape) : null;
  const along = shape && place !== null ? shape.with(place, null) : null;
  const values = emitShape(args, 'unique', dim === null ? [null] : along, [input]);
  const inverse = dim === null ? shape : place === null ? null : [shape?.[place] ?? null];
  const outputs: Value[] = [values];
  if (args.value('return_inverse') === true)
    outputs.push(emitShape(args, 'unique', inverse, [input], { dtype: 'int' }));
  if (args.value('return_counts') === true)
    outputs.push(emitShape(args, 'unique', [null], [input], { dtype: 'int' }));
  return outputs.length === 1 ? values : new PyTuple(outputs);
}

export const indexingMethods: FunctionTable = {
  __getitem__: ['input, index', getItem],
  __setitem__: ['input, index, value', setItem],
  __len__: [
    'input',
    (args) => {
      const input = tensorOf(args, 'input');
      const size = input.shape?.[0];
      return typeof size === 'number' ? size : new Unknown('a size that is not known', args.vm.place, true);
    },
  ],
};

export const indexingFunctions: FunctionTable = {
  gather: ['input, dim, index, *, sparse_grad=False', gathered],
  take_along_dim: [
    'input, indices, dim=None',
    (args) => emitShape(args, 'take_along_dim', takenAlong(args), [tensorOf(args, 'input')]),
  ],
  take: [
    'input, index',
    (args) => emitShape(args, 'take', shapeOf(args.value('index')), [tensorOf(args, 'input')]),
  ],
  index_select: ['input, dim, index', indexSelected],
  masked_select: [
    'input, mask',
    (args) => emitShape(args, 'masked_select', [null], [tensorOf(args, 'input')]),
  ],
  nonzero: ['input, *, as_tuple=False', nonzero],
  argwhere: ['input', nonzero],
  unique: ['input, sorted=True, return_inverse=False, return_counts=False, dim=None', unique],
  unique_consecutive: ['input, return_inverse=False, return_counts=False, dim=None', unique],
  searchsorted: ['input, values, **kwargs', searched],
  bucketize: [
    'input, boundaries, **kwargs',
    (args) =>
      emitShape(args, 'bucketize', shapeOf(args.value('input')), [tensorOf(args, 'input')], { dtype: 'int' }),
  ],
  multinomial: [
    'input, num_samples, replacement=False',
    (args) => {
      const shape = shapeOf(args.value('input'));
      return emitShape(
        args,
        'multinomial',
        shape ? [...shape.slice(0, -1), toNumber(args.value('num_samples'))] : null,
        [tensorOf(args, 'input')],
        { dtype: 'int' },
      );
    },
  ],
};
