import type { Slice } from '../../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { numberText, shapeText } from '../../../../model/problems/number-text.ts';
import { sameDim, shapesDiffer } from '../../../../model/shapes/dims.ts';
import { sliceBounds } from '../../interpreter/subscript.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyToken } from '../../interpreter/atoms.ts';
import { PyList, PySlice, PyTensor, PyTuple, Unknown, type Value } from '../../interpreter/values.ts';
import { refuse, refuseIndex } from '../refusals.ts';
import { toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** What an index makes of a tensor: its sizes, and the plain slices that it consists of, where it is only these. */
interface Indexed {
  readonly shape: Shape;
  readonly ranges: Slice['ranges'] | null;
}

const nothing: Indexed = { shape: null, ranges: null };

export function indexed(args: Bound, input: readonly Dim[], index: Value): Indexed {
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
  // All dimensions are spread at the first ellipsis; one at the end stands for none.
  const last = parts.at(-1);
  if (at >= 0 && at < parts.length - 1 && last instanceof PyToken && last.name === 'Ellipsis') parts.pop();
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
      refuseStep(args, part);
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
      if (part instanceof PyTensor && part.dtype === 'bool') refuseMask(args, part.shape, input, place);
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

/** Tensors are read forwards only. */
function refuseStep(args: Bound, { step }: PySlice): void {
  if (typeof step === 'number' && step < 1)
    refuse(
      args,
      'invalid-value',
      said('A slice of a tensor takes a step of at least 1, not {0}: flip turns it round.', numberText(step)),
    );
}

/** A mask has the sizes of the dimensions that it selects from (aten/src/ATen/native/IndexingUtils.h, expandTensors). */
function refuseMask(args: Bound, mask: Shape, input: readonly Dim[], place: number): void {
  const selected = mask && input.slice(place, place + mask.length);
  if (mask && selected?.length === mask.length && shapesDiffer(mask, selected))
    refuse(
      args,
      'join-mismatch',
      said('{0} must be {1}, not {2}.', 'mask', shapeText(selected), shapeText(mask)),
    );
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
export function listedIndices(part: Value): readonly number[] {
  if (part instanceof PyTensor) return part.dtype === 'int' ? (part.data ?? []) : [];
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
