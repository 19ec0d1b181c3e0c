import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { shapeText } from '../../../model/problems/number-text.ts';
import { said } from '../../../model/text/text.ts';
import type { Bound } from '../interpreter/native.ts';
import { Unknown, type PyClass, type Value } from '../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../torch/declare.ts';
import { emitShape, tensorOf } from '../torch/emit.ts';
import { refuse, takesRank } from '../torch/refusals.ts';
import { perAxis, shapeOf } from '../torch/tensors.ts';

/** Reads a setting from a layer's attributes or a function's arguments. */
type Get = (name: string) => Value;

/**
 * How many regions there are: rows of [image, x1, y1, x2, y2] in one tensor, or a tensor of [x1, y1, x2, y2] for each
 * image (torchvision/ops/_utils.py, check_roi_boxes_shape).
 */
function regionCount(args: Bound, given: Value): Dim {
  const single = shapeOf(given);
  if (single) {
    checkColumns(args, single, 5);
    return single[0] ?? null;
  }
  const listed = typeof given === 'object' && (given?.kind === 'list' || given?.kind === 'tuple');
  const each = listed ? args.vm.items(given) : null;
  if (!each || each instanceof Unknown) return null;
  let count = 0;
  for (const boxes of each) {
    const shape = shapeOf(boxes);
    if (shape) checkColumns(args, shape, 4);
    const [rows] = shape ?? [];
    if (typeof rows !== 'number') return null;
    count += rows;
  }
  return count;
}

function checkColumns(args: Bound, shape: NonNullable<Shape>, columns: 4 | 5): void {
  const found = shape[1];
  if (shape.length === 2 && (typeof found !== 'number' || found === columns)) return;
  refuse(
    args,
    'rank-mismatch',
    columns === 5
      ? said('Regions are rows of 5 numbers, the image first: not {0}.', shapeText(shape))
      : said('Boxes are rows of 4 numbers, not {0}.', shapeText(shape)),
  );
}

/** One output of `output_size` for each region; position-sensitive pooling reads each bin from channels of its own. */
function pooled(args: Bound, name: string, boxes: string, get: Get, ownBins = false): Value {
  const input = shapeOf(args.value('input'));
  const isImage = takesRank(args, name, input, [4]);
  const sizes = perAxis(get('output_size'), 2);
  const count = regionCount(args, args.value(boxes));
  const channels = input?.[1] ?? null;
  const bins = ownBins ? (sizes[0] ?? 0) * (sizes[1] ?? 0) : 1;
  const shared = typeof channels === 'number' && bins > 0 ? channels / bins : null;
  if (isImage && shared !== null && !Number.isInteger(shared))
    refuse(
      args,
      'channel-mismatch',
      said('{0} channels cannot be divided into {1} groups.', channels as number, bins),
    );
  const whole = shared !== null && Number.isInteger(shared) ? shared : null;
  return emitShape(args, name, input && isImage ? [count, whole, ...sizes] : null, [tensorOf(args, 'input')]);
}

interface Pooling {
  readonly layer: string;
  readonly name: string;
  /** After `output_size`, which a function takes too. */
  readonly settings: string;
  readonly fallbacks: string;
  readonly ownBins?: boolean;
}

const poolings: readonly Pooling[] = [
  {
    layer: 'RoIAlign',
    name: 'roi_align',
    settings: 'spatial_scale, sampling_ratio, aligned=False',
    fallbacks: 'spatial_scale=1.0, sampling_ratio=-1, aligned=False',
  },
  { layer: 'RoIPool', name: 'roi_pool', settings: 'spatial_scale', fallbacks: 'spatial_scale=1.0' },
  {
    layer: 'PSRoIAlign',
    name: 'ps_roi_align',
    settings: 'spatial_scale, sampling_ratio',
    fallbacks: 'spatial_scale=1.0, sampling_ratio=-1',
    ownBins: true,
  },
  {
    layer: 'PSRoIPool',
    name: 'ps_roi_pool',
    settings: 'spatial_scale',
    fallbacks: 'spatial_scale=1.0',
    ownBins: true,
  },
];

export const regionFunctions: FunctionTable = Object.fromEntries(
  poolings.map(({ name, fallbacks, ownBins }) => [
    name,
    [
      `input, boxes, output_size, ${fallbacks}`,
      (args: Bound) => pooled(args, name, 'boxes', (key) => args.value(key), ownBins),
    ] as const,
  ]),
);

/** Each region is read from one of several maps, whose channels are equal (torchvision/ops/poolers.py). */
const multiScale = layerClass('MultiScaleRoIAlign', {
  signature: 'featmap_names, output_size, sampling_ratio, *, canonical_scale=224, canonical_level=4',
  inputs: 'x, boxes, image_shapes',
  forward: ({ instance, args }) => {
    const { vm } = args;
    const names = vm.items(instance.attributes.get('featmap_names') ?? null);
    const pairs = vm.items(vm.call(vm.attribute(args.value('x'), 'items'), []));
    if (names instanceof Unknown) return names;
    if (pairs instanceof Unknown) return pairs;
    const maps = pairs.flatMap((pair) =>
      names.includes(vm.subscript(pair, 0)) ? [vm.subscript(pair, 1)] : [],
    );
    const channels = shapeOf(maps[0])?.[1] ?? null;
    const sizes = perAxis(instance.attributes.get('output_size') ?? null, 2);
    return emitShape(
      args,
      'multiscale_roi_align',
      [regionCount(args, args.value('boxes')), typeof channels === 'number' ? channels : null, ...sizes],
      maps,
    );
  },
});

export const regionLayers: Readonly<Record<string, PyClass>> = {
  ...Object.fromEntries(
    poolings.map(({ layer: type, name, settings, ownBins }) => [
      type,
      layerClass(type, {
        signature: `output_size, ${settings}`,
        inputs: 'input, rois',
        forward: (layer) => pooled(layer.args, name, 'rois', (key) => layer.get(key), ownBins),
      }),
    ]),
  ),
  MultiScaleRoIAlign: multiScale,
};
