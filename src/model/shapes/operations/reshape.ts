import type { Flatten, Reshape } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding, ReshapeMismatch } from '../../problems/finding.ts';
import { divideDims, placeOf, productOf, sameDim } from '../dims.ts';
import { inferred, type OperationRule } from '../inference.ts';

/** Dimensions `start` to `end`, both inclusive, become one. */
export const flatten: OperationRule<Flatten> = (operation, [inputShape = null], framework) => {
  if (inputShape === null) return inferred(null);
  const start = placeOf(operation.start, inputShape.length);
  const end = placeOf(operation.end, inputShape.length);
  if (start === null || end === null || start > end) {
    // Keras and ONNX append a 1 where nothing is left to flatten; PyTorch refuses.
    if (framework !== 'pytorch' && operation.start === inputShape.length) return inferred([...inputShape, 1]);
    const ends = [operation.start, operation.end];
    const missing = ends.filter((axis) => placeOf(axis, inputShape.length) === null);
    return inferred(null, {
      findings: [mismatch('out-of-range', inputShape, missing.length > 0 ? missing : ends)],
    });
  }
  const product = productOf(inputShape.slice(start, end + 1));
  return inferred([...inputShape.slice(0, start), product, ...inputShape.slice(end + 1)]);
};

/** The same values under other sizes; one −1 is what remains. */
export const reshape: OperationRule<Reshape> = ({ dims, keepsBatch }, [inputShape = null]) => {
  const batch: readonly Dim[] = keepsBatch ? [inputShape?.[0] ?? null] : [];
  const from = inputShape === null ? null : inputShape.slice(batch.length);
  const target = dims.map((dim, place): Dim => (dim === 'copy' ? (from?.[place] ?? null) : dim));
  const remainders = target.filter((dim) => dim === -1).length;
  const rest = target.map((dim): Dim => (dim === -1 ? null : dim));
  const total = from === null ? null : productOf(from);
  const withFindings = (shape: readonly Dim[], findings: readonly Finding[]) =>
    inferred([...batch, ...shape], { findings });
  if (inputShape === null) return withFindings(rest, []);
  if (target.some((dim) => typeof dim === 'number' && dim < -1))
    return withFindings(rest, [mismatch('elements', inputShape, dims)]);
  if (remainders > 1) return withFindings(rest, [mismatch('two-remainders', inputShape, dims)]);
  if (remainders === 0) {
    const differs = sameDim(total, productOf(target)) === 'no';
    return withFindings(
      target,
      differs ? [mismatch('elements', inputShape, dims, oneSizeInstead(total, target))] : [],
    );
  }
  const given = productOf(target.filter((dim) => dim !== -1));
  const remainder = divideDims(total, given);
  const shape = target.map((dim) => (dim === -1 ? remainder : dim));
  if (remainder === null && typeof total === 'number' && typeof given === 'number') {
    return withFindings(shape, [mismatch('elements', inputShape, dims, null)]);
  }
  if (!changesBatch(inputShape, shape, target)) return withFindings(shape, []);
  return withFindings(shape, [
    { code: 'batch-changed', field: 'dims', axes: [], inputShape, outputShape: shape },
  ]);
};

/**
 * `x.view(-1, k)` with a k that is no product of the last sizes: it moves values from one sample to another, which
 * PyTorch does without a word.
 */
function changesBatch(inputShape: readonly Dim[], shape: readonly Dim[], target: readonly Dim[]): boolean {
  const width = shape[1];
  if (inputShape.length < 3 || shape.length !== 2 || target[0] !== -1 || typeof width !== 'number')
    return false;
  const tails = inputShape.map((_, place) => productOf(inputShape.slice(place)));
  return tails.every((tail) => typeof tail === 'number' && tail !== width);
}

/** Where the target's last size alone could be changed to make it fit: that size. */
function oneSizeInstead(total: Dim, target: readonly Dim[]): number | null {
  const size = divideDims(total, productOf(target.slice(0, -1)));
  return typeof size === 'number' ? size : null;
}

function mismatch(
  reason: ReshapeMismatch['reason'],
  inputShape: readonly Dim[],
  target: ReshapeMismatch['target'],
  expected: number | null = null,
): Finding {
  return { code: 'reshape-mismatch', field: 'dims', axes: [], reason, inputShape, target, expected };
}
