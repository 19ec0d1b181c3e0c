import type { Combine } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import { knownDim, sameDim } from '../dims.ts';
import { inferred, type OperationInference, type OperationRule } from '../inference.ts';
import { joinMismatch } from './join-mismatch.ts';

/** Inputs joined cell by cell. */
export const combine: OperationRule<Combine> = (operation, inputShapes) => ({
  ...joined(operation.broadcast, inputShapes),
  params: learnedFactors(operation, inputShapes),
});

/** AlexeyAB/darknet: src/shortcut_layer.c (weights_type per_feature, per_channel). */
function learnedFactors({ learned }: Combine, inputShapes: readonly Shape[]): number | null {
  if (!learned) return 0;
  const channels = learned === 'per-channel' ? inputShapes[0]?.[1] : 1;
  return typeof channels === 'number' ? channels * inputShapes.length : null;
}

function joined(broadcast: Combine['broadcast'], inputShapes: readonly Shape[]): OperationInference {
  if (broadcast === 'as-first') return inferred(inputShapes[0] ?? null);
  const first = inputShapes[0];
  if (!first || inputShapes.includes(null)) return inferred(partlyKnown(inputShapes, broadcast));
  let shape = first;
  for (const [input, other] of inputShapes.entries()) {
    if (input === 0 || other === null) continue;
    const step = joinTwo(shape, other, broadcast);
    if ('finding' in step) {
      const { reason, dimension } = step.finding;
      const shapes = [shape, other] as const;
      return inferred(step.shape, {
        findings: [joinMismatch('combine', reason, dimension, [0, input], shapes)],
      });
    }
    shape = step.shape;
  }
  return inferred(shape);
}

type Step =
  | { readonly shape: readonly Dim[] }
  | {
      readonly shape: Shape;
      readonly finding: { readonly reason: 'sizes' | 'rank'; readonly dimension: number };
    };

function joinTwo(a: readonly Dim[], b: readonly Dim[], broadcast: Combine['broadcast']): Step {
  switch (broadcast) {
    case 'none':
    case 'as-first':
      return pairwise(a, b);
    case 'numpy':
    case 'numpy-per-sample':
      return broadcasted(a, b, broadcast);
    case 'channels':
    case 'spatial':
      return scaled(a, b, broadcast);
  }
}

/** The result is as `a`; `b` has its channels and single cells, or its sizes and a single channel. */
function scaled(a: readonly Dim[], b: readonly Dim[], shared: 'channels' | 'spatial'): Step {
  if (a.length !== b.length) return { shape: a, finding: { reason: 'rank', dimension: 0 } };
  const dimension = a.findIndex((dim, place) => {
    const other = b[place] ?? null;
    if (place === 0 || (shared === 'channels') === (place === 1)) return sameDim(dim, other) === 'no';
    return sameDim(1, other) === 'no';
  });
  return dimension < 0 ? { shape: a } : { shape: a, finding: { reason: 'sizes', dimension } };
}

/** Equal shapes only. */
function pairwise(a: readonly Dim[], b: readonly Dim[]): Step {
  if (a.length !== b.length) return { shape: null, finding: { reason: 'rank', dimension: 0 } };
  return dimByDim(a, b, (x, y) => (sameDim(x, y) === 'no' ? 'differs' : knownDim(x, y)));
}

/** NumPy's rule: aligned from the right, a size of 1 takes the other's. */
function broadcasted(a: readonly Dim[], b: readonly Dim[], kind: 'numpy' | 'numpy-per-sample'): Step {
  const rank = Math.max(a.length, b.length);
  const kept = kind === 'numpy-per-sample' ? 1 : 0;
  const widen = (shape: readonly Dim[]): readonly Dim[] => [
    ...shape.slice(0, kept),
    ...Array<Dim>(rank - shape.length).fill(1),
    ...shape.slice(kept),
  ];
  return dimByDim(widen(a), widen(b), (x, y) => {
    if (x === 1) return y;
    if (y === 1) return x;
    if (x === null || y === null) {
      const known = x ?? y;
      return typeof known === 'number' ? known : null;
    }
    return sameDim(x, y) === 'no' ? 'differs' : knownDim(x, y);
  });
}

function dimByDim(a: readonly Dim[], b: readonly Dim[], join: (x: Dim, y: Dim) => Dim | 'differs'): Step {
  const joined = a.map((dim, place) => join(dim, b[place] ?? null));
  const shape = joined.map((dim) => (dim === 'differs' ? null : dim));
  const dimension = joined.indexOf('differs');
  return dimension < 0 ? { shape } : { shape, finding: { reason: 'sizes', dimension } };
}

/** Without broadcasting every input has the shape that one of them is known to have. */
function partlyKnown(inputShapes: readonly Shape[], broadcast: Combine['broadcast']): Shape {
  return broadcast === 'none' ? (inputShapes.find((shape) => shape !== null) ?? null) : null;
}
