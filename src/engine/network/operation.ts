import type { AxisGeometry, AxisPadding } from '../geometry/axis.ts';
import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import type { TransposedConvolutionGeometry } from '../geometry/transposed-convolution.ts';
import type { AveragePoolOptions } from '../kernels/average-pool.ts';
import type { CombineName } from '../kernels/combine.ts';
import type { LocalResponseSettings } from '../kernels/local-response-norm.ts';
import type { PadMode } from '../kernels/pad.ts';
import type { SliceRange } from '../kernels/slice.ts';
import type { UpsampledAxis } from '../kernels/upsample.ts';

/** Products of a kernel with values. Parameters: `weight`, and `bias` where there is one. */
export type ProductOperation =
  | { readonly kind: 'convolution'; readonly geometry: ConvolutionGeometry }
  | { readonly kind: 'transposed-convolution'; readonly geometry: TransposedConvolutionGeometry }
  | { readonly kind: 'linear' };

export type PoolOperation =
  | { readonly kind: 'max-pool'; readonly axes: readonly AxisGeometry[] }
  | {
      readonly kind: 'average-pool';
      readonly axes: readonly AxisGeometry[];
      readonly options: AveragePoolOptions;
    }
  | {
      readonly kind: 'adaptive-pool';
      readonly mode: 'max' | 'average';
      /** Ones give the global pool. */
      readonly outputSizes: readonly number[];
    };

/** Parameters: `scale` and `shift` where learned; batch norm in inference also `mean` and `variance`. */
export type NormalizationOperation =
  | { readonly kind: 'batch-norm'; readonly mode: 'training' | 'inference'; readonly epsilon: number }
  | { readonly kind: 'layer-norm'; readonly trailing: readonly number[]; readonly epsilon: number }
  | { readonly kind: 'group-norm'; readonly groups: number; readonly epsilon: number }
  | { readonly kind: 'instance-norm'; readonly epsilon: number }
  | { readonly kind: 'local-response-norm'; readonly settings: LocalResponseSettings };

/** Functions of one value. */
export type ActivationName =
  | 'relu'
  | 'relu6'
  | 'sigmoid'
  | 'tanh'
  | 'silu'
  | 'gelu'
  | 'gelu-tanh'
  | 'hard-sigmoid'
  | 'hard-swish'
  | 'mish'
  | 'softplus'
  | 'selu'
  | 'softsign'
  | 'log-sigmoid'
  | 'tanh-shrink';

export type PointwiseOperation =
  | { readonly kind: 'activation'; readonly name: ActivationName }
  | { readonly kind: 'leaky-relu'; readonly negativeSlope: number }
  | { readonly kind: 'elu' | 'celu'; readonly alpha: number }
  /** Values outside of `minimum` … `maximum` become the nearer of the two. */
  | { readonly kind: 'clamp'; readonly minimum: number; readonly maximum: number }
  /** Values within ±`limit` become 0. */
  | { readonly kind: 'hard-shrink' | 'soft-shrink'; readonly limit: number }
  /** Values up to `limit` become `value`. */
  | { readonly kind: 'threshold'; readonly limit: number; readonly value: number }
  /** Parameter: `slopes`. */
  | { readonly kind: 'prelu' }
  | { readonly kind: 'softmax' | 'log-softmax'; readonly axis: number }
  /** A factor and an offset per channel. Parameters: `scale` and `shift`, or one of them. */
  | { readonly kind: 'affine' }
  | { readonly kind: 'identity' };

/** Operations that join, move or repeat values. */
export type LayoutOperation =
  | { readonly kind: 'combine'; readonly name: CombineName | 'average' }
  | { readonly kind: 'concat'; readonly axis: number }
  | { readonly kind: 'slice'; readonly ranges: readonly SliceRange[] }
  | { readonly kind: 'reshape'; readonly shape: readonly number[] }
  | { readonly kind: 'permute'; readonly order: readonly number[] }
  | {
      readonly kind: 'pad';
      readonly sides: readonly AxisPadding[];
      readonly mode: PadMode;
      readonly value: number;
    }
  | {
      readonly kind: 'upsample';
      readonly mode: 'nearest' | 'linear' | 'cubic';
      readonly axes: readonly UpsampledAxis[];
      readonly alignCorners: boolean;
    }
  | { readonly kind: 'pixel-shuffle' | 'pixel-unshuffle'; readonly factor: number }
  | { readonly kind: 'reduce-mean' | 'reduce-sum'; readonly axes: readonly number[] };

/** One operation that the engine runs, with everything but its tensors. */
export type EngineOperation =
  ProductOperation | PoolOperation | NormalizationOperation | PointwiseOperation | LayoutOperation;
