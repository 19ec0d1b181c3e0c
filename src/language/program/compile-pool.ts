import { outputSizesOf } from '../../engine/geometry/window.ts';
import type { AdaptivePool, GlobalPool, Pool } from '../../model/graph/operation.ts';
import { windowsOf } from './compile-convolution.ts';
import { firstInput, firstOutput, known, type LayerScope } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';
import { batched } from './unbatched.ts';

export function compilePool(scope: LayerScope, operation: Pool): Value {
  const { mode, countIncludePadding, divisorOverride } = operation;
  return batched(scope, operation.kernel.length, (x) => {
    const axes = windowsOf(scope, operation.kernel.length);
    const shape = [...x.shape.slice(0, 2), ...outputSizesOf(axes)];
    switch (mode) {
      case 'max':
        return scope.builder.step({ kind: 'max-pool', axes }, [x], shape);
      case 'average': {
        const divisor = divisorOverride === undefined ? undefined : known(divisorOverride, 'divisor');
        const options = { countIncludePadding, divisorOverride: divisor };
        return scope.builder.step({ kind: 'average-pool', axes, options }, [x], shape);
      }
      case 'lp':
      case 'stochastic':
        throw new NotRunnable({ kind: 'no-pooling', mode });
    }
  });
}

export function compileAdaptivePool(scope: LayerScope, { mode, outputSize }: AdaptivePool): Value {
  return batched(scope, outputSize.length, (x, shape) =>
    scope.builder.step({ kind: 'adaptive-pool', mode, outputSizes: shape.slice(2) }, [x], shape),
  );
}

export function compileGlobalPool(scope: LayerScope, { mode }: GlobalPool): Value {
  const x = firstInput(scope);
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  if (spatial.length === 0) throw new NotRunnable({ kind: 'no-spatial-axes' });
  const outputSizes = spatial.map(() => 1);
  const shape = [batch, channels, ...outputSizes];
  const pooled = scope.builder.step({ kind: 'adaptive-pool', mode, outputSizes }, [x], shape);
  return scope.builder.reshape(pooled, firstOutput(scope));
}
