import type { AffineGradients } from '../kernels/affine.ts';
import {
  localResponseNorm,
  localResponseNormGradient,
  type LocalResponseSettings,
} from '../kernels/local-response-norm.ts';
import {
  batchNorm,
  batchNormInference,
  batchNormInferenceGradients,
  groupNorm,
  layerNorm,
  normalizationGradients,
  type Normalized,
} from '../kernels/normalization.ts';
import { planesOf, type Tensor } from '../tensor.ts';
import { inputOnly, type Applied, type LayerGradients, type Parameters } from './applied.ts';
import type { NormalizationOperation } from './operation.ts';

export function applyNormalization(
  operation: NormalizationOperation,
  x: Tensor,
  parameters: Parameters,
): Applied {
  const { scale = null, shift = null } = parameters;
  const affine = { scale, shift };
  const { channels, planeSize } = planesOf(x);
  const learned = (gradients: AffineGradients): LayerGradients => ({
    inputs: [gradients.input],
    parameters: {
      ...(scale ? { scale: gradients.scale } : {}),
      ...(shift ? { shift: gradients.shift } : {}),
    },
  });
  const byOwnStatistics = (
    { z, standardized }: Normalized,
    features: readonly number[],
    run: number,
  ): Applied => ({
    output: z,
    backward: (dz) => learned(normalizationGradients(dz, standardized, scale, features, run)),
  });
  switch (operation.kind) {
    case 'batch-norm': {
      if (operation.mode === 'training') {
        return byOwnStatistics(batchNorm(x, affine, operation.epsilon), [channels], planeSize);
      }
      const { mean, variance } = parameters;
      if (!mean || !variance) throw new RangeError('Batch norm in inference needs a mean and a variance.');
      const { epsilon } = operation;
      const { z, normalized } = batchNormInference(x, affine, mean.data, variance.data, epsilon);
      return {
        output: z,
        backward: (dz) => learned(batchNormInferenceGradients(dz, normalized, scale, variance.data, epsilon)),
      };
    }
    case 'layer-norm':
      return byOwnStatistics(
        layerNorm(x, operation.trailing, affine, operation.epsilon),
        operation.trailing,
        1,
      );
    case 'group-norm':
      return byOwnStatistics(
        groupNorm(x, operation.groups, affine, operation.epsilon),
        [channels],
        planeSize,
      );
    case 'instance-norm':
      return byOwnStatistics(groupNorm(x, channels, affine, operation.epsilon), [channels], planeSize);
    case 'local-response-norm':
      return appliedLocalResponse(operation.settings, x);
  }
}

/** Apart, so that its closure, which needs x, does not keep x alive for the others. */
function appliedLocalResponse(settings: LocalResponseSettings, x: Tensor): Applied {
  return {
    output: localResponseNorm(x, settings),
    backward: (dz) => inputOnly(localResponseNormGradient(dz, x, settings)),
  };
}
