import type { PaddingMode, PaddingSides } from '../../../model/graph/operation.ts';
import type { FieldReader } from '../field-reader.ts';
import type { FieldSpec } from './field-spec.ts';
import { defineLayer, type LayerSpec } from './layer-spec.ts';

const modes = ['nearest', 'bilinear', 'bicubic', 'area', 'trilinear', 'linear'] as const;

const upsample = defineLayer({
  name: 'upsample',
  synonyms: ['interpolate', 'resize', 'up_sampling'],
  description: 'Makes a feature map larger without learning.',
  shorthand: 'scale_factor',
  fields: {
    scale_factor: {
      type: { kind: 'per-axis', minimum: 0, fractional: true },
      description: 'By how much: one number, or one for each axis.',
      source: 'scale',
    },
    size: {
      type: { kind: 'per-axis', minimum: 1 },
      description: 'The size itself, instead of `scale_factor`.',
      source: 'outputSize',
    },
    mode: {
      type: { kind: 'choice', choices: modes },
      description: 'How values in between are found. Default nearest.',
    },
  },
  build(read) {
    const factors = read.perAxis('scale_factor', null);
    const sizes = read.perAxis('size', null);
    if (!read.has('size') && !read.has('scale_factor')) read.missing('scale_factor');
    return {
      kind: 'upsample',
      mode: read.choice('mode', modes, 'nearest'),
      target: read.has('size') ? { kind: 'size', sizes } : { kind: 'scale', factors },
      sampling: 'half-pixel',
      layout: 'channels-first',
    };
  },
});

const padModes = ['constant', 'reflect', 'replicate', 'circular'] as const;

const sideNames = ['before', 'after', 'top', 'bottom', 'left', 'right', 'front', 'back'] as const;
type SideName = (typeof sideNames)[number];

const sideFields = Object.fromEntries(
  sideNames.map((name) => [
    name,
    {
      type: { kind: 'whole', minimum: 0 },
      description:
        name === 'before' || name === 'after' ? `Cells ${name} every axis.` : `Cells at the ${name}.`,
    },
  ]),
) as Readonly<Record<SideName, FieldSpec>>;

/** The sides from one field for all of them, or else from a field for each. */
function readSides<Name extends string>(
  read: FieldReader<Name | SideName>,
  all: Name,
): readonly PaddingSides[] {
  const isNamed = sideNames.some((name) => read.has(name));
  const before = read.whole('before', 0);
  const after = read.whole('after', 0);
  const named = [
    { before: read.whole('front', before), after: read.whole('back', after) },
    { before: read.whole('top', before), after: read.whole('bottom', after) },
    { before: read.whole('left', before), after: read.whole('right', after) },
  ].slice(-read.axes);
  if (!isNamed && !read.has(all)) read.missing(all);
  const sides = read.sides(all);
  return isNamed && !read.has(all) ? named : sides;
}

const pad = defineLayer({
  name: 'pad',
  synonyms: ['zero_pad', 'zero_padding', 'padding', 'constant_pad', 'reflection_pad', 'replication_pad'],
  description: 'Adds cells around its input.',
  shorthand: 'padding',
  fields: {
    padding: {
      type: { kind: 'padding', words: false },
      description:
        'Cells to add: one number, one for each axis, [before, after] for each axis, or sides by name.',
      source: 'padding',
    },
    ...sideFields,
    mode: {
      type: { kind: 'choice', choices: padModes },
      description: 'What the cells hold. Default constant.',
    },
    value: { type: { kind: 'number' }, description: 'The constant. Default 0.' },
  },
  build(read) {
    const value = read.number('value');
    return {
      kind: 'pad',
      sides: readSides(read, 'padding'),
      mode: paddingMode(read.choice('mode', padModes, 'constant')),
      ...(read.has('value') && { value }),
      layout: 'channels-first',
    };
  },
});

const crop = defineLayer({
  name: 'crop',
  synonyms: ['cropping', 'center_crop'],
  description: 'Takes cells off the edges of its input.',
  shorthand: 'cropping',
  fields: {
    cropping: {
      type: { kind: 'padding', words: false },
      description:
        'Cells to take off: one number, one for each axis, [before, after] for each axis, or sides by name.',
      source: 'padding',
    },
    ...sideFields,
  },
  build: (read) => ({
    kind: 'pad',
    sides: readSides(read, 'cropping').map(negated),
    mode: 'zeros',
    layout: 'channels-first',
  }),
});

/** A constant that is not 0 changes no size either. */
function paddingMode(mode: (typeof padModes)[number]): PaddingMode {
  return mode === 'constant' ? 'zeros' : mode;
}

function negated({ before, after }: PaddingSides): PaddingSides {
  return { before: before === null ? null : 0 - before, after: after === null ? null : 0 - after };
}

const shuffles = (['shuffle', 'unshuffle'] as const).map((direction) =>
  defineLayer({
    name: `pixel_${direction}`,
    synonyms: direction === 'shuffle' ? ['depth_to_space'] : ['space_to_depth', 'reorg', 'focus'],
    description:
      direction === 'shuffle'
        ? 'Turns channels into space: r² channels become one, r times as wide and high.'
        : 'Turns space into channels: each r × r square becomes r² channels.',
    shorthand: 'factor',
    fields: {
      factor: { type: { kind: 'whole', minimum: 1 }, description: 'r.', source: 'scale', required: true },
    },
    build: (read) => ({
      kind: 'pixel-shuffle',
      direction,
      factor: read.whole('factor', null),
      layout: 'channels-first',
    }),
  }),
);

export const resizingLayers: readonly LayerSpec[] = [upsample, pad, crop, ...shuffles];
