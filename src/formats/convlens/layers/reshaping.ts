import type { FieldSpec } from './field-spec.ts';
import { defineLayer, type LayerSpec } from './layer-spec.ts';
import { unreadable } from '../unknown.ts';

const dimension = (description: string): FieldSpec => ({
  type: { kind: 'whole' },
  description,
  source: 'axis',
});

const flatten = defineLayer({
  name: 'flatten',
  synonyms: [],
  description: 'Writes the dimensions from `start_dim` to `end_dim` one after the other.',
  fields: {
    start_dim: dimension('First dimension. Default 1, which keeps the batch.'),
    end_dim: dimension('Last dimension. Default −1, the last one.'),
  },
  build(read) {
    const start = read.whole('start_dim', 1);
    const end = read.whole('end_dim', -1);
    return start === null || end === null ? unreadable() : { kind: 'flatten', start, end };
  },
});

const linear = defineLayer({
  name: 'linear',
  synonyms: ['dense', 'fully_connected', 'fc', 'inner_product'],
  description: 'Matrix product over the last dimension; write `flatten` before it after convolutions.',
  shorthand: 'out_features',
  fields: {
    out_features: {
      type: { kind: 'whole', minimum: 1 },
      description: 'How many values come out.',
      source: 'outFeatures',
      required: true,
    },
    in_features: {
      type: { kind: 'whole', minimum: 1 },
      description: 'How many values go in. Not needed; where given, it is checked.',
      source: 'inFeatures',
    },
    bias: { type: { kind: 'switch' }, description: 'Whether a bias is added. Default true.' },
  },
  build: (read) => ({
    kind: 'linear',
    inFeatures: read.whole('in_features', null),
    outFeatures: read.whole('out_features', null),
    bias: read.switch('bias', true),
    flattens: false,
  }),
});

const reshape = defineLayer({
  name: 'reshape',
  synonyms: ['view', 'unflatten'],
  description: 'The same values with other sizes.',
  shorthand: 'shape',
  fields: {
    shape: {
      type: { kind: 'wholes' },
      description: 'New sizes without the batch; one may be −1, which is what remains.',
      source: 'dims',
      required: true,
    },
  },
  build: (read) => ({ kind: 'reshape', dims: read.wholes('shape') ?? [null], keepsBatch: true }),
});

const permute = defineLayer({
  name: 'permute',
  synonyms: ['transpose'],
  description: 'Changes the order of the dimensions.',
  shorthand: 'dims',
  fields: {
    dims: {
      type: { kind: 'wholes', minimum: 0 },
      description:
        'The present places of the dimensions in their new order, the batch (0) included: [0, 2, 3, 1].',
      source: 'dims',
      required: true,
    },
  },
  build(read) {
    const order = read.wholes('dims');
    return order === null ? unreadable() : { kind: 'permute', order };
  },
});

const slice = defineLayer({
  name: 'slice',
  synonyms: ['narrow'],
  description: 'Takes a part of one dimension.',
  fields: {
    dim: dimension('The dimension; 1 is the channels. Default 1.'),
    start: { type: { kind: 'whole' }, description: 'First place; negative counts from the end. Default 0.' },
    end: {
      type: { kind: 'whole' },
      description: 'Place behind the last one; negative counts from the end. Default: the end.',
    },
    step: { type: { kind: 'whole', minimum: 1 }, description: 'Takes every n-th place. Default 1.' },
  },
  build(read) {
    const axis = read.whole('dim', 1);
    const start = read.whole('start', 0);
    const end = read.whole('end', null);
    const step = read.whole('step', 1);
    const isKnown = axis !== null && start !== null && step !== null && (end !== null || !read.has('end'));
    return isKnown ? { kind: 'slice', ranges: [{ axis, start, end, step }] } : unreadable();
  },
});

const split = defineLayer({
  name: 'split',
  synonyms: ['chunk'],
  description: 'Cuts one dimension into parts, which other layers take as `name.0`, `name.1`, ….',
  fields: {
    dim: dimension('The dimension; 1 is the channels. Default 1.'),
    parts: { type: { kind: 'whole', minimum: 1 }, description: 'How many equal parts. Default 2.' },
    sizes: {
      type: { kind: 'wholes', minimum: 1 },
      description: 'The size of each part, instead of `parts`.',
      source: 'dims',
    },
  },
  build(read) {
    const axis = read.whole('dim', 1);
    const sizes = read.wholes('sizes');
    const parts = sizes?.length ?? Math.min(read.whole('parts', 2) ?? 1, maximumParts);
    return axis === null ? unreadable(parts) : { kind: 'split', axis, parts, sizes };
  },
});

/** Outputs of one split; more is a typing mistake. */
const maximumParts = 1024;

const reductions = (['mean', 'amax'] as const).map((name) =>
  defineLayer({
    name,
    synonyms: name === 'amax' ? ['reduce_max'] : [`reduce_${name}`],
    description: `Takes the ${name === 'amax' ? 'largest value' : 'mean'} over some dimensions.`,
    shorthand: 'dim',
    fields: {
      dim: {
        type: { kind: 'wholes' },
        description: 'The dimensions that go; 1 is the channels.',
        source: 'axis',
        required: true,
      },
      keepdim: { type: { kind: 'switch' }, description: 'Whether they stay, with size 1. Default false.' },
    },
    build(read) {
      const axes = read.wholes('dim');
      const keepAxes = read.switch('keepdim', false);
      return axes === null ? unreadable() : { kind: 'reduce', axes, keepAxes, name };
    },
  }),
);

const custom = defineLayer({
  name: 'custom',
  synonyms: ['layer', 'module'],
  description: 'A layer of your own: you say what comes out.',
  shorthand: 'output_shape',
  fields: {
    output_shape: {
      type: { kind: 'wholes', minimum: 1 },
      description: 'Sizes of its output without the batch: [channels, height, width].',
      source: 'dims',
      required: true,
    },
    params: { type: { kind: 'whole', minimum: 0 }, description: 'How many values it learns.' },
    macs: { type: { kind: 'whole', minimum: 0 }, description: 'How many multiply-adds it takes.' },
  },
  build(read) {
    const shape = read.wholes('output_shape');
    return {
      kind: 'declared',
      outputs: [shape === null ? null : [read.batch, ...shape]],
      params: read.whole('params', null),
      macs: read.whole('macs', null),
    };
  },
});

export const reshapingLayers: readonly LayerSpec[] = [
  flatten,
  linear,
  reshape,
  permute,
  slice,
  split,
  ...reductions,
  custom,
];
