import type { Elementwise, Normalization } from '../../../model/graph/operation.ts';
import { elementCount } from '../../../model/shapes/dims.ts';
import { shapeOf } from '../data-layers.ts';
import type { MessageReader } from '../message-reader.ts';
import { unsized, type Layer, type LayerContext, type LayerRule } from './layer.ts';
import { firstBottom } from './window.ts';

/** Layers that change values only. */
export function elementwise(role: Elementwise['role'], name: string): LayerRule {
  return (context) => ({ operation: { kind: 'elementwise', role, name }, inputs: firstBottom(context) });
}

/** src/caffe/layers/relu_layer.cpp: with a slope it is a leaky one. */
export function relu(context: LayerContext): Layer {
  const slope = context.reader.inner('relu_param').number('negative_slope', 0);
  return {
    operation: {
      kind: 'elementwise',
      role: 'activation',
      ...(slope === 0
        ? { name: 'relu' }
        : { name: 'leaky-relu', ...(slope !== null && { negativeSlope: slope }) }),
    },
    inputs: firstBottom(context),
  };
}

/** src/caffe/layers/elu_layer.cpp */
export function elu(context: LayerContext): Layer {
  const alpha = context.reader.inner('elu_param').number('alpha', 1);
  return {
    operation: { kind: 'elementwise', role: 'activation', name: 'elu', ...(alpha !== null && { alpha }) },
    inputs: firstBottom(context),
  };
}

/** src/caffe/layers/softmax_layer.cpp: over the channels unless told otherwise. */
export function softmax(name: 'softmax' | 'log-softmax'): LayerRule {
  return (context) => {
    const axis = context.reader.inner('softmax_param').int('axis', 1, -32).value;
    return {
      operation: { kind: 'elementwise', role: 'softmax', name, ...(axis !== null && { axis }) },
      inputs: firstBottom(context),
    };
  };
}

/** src/caffe/layers/prelu_layer.cpp: one slope, or one per channel. */
export function prelu(context: LayerContext): Layer {
  const shared = context.reader.inner('prelu_param').bool('channel_shared', false);
  const learned = shared ? 'shared' : 'per-channel';
  return { operation: { kind: 'elementwise', role: 'activation', name: 'prelu', learned } };
}

function normalization(
  name: Normalization['name'],
  parametersPerFeature: number,
  further = 0,
): Normalization {
  return {
    kind: 'normalization',
    name,
    features: [],
    axis: 1,
    parametersPerFeature,
    ...(further === 0 ? {} : { furtherParameters: further }),
  };
}

/** src/caffe/layers/batch_norm_layer.cpp: a mean, a variance, and one factor for all of them. */
export function batchNorm(context: LayerContext): Layer {
  const epsilon = context.reader.inner('batch_norm_param').number('eps', 1e-5);
  const learned = { scale: false, shift: false };
  return { operation: { ...normalization('batch', 2, 1), epsilon, learned } };
}

/** BN and similar layers of forks: a scale and a shift per channel. */
export function scaledBatchNorm(): Layer {
  return { operation: normalization('batch', 2) };
}

/** src/caffe/layers/lrn_layer.cpp; across channels, the sum is divided by the size. */
export function localResponse(context: LayerContext): Layer {
  const reader = context.reader.inner('lrn_param');
  const operation = normalization('local-response', 0);
  const region = reader.word('norm_region')?.value ?? 'ACROSS_CHANNELS';
  if (region !== 'ACROSS_CHANNELS' && region !== '0') return { operation };
  return {
    operation: {
      ...operation,
      response: {
        size: reader.int('local_size', 5, 1).value,
        alpha: reader.number('alpha', 1),
        beta: reader.number('beta', 0.75),
        k: reader.number('k', 1),
      },
    },
  };
}

/** weiliu89/caffe: src/caffe/layers/normalize_layer.cpp. */
export function normalize(context: LayerContext): Layer {
  const shared = context.reader.inner('norm_param').bool('channel_shared', true);
  return { operation: normalization('l2', shared ? 0 : 1, shared ? 1 : 0) };
}

/** src/caffe/layers/scale_layer.cpp: learned factors, and shifts with `bias_term`; or a second bottom's values. */
export function scale(context: LayerContext): Layer {
  const reader = context.reader.inner('scale_param');
  return affine(context, reader, 'multiply', reader.bool('bias_term', false) ? 2 : 1);
}

/** src/caffe/layers/bias_layer.cpp. */
export function bias(context: LayerContext): Layer {
  return affine(context, context.reader.inner('bias_param'), 'add', 1);
}

/** Values for every place along `num_axes` dimensions from `axis` on; −1: along all that follow; 0: one for all. */
function affine(
  context: LayerContext,
  reader: MessageReader,
  name: 'multiply' | 'add',
  perChannel: number,
): Layer {
  if (context.bottoms.length > 1) return { operation: { kind: 'combine', name, broadcast: 'as-first' } };
  const axis = reader.int('axis', 1, -32).value;
  const axes = reader.int('num_axes', 1, -1).value;
  if (axis === null || axes === null) return unsized();
  const learned = axes === 0 && perChannel === 1 ? 'shared' : 'per-channel';
  const role = {
    kind: 'elementwise',
    role: 'identity',
    name: name === 'multiply' ? 'scale' : 'bias',
  } as const;
  return {
    operation: {
      ...role,
      learned,
      perChannel,
      ...(axis !== 1 && { axis }),
      ...(axes !== 1 && { axes }),
    },
  };
}

/** A loss or score: one number. A second top of SoftmaxWithLoss holds the softmax. */
export function scalar(): Layer {
  return { operation: { kind: 'declared', outputs: [[]], params: 0, macs: 0 }, rank: 0, tops: 'loss' };
}

/** include/caffe/layers/parameter_layer.hpp: a learned blob, which no bottom gives. */
export function parameter({ reader }: LayerContext): Layer {
  const { shape } = shapeOf(reader.inner('parameter_param').inner('shape'));
  return {
    operation: { kind: 'declared', outputs: [shape], params: elementCount(shape), macs: 0 },
    rank: shape?.length ?? null,
  };
}

/** Nothing comes out. */
export function silence(): Layer {
  return { operation: { kind: 'declared', outputs: [], params: 0, macs: 0 } };
}
