import type { AxisConfig, AxisGeometry } from '../../engine/geometry/axis.ts';
import type { LostPixels } from '../../engine/geometry/coverage.ts';
import type { TransposedAxisConfig } from '../../engine/geometry/transposed-axis.ts';
import type { FieldName } from '../graph/graph.ts';
import type { LackingField, MisfitRule } from '../rules/rule-failure.ts';
import type { Dim } from '../graph/shape.ts';

/**
 * What inference found wrong with one layer, as numbers and without words: messages.ts says it, fixes.ts changes
 * it. `field` is the hyper-parameter that is guilty, `axes` are the places in its list that are; an empty list
 * means the field as a whole.
 */
export type Finding =
  | AxisMisfit
  | ImpossibleAxis
  | ChannelMismatch
  | GroupsMismatch
  | FeaturesMismatch
  | JoinMismatch
  | NormalizationMismatch
  | ReshapeMismatch
  | BatchChanged
  | RankMismatch
  | RefusedHyperparameter
  | WeightsMismatch
  | YoloFiltersMismatch
  | YoloInputSize
  | LayerRuleFailure
  | UnknownLayer;

interface Place {
  readonly field: FieldName;
  /** Spatial axes, or dimensions of the field's list, that it concerns. */
  readonly axes: readonly number[];
}

/** r ≠ 0, or a kernel larger than its input that the framework accepts: a size exists, at a price. */
export interface AxisMisfit extends Place {
  readonly code: 'padding-unused' | 'overhang' | 'subsampled' | 'pixels-lost' | 'kernel-larger-than-input';
  /** The axes share this geometry. */
  readonly geometry: AxisGeometry;
  readonly lost: LostPixels;
  readonly spatialRank: number;
  /** Of one sample, where values are read in the order of memory as if the size were what the windows span. */
  readonly shifted?: { readonly values: number | null; readonly unread: number | null };
}

export type ImpossibleAxis = Place & { readonly code: 'impossible'; readonly spatialRank: number } & (
    | {
        readonly reason: 'kernel-larger-than-input' | 'remainder-under-exact-rounding';
        readonly config: AxisConfig;
        readonly numerator: number;
      }
    | {
        readonly reason: 'transposed-output-below-one';
        readonly transposed: TransposedAxisConfig;
        readonly outputSize: number;
      }
    | {
        readonly reason: 'crop-larger-than-input';
        readonly inputSize: number;
        readonly before: number;
        readonly after: number;
      }
    | { readonly reason: 'upsample-below-one'; readonly inputSize: number; readonly factor: number }
    | { readonly reason: 'not-divisible'; readonly inputSize: number; readonly factor: number }
  );

/** The input has other channels than the layer declares. */
export interface ChannelMismatch extends Place {
  readonly code: 'channel-mismatch';
  readonly declared: number;
  readonly actual: number;
  /** Input shape in the framework's order. */
  readonly inputShape: readonly Dim[];
}

/** Channels that do not split into equal groups. */
export interface GroupsMismatch extends Place {
  readonly code: 'groups-mismatch';
  readonly which: 'in' | 'out' | 'pixel-shuffle';
  readonly channels: number;
  readonly groups: number;
  /** The framework goes on all the same, and leaves channels out. */
  readonly accepted?: boolean;
}

/** A linear layer declares other features than its input has. */
export interface FeaturesMismatch extends Place {
  readonly code: 'features-mismatch';
  readonly declared: number;
  readonly actual: number;
  /** Sizes whose product `actual` is; one where nothing was flattened. */
  readonly factors: readonly Dim[];
  readonly inputShape: readonly Dim[];
  /** A tensor with spatial axes reached it unflattened, and flattened it would fit. */
  readonly flattenMissing: boolean;
}

/** Inputs that cannot be joined. */
export interface JoinMismatch extends Place {
  readonly code: 'join-mismatch';
  readonly join: 'concat' | 'combine';
  /** `sizes`: dimension `dimension` differs; `rank`: the number of dimensions does. */
  readonly reason: 'sizes' | 'rank';
  readonly dimension: number;
  /** The two places in the layer's inputs that disagree, the first that was seen and the one that differs. */
  readonly inputs: readonly [number, number];
  readonly shapes: readonly [readonly Dim[], readonly Dim[]];
  /** The framework goes on all the same, with this many values in one row. */
  readonly flattened?: number | null;
  /** The layer that rounded on the way to one of them: set by inference over the graph. */
  readonly culprit?: JoinCulprit;
}

/** A layer before a join whose size did not divide; `input` is the place of the join's input that it leads to. */
export interface JoinCulprit {
  readonly node: number;
  readonly id: string;
  readonly input: number;
  readonly geometry: AxisGeometry;
}

/** A normalisation declares other features than its input has. */
export interface NormalizationMismatch extends Place {
  readonly code: 'normalization-mismatch';
  readonly name: string;
  readonly declared: number;
  readonly actual: number;
  readonly inputShape: readonly Dim[];
}

/** New sizes that do not hold the input's values. */
export interface ReshapeMismatch extends Place {
  readonly code: 'reshape-mismatch';
  readonly reason: 'elements' | 'features-behind' | 'two-remainders' | 'sizes-do-not-add-up' | 'out-of-range';
  readonly inputShape: readonly Dim[];
  /** The new sizes as configured, or the parts of a split. */
  readonly target: readonly (Dim | 'copy')[];
  /** What one part would have to be, where that is known. */
  readonly expected: number | null;
  /** The layer that expects other features than the rows have. */
  readonly behind?: string;
}

/**
 * `x.view(-1, k)` with a k that moves values from one sample to another, or a flatten of a batch of 1 as a whole: PyTorch
 * does it without a word.
 */
export interface BatchChanged extends Place {
  readonly code: 'batch-changed';
  readonly inputShape: readonly Dim[];
  readonly outputShape: readonly Dim[];
  /** The layer that takes the values of a flattened batch of 1 for those of a sample. */
  readonly behind?: string;
}

/** A tensor with more or fewer dimensions than the layer takes. */
export interface RankMismatch extends Place {
  readonly code: 'rank-mismatch';
  readonly inputShape: readonly Dim[];
  /** Ranks that would do, batch included. */
  readonly expected: readonly number[];
  /** The framework goes on all the same, and nothing comes out. */
  readonly empty?: boolean;
}

/** A value that the framework does not accept whatever the input is. */
export interface RefusedHyperparameter extends Place {
  readonly code: 'refused-hyperparameter';
  readonly rule: RefusalRule;
  readonly value: number;
  /** The bound that `value` breaks, where there is one. */
  readonly limit: number;
}

export type RefusalRule =
  | 'not-positive'
  | 'negative'
  | 'not-whole'
  /** Accepted with a warning (pytorch: torch/nn/init.py, _no_grad_uniform_ and its kin). */
  | 'no-features'
  | 'pool-padding-over-half-kernel'
  | 'pool-padding-not-below-kernel'
  | 'stride-with-dilation'
  | 'same-with-stride'
  | 'same-transposed'
  | 'causal-outside-conv1d'
  | 'output-padding-not-below-stride-or-dilation'
  | 'output-padding-not-below-stride'
  | 'reflection-not-below-input'
  | 'circular-over-input';

/** Values written in the file, too few or too many for the kernel or bias. */
export interface WeightsMismatch extends Place {
  readonly code: 'weights-mismatch';
  readonly which: 'kernel' | 'bias';
  readonly expectedShape: readonly number[];
  readonly actual: number;
}

/** The convolution before a detection head has other filters than the head reads. */
export interface YoloFiltersMismatch extends Place {
  readonly code: 'yolo-filters-mismatch';
  readonly declared: number;
  readonly expected: number;
  /** `expected` is anchors times the formula's value; null where it is the formula's value alone. */
  readonly anchors: number | null;
  /** `80 classes + 5` */
  readonly formula: string;
}

/** An input size that a detector's strides do not divide. */
export interface YoloInputSize extends Place {
  readonly code: 'yolo-input-size';
  readonly size: number;
  readonly divisor: number;
}

/** The rule that the user declares for the layer gives it no sizes. */
export interface LayerRuleFailure extends Place {
  readonly code: 'layer-rule';
  readonly failure: MisfitRule;
}

export interface UnknownLayer extends Place {
  readonly code: 'unknown-layer';
  /** What the user's rule needs of it. */
  readonly lacks?: LackingField;
  /** The known layer whose name is nearly this one's. */
  readonly meant?: string;
}
