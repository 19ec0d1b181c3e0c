import {
  adaptiveAveragePool,
  adaptiveAveragePoolGradient,
  adaptiveMaxPool,
  adaptiveMaxPoolGradient,
} from '../kernels/adaptive-pool.ts';
import { averagePool, averagePoolGradient } from '../kernels/average-pool.ts';
import { maxPool, maxPoolGradient } from '../kernels/max-pool.ts';
import type { Tensor } from '../tensor.ts';
import { inputOnly, type Applied } from './applied.ts';
import type { PoolOperation } from './operation.ts';

export function applyPool(operation: PoolOperation, x: Tensor): Applied {
  const { shape } = x;
  switch (operation.kind) {
    case 'max-pool': {
      const { axes } = operation;
      const { z, winners } = maxPool(x, axes);
      return { output: z, backward: (dz) => inputOnly(maxPoolGradient(dz, winners, axes)) };
    }
    case 'average-pool': {
      const { axes, options } = operation;
      return {
        output: averagePool(x, axes, options),
        backward: (dz) => inputOnly(averagePoolGradient(dz, axes, options)),
      };
    }
    case 'adaptive-pool': {
      if (operation.mode === 'average') {
        return {
          output: adaptiveAveragePool(x, operation.outputSizes),
          backward: (dz) => inputOnly(adaptiveAveragePoolGradient(dz, shape)),
        };
      }
      const { z, winners } = adaptiveMaxPool(x, operation.outputSizes);
      return { output: z, backward: (dz) => inputOnly(adaptiveMaxPoolGradient(dz, winners, shape)) };
    }
  }
}
