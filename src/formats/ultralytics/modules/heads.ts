import type { TensorRef } from '../../../model/graph/graph.ts';
import type { BoundArguments } from '../bound-arguments.ts';
import { headRule, scaled, segmentRule, v10HeadRule } from '../rules.ts';
import type { Scope } from '../scope.ts';
import {
  best,
  branch,
  cells,
  copiedBranches,
  decoded,
  ownBranches,
  predicted,
  type Branches,
  type Head,
} from './detect.ts';
import { cat, conv, dropout, flatten, linear, sigmoid, softmax, transposedConv2d } from './layers.ts';
import { block, join, tensorsOf, type ModuleTable } from './module-spec.ts';
import type { Flow, Tensor } from '../flow.ts';

export function headOf(inputs: readonly Flow[], a: BoundArguments): Head {
  return {
    nc: a.number('nc'),
    inputs: tensorsOf(inputs),
    channels: a.numbers('ch'),
    legacy: a.flag('legacy'),
    bins: a.number('reg_max'),
    endToEnd: a.flag('end2end'),
  };
}

/** What a head predicts besides boxes and classes, for every cell: [N, values, cells]. */
export function further(m: Scope, { inputs, channels }: Head, values: number, list = 'cv4'): TensorRef {
  const [first = NaN] = channels;
  const hidden = Math.max(Math.floor(first / 4), values);
  const tensors = inputs.map((x, level) =>
    branch(m.sub(`${list}.${level}`), x, channels[level] ?? NaN, hidden, values),
  );
  return cells(m, tensors, values);
}

/** What a head predicts for every cell with the branches whose names begin so. */
export type Further = (m: Scope, head: Head, values: number, list: string) => TensorRef;

/**
 * Boxes, classes, and what `values` more a head predicts for every cell; of an end-to-end head the best boxes alone, which
 * its second set of branches gives.
 */
export function detected(m: Scope, head: Head, values = 0, more: Further = further): TensorRef {
  const predict = (branches: Branches, scope: Scope, list: string) => ({
    ...predicted(m, head, branches),
    further: values === 0 ? null : more(scope, head, values, list),
  });
  const infer = (all: ReturnType<typeof predict>): TensorRef => {
    const boxes = decoded(m, all, head.bins);
    return all.further === null ? boxes : cat(m, [boxes, all.further]);
  };
  const many = predict(ownBranches(m), m, 'cv4');
  if (!head.endToEnd) return infer(many);
  return best(m, infer(predict(copiedBranches(m), m.copied('one2one_cv4'), 'one2one_cv4')), values);
}

/** Prototypes of masks, at twice the size of the first level (ultralytics/nn/modules/block.py Proto). */
export function prototypes(m: Scope, x: Tensor, c1: number, hidden: number, masks: number): TensorRef {
  const first = conv(m.sub('cv1'), x, c1, hidden, { k: 3 });
  const up = transposedConv2d(m.sub('upsample'), first, hidden, hidden, { k: 2, s: 2 });
  return conv(m.sub('cv3'), conv(m.sub('cv2'), up, hidden, hidden, { k: 3 }), hidden, masks);
}

/** Those of a head that segments: `nm` masks of its first input, `npr` channels inside. */
export const firstLevelPrototypes = (m: Scope, { inputs, channels }: Head, a: BoundArguments): TensorRef =>
  prototypes(m, inputs[0] ?? null, channels[0] ?? NaN, a.number('npr'), a.number('nm'));

/** How many keypoints there are, and of how many values each. */
export function keypointsOf(a: BoundArguments): { readonly points: number; readonly values: number } {
  const [points = NaN, values = NaN] = a.numbers('kpt_shape');
  if (!(points * values > 0)) {
    a.refuse('kpt_shape', 'The keypoints are [number, values of each]: write `kpt_shape: [17, 3]`.');
  }
  return { points, values };
}

/** Heads in the order in which they run when they predict (ultralytics/nn/modules/head.py, 8.4). */
export const headModules: ModuleTable = {
  Detect: join(headRule, 'nc=80, reg_max=16, end2end=False, ch=(), legacy=False', (m, inputs, a) =>
    detected(m, headOf(inputs, a)),
  ),
  Segment: join(
    segmentRule,
    'nc=80, nm=32, npr=256, reg_max=16, end2end=False, ch=(), legacy=False',
    (m, inputs, a) => {
      const head = headOf(inputs, a);
      return [detected(m, head, a.number('nm')), firstLevelPrototypes(m.sub('proto'), head, a)];
    },
  ),
  OBB: join(headRule, 'nc=80, ne=1, reg_max=16, end2end=False, ch=(), legacy=False', (m, inputs, a) =>
    detected(m, headOf(inputs, a), a.number('ne'), (...branch) => sigmoid(m, further(...branch))),
  ),
  Pose: join(
    headRule,
    'nc=80, kpt_shape=(17, 3), reg_max=16, end2end=False, ch=(), legacy=False',
    (m, inputs, a) => {
      const { points, values } = keypointsOf(a);
      return detected(m, headOf(inputs, a), points * values);
    },
  ),
  /** Two sets of branches; what counts are those that give each object one box. */
  v10Detect: join(v10HeadRule, 'nc=80, ch=(), legacy=False, reg_max=16, end2end=True', (m, inputs, a) =>
    detected(m, { ...headOf(inputs, a), legacy: false }),
  ),
  Classify: block(scaled, 'c1, c2, k=1, s=1, p=None, g=1', (m, x, a) => {
    const hidden = 1280;
    const features = conv(m.sub('conv'), x, a.number('c1'), hidden, {
      k: a.pair('k') ?? NaN,
      s: a.pair('s') ?? NaN,
      p: a.pair('p'),
      g: a.number('g'),
    });
    const pooled = m
      .sub('pool')
      .layer(
        'AdaptiveAvgPool2d',
        { kind: 'adaptive-pool', mode: 'average', outputSize: [1, 1], layout: 'channels-first' },
        [features],
      );
    const flat = flatten(m, dropout(m.sub('drop'), pooled), 1);
    return softmax(m, linear(m.sub('linear'), flat, hidden, a.number('c2')), 1);
  }),
};
