import type { Elementwise, Normalization, Operation } from '../../../model/graph/operation.ts';
import { listItems, type LayerConfig } from '../config.ts';
import { activationLayer, namedActivation } from './activation.ts';
import type { LayerRule } from './layer-rule.ts';

const activations = ['ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU'];
const dropouts = [
  ...['Dropout', 'SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D', 'AlphaDropout'],
  ...['GaussianDropout', 'GaussianNoise', 'DropBlock2D', 'StochasticDepth'],
];
/** Layers that pass shapes on: masks, and what prepares values and images without changing their size. */
const identities = [
  ...['Identity', 'Masking', 'ActivityRegularization', 'Rescaling', 'Normalization', 'UnitNormalization'],
  ...['RandomFlip', 'RandomRotation', 'RandomZoom', 'RandomTranslation', 'RandomShear', 'RandomPerspective'],
  ...['RandomContrast', 'RandomBrightness', 'RandomColorJitter', 'RandomColorDegeneration', 'RandomHue'],
  ...['RandomSaturation', 'RandomSharpness', 'RandomGrayscale', 'RandomInvert', 'RandomPosterization'],
  ...['RandomGaussianBlur', 'RandomErasing', 'RandomElasticTransform', 'RandAugment', 'AugMix'],
  ...['AutoContrast', 'Equalization', 'Solarization', 'CutMix', 'MixUp'],
];

function elementwise(role: Elementwise['role'], name: string): LayerRule {
  return () => ({ kind: 'elementwise', role, name: name.toLowerCase() });
}

const activation: LayerRule = (config) => {
  const name = config.text('activation') ?? 'activation';
  return name === 'softmax'
    ? { kind: 'elementwise', role: 'softmax', name, axis: -1 }
    : { kind: 'elementwise', role: 'activation', ...namedActivation(name) };
};

const softmax: LayerRule = (config) => ({
  kind: 'elementwise',
  role: 'softmax',
  name: 'softmax',
  axis: axisOf(config),
});

/** One value per channel where all other axes share it; else one for each value that is not shared. */
const prelu: LayerRule = (config, { declaredInput }) => {
  const shared = config.wholes('shared_axes', null, 1) ?? [];
  const base = { kind: 'elementwise', role: 'activation', name: 'prelu' } as const;
  const others = declaredInput?.slice(1).map((_size, index) => index + 1) ?? [];
  const [own, ...more] = others.filter((axis) => !shared.includes(axis));
  if (own === undefined || more.length > 0) return { kind: 'unknown', outputs: 1, declared: declaredInput };
  return { ...base, learned: 'per-channel', axis: own };
};

/** keras/src/layers/normalization/batch_normalization.py: two learned and two moving values per channel. */
const batchNormalization: LayerRule = (config) => ({
  kind: 'normalization',
  name: 'batch',
  features: [],
  axis: axisOf(config),
  ...valuesOf(config),
  parametersPerFeature: learnedValues(config) + 2,
});

function channelNormalization(name: 'group' | 'instance') {
  return (config: LayerConfig): Operation => ({
    kind: 'normalization',
    name,
    features: [],
    axis: axisOf(config),
    ...(name === 'group' ? { groups: config.whole('groups', 'groups', -1, 32) } : {}),
    ...valuesOf(config),
    parametersPerFeature: learnedValues(config),
  });
}

/** Over one axis; over several ones the number of values is left open. */
const layerNormalization: LayerRule = (config) => {
  const axes = listItems(config.value('axis'));
  return {
    kind: 'normalization',
    name: 'layer',
    features: axes !== null && axes.length > 1 ? axes.map(() => null) : [],
    axis: axes !== null && axes.length > 1 ? -axes.length : axisOf(config),
    ...valuesOf(config),
    parametersPerFeature: learnedValues(config),
  };
};

const rmsNormalization: LayerRule = (config) => ({
  kind: 'normalization',
  name: 'rms',
  features: [],
  axis: axisOf(config),
  parametersPerFeature: 1,
});

function axisOf(config: LayerConfig): number {
  return config.wholes('axis', 'axis', -8)?.[0] ?? -1;
}

/** All normalizations of Keras add 0.001 unless told otherwise. */
function valuesOf(config: LayerConfig): Pick<Normalization, 'epsilon' | 'learned'> {
  return {
    epsilon: config.number('epsilon', 1e-3),
    learned: { scale: config.switch('scale', true), shift: config.switch('center', true) },
  };
}

function learnedValues(config: LayerConfig): number {
  return (config.switch('scale', true) ? 1 : 0) + (config.switch('center', true) ? 1 : 0);
}

export const pointwiseRules: readonly (readonly [string, LayerRule])[] = [
  ...activations.map((name): [string, LayerRule] => [
    name,
    (config) => ({ kind: 'elementwise', role: 'activation', ...activationLayer(name, config) }),
  ]),
  ...dropouts.map((name): [string, LayerRule] => [name, elementwise('dropout', name)]),
  ...identities.map((name): [string, LayerRule] => [name, elementwise('identity', name)]),
  ['Softmax', softmax],
  ['Activation', activation],
  ['PReLU', prelu],
  ['BatchNormalization', batchNormalization],
  ['BatchNormalizationV1', batchNormalization],
  ['SyncBatchNormalization', batchNormalization],
  ['GroupNormalization', channelNormalization('group')],
  ['InstanceNormalization', channelNormalization('instance')],
  ['LayerNormalization', layerNormalization],
  ['RMSNormalization', rmsNormalization],
];
