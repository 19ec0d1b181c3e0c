import type { Rounding } from '../../engine/geometry/axis.ts';
import type { Derived } from './derived.ts';
import type { Custom } from '../rules/custom-layer.ts';
import type { WithSecondaryOutputs } from './secondary-output.ts';
import type { Dim, Layout, Shape } from './shape.ts';
import type { Text } from '../text/text.ts';

/** A hyper-parameter that the file gives, or null where it is unknown. */
export type Value = number | null;

export interface PaddingSides {
  readonly before: Value;
  readonly after: Value;
}

/**
 * Padding as configured. `same-upper` puts the odd cell after the input (TensorFlow, ONNX SAME_UPPER), `same-lower` before
 * it; both give ⌈W/S⌉. `same-unit-stride` is PyTorch's: refused where S > 1. `causal` is Keras' Conv1D: D·(F−1) before.
 */
export type Padding =
  | { readonly kind: 'explicit'; readonly sides: readonly PaddingSides[] }
  | { readonly kind: 'same-upper' | 'same-lower' | 'same-unit-stride' | 'causal' };

/** What padding cells hold. Reflection and wrapping need an input that is large enough (PyTorch). */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** A function of one value, by the field's own name (relu, silu, …), with the constants that the layer gives it. */
export interface Activation {
  readonly name: string;
  /** What negative values are multiplied with (leaky relu). */
  readonly negativeSlope?: number;
  /** The limit for negative values (elu, celu), the steepness (softplus). */
  readonly alpha?: number;
  /** The interval that values are limited to (hardtanh, clip); infinite where one side is open. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Up to where values are replaced (hardshrink, softshrink, threshold), and by what. */
  readonly limit?: number;
  readonly replacement?: number;
}

/** What every window operation has; arrays have one entry per spatial axis. */
export interface WindowParameters {
  readonly kernel: readonly Value[];
  readonly stride: readonly Value[];
  readonly dilation: readonly Value[];
  readonly padding: Padding;
  readonly rounding: Rounding;
  readonly layout: Layout;
}

export interface Convolution extends WindowParameters {
  readonly kind: 'convolution';
  /** Null: the framework takes them from the input (Keras, Caffe, Darknet, lazy modules). */
  readonly inChannels: Value;
  readonly outChannels: Value;
  readonly groups: Value;
  readonly bias: boolean;
  /** Darknet's batch_normalize: the layer keeps one scale per output channel besides its bias. */
  readonly batchNormalized?: boolean;
  /** Locally connected: every output position has a kernel of its own. */
  readonly unshared?: boolean;
  readonly paddingMode?: PaddingMode;
  /**
   * Each input channel is convolved on its own into `multiplier` channels (Keras). `depthwise` ends there, and
   * `outChannels` is not read; `separable` goes on with a 1×1 convolution to `outChannels`. `groups` is not read.
   */
  readonly channelwise?: { readonly kind: 'depthwise' | 'separable'; readonly multiplier: Value };
  /** Applied to the result within the layer (Keras, Darknet). */
  readonly activation?: Activation;
  /** Kernel values written in the file, flat in C order [C_out, C_in/groups, spatial…]. */
  readonly weights?: readonly number[];
  readonly biasValues?: readonly number[];
}

/** Output: (W−1)·S − P_b − P_e + F' + output padding. */
export interface TransposedConvolution {
  readonly kind: 'transposed-convolution';
  readonly inChannels: Value;
  readonly outChannels: Value;
  readonly groups: Value;
  readonly bias: boolean;
  readonly kernel: readonly Value[];
  readonly stride: readonly Value[];
  readonly dilation: readonly Value[];
  readonly padding: Padding;
  /** `auto`: what makes the output W·S where padding is `same-upper`, W·S + max(F' − S, 0) where it is explicit (Keras). */
  readonly outputPadding: readonly Value[] | 'auto';
  readonly layout: Layout;
  /** As in `Convolution`. */
  readonly batchNormalized?: boolean;
  readonly activation?: Activation;
}

export interface Pool extends WindowParameters, WithSecondaryOutputs {
  readonly kind: 'pool';
  readonly mode: 'max' | 'average' | 'lp' | 'stochastic';
  /** Average only: padding cells count in the divisor. */
  readonly countIncludePadding: boolean;
  readonly divisorOverride?: Value;
}

export interface AdaptivePool {
  readonly kind: 'adaptive-pool';
  readonly mode: 'max' | 'average';
  /** Output size per spatial axis; `input` keeps the input's. */
  readonly outputSize: readonly (Value | 'input')[];
  readonly layout: Layout;
}

/** Reduces all spatial axes to one cell, and drops them unless `keepAxes`. */
export interface GlobalPool {
  readonly kind: 'global-pool';
  readonly mode: 'max' | 'average';
  readonly keepAxes: boolean;
  /** How many spatial axes the layer takes; absent: any. */
  readonly spatialRank?: number;
  readonly layout: Layout;
}

/** Same shape out as in: activations, dropout, softmax, identity. */
export interface Elementwise extends Activation, WithSecondaryOutputs {
  readonly kind: 'elementwise';
  readonly role: 'activation' | 'dropout' | 'softmax' | 'identity';
  /** Learned values: one for all, one per channel, or none. */
  readonly learned?: 'shared' | 'per-channel';
  /** Channels that the file declares for `per-channel` (PReLU(64)). */
  readonly channels?: Value;
  /** Where the channels are; 1 unless said otherwise. Of a softmax the dimension that sums to 1; absent: unknown. */
  readonly axis?: number;
  /** `per-channel` values for every place along so many dimensions from `axis` on; −1: along all of them. 1 unless given. */
  readonly axes?: number;
  /** Learned values per channel where there is more than one (Caffe's Scale with a bias). */
  readonly perChannel?: number;
}

export interface Normalization extends WithSecondaryOutputs {
  readonly kind: 'normalization';
  readonly name: 'batch' | 'layer' | 'group' | 'instance' | 'local-response' | 'rms' | 'l2';
  /** Channels (or, for layer norm, trailing sizes) that the file declares; empty where the framework takes the input's. */
  readonly features: readonly Value[];
  readonly groups?: Value;
  /** Which dimension holds the features; negative counts from the end. */
  readonly axis: number;
  /** Input ranks that the framework accepts; absent: any. */
  readonly ranks?: readonly number[];
  /** The number of features must be the input's (PyTorch's InstanceNorm without learned values does not look). */
  readonly checksFeatures?: boolean;
  /** How many values it keeps per feature, as the framework counts parameters. */
  readonly parametersPerFeature: number;
  /** Values that it keeps besides (Caffe's BatchNorm: one factor). */
  readonly furtherParameters?: number;
  /** Added to the variance under the root. */
  readonly epsilon?: Value;
  /** Whether it learns a factor and an offset per feature. */
  readonly learned?: { readonly scale: boolean; readonly shift: boolean };
  /** `local-response` over channels: x / (k + α/size · Σ x²)^β. */
  readonly response?: {
    readonly size: Value;
    readonly alpha: Value;
    readonly beta: Value;
    readonly k: Value;
  };
}

/** A matrix product over the last dimension, or over everything but the batch where `flattens` (Caffe, Darknet). */
export interface Linear {
  readonly kind: 'linear';
  readonly inFeatures: Value;
  readonly outFeatures: Value;
  readonly bias: boolean;
  readonly flattens: boolean;
  /** First dimension that is flattened where `flattens`; 1 unless the framework says otherwise (Caffe's axis). */
  readonly axis?: number;
  /** Spatial axes of size 1 behind the result: Darknet's [connected] gives [N, C, 1, 1]. */
  readonly spatialAxes?: number;
  /** As in `Convolution`. */
  readonly batchNormalized?: boolean;
  readonly activation?: Activation;
}

export interface Flatten {
  readonly kind: 'flatten';
  readonly start: number;
  readonly end: number;
}

/** New sizes; -1 is what remains, `copy` takes the input's size at that place (Caffe's 0, ONNX' 0). */
export interface Reshape {
  readonly kind: 'reshape';
  readonly dims: readonly (Dim | 'copy')[];
  /** The batch dimension stands before `dims` and is kept (Keras). */
  readonly keepsBatch: boolean;
}

export interface Permute {
  readonly kind: 'permute';
  readonly order: readonly number[];
}

/** Adds (or with negative sides crops) cells on the spatial axes. */
export interface Pad {
  readonly kind: 'pad';
  readonly sides: readonly PaddingSides[];
  readonly mode: PaddingMode;
  /** What the cells hold where `mode` is zeros; 0 unless given, null where it is unknown. */
  readonly value?: Value;
  readonly layout: Layout;
}

/** Input 0 cut to the sizes of input 1 from dimension `axis` (at least 0) on, beginning at the offsets: none, one for all, or one each (Caffe's Crop). */
export interface CropLike {
  readonly kind: 'crop-like';
  readonly axis: number;
  readonly offsets: readonly Value[];
}

/** Takes `size` cells from `start` along each named dimension. */
export interface Slice {
  readonly kind: 'slice';
  readonly ranges: readonly {
    readonly axis: number;
    readonly start: number;
    readonly end: number | null;
    readonly step: number;
  }[];
}

/** Cuts one dimension into several outputs; null sizes: equal parts. One null among the sizes is what remains. */
export interface Split {
  readonly kind: 'split';
  readonly axis: number;
  readonly parts: number;
  readonly sizes: readonly Value[] | null;
}

/** `flattensUneven`: inputs of different sizes are not refused, all their values become one row (Darknet's route). */
export interface Concat {
  readonly kind: 'concat';
  readonly axis: number;
  /** Takes only part `index` of `of` equal parts of the inputs along the axis; the size is ⌊sum/of⌋ (Darknet's route groups). */
  readonly part?: { readonly index: number; readonly of: number };
  readonly flattensUneven?: boolean;
}

/**
 * Joins inputs cell by cell; the rule of `broadcast` says which shapes go together.
 * - `none`: equal shapes. `numpy`: sizes of 1 are repeated, ranks aligned at the right; `numpy-per-sample`: the same
 *   behind the batch (Keras' merge layers).
 * - `as-first`: the result is as input 0, whatever the others are (Darknet's shortcut).
 * - `channels`, `spatial`: the result is as input 0; the others are [N, C, 1, …] or [N, 1, spatial…] of its sizes.
 */
export interface Combine {
  readonly kind: 'combine';
  readonly name: 'add' | 'multiply' | 'maximum' | 'subtract' | 'average' | 'minimum' | 'divide' | 'other';
  readonly broadcast: 'none' | 'numpy' | 'numpy-per-sample' | 'as-first' | 'channels' | 'spatial';
  /** Learned factors: one per input, or one per input and channel. */
  readonly learned?: 'per-input' | 'per-channel';
  /** Fixed factors, one per input (Caffe's coeff). */
  readonly factors?: readonly Value[];
  readonly activation?: Activation;
}

/**
 * Two inputs multiplied and summed over one dimension of each, sample by sample; what is left of both stands one after the
 * other (Keras' Dot). Negative axes count from the end.
 */
export interface Contraction {
  readonly kind: 'contraction';
  readonly axes: readonly [number, number];
}

export interface Upsample {
  readonly kind: 'upsample';
  readonly mode: 'nearest' | 'bilinear' | 'bicubic' | 'area' | 'trilinear' | 'linear';
  /** Per spatial axis, or one for all of them; the size is ⌊W·factor⌋. */
  readonly target:
    | { readonly kind: 'scale'; readonly factors: readonly Value[] }
    | { readonly kind: 'size'; readonly sizes: readonly Value[] }
    /** The spatial sizes of input 1. */
    | { readonly kind: 'like' };
  /**
   * Where linear interpolation reads: the corners on each other, or the cells' outer edges (`half-pixel`). Absent: the
   * file does not say, or says something else.
   */
  readonly sampling?: 'corners' | 'half-pixel';
  readonly layout: Layout;
}

/** `shuffle`: C/r², H·r, W·r. `unshuffle` is its inverse; Darknet's reorg and PyTorch's Focus have its sizes. */
export interface PixelShuffle {
  readonly kind: 'pixel-shuffle';
  /** In which order channels become cells; PyTorch's unless another one is known to be meant. */
  readonly order?: 'other';
  readonly direction: 'shuffle' | 'unshuffle';
  readonly factor: Value;
  readonly layout: Layout;
  /** Sizes that the factor does not divide are rounded down instead of refused (Darknet's reorg). */
  readonly truncates?: boolean;
}

export interface Reduce {
  readonly kind: 'reduce';
  readonly axes: readonly number[] | 'all';
  readonly keepAxes: boolean;
  /** By the field's own name: mean, sum, max, … Absent: unknown. */
  readonly name?: string;
}

/** Derived sizes of windows that move within the layer; what the framework refuses of their values is found. */
export interface DerivedWindows extends Derived {
  readonly window: Pick<WindowParameters, 'kernel' | 'stride' | 'dilation' | 'padding'>;
}

/** The rule of an operation that is sized by its adapter: outputs are given, inputs are only listed. */
export interface Declared {
  readonly kind: 'declared';
  readonly outputs: readonly Shape[];
  readonly params: Value;
  readonly macs: Value;
}

/** A layer that works on every step of [N, T, …] alone (Keras' TimeDistributed). */
export interface EachStep {
  readonly kind: 'each-step';
  readonly inner: Operation;
}

/**
 * A detection head that reads its input as `anchors` boxes of `valuesPerAnchor` values: the input's channels must be
 * their product (`yolo-filters-mismatch`). The shape stays; where `flat`, the whole input must have `flat` values, and
 * the result is [N, values].
 */
export interface DetectionHead {
  readonly kind: 'detection-head';
  readonly anchors: Value;
  readonly valuesPerAnchor: Value;
  /** How valuesPerAnchor came about, for messages: `80 classes + 5`. */
  readonly formula: string;
  readonly flat?: Value;
}

/** A layer that ConvLens does not know: outputs unknown, except what the file declares. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly outputs: number;
  readonly declared?: Shape;
  /** A problem of the text says why already. */
  readonly reported?: boolean;
  /** The known layer whose name is nearly this one's. */
  readonly meant?: string;
}

export interface Input {
  readonly kind: 'input';
  readonly shape: Shape;
  /** Where the size came from, and where exactly: `the call in line 40`. */
  readonly origin: InputOrigin;
  readonly reason?: Text;
  /** Spatial sizes should be multiples of this (32 for YOLO detectors). */
  readonly multipleOf?: number;
  /** Values written in the file for a worked example, flat in C order of the shape. */
  readonly values?: readonly number[];
}

export type InputOrigin = 'file' | 'comment' | 'setting' | 'memory' | 'argument' | 'default' | 'inferred';

/** One layer's operation with its hyper-parameters, independent of the framework's spelling. */
export type Operation =
  | Input
  | Convolution
  | TransposedConvolution
  | Pool
  | AdaptivePool
  | GlobalPool
  | Elementwise
  | Normalization
  | Linear
  | Flatten
  | Reshape
  | Permute
  | Pad
  | CropLike
  | Slice
  | Split
  | Concat
  | Combine
  | Contraction
  | Upsample
  | PixelShuffle
  | Reduce
  | Declared
  | Derived
  | DerivedWindows
  | EachStep
  | DetectionHead
  | Custom
  | Unknown;

export type OperationKind = Operation['kind'];
