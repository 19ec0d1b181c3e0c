import type { Concat } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import type { Finding, JoinMismatch } from '../../problems/finding.ts';
import { addDims, divideDims, knownDim, placeOf, productOf, sameDim } from '../dims.ts';
import { inferred, type OperationInference, type OperationRule } from '../inference.ts';
import { joinMismatch } from './join-mismatch.ts';

/** Inputs side by side along one dimension; all other sizes agree. */
export const concat: OperationRule<Concat> = (operation, inputShapes, framework) => {
  const inference = joined(operation, inputShapes, framework);
  const [finding] = inference.findings;
  if (!operation.flattensUneven || finding?.code !== 'join-mismatch') return inference;
  return flattenedRow(operation, inputShapes, finding);
};

/** AlexeyAB/darknet: src/parser.c parse_route: without one size the layer has no image, but all of the values. */
function flattenedRow(
  { part }: Concat,
  inputShapes: readonly Shape[],
  finding: JoinMismatch,
): OperationInference {
  const sum = inputShapes
    .map((shape): Dim => (shape === null ? null : productOf(shape.slice(1))))
    .reduce(addDims, 0);
  const values = partOf(sum, part);
  const flattened = typeof values === 'number' ? values : null;
  const batch = inputShapes.find((shape) => shape !== null)?.[0] ?? null;
  return inferred([batch, values], { findings: [{ ...finding, flattened }] });
}

const joined: OperationRule<Concat> = ({ axis, part }, inputShapes, framework) => {
  const inputs = inputShapes.map((shape) =>
    framework === 'pytorch' && isEmptyVector(shape) ? undefined : shape,
  );
  const first = inputs.findIndex((shape) => shape !== null && shape !== undefined);
  const base = inputs[first];
  if (!base) return inferred(null);
  const place = placeOf(axis, base.length);
  if (place === null) {
    const finding: Finding = {
      code: 'reshape-mismatch',
      field: 'axis',
      axes: [],
      reason: 'out-of-range',
      inputShape: base,
      target: [axis],
      expected: null,
    };
    return inferred(null, { findings: [finding] });
  }
  const shapes = inputs.filter((shape) => shape !== undefined);
  const otherRank = inputs.findIndex((shape) => shape && shape.length !== base.length);
  if (otherRank >= 0) {
    const other = inputs[otherRank] ?? [];
    return inferred(null, {
      findings: [joinMismatch('concat', 'rank', 0, [first, otherRank], [base, other])],
    });
  }
  const findings: Finding[] = [];
  const sizes = base.map((_, dimension): Dim => {
    const dims = inputs.map((shape) => (shape === undefined ? null : (shape?.[dimension] ?? null)));
    if (dimension === place) return shapes.includes(null) ? null : partOf(sumOf(shapes, dimension), part);
    const agreed = dims.reduce(knownDim, null);
    const differing = dims.findIndex((dim) => sameDim(agreed, dim) === 'no');
    if (differing < 0) return agreed;
    if (findings.length === 0) {
      const agreeing = dims.findIndex((dim) => sameDim(agreed, dim) === 'yes');
      const places = [Math.min(agreeing, differing), Math.max(agreeing, differing)] as const;
      const pair = [inputs[places[0]] ?? [], inputs[places[1]] ?? []] as const;
      findings.push(joinMismatch('concat', 'sizes', dimension, places, pair));
    }
    return null;
  });
  return inferred(sizes, { findings });
};

function partOf(sum: Dim, part: Concat['part']): Dim {
  if (!part) return sum;
  return typeof sum === 'number' ? Math.floor(sum / part.of) : divideDims(sum, part.of);
}

function sumOf(shapes: readonly Shape[], dimension: number): Dim {
  return shapes.map((shape) => shape?.[dimension] ?? null).reduce(addDims, 0);
}

/** PyTorch's cat skips tensors of shape [0] (aten/src/ATen/native/TensorShape.h, cat_should_skip_tensor). */
function isEmptyVector(shape: Shape): boolean {
  return shape?.length === 1 && shape[0] === 0;
}
