import type { TensorRef } from '../../../model/graph/graph.ts';
import { identity } from '../activation.ts';
import { scaled } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { depthwise, ghostConv } from './convolutions.ts';
import { add, conv, half } from './layers.ts';
import { block, type ModuleTable } from './module-spec.ts';
import type { Tensor } from '../flow.ts';

/** ultralytics/nn/modules/block.py GhostBottleneck; ultralytics/yolov5: models/common.py has the same. */
export function ghostBottleneck(
  m: Scope,
  x: Tensor,
  c1: number,
  c2: number,
  k: number,
  s: number,
): TensorRef {
  const hidden = half(c2);
  const [main, side] = [m.sub('conv'), m.sub('shortcut')];
  const first = ghostConv(main.sub('0'), x, c1, hidden, {});
  const second =
    s === 2
      ? depthwise(main.sub('1'), first, hidden, hidden, { k, s, act: false })
      : main.sub('1').activation(identity, first);
  const third = ghostConv(main.sub('2'), second, hidden, c2, { act: false });
  const shortcut =
    s === 2
      ? conv(side.sub('1'), depthwise(side.sub('0'), x, c1, c1, { k, s, act: false }), c1, c2, { act: false })
      : side.activation(identity, x);
  return add(m, third, shortcut);
}

export const ghostModules: ModuleTable = {
  GhostBottleneck: block(scaled, 'c1, c2, k=3, s=1', (m, x, a) =>
    ghostBottleneck(m, x, a.number('c1'), a.number('c2'), a.number('k'), a.number('s')),
  ),
};
