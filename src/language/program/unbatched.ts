import { firstInput, firstOutput, type LayerScope } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';

/** Runs a spatial operation on [N, C, spatial…]; PyTorch's layers also take one sample, [C, spatial…]. */
export function batched(
  scope: LayerScope,
  spatialRank: number,
  run: (x: Value, shape: readonly number[]) => Value,
): Value {
  const { builder } = scope;
  const x = firstInput(scope);
  const shape = firstOutput(scope);
  if (x.shape.length === spatialRank + 2) return run(x, shape);
  if (x.shape.length !== spatialRank + 1) throw new NotRunnable({ kind: 'rank', rank: x.shape.length });
  const z = run(builder.reshape(x, [1, ...x.shape]), [1, ...shape]);
  return builder.reshape(z, z.shape.slice(1));
}
