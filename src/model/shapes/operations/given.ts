import type { Derived, DerivedDim, WorkTerm } from '../../graph/derived.ts';
import type { Framework } from '../../graph/graph.ts';
import type { Declared, DerivedWindows, DetectionHead, Input, Unknown } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { addDims, divideDims, elementCount, multiplyDims, productOf } from '../dims.ts';
import { mergeAxes, refusedCausal, refusedParameters, refusedStrideWithDilation } from '../refusals.ts';
import { inferred, productOrNull, type OperationRule } from '../inference.ts';

/** A model's input; a detector's strides should divide its sizes. Shapes with a divisor are channels-first. */
export const input: OperationRule<Input> = ({ shape, multipleOf }) => {
  const findings: Finding[] = [];
  shape?.slice(2).forEach((size, axis) => {
    if (multipleOf === undefined || typeof size !== 'number' || size % multipleOf === 0) return;
    if (findings.some((finding) => finding.code === 'yolo-input-size' && finding.size === size)) return;
    findings.push({ code: 'yolo-input-size', field: 'input', axes: [axis], size, divisor: multipleOf });
  });
  return inferred(shape, { findings });
};

/** An operation that its adapter has sized. */
export const declared: OperationRule<Declared> = ({ outputs, params, macs }) =>
  inferred(null, { outputShapes: outputs, params, macs });

/** A layer that is not known: so are its outputs, its parameters and its work. */
export const unknown: OperationRule<Unknown> = (operation) => {
  const outputShapes = Array.from({ length: operation.outputs }, (): Shape => operation.declared ?? null);
  const { meant, reported } = operation;
  const finding: Finding = { code: 'unknown-layer', field: 'type', axes: [], ...(meant ? { meant } : {}) };
  const findings = reported === true ? [] : [finding];
  return inferred(null, { outputShapes, params: null, macs: null, findings });
};

/** Each size by its own rule from one of the inputs. */
export const derived: OperationRule<Derived | DerivedWindows> = (operation, inputShapes, framework) => {
  const [inputShape = null] = inputShapes;
  const outputs = [operation.dims, ...(operation.more ?? [])];
  const params = countOf(operation.params, inputShapes);
  const macs = countOf(operation.macs, inputShapes);
  const places = outputs
    .flat()
    .filter(isDerived)
    .map(({ from, input = 0 }) => (typeof from !== 'number' ? 1 : input === 0 ? from + 1 : 0));
  const rank = operation.inputRank ?? Math.max(0, ...places);
  if (inputShape !== null && inputShape.length < rank) {
    const finding: Finding = { code: 'rank-mismatch', field: 'type', axes: [], inputShape, expected: [rank] };
    return inferred(null, { outputShapes: outputs.map(() => null), params, macs, findings: [finding] });
  }
  const findings: Finding[] = [...refusedWithin(operation, framework)];
  const sizesOf = (dims: Derived['dims']): Shape =>
    dims.map((dim, place) => {
      if (!isDerived(dim)) return dim;
      const from = inputShapes[dim.input ?? 0] ?? null;
      const size = derivedSize(dim, from);
      if (typeof size !== 'number') return size;
      const inputSize = from === null ? null : sizeFrom(dim, from);
      if (typeof inputSize !== 'number') return size;
      const { divides = false, over = 1 } = dim;
      if (divides && inputSize % over !== 0) findings.push(notDivisible(over, inputSize));
      else if (size >= 1) return size;
      else findings.push(tooSmall(dim, inputSize, place, dims.length));
      return null;
    });
  const outputShapes = outputs.map(sizesOf);
  return inferred(null, { outputShapes, params, macs, findings: mergeAxes(findings) });
};

function refusedWithin(operation: Derived | DerivedWindows, framework: Framework): readonly Finding[] {
  if (!('window' in operation)) return [];
  const { window } = operation;
  return [
    ...refusedParameters(window),
    ...refusedCausal(window),
    ...refusedStrideWithDilation(window, framework),
  ];
}

/** Parameters or multiply-adds, these for one sample where the batch is a name. */
function countOf(count: Derived['macs'], inputShapes: readonly Shape[]): number | null {
  if (count === null || typeof count === 'number') return count;
  return count.map((term) => termOf(term, inputShapes)).reduce<number | null>(plus, 0);
}

function termOf({ times, over }: WorkTerm, inputShapes: readonly Shape[]): number | null {
  const sizes = over.map((dimension) => {
    const { input, axis } = typeof dimension === 'number' ? { input: 0, axis: dimension } : dimension;
    const size = inputShapes[input]?.[axis] ?? null;
    if (axis === 0) return elementCount([size]);
    return typeof size === 'number' ? size : null;
  });
  return productOrNull(times, ...sizes);
}

const plus = (sum: number | null, next: number | null): number | null =>
  sum === null || next === null ? null : sum + next;

/** A size that does not split into equal parts. */
function notDivisible(factor: number, inputSize: number): Finding {
  return {
    code: 'impossible',
    reason: 'not-divisible',
    field: 'scale',
    axes: [],
    inputSize,
    factor,
    spatialRank: 0,
  };
}

/** Nothing is left of a size. */
function tooSmall(
  { times = 1, over = 1 }: DerivedDim,
  inputSize: number,
  place: number,
  rank: number,
): Finding {
  const axes = place >= 2 ? [place - 2] : [];
  const factor = times / over;
  const spatialRank = Math.max(0, rank - 2);
  return {
    code: 'impossible',
    reason: 'upsample-below-one',
    field: 'scale',
    axes,
    inputSize,
    factor,
    spatialRank,
  };
}

function isDerived(dim: Dim | DerivedDim): dim is DerivedDim {
  return typeof dim === 'object' && dim !== null && 'from' in dim;
}

function derivedSize(dim: DerivedDim, inputShape: Shape): Dim {
  if (inputShape === null) return null;
  const { offset = 0, times = 1, over = 1, then = 1, plus = 0 } = dim;
  const scaled = multiplyDims(addDims(sizeFrom(dim, inputShape), offset), times);
  const rounded = dim.truncates ? Math.trunc : Math.floor;
  const divided = typeof scaled === 'number' ? rounded(scaled / over) : divideDims(scaled, over);
  return addDims(multiplyDims(divided, then), plus);
}

function sizeFrom({ from }: DerivedDim, inputShape: readonly Dim[]): Dim {
  if (from === 'elements') return productOf(inputShape.slice(1));
  return from === 'spatial' ? productOf(inputShape.slice(2)) : (inputShape[from] ?? null);
}

/**
 * Reads anchors·valuesPerAnchor channels (AlexeyAB/darknet: src/parser.c, parse_yolo), or, where `flat`, that many
 * values in all (pjreddie/darknet: src/detection_layer.c).
 */
export const detectionHead: OperationRule<DetectionHead> = (operation, [inputShape = null]) => {
  const { anchors, valuesPerAnchor, formula, flat } = operation;
  const expected = flat === undefined ? productOrNull(anchors, valuesPerAnchor) : flat;
  const values = inputShape === null ? null : productOf(inputShape.slice(1));
  const actual = flat === undefined ? (inputShape?.[1] ?? null) : values;
  const outputShape: Shape = flat === undefined ? inputShape : [inputShape?.[0] ?? null, flat ?? values];
  if (
    inputShape === null ||
    expected === null ||
    typeof actual !== 'number' ||
    actual === expected ||
    (flat === undefined && values === 0)
  ) {
    return inferred(outputShape);
  }
  const finding: Finding = {
    code: 'yolo-filters-mismatch',
    field: 'classes',
    axes: [],
    declared: actual,
    expected,
    anchors: flat === undefined ? anchors : null,
    formula,
  };
  return inferred(outputShape, { findings: [finding] });
};
