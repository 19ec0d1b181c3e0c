import type { Declared, Derived, DerivedDim, DetectionHead, Input, Unknown } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { addDims, divideDims, multiplyDims, productOf } from '../dims.ts';
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
  const findings: readonly Finding[] =
    operation.reported === true ? [] : [{ code: 'unknown-layer', field: 'type', axes: [] }];
  return inferred(null, { outputShapes, params: null, macs: null, findings });
};

/** One output, each size by its own rule from input 0. */
export const derived: OperationRule<Derived> = ({ dims, params, macs }, [inputShape = null]) =>
  inferred(
    dims.map((dim) => (isDerived(dim) ? derivedSize(dim, inputShape) : dim)),
    { params, macs },
  );

function isDerived(dim: Dim | DerivedDim): dim is DerivedDim {
  return typeof dim === 'object' && dim !== null && 'from' in dim;
}

function derivedSize({ from, times = 1, over = 1, plus = 0 }: DerivedDim, inputShape: Shape): Dim {
  if (inputShape === null) return null;
  const size = from === 'elements' ? productOf(inputShape.slice(1)) : (inputShape[from] ?? null);
  const scaled = multiplyDims(size, times);
  return addDims(typeof scaled === 'number' ? Math.floor(scaled / over) : divideDims(scaled, over), plus);
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
  if (inputShape === null || expected === null || typeof actual !== 'number' || actual === expected) {
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
