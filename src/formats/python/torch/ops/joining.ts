import type { Split } from '../../../../model/graph/operation.ts';
import type { Shape } from '../../../../model/graph/shape.ts';
import { numberText } from '../../../../model/problems/number-text.ts';
import { shapesDiffer } from '../../../../model/shapes/dims.ts';
import { callPlace, reportMistake } from '../../interpreter/mistaken.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyList, PyTensor, PyTuple, Unknown, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emit, emitAll, emitShape, tensorOf } from '../emit.ts';
import { dimension, newDimension, placeOf, refuse, takesDimensions, takesRank } from '../refusals.ts';
import { cellCount, constant, listed, toNumber } from '../tensors.ts';
import { takesWholeSizes, wholeCount } from '../whole-count.ts';
import { said } from '../../../../model/text/text.ts';

/** Tensors given as one list or tuple, or as several arguments. */
function tensorsOf(args: Bound, name: string): readonly Value[] | Unknown {
  return args.vm.items(args.value(name));
}

/** Nothing at all is not joined (aten/src/ATen/native/TensorShape.cpp). */
function takesSome(args: Bound, name: string, tensors: readonly Value[]): boolean {
  if (tensors.length > 0) return true;
  reportMistake(args.vm, {
    message: said('{0} joins tensors: the list is empty.', name),
    place: callPlace(args.site) ?? args.vm.place,
  });
  return false;
}

function concatenated(args: Bound, tensors: readonly Value[], axis: Value): Value {
  const place = toNumber(axis);
  if (place === null) return emitShape(args, 'cat', null, tensors.map(asTensor));
  const output = emit(args, 'cat', { kind: 'concat', axis: place }, tensors.map(asTensor));
  const data = tensors.flatMap((each) => (each instanceof PyTensor && each.data ? [each.data] : []));
  const flat = data.flat();
  if (data.length === tensors.length && output.shape?.length === 1 && flat.length === cellCount(output.shape))
    output.data = flat;
  return output;
}

function cat(args: Bound): Value {
  const tensors = tensorsOf(args, 'tensors');
  if (tensors instanceof Unknown) return emitShape(args, 'cat', null, [tensors]);
  if (!takesSome(args, 'cat', tensors)) return emitShape(args, 'cat', null, []);
  return concatenated(args, tensors, args.value('dim'));
}

function stack(args: Bound): Value {
  const tensors = tensorsOf(args, 'tensors');
  if (tensors instanceof Unknown) return emitShape(args, 'stack', null, [tensors]);
  if (!takesSome(args, 'stack', tensors)) return emitShape(args, 'stack', null, []);
  const known = tensors.map(asTensor);
  const shape = known.find((each) => each.shape)?.shape ?? null;
  const place = shape ? newDimension(args, args.takes('dim') ? args.value('dim') : 0, shape) : null;
  if (shape && known.some((each) => each.shape && shapesDiffer(shape, each.shape))) {
    // Only equal shapes are stacked: what is found is what is found of a join.
    const joined = emit(args, 'stack', { kind: 'combine', name: 'other', broadcast: 'none' }, known);
    joined.shape = null;
    return joined;
  }
  const output = shape && place !== null ? shape.toSpliced(place, 0, tensors.length) : null;
  const result = emitShape(args, 'stack', output, known);
  const data = known.flatMap((each) => (each.data ? [each.data] : []));
  if (data.length === known.length && place === 0) result.data = data.flat();
  return result;
}

/** The parts of a tensor, with their numbers where a list of numbers is cut. */
function partsOf(args: Bound, name: string, input: PyTensor, operation: Split): PyTuple {
  const outputs = emitAll(args, name, operation, [input]);
  let from = 0;
  for (const output of outputs) {
    const length = output.shape?.length === 1 ? cellCount(output.shape) : null;
    if (!input.data || length === null) break;
    output.data = input.data.slice(from, from + length);
    from += length;
  }
  return new PyTuple(outputs);
}

/** One part of ⌈size/chunks⌉ cells after the other, as many as there are. */
function chunk(args: Bound): Value {
  const parts = wholeCount(args, 'chunks');
  const axis = toNumber(args.value('dim'));
  if (parts !== null && parts < 1)
    refuse(args, 'invalid-value', said('chunk makes at least 1 part, not {0}.', numberText(parts)));
  if (parts === null || axis === null || parts < 1 || parts > 1000)
    return args.vm.unknown('a number of parts that is not known');
  const input = tensorOf(args, 'input');
  const place = input.shape ? placeOf(axis, input.shape.length) : null;
  // Of nothing there are as many parts as are asked for.
  const sizes = place !== null && input.shape?.[place] === 0 ? Array<number>(parts).fill(0) : null;
  return partsOf(args, 'chunk', input, { kind: 'split', axis, parts, sizes });
}

function split(args: Bound, name: string): Value {
  const sizes = args.value(name);
  const input = tensorOf(args, 'input');
  takesWholeSizes(args, [sizes], name);
  const axis = toNumber(args.value('dim'));
  if (axis === null) return args.vm.unknown('a dimension that is not known');
  const given = listed(sizes);
  if (given) {
    const parts = given.map((each) => toNumber(each));
    return partsOf(args, 'split', input, { kind: 'split', axis, parts: parts.length, sizes: parts });
  }
  const size = toNumber(sizes);
  takesDimensions(args, 'split', input.shape);
  const place = input.shape ? dimension(args, axis, input.shape) : null;
  const total = place === null ? null : input.shape?.[place];
  if (size !== null && (size < 0 || (size === 0 && typeof total === 'number' && total > 0)))
    refuse(args, 'invalid-value', said('{0} makes parts of at least 1 cell, not {1}.', 'split', size));
  if (size === null || size < 1 || typeof total !== 'number' || total / size > 1000) {
    return args.vm.unknown('a number of parts that is not known');
  }
  const parts = Array.from({ length: Math.max(1, Math.ceil(total / size)) }, (_, index) =>
    Math.min(size, total - index * size),
  );
  return partsOf(args, 'split', input, { kind: 'split', axis, parts: parts.length, sizes: parts });
}

function tensorSplit(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const axis = toNumber(args.value('dim'));
  const given = args.value('indices_or_sections') ?? args.value('indices') ?? args.value('sections');
  const count = toNumber(given);
  takesDimensions(args, 'tensor_split', input.shape);
  const place = input.shape && axis !== null ? dimension(args, axis, input.shape) : null;
  const total = place === null ? null : input.shape?.[place];
  if (axis === null || typeof total !== 'number')
    return args.vm.unknown('a number of parts that is not known');
  const bounds = listed(given)?.map((each) => toNumber(each) ?? 0);
  // Each part is what a slice gives: negative bounds count from the end, and one before its forerunner gives nothing.
  const cells = (bound: number): number => Math.max(0, Math.min(bound < 0 ? bound + total : bound, total));
  const ends = bounds ? [...bounds.map(cells), total] : null;
  const sizes = ends
    ? ends.map((end, index) => Math.max(0, end - (ends[index - 1] ?? 0)))
    : Array.from(
        { length: count ?? 1 },
        (_, index) => Math.floor(total / (count ?? 1)) + (index < total % (count ?? 1) ? 1 : 0),
      );
  // Bounds that go back give parts that overlap.
  if (sizes.reduce((sum, size) => sum + size, 0) !== total)
    return new PyTuple(
      sizes.map((size) =>
        emitShape(args, 'tensor_split', input.shape?.with(place ?? 0, size) ?? null, [input]),
      ),
    );
  return new PyTuple(emitAll(args, 'split', { kind: 'split', axis, parts: sizes.length, sizes }, [input]));
}

/** Every vector along a dimension of its own. */
function meshgrid(args: Bound): Value {
  const given = args.rest('tensors');
  const [first = null] = given;
  const tensors = given.length === 1 && !(first instanceof PyTensor) ? args.vm.items(first) : given;
  if (tensors instanceof Unknown) return tensors;
  const lengths = tensors.map((each) => {
    const shape = each instanceof PyTensor ? each.shape : null;
    takesRank(args, said('Each vector of {0}', 'meshgrid'), shape, [0, 1]);
    return shape ? (shape.length === 0 ? 1 : (shape[0] ?? null)) : null;
  });
  const shape: Shape =
    args.value('indexing') === 'xy' && lengths.length > 1
      ? [lengths[1] ?? null, lengths[0] ?? null, ...lengths.slice(2)]
      : lengths;
  return new PyList(
    tensors.map((each) => {
      const made = constant(shape, each instanceof PyTensor ? each.dtype : 'float');
      if (each instanceof PyTensor && each.ref) return emitShape(args, 'meshgrid', shape, [each]);
      return made;
    }),
  );
}

function broadcastTensors(args: Bound): Value {
  const given = args.rest('tensors');
  const tensors = given.map(asTensor);
  const joined = emit(
    args,
    'broadcast_tensors',
    { kind: 'combine', name: 'other', broadcast: 'numpy' },
    tensors,
  );
  return new PyTuple(
    tensors.map((each) => {
      const output = constant(joined.shape, each.dtype);
      output.ref = joined.ref;
      return output;
    }),
  );
}

/** A number alone as a vector (aten/src/ATen/native/TensorShape.cpp, hstack). */
const asVector =
  (args: Bound) =>
  (value: Value): Value =>
    value instanceof PyTensor && value.shape?.length === 0
      ? emitShape(args, 'atleast_1d', [1], [value])
      : value;

export const joiningFunctions: FunctionTable = {
  cat: ['tensors, dim=0, *, out=None', cat],
  concat: ['tensors, dim=0, *, out=None', cat],
  concatenate: ['tensors, dim=0, *, out=None', cat],
  stack: ['tensors, dim=0, *, out=None', stack],
  hstack: [
    'tensors',
    (args) => {
      const tensors = tensorsOf(args, 'tensors');
      if (tensors instanceof Unknown) return emitShape(args, 'cat', null, [tensors]);
      const [first] = tensors;
      const rank = first instanceof PyTensor ? first.shape?.length : undefined;
      return concatenated(args, tensors.map(asVector(args)), rank === undefined || rank > 1 ? 1 : 0);
    },
  ],
  chunk: ['input, chunks, dim=0', chunk],
  unsafe_chunk: ['input, chunks, dim=0', chunk],
  split: ['input, split_size_or_sections, dim=0', (args) => split(args, 'split_size_or_sections')],
  unsafe_split: ['input, split_size, dim=0', (args) => split(args, 'split_size')],
  unsafe_split_with_sizes: ['input, split_sizes, dim=0', (args) => split(args, 'split_sizes')],
  split_with_sizes: ['input, split_sizes, dim=0', (args) => split(args, 'split_sizes')],
  tensor_split: ['input, indices_or_sections=None, dim=0, *, indices=None, sections=None', tensorSplit],
  meshgrid: ['*tensors, indexing=None', meshgrid],
  broadcast_tensors: ['*tensors', broadcastTensors],
};

/** `x.split(split_size, dim)`: the method names its argument otherwise. */
export const joiningMethods: FunctionTable = {
  split: ['input, split_size, dim=0', (args) => split(args, 'split_size')],
};
