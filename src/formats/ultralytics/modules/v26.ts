import type { TensorRef } from '../../../model/graph/graph.ts';
import type { BoundArguments } from '../bound-arguments.ts';
import { headRule, segmentRule } from '../rules.ts';
import type { Scope } from '../scope.ts';
import type { Head } from './detect.ts';
import { detected, headOf, prototypes } from './heads.ts';
import { add, conv } from './layers.ts';
import { join, type ModuleTable } from './module-spec.ts';

/** Prototypes from all levels, each brought to the size of the first (ultralytics/nn/modules/block.py Proto26). */
function fusedPrototypes(m: Scope, { inputs, channels, nc }: Head, a: BoundArguments): TensorRef {
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
  /** The angle is what the branch gives. */
  OBB26: join(headRule, 'nc=80, ne=1, reg_max=16, end2end=False, ch=(), legacy=False', (m, inputs, a) =>
    detected(m, headOf(inputs, a), a.number('ne')),
  ),
};
