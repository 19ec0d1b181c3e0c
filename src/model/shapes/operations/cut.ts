import type { Slice, Split, Value } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import type { Framework } from '../../graph/graph.ts';
import type { Finding, ReshapeMismatch } from '../../problems/finding.ts';
import { divideDims, placeOf } from '../dims.ts';
import { inferred, type OperationRule } from '../inference.ts';

/** Some cells along some dimensions, with Python's rules for what lies outside. */
export const slice: OperationRule<Slice> = ({ ranges }, [inputShape = null]) => {
  if (inputShape === null) return inferred(null);
  const sizes = [...inputShape];
  const findings: Finding[] = [];
  for (const { axis, start, end, step } of ranges) {
    const place = placeOf(axis, inputShape.length);
    if (place === null) findings.push(mismatch('out-of-range', inputShape, [axis]));
    else sizes[place] = slicedSize(sizes[place] ?? null, start, end, step);
  }
  return inferred(findings.length > 0 ? null : sizes, { findings });
};

function slicedSize(size: Dim, start: number, end: number | null, step: number): Dim {
  if (start === 0 && end === null && step === 1) return size;
  if (typeof size !== 'number' || !(step >= 1)) return null;
  const bounds = sliceBounds(size, start, end);
  return Math.max(0, Math.ceil((bounds.end - bounds.start) / step));
}

/** The first cell of a slice and the one behind its last, by Python's rules: negative ones count from the end. */
export function sliceBounds(
  size: number,
  start: number,
  end: number | null,
): { readonly start: number; readonly end: number } {
  const place = (index: number): number => Math.min(size, Math.max(0, index < 0 ? index + size : index));
  return { start: place(start), end: place(end ?? size) };
}

/** One dimension cut into several outputs. */
export const split: OperationRule<Split> = (operation, [inputShape = null], framework) => {
  const place = inputShape === null ? null : placeOf(operation.axis, inputShape.length);
  if (inputShape === null || place === null) {
    const findings = inputShape === null ? [] : [mismatch('out-of-range', inputShape, [operation.axis])];
    return inferred(null, { outputShapes: Array<Shape>(operation.parts).fill(null), findings });
  }
  const size = inputShape[place] ?? null;
  const sizes =
    operation.sizes === null ? equalParts(size, operation.parts, framework) : filledIn(operation.sizes, size);
  return inferred(null, {
    outputShapes: sizes.map((part) => inputShape.with(place, part)),
    findings: splitFindings(operation, inputShape, size, sizes),
  });
};

/** pytorch: aten/src/ATen/native/TensorShape.cpp (chunk): parts of ⌈size/parts⌉, as many as there are. */
function equalParts(size: Dim, parts: number, framework: Framework): readonly Dim[] {
  if (framework !== 'pytorch' || typeof size !== 'number')
    return Array<Dim>(parts).fill(divideDims(size, parts));
  const part = Math.max(1, Math.ceil(size / parts));
  const count = Math.max(1, Math.ceil(size / part));
  return Array.from({ length: count }, (_, index) => Math.min(part, size - index * part));
}

/** The sizes, with what remains in the place of the only one that is not given. */
function filledIn(sizes: readonly Value[], size: Dim): readonly Dim[] {
  if (typeof size !== 'number' || sizes.filter((part) => part === null).length !== 1) return sizes;
  const given = sizes.reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return sizes.map((part) => part ?? size - given);
}

function splitFindings(
  operation: Split,
  inputShape: readonly Dim[],
  size: Dim,
  sizes: readonly Dim[],
): readonly Finding[] {
  if (typeof size !== 'number') return [];
  if (operation.sizes === null) {
    const divides = sizes.every((part) => part !== null);
    return divides ? [] : [mismatch('sizes-do-not-add-up', inputShape, [operation.parts], size)];
  }
  const known = sizes.filter((part) => typeof part === 'number');
  const sum = known.reduce((total, part) => total + part, 0);
  const wrong = known.length === sizes.length && (sum !== size || known.some((part) => part < 0));
  return wrong ? [mismatch('sizes-do-not-add-up', inputShape, sizes, size)] : [];
}

function mismatch(
  reason: ReshapeMismatch['reason'],
  inputShape: readonly Dim[],
  target: ReshapeMismatch['target'],
  expected: number | null = null,
): Finding {
  return { code: 'reshape-mismatch', field: 'dims', axes: [], reason, inputShape, target, expected };
}
