import type { Operation, Upsample } from '../../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { sameDim, shapesDiffer } from '../../../../model/shapes/dims.ts';
import { inferOperation } from '../../../../model/shapes/infer-operation.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyFloat } from '../../interpreter/atoms.ts';
import { PyList, PyTuple, Unknown, type PyClass, type Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { argumentPlace, refuse, refuseWord, takesRank } from '../refusals.ts';
import { listed, perAxis, shapeOf, toNumber } from '../tensors.ts';
import { takesWholeSizes, wholeCount } from '../whole-count.ts';
import { said } from '../../../../model/text/text.ts';
import { numbersText, spatialText } from '../counts.ts';

const modes: Readonly<Record<string, Upsample['mode']>> = {
  nearest: 'nearest',
  'nearest-exact': 'nearest',
  linear: 'linear',
  bilinear: 'bilinear',
  bicubic: 'bicubic',
  trilinear: 'trilinear',
  area: 'area',
};

/** `size` or `scale_factor`, one for all axes or one for each. */
function resized(args: Bound, size: Value, scale: Value, mode: Value, corners: Value): Value {
  const input = tensorOf(args, 'input');
  const rank = input.shape ? Math.max(0, input.shape.length - 2) : (listed(size) ?? listed(scale))?.length;
  if (rank === undefined) return emitShape(args, 'interpolate', null, [input]);
  checkResize(args, size, scale, mode, corners, input.shape);
  if (input.shape?.slice(mode === 'area' ? 2 : 1).includes(0) === true)
    refuse(args, 'impossible', said('There is nothing to resize: {0} is empty.', shapeText(input.shape)));
  const operation: Operation = {
    kind: 'upsample',
    mode: modes[typeof mode === 'string' ? mode : 'nearest'] ?? 'nearest',
    target:
      size === null
        ? { kind: 'scale', factors: perAxis(scale, rank) }
        : { kind: 'size', sizes: perAxis(size, rank) },
    ...(mode === 'nearest-exact' || isSet(args, 'antialias') ? {} : samplingOf(corners)),
    layout: 'channels-first',
  };
  return emit(args, 'interpolate', operation, [input]);
}

function checkRecomputed(args: Bound, size: Value, recomputed: Value): void {
  if (size !== null && recomputed === true)
    refuse(args, 'invalid-value', 'recompute_scale_factor has no meaning where size is given.');
}

/** torch/nn/functional.py, interpolate. */
function checkResize(
  args: Bound,
  size: Value,
  scale: Value,
  mode: Value,
  corners: Value,
  shape: Shape,
): void {
  const rank = shape ? shape.length - 2 : null;
  if (size !== null && scale !== null)
    refuse(args, 'invalid-value', 'Give either size or scale_factor, not both.');
  if (size === null && scale === null) refuse(args, 'invalid-value', 'Give size or scale_factor.');
  refuseWord(args, 'interpolate', 'mode', mode, Object.keys(modes));
  takesWholeSizes(args, [size], 'size');
  if (args.takes('recompute_scale_factor')) checkRecomputed(args, size, args.value('recompute_scale_factor'));
  if (isSet(args, 'antialias') && mode !== 'bilinear' && mode !== 'bicubic' && typeof mode === 'string')
    refuse(
      args,
      'invalid-value',
      said("antialias works in the modes 'bilinear' and 'bicubic', not in '{0}'.", mode),
    );
  if (
    rank !== null &&
    shape &&
    (rank < 1 || rank > 3) &&
    (mode === 'area' || (typeof mode === 'string' && mode.startsWith('nearest')))
  )
    takesRank(args, 'interpolate', shape, [3, 4, 5]);
  const given = listed(size) ?? listed(scale);
  if (given && rank !== null && given.length !== rank)
    refuse(
      args,
      'rank-mismatch',
      said(
        '{0} for {1}: there must be one for each of its {2}.',
        numbersText(given.length),
        shapeText(shape),
        spatialText(rank),
      ),
    );
  if (typeof mode !== 'string' || corners === null || corners instanceof Unknown) return;
  if (mode === 'area' || mode.startsWith('nearest'))
    refuse(args, 'invalid-value', said("align_corners belongs to linear modes: '{0}' takes none.", mode));
}

/** `align_corners`: None is False. */
function samplingOf(corners: Value): Pick<Upsample, 'sampling'> {
  if (corners === true) return { sampling: 'corners' };
  return corners === null || corners === false ? { sampling: 'half-pixel' } : {};
}

const isSet = (args: Bound, name: string): boolean =>
  args.takes(name) && args.value(name) !== false && args.value(name) !== null;

function upsample(name: string, mode: string | null): PyClass {
  return layerClass(name, {
    signature:
      mode === null
        ? 'size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None'
        : 'size=None, scale_factor=None',
    state: (args) => {
      const factor = args.value('scale_factor');
      if (factor instanceof PyList)
        args.vm.hooks.report({
          code: 'refused-hyperparameter',
          message: 'scale_factor is a list: PyTorch takes a number or a tuple.',
          place: argumentPlace(args, 'scale_factor') ?? args.vm.place,
        });
      return { attributes: { mode: mode ?? args.value('mode'), scale_factor: floats(factor) } };
    },
    forward: (layer) => {
      checkRecomputed(layer.args, layer.get('size'), layer.get('recompute_scale_factor'));
      return resized(
        layer.args,
        layer.get('size'),
        layer.get('scale_factor'),
        layer.get('mode'),
        name === 'UpsamplingBilinear2d' ? true : layer.get('align_corners'),
      );
    },
  });
}

/** Upsample keeps its factors as floats. */
function floats(value: Value): Value {
  const items = listed(value);
  if (items) return new PyTuple(items.map(floats));
  return typeof value === 'number' ? new PyFloat(value) : value;
}

function shuffled(args: Bound, direction: 'shuffle' | 'unshuffle', factor: Value): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  // Whatever stands before the channels stays as it is.
  if (shape && shape.length > 4) {
    const front = shape.slice(0, -4);
    const operation = shuffleOperation(direction, factor);
    const { findings, outputShapes } = inferOperation(operation, [shape.slice(-4)], 'pytorch');
    if (findings.length > 0)
      refuse(
        args,
        'impossible',
        said('{0} cannot be shuffled by {1}.', shapeText(shape), toNumber(factor) ?? 0),
      );
    const [inner = null] = outputShapes;
    return emitShape(args, `pixel_${direction}`, inner && [...front, ...inner], [input]);
  }
  return emit(args, `pixel_${direction}`, shuffleOperation(direction, factor), [input]);
}

function shuffleOperation(direction: 'shuffle' | 'unshuffle', factor: Value): Operation {
  return { kind: 'pixel-shuffle', direction, factor: toNumber(factor), layout: 'channels-first' };
}

/** aten/src/ATen/native/ChanelShuffle.cpp: channels in as many groups, each dealt out in turn. */
function channelShuffled(args: Bound, given: Value): Value {
  const shape = shapeOf(args.value('input'));
  const [channels, groups] = [shape?.[1], toNumber(given)];
  if (shape && shape.length < 3)
    refuse(
      args,
      'rank-mismatch',
      said('channel_shuffle takes more than 2 dimensions, {0} has {1}.', shapeText(shape), shape.length),
    );
  else if (typeof channels === 'number' && groups !== null && groups >= 1 && channels % groups !== 0)
    refuse(
      args,
      'groups-mismatch',
      said('{0} channels cannot be divided into {1} groups.', channels, groups),
    );
  return emit(args, 'channel_shuffle', { kind: 'elementwise', role: 'identity', name: 'channel-shuffle' }, [
    tensorOf(args, 'input'),
  ]);
}

export const resizeLayers: Readonly<Record<string, PyClass>> = {
  Upsample: upsample('Upsample', null),
  UpsamplingNearest2d: upsample('UpsamplingNearest2d', 'nearest'),
  UpsamplingBilinear2d: upsample('UpsamplingBilinear2d', 'bilinear'),
  PixelShuffle: layerClass('PixelShuffle', {
    signature: 'upscale_factor',
    state: (args) => ({
      attributes: { upscale_factor: wholeCount(args, 'upscale_factor') ?? args.value('upscale_factor') },
    }),
    forward: (layer) => shuffled(layer.args, 'shuffle', layer.get('upscale_factor')),
  }),
  PixelUnshuffle: layerClass('PixelUnshuffle', {
    signature: 'downscale_factor',
    state: (args) => ({
      attributes: {
        downscale_factor: wholeCount(args, 'downscale_factor') ?? args.value('downscale_factor'),
      },
    }),
    forward: (layer) => shuffled(layer.args, 'unshuffle', layer.get('downscale_factor')),
  }),
  ChannelShuffle: layerClass('ChannelShuffle', {
    signature: 'groups',
    forward: (layer) => channelShuffled(layer.args, layer.get('groups')),
  }),
};

const interpolate =
  'input, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None, antialias=False';

function interpolated(args: Bound): Value {
  return resized(
    args,
    args.value('size'),
    args.value('scale_factor'),
    args.value('mode'),
    args.value('align_corners'),
  );
}

/** aten/src/ATen/native/GridSamplerUtils.h: as many numbers for a place as there are axes, and a grid for each sample. */
function checkGrid(args: Bound, input: readonly Dim[], grid: readonly Dim[]): void {
  const axes = input.length - 2;
  const places = grid.at(-1);
  if (!takesRank(args, 'grid_sample', input, [4, 5])) return;
  if (grid.length !== input.length)
    refuse(
      args,
      'rank-mismatch',
      said('The grid {0} must have as many dimensions as the input {1}.', shapeText(grid), shapeText(input)),
    );
  else if (typeof places === 'number' && places !== axes)
    refuse(
      args,
      'reshape-mismatch',
      said('The grid {0} must hold {1} numbers for each place, not {2}.', shapeText(grid), axes, places),
    );
  else if (sameDim(input[0] ?? null, grid[0] ?? null) === 'no')
    refuse(
      args,
      'join-mismatch',
      said('The input {0} and the grid {1} are of different batches.', shapeText(input), shapeText(grid)),
    );
}

/** torch/nn/functional.py, affine_grid: a matrix for each sample, with a row for each axis. */
function checkAffine(args: Bound, size: readonly (number | null)[]): void {
  const theta = shapeOf(args.value('theta'));
  const axes = size.length - 2;
  const needed = [size[0] ?? null, axes, axes + 1];
  if (theta && shapesDiffer(needed, theta))
    refuse(
      args,
      'join-mismatch',
      said('affine_grid takes matrices of {0}, not {1}.', shapeText(needed), shapeText(theta)),
    );
}

/** Samples at a grid of places: the grid's sizes, the input's channels. */
function sampled(args: Bound): Value {
  const input = shapeOf(args.value('input'));
  const grid = shapeOf(args.value('grid'));
  if (input && grid) checkGrid(args, input, grid);
  const shape = input && grid ? [input[0] ?? null, input[1] ?? null, ...grid.slice(1, -1)] : null;
  refuseWord(args, 'grid_sample', 'mode', args.value('mode'), ['bilinear', 'nearest', 'bicubic']);
  refuseWord(args, 'grid_sample', 'padding_mode', args.value('padding_mode'), [
    'zeros',
    'border',
    'reflection',
  ]);
  return emitShape(args, 'grid_sample', shape, [tensorOf(args, 'input'), tensorOf(args, 'grid')]);
}

export const resizeFunctions: FunctionTable = {
  interpolate: [interpolate, interpolated],
  upsample: [interpolate, interpolated],
  upsample_nearest: [interpolate, interpolated],
  upsample_bilinear: [
    interpolate,
    (args) => resized(args, args.value('size'), args.value('scale_factor'), 'bilinear', true),
  ],
  pixel_shuffle: ['input, upscale_factor', (args) => shuffled(args, 'shuffle', args.value('upscale_factor'))],
  pixel_unshuffle: [
    'input, downscale_factor',
    (args) => shuffled(args, 'unshuffle', args.value('downscale_factor')),
  ],
  native_channel_shuffle: ['input, groups', (args) => channelShuffled(args, args.value('groups'))],
  channel_shuffle: ['input, groups', (args) => channelShuffled(args, args.value('groups'))],
  grid_sample: ['input, grid, mode="bilinear", padding_mode="zeros", align_corners=None', sampled],
  affine_grid: [
    'theta, size, align_corners=None',
    (args) => {
      const size = listed(args.value('size'))?.map((each) => toNumber(each));
      if (size) checkAffine(args, size);
      const shape = size ? [size[0] ?? null, ...size.slice(2), size.length - 2] : null;
      return emitShape(args, 'affine_grid', shape, [tensorOf(args, 'theta')]);
    },
  ],
};
