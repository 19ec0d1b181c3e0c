import { sameShape } from '../../engine/tensor.ts';
import type { Combine } from '../../model/graph/operation.ts';
import { withActivation } from './activation-step.ts';
import { firstInput, firstOutput, reported, stored, storedOutput, type LayerScope } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';

/** Joins inputs cell by cell; the engine repeats sizes of 1, aligned at the right. */
export function compileCombine(scope: LayerScope, operation: Combine): Value {
  const { name, learned, factors } = operation;
  if (name === 'other') throw new NotRunnable({ kind: 'other-combination' });
  if (learned !== undefined) throw new NotRunnable({ kind: 'learned-sum' });
  if (factors !== undefined) throw new NotRunnable({ kind: 'factors-of-sum' });
  const shape = firstOutput(scope);
  const isPlain = scope.inputs.every((x) => sameShape(x.shape, shape));
  const inputs = isPlain ? scope.inputs : aligned(scope, operation);
  const joined = scope.builder.step({ kind: 'combine', name }, inputs, isPlain ? shape : storedOutput(scope));
  return withActivation(scope, isPlain ? joined : reported(scope, joined), 1);
}

function aligned(scope: LayerScope, { broadcast }: Combine): readonly Value[] {
  const first = firstInput(scope);
  switch (broadcast) {
    case 'none':
      throw new NotRunnable({ kind: 'different-shapes' });
    case 'as-first':
      if (scope.framework !== 'darknet') throw new NotRunnable({ kind: 'different-shapes' });
      return scope.inputs.map((x) => shortcutPart(scope, x, first.shape));
    case 'numpy':
    case 'channels':
    case 'spatial':
      return scope.inputs.map((_, place) => stored(scope, place));
    case 'numpy-per-sample': {
      const rank = storedOutput(scope).length;
      return scope.inputs.map((_, place) => {
        const x = stored(scope, place);
        const missing = Array<number>(rank - x.shape.length).fill(1);
        return scope.builder.reshape(x, [x.shape[0] ?? 1, ...missing, ...x.shape.slice(1)]);
      });
    }
  }
}

/**
 * What darknet's shortcut adds of a tensor to one of another shape: the first channels, every `stride`-th cell, and
 * zeros where there is nothing (pjreddie/darknet: src/blas.c, shortcut_cpu).
 */
function shortcutPart({ builder }: LayerScope, x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  const ranges = x.shape.flatMap((size, axis) => {
    const wanted = shape[axis] ?? 1;
    const step = axis < 2 ? 1 : Math.max(1, Math.floor(size / wanted));
    if (axis > 1 && wanted >= 2 * size) throw new NotRunnable({ kind: 'adds-between' });
    return axis === 0 ? [] : [{ axis, start: 0, end: Math.min(size, wanted * step), step }];
  });
  const taken = x.shape.map((size, axis) => Math.min(size, shape[axis] ?? 1));
  const part = builder.step({ kind: 'slice', ranges }, [x], taken);
  if (sameShape(taken, shape)) return part;
  const sides = shape.slice(1).map((size, axis) => ({ before: 0, after: size - (taken[axis + 1] ?? 0) }));
  return builder.step({ kind: 'pad', sides, mode: 'constant', value: 0 }, [part], shape);
}
