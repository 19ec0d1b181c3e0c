import type { FieldSpec } from './field-spec.ts';
import { defineLayer } from './layer-spec.ts';
import { dilation, kernelSize, padding, rounding, stride } from './windows.ts';

const window = {
  kernel_size: { ...kernelSize, required: true },
  stride: { ...stride, description: `${stride.description} Default: the kernel size.` },
  padding,
} as const satisfies Readonly<Record<string, FieldSpec>>;

export const maxPool = defineLayer({
  name: 'max_pool',
  synonyms: ['max_pooling'],
  description: 'The largest value of each window.',
  shorthand: 'kernel_size',
  rounds: true,
  fields: { ...window, dilation, rounding },
  build(read) {
    const kernel = read.perAxis('kernel_size', null);
    return {
      kind: 'pool',
      mode: 'max',
      kernel,
      stride: read.perAxis('stride', kernel),
      padding: read.padding('padding'),
      dilation: read.perAxis('dilation', 1),
      countIncludePadding: true,
      rounding: read.rounding(),
      layout: 'channels-first',
    };
  },
});

export const avgPool = defineLayer({
  name: 'avg_pool',
  synonyms: ['average_pool', 'average_pooling', 'avg_pooling', 'mean_pool'],
  description: 'The average of each window.',
  shorthand: 'kernel_size',
  rounds: true,
  fields: {
    ...window,
    rounding,
    count_include_pad: {
      type: { kind: 'switch' },
      description: 'Whether padding cells count in the average. Default true.',
    },
    divisor_override: {
      type: { kind: 'number' },
      description: 'What each sum is divided by instead of the number of its cells.',
    },
  },
  build(read) {
    const kernel = read.perAxis('kernel_size', null);
    const divisor = read.number('divisor_override');
    return {
      kind: 'pool',
      mode: 'average',
      kernel,
      stride: read.perAxis('stride', kernel),
      padding: read.padding('padding'),
      dilation: kernel.map(() => 1),
      countIncludePadding: read.switch('count_include_pad', true),
      ...(divisor === null ? {} : { divisorOverride: divisor }),
      rounding: read.rounding(),
      layout: 'channels-first',
    };
  },
});

const outputSize = {
  type: { kind: 'per-axis', minimum: 1, keeps: true },
  description: 'Size of the output: one number, or one for each axis; null keeps the size of that axis.',
  source: 'outputSize',
  required: true,
} as const satisfies FieldSpec;

const keepDim = {
  type: { kind: 'switch' },
  description: 'Whether the spatial axes stay, with size 1. Default true.',
} as const satisfies FieldSpec;

export const poolsWithoutWindow = (['max', 'average'] as const).flatMap((mode) => {
  const short = mode === 'max' ? 'max' : 'avg';
  const words = mode === 'max' ? 'largest value' : 'average';
  const synonyms = (kind: string): string[] =>
    mode === 'max'
      ? [`${kind}_max_pooling`]
      : [`${kind}_average_pool`, `${kind}_average_pooling`, `${kind}_avg_pooling`];
  return [
    defineLayer({
      name: `adaptive_${short}_pool`,
      synonyms: synonyms('adaptive'),
      description: `The ${words} of windows that are laid so that the output has a given size.`,
      shorthand: 'output_size',
      fields: { output_size: outputSize },
      build: (read) => ({
        kind: 'adaptive-pool',
        mode,
        outputSize: read.sizesOrInput('output_size'),
        layout: 'channels-first',
      }),
    }),
    defineLayer({
      name: `global_${short}_pool`,
      synonyms: synonyms('global'),
      description: `The ${words} of each channel.`,
      fields: { keepdim: keepDim },
      build: (read) => ({
        kind: 'global-pool',
        mode,
        keepAxes: read.switch('keepdim', true),
        layout: 'channels-first',
      }),
    }),
  ];
});
