import type { BoundArguments } from '../bound-arguments.ts';
import { channelsLast, contractRule, expandRule, scaled, yolov5SegmentRule } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { isList, numberOf } from '../values.ts';
import { silu } from '../activation.ts';
import { c3, part } from './csp-parts.ts';
import { activated, add, batchNorm, cat, conv, conv2d, half, permute } from './layers.ts';
import { block, join, tensorsOf, type ModuleTable } from './module-spec.ts';
import { spatialPyramid } from './pyramid.ts';
import type { Flow, Tensor } from '../flow.ts';
import { said } from '../../../model/text/text.ts';

/** Boxes per cell, and for how many levels there are anchors (ultralytics/yolov5: models/yolo.py Detect). */
function anchorsOf(a: BoundArguments, levels: number): { readonly perCell: number; readonly levels: number } {
  const anchors = a.value('anchors');
  if (!isList(anchors)) return { perCell: numberOf(anchors) ?? NaN, levels };
  const [first] = anchors;
  const perCell = first && isList(first.value) ? Math.floor(first.value.length / 2) : NaN;
  return { perCell, levels: anchors.length };
}

/** One convolution for each level, its values apart by box: [N, boxes, height, width, values]. */
function predictions(m: Scope, inputs: readonly Flow[], a: BoundArguments, values: number): Flow {
  const channels = a.numbers('ch');
  const anchors = anchorsOf(a, channels.length);
  if (anchors.levels !== channels.length) {
    const message = said(
      'There are anchors for {0} levels, but {1} rows are listed.',
      anchors.levels,
      channels.length,
    );
    a.refuse('anchors', message);
  }
  const outputs = anchors.perCell * values;
  return tensorsOf(inputs).map((x: Tensor, level) => {
    const predicted = conv2d(m.sub(`m.${level}`), x, channels[level] ?? NaN, outputs);
    const boxes = m.call(
      'view',
      {
        kind: 'derived',
        dims: [{ from: 0 }, nullable(anchors.perCell), nullable(values), { from: 2 }, { from: 3 }],
        params: 0,
        macs: 0,
      },
      [predicted],
    );
    return permute(m, boxes, [0, 1, 3, 4, 2]);
  });
}

const nullable = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Convolutions of one row, then of one column (models/common.py CrossConv). */
function crossConv(m: Scope, x: Tensor, a: BoundArguments): Tensor {
  const [c1, c2, k, s] = [a.number('c1'), a.number('c2'), a.number('k'), a.number('s')];
  const hidden = part(c2, a.number('e'));
  const first = conv(m.sub('cv1'), x, c1, hidden, { k: [1, k], s: [1, s] });
  const second = conv(m.sub('cv2'), first, hidden, c2, { k: [k, 1], s: [s, 1], g: a.number('g') });
  return a.flag('shortcut') && c1 === c2 ? add(m, x, second) : second;
}

const divisorOf = (a: number, b: number): number => (b === 0 ? a : divisorOf(b, a % b));

/**
 * Convolutions of several kernels side by side, the channels shared out evenly: as many for the g-th as there are numbers in
 * torch.linspace(0, n − 1e-6, c2) that round down to g (models/experimental.py MixConv2d). By weights, which is the other
 * way, they are not known.
 */
function mixedConv(m: Scope, x: Tensor, a: BoundArguments): Tensor {
  const [c1, c2, s] = [a.number('c1'), a.number('c2'), a.number('s')];
  const kernels = a.numbers('k');
  const step = (kernels.length - 1e-6) / (c2 - 1);
  const below = (group: number) => (group >= kernels.length ? c2 : Math.ceil(group / step));
  const parts = kernels.map((k, group) => {
    const share = a.flag('equal_ch') ? below(group + 1) - below(group) : NaN;
    const g = Number.isNaN(share) ? NaN : divisorOf(c1, share);
    return conv2d(m.sub(`m.${group}`), x, c1, share, { k, s, p: half(k), g, bias: false });
  });
  return activated(m.sub('act'), batchNorm(m.sub('bn'), cat(m, parts), c2), silu);
}

/** Prototypes of masks, at twice the size of the first level (models/common.py Proto). */
function prototypes(m: Scope, x: Tensor, c1: number, hidden: number, masks: number): Tensor {
  const first = conv(m.sub('cv1'), x, c1, hidden, { k: 3 });
  const target = { kind: 'scale', factors: [2, 2] } as const;
  const up = m
    .sub('upsample')
    .layer('Upsample', { kind: 'upsample', mode: 'nearest', target, layout: 'channels-first' }, [first]);
  return conv(m.sub('cv3'), conv(m.sub('cv2'), up, hidden, hidden, { k: 3 }), hidden, masks);
}

/** What only ultralytics/yolov5 has (models/yolo.py, models/common.py), as it runs in training. */
export const yolov5Modules: ModuleTable = {
  Detect: join(channelsLast, 'nc=80, anchors=(), ch=(), inplace=True', (m, inputs, a) =>
    predictions(m, inputs, a, a.number('nc') + 5),
  ),
  Segment: join(
    yolov5SegmentRule,
    'nc=80, anchors=(), nm=32, npr=256, ch=(), inplace=True',
    (m, inputs, a) => {
      const masks = a.number('nm');
      const [first = null] = tensorsOf(inputs);
      const proto = prototypes(m.sub('proto'), first, a.numbers('ch')[0] ?? NaN, a.number('npr'), masks);
      return [...predictions(m, inputs, a, a.number('nc') + 5 + masks), proto];
    },
  ),
  CrossConv: block(scaled, 'c1, c2, k=3, s=1, g=1, e=1.0, shortcut=False', (m, x, a) => crossConv(m, x, a)),
  /** A C3 around pools (models/common.py C3SPP). */
  C3SPP: block(scaled, 'c1, c2, k=(5, 9, 13), n=1, shortcut=True, g=1, e=0.5', (m, x, a) => {
    const hidden = part(a.number('c2'), a.number('e'));
    return c3(m, x, a.number('c1'), a.number('c2'), hidden, (inner, y) =>
      spatialPyramid(inner, y, hidden, hidden, a.numbers('k')),
    );
  }),
  MixConv2d: block(scaled, 'c1, c2, k=(1, 3), s=1, equal_ch=True', (m, x, a) => mixedConv(m, x, a)),
  /** Cells become channels, and the other way round. */
  Contract: block(contractRule, 'gain=2', (m, x, a) => shuffled(m, x, a, 'unshuffle')),
  Expand: block(expandRule, 'gain=2', (m, x, a) => shuffled(m, x, a, 'shuffle')),
};

function shuffled(m: Scope, x: Tensor, a: BoundArguments, direction: 'shuffle' | 'unshuffle'): Tensor {
  const factor = nullable(a.number('gain'));
  const type = direction === 'shuffle' ? 'Expand' : 'Contract';
  return m.layer(type, { kind: 'pixel-shuffle', direction, factor, layout: 'channels-first' }, [x]);
}
