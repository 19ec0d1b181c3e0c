import { embed, innerProduct, recurrent } from './dense.ts';
import { detectionOutput, priorBox } from './detection.ts';
import { axpy, concat, crop, eltwise, slice } from './join.ts';
import type { LayerRule } from './layer.ts';
import { pooling, positionSensitivePooling, regionPooling, spatialPyramid } from './pooling.ts';
import {
  argMax,
  batchReindex,
  filter,
  flatten,
  permute,
  reduction,
  reorg,
  reshape,
  tile,
} from './rearrange.ts';
import { interp, upsample } from './resize.ts';
import {
  batchNorm,
  bias,
  elementwise,
  elu,
  localResponse,
  normalize,
  parameter,
  prelu,
  relu,
  scalar,
  scale,
  scaledBatchNorm,
  silence,
  softmax,
} from './values.ts';
import { convolution, deconvolution, depthwiseConvolution, im2col } from './window.ts';

const activations = [
  'ReLU6',
  'Sigmoid',
  'TanH',
  'AbsVal',
  'BNLL',
  'Power',
  'Exp',
  'Log',
  'Threshold',
  'Swish',
  'Clip',
  'Mish',
  'HardSwish',
  'Hswish',
  'Hsigmoid',
] as const;

const losses = [
  'SoftmaxWithLoss',
  'SoftmaxLoss',
  'EuclideanLoss',
  'HingeLoss',
  'SigmoidCrossEntropyLoss',
  'InfogainLoss',
  'ContrastiveLoss',
  'MultinomialLogisticLoss',
  'Accuracy',
  'MultiBoxLoss',
  'SmoothL1Loss',
  'CenterLoss',
  'WeightedSoftmaxWithLoss',
  'DetectionEvaluate',
  'L1Loss',
  'TripletLoss',
] as const;

const rules: ReadonlyMap<string, LayerRule> = new Map<string, LayerRule>([
  ...activations.map((type) => [type, elementwise('activation', type.toLowerCase())] as const),
  ...losses.map((type) => [type, scalar] as const),
  ['Convolution', convolution],
  ['Deconvolution', deconvolution],
  ['ConvolutionDepthwise', depthwiseConvolution],
  ['DepthwiseConvolution', depthwiseConvolution],
  ['Im2col', im2col],
  ['Pooling', pooling],
  ['SPP', spatialPyramid],
  ['ROIPooling', regionPooling],
  ['PSROIPooling', positionSensitivePooling],
  ['InnerProduct', innerProduct],
  ['LSTM', recurrent],
  ['RNN', recurrent],
  ['Embed', embed],
  ['PReLU', prelu],
  ['Dropout', elementwise('dropout', 'dropout')],
  ['Softmax', softmax('softmax')],
  ['LogSoftmax', softmax('log-softmax')],
  ['ReLU', relu],
  ['ELU', elu],
  ['Split', elementwise('identity', 'split')],
  ['MVN', elementwise('identity', 'mean-variance')],
  ['ShuffleChannel', elementwise('identity', 'shuffle-channel')],
  ['LRN', localResponse],
  ['BatchNorm', batchNorm],
  ['BN', scaledBatchNorm],
  ['Normalize', normalize],
  ['Parameter', parameter],
  ['Scale', scale],
  ['Bias', bias],
  ['Concat', concat],
  ['Eltwise', eltwise],
  ['Axpy', axpy],
  ['Slice', slice],
  ['Crop', crop],
  ['Flatten', flatten],
  ['Reshape', reshape],
  ['Permute', permute],
  ['Reduction', reduction],
  ['Tile', tile],
  ['ArgMax', argMax],
  ['BatchReindex', batchReindex],
  ['Filter', filter],
  ['Reorg', reorg],
  ['Upsample', upsample],
  ['Interp', interp],
  ['PriorBox', priorBox],
  ['DetectionOutput', detectionOutput],
  ['Silence', silence],
  ['HDF5Output', silence],
]);

/** The rule of a layer type; undefined for one that ConvLens does not know. */
export function ruleOf(type: string): LayerRule | undefined {
  return rules.get(type);
}

/** Names to suggest for one that is not known. */
export function knownTypes(): Iterable<string> {
  return rules.keys();
}
