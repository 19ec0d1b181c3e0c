import type { Normalization, Operation } from '../../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTuple, type PyClass, type Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable, type Layer, type LayerState } from '../declare.ts';
import { bases } from './bases.ts';
import { emit, tensorOf } from '../emit.ts';
import { dimension, refuse, takesRank } from '../refusals.ts';
import { takesWholeSetting, wholeCount } from '../whole-count.ts';
import { constant, listed, shapeOf, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

function operation(
  name: Normalization['name'],
  features: readonly (number | null)[],
  axis: number,
  rest: Partial<Normalization> = {},
): Operation {
  return { kind: 'normalization', name, features, axis, parametersPerFeature: 0, ...rest };
}

/** How many features there are: where something is made for each, that must be a whole number. */
function countOf(args: Bound, name: string, isKept: boolean): number | null {
  return isKept || args.value('affine') !== false ? wholeCount(args, name) : toNumber(args.value(name));
}

function affine(args: Bound, name: string, shape: readonly (number | null)[]): LayerState['parameters'] {
  const learned = args.value(name) !== false;
  return { weight: learned ? shape : 'none', bias: learned ? shape : 'none' };
}

/** What a layer learns, and its epsilon. */
function settings(layer: Layer): Partial<Normalization> & { readonly parametersPerFeature: number } {
  const learned = { scale: layer.get('weight') !== null, shift: layer.get('bias') !== null };
  return {
    parametersPerFeature: Number(learned.scale) + Number(learned.shift),
    learned,
    epsilon: toNumber(layer.get('eps')),
  };
}

/** A function's: its weight and bias are tensors of its own. */
function given(args: Bound): Partial<Normalization> {
  const learned = { scale: args.value('weight') !== null, shift: args.value('bias') !== null };
  return { learned, epsilon: toNumber(args.value('eps')) };
}

/** torch/nn/modules/batchnorm.py: BatchNorm1d takes 2 or 3 dimensions, the others rank + 2. */
function batchNorm(name: string, ranks: readonly number[] | null, lazy: boolean): PyClass {
  const signature = 'num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True';
  return layerClass(name, {
    base: bases._BatchNorm,
    placed: true,
    signature: lazy
      ? signature.slice('num_features, '.length)
      : `${signature}${name === 'SyncBatchNorm' ? ', process_group=None' : ''}`,
    state: (args) => {
      const tracked = args.value('track_running_stats') !== false;
      const features = lazy ? null : countOf(args, 'num_features', tracked);
      const kept = tracked ? [features] : 'none';
      return {
        attributes: { num_features: lazy ? null : args.value('num_features') },
        parameters: affine(args, 'affine', [features]) ?? {},
        buffers: { running_mean: kept, running_var: kept },
      };
    },
    forward: (layer) => {
      materialize(layer);
      const features = [toNumber(layer.get('num_features'))];
      const own = settings(layer);
      const checksFeatures = own.parametersPerFeature > 0 || layer.get('running_mean') !== null;
      const rest = { ...own, ...(ranks ? { ranks } : {}), checksFeatures };
      const shape = shapeOf(layer.args.value('input'));
      // Without running statistics it takes those of its input, in evaluation too.
      if (layer.get('running_mean') === null && (!ranks || ranks.includes(shape?.length ?? 0)))
        checkBatch(layer.args, shape);
      return emit(layer.args, 'batch_norm', operation('batch', features, 1, rest), [
        tensorOf(layer.args, 'input'),
      ]);
    },
  });
}

function materialize(layer: Layer): void {
  const features = shapeOf(layer.args.value('input'))?.[1];
  if (layer.get('num_features') !== null || typeof features !== 'number') return;
  layer.args.vm.journal.touch(layer.instance);
  layer.instance.attributes.set('num_features', features);
  for (const name of ['weight', 'bias']) {
    if (layer.get(name) === null) continue;
    const learned = constant([features], 'float');
    learned.role = 'parameter';
    layer.instance.attributes.set(name, learned);
  }
}

/** Takes a sample with or without a batch dimension, and counts its features only where it learns. */
function instanceNorm(rank: number, lazy: boolean): PyClass {
  // torch/nn/modules/batchnorm.py, _LazyNormBase: a lazy one learns and keeps statistics unless told otherwise.
  const kept = lazy ? 'True' : 'False';
  const signature = `num_features, eps=1e-05, momentum=0.1, affine=${kept}, track_running_stats=${kept}`;
  return layerClass(`${lazy ? 'Lazy' : ''}InstanceNorm${rank}d`, {
    base: bases._InstanceNorm,
    placed: true,
    signature: lazy ? signature.slice('num_features, '.length) : signature,
    state: (args) => {
      const tracked = args.value('track_running_stats') === true;
      const features = lazy ? null : countOf(args, 'num_features', tracked);
      const kept = tracked ? [features] : 'none';
      return {
        attributes: { num_features: lazy ? null : args.value('num_features') },
        parameters: affine(args, 'affine', [features]) ?? {},
        buffers: { running_mean: kept, running_var: kept },
      };
    },
    forward: (layer) => {
      materialize(layer);
      const own = settings(layer);
      const rest = {
        ...own,
        ranks: [rank + 1, rank + 2],
        checksFeatures: own.parametersPerFeature > 0 || layer.get('running_mean') !== null,
      };
      if (layer.get('running_mean') === null)
        checkCells(layer.args, shapeOf(layer.args.value('input'))?.slice(-rank) ?? null);
      const features = [toNumber(layer.get('num_features'))];
      return emit(layer.args, 'instance_norm', operation('instance', features, -rank - 1, rest), [
        tensorOf(layer.args, 'input'),
      ]);
    },
  });
}

/** torch/nn/functional.py, _verify_batch_size: a single value for each channel has no variance. */
function checkBatch(args: Bound, shape: Shape): void {
  if (shape && shape.length > 1 && shape.every((size, place) => place === 1 || size === 1))
    refuse(
      args,
      'impossible',
      said('{0} has one value for each channel, of which there is no variance.', shapeText(shape)),
    );
}

/** torch/nn/functional.py, group_norm: of all values of a group. */
function checkGroups(args: Bound, groups: number | null, shape: Shape): void {
  const [samples, channels, ...cells] = shape ?? [];
  if (!shape || groups === null || groups < 1 || typeof samples !== 'number' || typeof channels !== 'number')
    return;
  const each = Math.floor((samples * channels) / groups);
  if (each === 1 && cells.every((size) => size === 1) && channels % groups === 0)
    refuse(
      args,
      'impossible',
      said('{0} has one value for each group, of which there is no variance.', shapeText(shape)),
    );
}

/** torch/nn/functional.py, _verify_spatial_size: a single cell has no variance. */
function checkCells(args: Bound, sizes: readonly Dim[] | null): void {
  if (sizes?.every((size) => size === 1) === true)
    refuse(
      args,
      'impossible',
      'instance_norm takes the variance of a channel, which needs more than one cell.',
    );
}

function trailing(value: Value): (number | null)[] {
  return (listed(value) ?? [value]).map((each) => toNumber(each));
}

function overLast(name: string, kind: 'layer' | 'rms', signature: string): PyClass {
  return layerClass(name, {
    placed: true,
    signature,
    state: (args) => {
      const shape = trailing(args.value('normalized_shape'));
      const learned = args.value('elementwise_affine') !== false;
      const bias = kind === 'layer' && learned && args.value('bias') !== false;
      return {
        attributes: { normalized_shape: new PyTuple(shape) },
        parameters: { weight: learned ? shape : 'none', bias: bias ? shape : 'none' },
      };
    },
    forward: (layer) => {
      const shape = trailing(layer.get('normalized_shape'));
      return emit(layer.args, `${kind}_norm`, operation(kind, shape, -shape.length, settings(layer)), [
        tensorOf(layer.args, 'input'),
      ]);
    },
  });
}

function checkChannels(args: Bound): void {
  const shape = shapeOf(args.value('input'));
  if (shape && shape.length < 2)
    refuse(
      args,
      'rank-mismatch',
      said('group_norm takes channels: {0} has no dimension 1.', shapeText(shape)),
    );
}

const groupNorm = layerClass('GroupNorm', {
  placed: true,
  signature: 'num_groups, num_channels, eps=1e-05, affine=True',
  state: (args) => {
    const [groups, channels] = [toNumber(args.value('num_groups')), countOf(args, 'num_channels', false)];
    // Where it has weights, its forward pass finds that.
    if (args.value('affine') === false && groups && channels !== null && channels % groups !== 0)
      refuse(
        args,
        'groups-mismatch',
        said('{0} channels cannot be divided into {1} groups.', channels, groups),
      );
    return { parameters: affine(args, 'affine', [channels]) ?? {} };
  },
  forward: (layer) => {
    const groups = toNumber(layer.get('num_groups'));
    takesWholeSetting(layer.args, layer.instance, 'num_groups');
    checkChannels(layer.args);
    checkGroups(layer.args, groups, shapeOf(layer.args.value('input')));
    return emit(
      layer.args,
      'group_norm',
      // What has no weights works with any number of channels, whatever it was built for.
      operation('group', [layer.get('weight') === null ? null : toNumber(layer.get('num_channels'))], 1, {
        groups,
        ...settings(layer),
      }),
      [tensorOf(layer.args, 'input')],
    );
  },
});

function localResponded(args: Bound, get: (name: string) => Value): Value {
  const input = tensorOf(args, 'input');
  if (input.shape && input.shape.length < 3)
    refuse(
      args,
      'rank-mismatch',
      said(
        'local_response_norm takes 3 dimensions or more, {0} has {1}.',
        shapeText(input.shape),
        input.shape.length,
      ),
    );
  return emit(args, 'local_response_norm', localResponseOperation(get), [input]);
}

/** torch/nn/functional.py, local_response_norm: the mean over `size` channels, zeros beyond the first and last. */
function localResponseOperation(get: (name: string) => Value): Operation {
  const [size, alpha, beta, k] = ['size', 'alpha', 'beta', 'k'].map((name) => toNumber(get(name)));
  return operation('local-response', [], 1, {
    response: { size: size ?? null, alpha: alpha ?? null, beta: beta ?? null, k: k ?? null },
  });
}

const localResponse = layerClass('LocalResponseNorm', {
  signature: 'size, alpha=0.0001, beta=0.75, k=1.0',
  forward: (layer) => localResponded(layer.args, (name) => layer.get(name)),
});

const types = [
  batchNorm('BatchNorm1d', [2, 3], false),
  batchNorm('BatchNorm2d', [4], false),
  batchNorm('BatchNorm3d', [5], false),
  batchNorm('SyncBatchNorm', null, false),
  batchNorm('LazyBatchNorm1d', [2, 3], true),
  batchNorm('LazyBatchNorm2d', [4], true),
  batchNorm('LazyBatchNorm3d', [5], true),
  ...[1, 2, 3].flatMap((rank) => [instanceNorm(rank, false), instanceNorm(rank, true)]),
  overLast('LayerNorm', 'layer', 'normalized_shape, eps=1e-05, elementwise_affine=True, bias=True'),
  overLast('RMSNorm', 'rms', 'normalized_shape, eps=None, elementwise_affine=True'),
  groupNorm,
  localResponse,
  layerClass('CrossMapLRN2d', {
    signature: 'size, alpha=0.0001, beta=0.75, k=1',
    forward: (layer) => {
      takesRank(layer.args, 'CrossMapLRN2d', shapeOf(layer.args.value('input')), [4]);
      return emit(
        layer.args,
        'local_response_norm',
        localResponseOperation((name) => layer.get(name)),
        [tensorOf(layer.args, 'input')],
      );
    },
  }),
];

export const normalizationLayers: Readonly<Record<string, PyClass>> = Object.fromEntries(
  types.map((type) => [type.name, type]),
);

/** A function's feature count is its weight's. */
function weighted(args: Bound): readonly (number | null)[] {
  const shape = shapeOf(args.value('weight')) ?? shapeOf(args.value('running_mean'));
  const [features] = shape ?? [];
  return [typeof features === 'number' ? features : null];
}

export const normalizationFunctions: FunctionTable = {
  batch_norm: [
    'input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05',
    (args) => {
      const shape = shapeOf(args.value('input'));
      if (shape && shape.length < 2)
        refuse(
          args,
          'rank-mismatch',
          said('{0} needs at least {1} dimensions: {2}.', 'batch_norm', 2, shapeText(shape)),
        );
      else if (args.value('training') === true) checkBatch(args, shape);
      return emit(args, 'batch_norm', operation('batch', weighted(args), 1, given(args)), [
        tensorOf(args, 'input'),
      ]);
    },
  ],
  instance_norm: [
    'input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05',
    (args) => {
      if (args.value('use_input_stats') === true)
        checkCells(args, shapeOf(args.value('input'))?.slice(2) ?? null);
      return emit(args, 'instance_norm', operation('instance', weighted(args), 1, given(args)), [
        tensorOf(args, 'input'),
      ]);
    },
  ],
  layer_norm: [
    'input, normalized_shape, weight=None, bias=None, eps=1e-05, cudnn_enable=True',
    (args) => {
      const shape = trailing(args.value('normalized_shape'));
      return emit(args, 'layer_norm', operation('layer', shape, -shape.length, given(args)), [
        tensorOf(args, 'input'),
      ]);
    },
  ],
  rms_norm: [
    'input, normalized_shape, weight=None, eps=None',
    (args) => {
      const shape = trailing(args.value('normalized_shape'));
      return emit(args, 'rms_norm', operation('rms', shape, -shape.length), [tensorOf(args, 'input')]);
    },
  ],
  group_norm: [
    'input, num_groups, weight=None, bias=None, eps=1e-05',
    (args) => {
      const groups = toNumber(args.value('num_groups'));
      const rule = operation('group', weighted(args), 1, { groups, ...given(args) });
      checkChannels(args);
      checkGroups(args, groups, shapeOf(args.value('input')));
      return emit(args, 'group_norm', rule, [tensorOf(args, 'input')]);
    },
  ],
  local_response_norm: [
    'input, size, alpha=0.0001, beta=0.75, k=1.0',
    (args) => localResponded(args, (name) => args.value(name)),
  ],
  normalize: [
    'input, p=2.0, dim=1, eps=1e-12, out=None',
    (args) => {
      const input = tensorOf(args, 'input');
      if (input.shape) dimension(args, args.value('dim'), input.shape);
      return emit(args, 'normalize', operation('l2', [], toNumber(args.value('dim')) ?? 1), [input]);
    },
  ],
};
