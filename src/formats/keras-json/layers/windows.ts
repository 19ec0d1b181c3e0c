import type { Convolution, Operation, TransposedConvolution } from '../../../model/graph/operation.ts';
import type { LayerConfig } from '../config.ts';
import { fusedActivation } from './activation.ts';
import { perRank, type LayerRule } from './layer-rule.ts';

/** keras-team/keras: keras/src/layers/convolutional/base_conv.py; sizes: keras/src/ops/operation_utils.py. */
function convolution(config: LayerConfig, axes: number): Convolution {
  return {
    kind: 'convolution',
    kernel: config.perAxis(
      'kernel_size',
      'kernel',
      axes,
      Array.from({ length: axes }, () => null),
    ),
    stride: config.perAxis('strides', 'stride', axes, 1),
    padding: config.padding(axes),
    dilation: config.perAxis('dilation_rate', 'dilation', axes, 1),
    groups: config.whole('groups', 'groups', 1, 1),
    inChannels: null,
    outChannels: config.whole('filters', 'outChannels', 1),
    bias: config.switch('use_bias', true),
    rounding: 'floor',
    layout: config.layout(),
    ...fusedActivation(config),
  };
}

/** keras-team/keras v2: keras/layers/locally_connected/base_locally_connected.py: a kernel and a bias for every position. */
function locallyConnected(config: LayerConfig, axes: number): Convolution {
  return { ...convolution(config, axes), unshared: true };
}

function channelwise(kind: 'depthwise' | 'separable') {
  return (config: LayerConfig, axes: number): Convolution => {
    const base = convolution(config, axes);
    const multiplier = config.whole('depth_multiplier', 'groups', 1, 1);
    const outChannels = kind === 'depthwise' ? null : base.outChannels;
    return { ...base, groups: 1, outChannels, channelwise: { kind, multiplier } };
  };
}

/** keras/src/layers/convolutional/base_conv_transpose.py */
function transposed(config: LayerConfig, axes: number): TransposedConvolution {
  const { kernel, stride, padding, dilation, outChannels, bias, layout } = convolution(config, axes);
  const hasOutputPadding =
    config.value('output_padding')?.kind !== undefined && !isNull(config, 'output_padding');
  return {
    kind: 'transposed-convolution',
    kernel,
    stride,
    padding,
    dilation,
    groups: 1,
    inChannels: null,
    outChannels,
    bias,
    outputPadding: hasOutputPadding ? config.perAxis('output_padding', 'outputPadding', axes, 0) : 'auto',
    layout,
    ...fusedActivation(config),
  };
}

function isNull(config: LayerConfig, name: string): boolean {
  const tree = config.value(name);
  return tree?.kind === 'scalar' && tree.value === null;
}

/** keras/src/layers/pooling/base_pooling.py: the stride is the pool's size unless given. */
function pool(mode: 'max' | 'average') {
  return (config: LayerConfig, axes: number): Operation => {
    const kernel = config.perAxis('pool_size', 'kernel', axes, 2);
    return {
      kind: 'pool',
      mode,
      kernel,
      stride: config.perAxis('strides', 'stride', axes, kernel),
      padding: config.padding(axes),
      dilation: kernel.map(() => 1),
      countIncludePadding: false,
      rounding: 'floor',
      layout: config.layout(),
    };
  };
}

function globalPool(mode: 'max' | 'average') {
  return (config: LayerConfig, axes: number): Operation => ({
    kind: 'global-pool',
    mode,
    keepAxes: config.switch('keepdims', false),
    spatialRank: axes,
    layout: config.layout(),
  });
}

function adaptivePool(mode: 'max' | 'average') {
  return (config: LayerConfig, axes: number): Operation => ({
    kind: 'adaptive-pool',
    mode,
    outputSize: config.perAxis(
      'output_size',
      'outputSize',
      axes,
      Array.from({ length: axes }, () => null),
    ),
    layout: config.layout(),
  });
}

export const windowRules: readonly (readonly [string, LayerRule])[] = [
  ...perRank((rank) => `Conv${rank}`, convolution),
  ...perRank((rank) => `Convolution${rank}`, convolution),
  ...perRank((rank) => `LocallyConnected${rank}`, locallyConnected, [1, 2]),
  ...perRank((rank) => `DepthwiseConv${rank}`, channelwise('depthwise'), [1, 2]),
  ...perRank((rank) => `SeparableConv${rank}`, channelwise('separable'), [1, 2]),
  ...perRank((rank) => `SeparableConvolution${rank}`, channelwise('separable'), [1, 2]),
  ...perRank((rank) => `Conv${rank}Transpose`, transposed),
  ...perRank((rank) => `Convolution${rank}Transpose`, transposed),
  ...perRank((rank) => `MaxPooling${rank}`, pool('max')),
  ...perRank((rank) => `MaxPool${rank}`, pool('max')),
  ...perRank((rank) => `AveragePooling${rank}`, pool('average')),
  ...perRank((rank) => `AvgPool${rank}`, pool('average')),
  ...perRank((rank) => `GlobalMaxPooling${rank}`, globalPool('max')),
  ...perRank((rank) => `GlobalMaxPool${rank}`, globalPool('max')),
  ...perRank((rank) => `GlobalAveragePooling${rank}`, globalPool('average')),
  ...perRank((rank) => `GlobalAvgPool${rank}`, globalPool('average')),
  ...perRank((rank) => `AdaptiveMaxPooling${rank}`, adaptivePool('max')),
  ...perRank((rank) => `AdaptiveAveragePooling${rank}`, adaptivePool('average')),
];
