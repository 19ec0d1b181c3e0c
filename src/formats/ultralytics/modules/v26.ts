import type { TensorRef } from '../../../model/graph/graph.ts';
import type { BoundArguments } from '../bound-arguments.ts';
import { headRule, segmentRule } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { cells, type Head } from './detect.ts';
import { detected, headOf, keypointsOf, prototypes, type Further } from './heads.ts';
import { add, conv, conv2d } from './layers.ts';
import { join, type ModuleTable } from './module-spec.ts';

/** Prototypes from all levels, each brought to the size of the first (ultralytics/nn/modules/block.py Proto26). */
export function fusedPrototypes(m: Scope, { inputs, channels, nc }: Head, a: BoundArguments): TensorRef {
  const [first = NaN] = channels;
  const [masks, hidden] = [a.number('nm'), a.number('npr')];
  let sum = inputs[0] ?? null;
  for (const [index, x] of inputs.slice(1).entries()) {
    const refined = conv(m.sub(`feat_refine.${index}`), x, channels[index + 1] ?? NaN, first);
    const target = { kind: 'like' } as const;
    const grown = m.call(
      'interpolate',
      { kind: 'upsample', mode: 'nearest', target, layout: 'channels-first' },
      [refined, inputs[0] ?? null],
    );
    sum = add(m, sum, grown);
  }
  // Classes of all cells are for training alone.
  m.writer.uncalled += 9 * first * hidden + 2 * hidden + 9 * hidden ** 2 + 2 * hidden + (hidden + 1) * nc;
  return prototypes(m, conv(m.sub('feat_fuse'), sum, first, hidden, { k: 3 }), hidden, hidden, masks);
}

/**
 * Keypoints by a 1×1 convolution of features that another one reads too: how sure it is of them, which counts in training
 * alone. So does the flow of six pairs of small networks that scores them (ultralytics/nn/modules/head.py Pose26,
 * block.py RealNVP).
 */
function keypoints(points: number, values: number): Further {
  return (m, { inputs, channels }, count, list) => {
    const [first = NaN] = channels;
    const hidden = Math.max(Math.floor(first / 4), points * (values + 2));
    const tensors = inputs.map((x, level) => {
      const at = m.sub(`${list}.${level}`);
      const wide = conv(at.sub('0'), x, channels[level] ?? NaN, hidden, { k: 3 });
      const features = conv(at.sub('1'), wide, hidden, hidden, { k: 3 });
      m.writer.uncalled += (hidden + 1) * 2 * points;
      return conv2d(m.sub(`${list}_kpts.${level}`), features, hidden, count);
    });
    return cells(m, tensors, count);
  };
}

const linearParameters = (from: number, to: number): number => from * to + to;
const flowParameters = 12 * (linearParameters(2, 64) + linearParameters(64, 64) + linearParameters(64, 2));

/** Heads of YOLO26 (ultralytics/nn/modules/head.py, 8.4). */
export const v26Modules: ModuleTable = {
  Segment26: join(
    segmentRule,
    'nc=80, nm=32, npr=256, reg_max=16, end2end=False, ch=(), legacy=False',
    (m, inputs, a) => {
      const head = headOf(inputs, a);
      return [detected(m, head, a.number('nm')), fusedPrototypes(m.sub('proto'), head, a)];
    },
  ),
  Pose26: join(
    headRule,
    'nc=80, kpt_shape=(17, 3), reg_max=16, end2end=False, ch=(), legacy=False',
    (m, inputs, a) => {
      const { points, values } = keypointsOf(a);
      m.writer.uncalled += flowParameters;
      return detected(m, headOf(inputs, a), points * values, keypoints(points, values));
    },
  ),
  /** The angle is what the branch gives. */
  OBB26: join(headRule, 'nc=80, ne=1, reg_max=16, end2end=False, ch=(), legacy=False', (m, inputs, a) =>
    detected(m, headOf(inputs, a), a.number('ne')),
  ),
};
