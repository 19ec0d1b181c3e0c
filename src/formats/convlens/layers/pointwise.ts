import type { FieldSpec } from './field-spec.ts';
import { defineLayer, type LayerSpec } from './layer-spec.ts';

const number = (description: string): FieldSpec => ({ type: { kind: 'number' }, description });

interface Activation {
  readonly name: string;
  readonly synonyms?: readonly string[];
  readonly description: string;
  readonly fields?: Readonly<Record<string, FieldSpec>>;
}

/** Layers that change values only; their fields change no shape. */
const activations: readonly Activation[] = [
  { name: 'relu', description: 'Replaces negative values by 0.' },
  { name: 'relu6', description: 'Limits values to 0 … 6.' },
  {
    name: 'leaky_relu',
    synonyms: ['leaky'],
    description: 'Scales negative values down.',
    fields: { negative_slope: number('What negative values are multiplied with. Default 0.01.') },
  },
  {
    name: 'elu',
    description: 'Exponential linear unit.',
    fields: { alpha: number('Limit for negative values. Default 1.') },
  },
  { name: 'selu', description: 'Scaled exponential linear unit.' },
  {
    name: 'celu',
    description: 'Continuous exponential linear unit.',
    fields: { alpha: number('Limit for negative values. Default 1.') },
  },
  { name: 'gelu', description: 'Gaussian error linear unit.' },
  { name: 'silu', synonyms: ['swish'], description: 'x times its sigmoid.' },
  { name: 'mish', description: 'x times the tanh of its softplus.' },
  { name: 'sigmoid', synonyms: ['logistic'], description: 'Maps values to 0 … 1.' },
  { name: 'tanh', description: 'Maps values to −1 … 1.' },
  { name: 'softplus', description: 'A smooth relu.' },
  { name: 'softsign', description: 'x divided by 1 + |x|.' },
  { name: 'hardswish', synonyms: ['hard_swish'], description: 'A piecewise silu.' },
  { name: 'hardsigmoid', synonyms: ['hard_sigmoid'], description: 'A piecewise sigmoid.' },
  { name: 'hardtanh', synonyms: ['hard_tanh'], description: 'Limits values to −1 … 1.' },
];

const activationLayers = activations.map(({ name, synonyms = [], description, fields = {} }) =>
  defineLayer({
    name,
    synonyms,
    description,
    fields,
    build(read) {
      const constant = (field: string, byDefault: number) => {
        const given = read.number(field);
        return read.has(field) ? (given ?? undefined) : byDefault;
      };
      const negativeSlope = 'negative_slope' in fields ? constant('negative_slope', 0.01) : undefined;
      const alpha = 'alpha' in fields ? constant('alpha', 1) : name === 'softplus' ? 1 : undefined;
      return {
        kind: 'elementwise',
        role: 'activation',
        name,
        ...(negativeSlope !== undefined && { negativeSlope }),
        ...(alpha !== undefined && { alpha }),
        ...(name === 'hardtanh' && { minimum: -1, maximum: 1 }),
      };
    },
  }),
);

const prelu = defineLayer({
  name: 'prelu',
  synonyms: [],
  description: 'Scales negative values by learned numbers.',
  fields: {
    num_parameters: {
      type: { kind: 'whole', minimum: 1 },
      description: 'Learned numbers: 1, or one for each channel. Default 1.',
    },
  },
  build: (read) => ({
    kind: 'elementwise',
    role: 'activation',
    name: 'prelu',
    learned: (read.whole('num_parameters', 1) ?? 1) > 1 ? 'per-channel' : 'shared',
  }),
});

const softmaxes = ['softmax', 'log_softmax'].map((name) =>
  defineLayer({
    name,
    synonyms: [],
    description: 'Turns values into probabilities along one dimension.',
    fields: {
      dim: {
        type: { kind: 'whole' },
        description: 'The dimension that sums to 1; 1 is the channels. Default 1.',
      },
    },
    shorthand: 'dim',
    build(read) {
      const axis = read.whole('dim', 1);
      return { kind: 'elementwise', role: 'softmax', name, ...(axis !== null && { axis }) };
    },
  }),
);

const dropout = defineLayer({
  name: 'dropout',
  synonyms: ['alpha_dropout', 'drop_path', 'spatial_dropout', 'stochastic_depth'],
  description: 'Sets values to 0 at random while training.',
  shorthand: 'p',
  fields: { p: number('How likely a value is dropped. Default 0.5.') },
  build(read) {
    read.number('p');
    return { kind: 'elementwise', role: 'dropout', name: 'dropout' };
  },
});

const identity = defineLayer({
  name: 'identity',
  synonyms: ['noop', 'pass'],
  description: 'Passes its input on; gives a place a name.',
  fields: {},
  build: () => ({ kind: 'elementwise', role: 'identity', name: 'identity' }),
});

export const pointwiseLayers: readonly LayerSpec[] = [
  ...activationLayers,
  prelu,
  ...softmaxes,
  dropout,
  identity,
];
