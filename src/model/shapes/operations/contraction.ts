import type { Contraction } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { elementCount, placeOf, sameDim } from '../dims.ts';
import { inferred, productOrNull, type OperationRule } from '../inference.ts';

/** keras/src/layers/merging/dot.py: one dimension of each goes, the second input's batch too; a single number has a 1 behind it. */
export const contraction: OperationRule<Contraction> = ({ axes }, [first = null, second = null]) => {
  if (first === null || second === null) return inferred(null, { macs: null });
  const places = [placeOf(axes[0], first.length), placeOf(axes[1], second.length)] as const;
  const [a, b] = places;
  if (a === null || b === null) {
    const [inputShape, axis] = a === null ? [first, axes[0]] : [second, axes[1]];
    return inferred(null, { findings: [outOfRange(inputShape, axis)] });
  }
  const left = [...first.toSpliced(a, 1), ...second.toSpliced(b, 1).slice(1)];
  const shape = left.length === 1 ? [...left, 1] : left;
  const [summed = null, other = null] = [first[a], second[b]];
  const macs = productOrNull(elementCount(shape), typeof summed === 'number' ? summed : null);
  const differs = sameDim(summed, other) === 'no' && typeof summed === 'number' && typeof other === 'number';
  if (!differs) return inferred(shape, { macs });
  const finding: Finding = {
    code: 'features-mismatch',
    field: 'axis',
    axes: [],
    declared: summed,
    actual: other,
    factors: [other],
    inputShape: [second[0] ?? null, other],
    flattenMissing: false,
  };
  return inferred(shape, { macs, findings: [finding] });
};

function outOfRange(inputShape: readonly Dim[], axis: number): Finding {
  return {
    code: 'reshape-mismatch',
    field: 'axis',
    axes: [],
    reason: 'out-of-range',
    inputShape,
    target: [axis],
    expected: null,
  };
}
