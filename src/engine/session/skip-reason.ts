/** Why a layer does not run. */
export type SkipReason =
  | Plain<PlainReason>
  /** It reads a layer that does not run. */
  | { readonly kind: 'reads-skipped'; readonly layer: string }
  | { readonly kind: 'unknown-setting'; readonly setting: RunSetting }
  | { readonly kind: 'rank'; readonly rank: number }
  | { readonly kind: 'no-dimension'; readonly dimension: number }
  | { readonly kind: 'other-shape'; readonly given: readonly number[]; readonly inferred: readonly number[] }
  /** The engine has no operation of this name. */
  | { readonly kind: 'no-operation'; readonly name: string }
  | { readonly kind: 'no-activation'; readonly name: string }
  | { readonly kind: 'no-normalization'; readonly name: string }
  | { readonly kind: 'no-pooling'; readonly mode: string }
  | { readonly kind: 'no-upsampling'; readonly mode: string };

type Plain<Kind extends string> = Kind extends string ? { readonly kind: Kind } : never;

/** Reasons that need no values. */
export type PlainReason =
  /** An input of the network whose size is open. */
  | 'open-size'
  | 'unknown-input'
  | 'unknown-output'
  | 'unknown-geometry'
  | 'unknown-computation'
  /** Which cells an upsampling reads. */
  | 'unknown-cells'
  | 'no-input'
  | 'misfit'
  /** The engine knows the operation by its sizes only. */
  | 'sizes-only'
  /** A detection head. */
  | 'reads-boxes'
  /** An input that reads another layer. */
  | 'input-behind-layer'
  | 'hard-sigmoid'
  | 'softplus-steepness'
  | 'other-combination'
  | 'learned-sum'
  | 'factors-of-sum'
  | 'different-shapes'
  /** Darknet's shortcut to a tensor of twice the size and more. */
  | 'adds-between'
  | 'unshared-kernels'
  | 'channel-order'
  | 'features-not-channels'
  | 'too-few-dimensions'
  | 'inner-dimensions'
  | 'computed-slopes'
  | 'slopes-not-per-channel'
  | 'factors-not-per-channel'
  | 'no-spatial-axes';

/** Hyper-parameters without whose values a layer does not run. */
export type RunSetting =
  | 'groups'
  | 'depth-multiplier'
  | 'out-features'
  | 'order'
  | 'padding'
  | 'padding-value'
  | 'offset'
  | 'sampling'
  | 'factor'
  | 'dimension'
  | 'epsilon'
  | 'response'
  | 'size'
  | 'alpha'
  | 'beta'
  | 'k'
  | 'learned'
  | 'divisor'
  | 'slope'
  | 'minimum'
  | 'maximum'
  | 'limit'
  | 'threshold'
  | 'replacement'
  | 'steepness';
