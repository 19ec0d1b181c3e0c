import type { Normalization } from '../../../model/graph/operation.ts';
import type { FieldSpec } from './field-spec.ts';
import { defineLayer, type LayerSpec } from './layer-spec.ts';

const features = (description: string): FieldSpec => ({
  type: { kind: 'whole', minimum: 1 },
  description,
  source: 'features',
});
const affine = (byDefault: boolean): FieldSpec => ({
  type: { kind: 'switch' },
  description: `Whether it learns a factor and an offset for each channel. Default ${byDefault}.`,
});
/** What it keeps per feature; PyTorch's epsilon, which the format does not name. */
function learning(learns: boolean, shift = true): Partial<Normalization> & { parametersPerFeature: number } {
  return {
    parametersPerFeature: learns ? 1 + Number(shift) : 0,
    learned: { scale: learns, shift: learns && shift },
    epsilon: 1e-5,
  };
}

const channelsGiven = 'Channels of the input. Not needed; where given, it is checked.';

const perChannel = (['batch', 'instance'] as const).map((name) =>
  defineLayer({
    name: `${name}_norm`,
    synonyms: [`${name}_normalization`],
    description:
      name === 'batch'
        ? 'Normalises each channel over the batch.'
        : 'Normalises each channel of each image by itself.',
    fields: { num_features: features(channelsGiven), affine: affine(name === 'batch') },
    build(read) {
      const given = read.whole('num_features', null);
      return {
        kind: 'normalization',
        name,
        features: given === null ? [] : [given],
        axis: 1,
        ...learning(read.switch('affine', name === 'batch')),
      };
    },
  }),
);

const groupNorm = defineLayer({
  name: 'group_norm',
  synonyms: ['group_normalization'],
  description: 'Normalises groups of channels of each image.',
  shorthand: 'num_groups',
  fields: {
    num_groups: {
      type: { kind: 'whole', minimum: 1 },
      description: 'Into how many groups the channels are divided.',
      source: 'groups',
      required: true,
    },
    num_channels: features(channelsGiven),
    affine: affine(true),
  },
  build(read) {
    const given = read.whole('num_channels', null);
    return {
      kind: 'normalization',
      name: 'group',
      features: given === null ? [] : [given],
      groups: read.whole('num_groups', null),
      axis: 1,
      ...learning(read.switch('affine', true)),
    };
  },
});

const overTrailing = (['layer', 'rms'] as const).map((name) =>
  defineLayer({
    name: `${name}_norm`,
    synonyms: [`${name}_normalization`],
    description:
      name === 'layer'
        ? 'Normalises over the last dimensions.'
        : 'Divides by the root mean square over the last dimensions.',
    shorthand: 'normalized_shape',
    fields: {
      normalized_shape: {
        type: { kind: 'wholes', minimum: 1 },
        description: 'Sizes of the last dimensions, over which it normalises.',
        source: 'features',
        required: true,
      },
      affine: affine(true),
    },
    build(read) {
      const shape = read.wholes('normalized_shape');
      return {
        kind: 'normalization',
        name,
        features: shape ?? [null],
        axis: -(shape?.length ?? 1),
        ...learning(read.switch('affine', true), name === 'layer'),
      };
    },
  }),
);

const localResponseNorm = defineLayer({
  name: 'local_response_norm',
  synonyms: ['lrn', 'local_response_normalization'],
  description: 'Divides each value by its neighbours in other channels (AlexNet).',
  shorthand: 'size',
  fields: {
    size: { type: { kind: 'whole', minimum: 1 }, description: 'How many channels count as neighbours.' },
    alpha: { type: { kind: 'number' }, description: 'Factor. Default 0.0001.' },
    beta: { type: { kind: 'number' }, description: 'Exponent. Default 0.75.' },
    k: { type: { kind: 'number' }, description: 'Added to the sum. Default 1.' },
  },
  build(read) {
    const constant = (name: 'alpha' | 'beta' | 'k', byDefault: number) => {
      const given = read.number(name);
      return read.has(name) ? given : byDefault;
    };
    return {
      kind: 'normalization',
      name: 'local-response',
      features: [],
      axis: 1,
      parametersPerFeature: 0,
      response: {
        size: read.whole('size', null),
        alpha: constant('alpha', 1e-4),
        beta: constant('beta', 0.75),
        k: constant('k', 1),
      },
    };
  },
});

export const normalizationLayers: readonly LayerSpec[] = [
  ...perChannel,
  groupNorm,
  ...overTrailing,
  localResponseNorm,
];
