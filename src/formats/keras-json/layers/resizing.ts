import type { Operation, PaddingSides, Upsample, Value } from '../../../model/graph/operation.ts';
import type { LayerConfig } from '../config.ts';
import { perRank, type LayerRule } from './layer-rule.ts';

/** keras/src/layers/reshaping/zero_padding2d.py */
function zeroPadding(config: LayerConfig, axes: number): Operation {
  return { kind: 'pad', sides: config.sides('padding', axes), mode: 'zeros', layout: config.layout() };
}

/** keras/src/layers/reshaping/cropping2d.py */
function cropping(config: LayerConfig, axes: number): Operation {
  const sides = config.sides('cropping', axes).map(negated);
  return { kind: 'pad', sides, mode: 'zeros', layout: config.layout() };
}

function negated({ before, after }: PaddingSides): PaddingSides {
  const minus = (value: Value): Value => (value === null ? null : 0 - value);
  return { before: minus(before), after: minus(after) };
}

/** keras/src/layers/reshaping/up_sampling2d.py; UpSampling1D repeats each step. */
function upSampling(config: LayerConfig, axes: number): Operation {
  return {
    kind: 'upsample',
    mode: interpolation(config),
    target: { kind: 'scale', factors: config.perAxis('size', 'scale', axes, 2) },
    sampling: 'half-pixel',
    layout: config.layout(),
  };
}

function interpolation(config: LayerConfig): Upsample['mode'] {
  const word = config.text('interpolation');
  return word === 'bilinear' || word === 'bicubic' || word === 'area' ? word : 'nearest';
}

/** keras/src/layers/preprocessing/image_preprocessing/resizing.py; CenterCrop and RandomCrop give the same sizes. */
const resizing: LayerRule = (config) => ({
  kind: 'upsample',
  mode: interpolation(config),
  target: {
    kind: 'size',
    sizes: [config.whole('height', 'outputSize', 1), config.whole('width', null, 1)],
  },
  layout: config.layout(),
});

export const resizingRules: readonly (readonly [string, LayerRule])[] = [
  ...perRank((rank) => `ZeroPadding${rank}`, zeroPadding),
  ...perRank((rank) => `Cropping${rank}`, cropping),
  ...perRank((rank) => `UpSampling${rank}`, upSampling),
  ['Resizing', resizing],
  ['CenterCrop', resizing],
  ['RandomCrop', resizing],
];
