import type { TensorRef } from '../../../model/graph/graph.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import { cbFuseRule, cbLinearRule, scaled } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { repConv } from './convolutions.ts';
import { c3, part, sequence } from './csp-parts.ts';
import { add, cat, chunk, conv, conv2d, half, maxPool, pool, split } from './layers.ts';
import { samePool } from './pyramid.ts';
import { block, join, tensorsOf, type ModuleTable } from './module-spec.ts';
import type { Flow, Tensor } from '../flow.ts';

/** A C3 whose bottlenecks begin with a RepConv (ultralytics/nn/modules/block.py RepCSP, RepBottleneck). */
function repCsp(m: Scope, x: Tensor, c1: number, c2: number, n: number): TensorRef {
  const hidden = part(c2, 0.5);
  return c3(m, x, c1, c2, hidden, (inner, y) =>
    sequence(inner, y, n, (each, z) => {
      const first = repConv(each.sub('cv1'), z, hidden, hidden);
      return add(each, z, conv(each.sub('cv2'), first, hidden, hidden, { k: 3 }));
    }),
  );
}

/** Modules of v9 (ultralytics/nn/modules/block.py). */
export const elanModules: ModuleTable = {
  /** The mean of 2×2 cells, then a 3×3 convolution of stride 2 (block.py AConv). */
  AConv: block(scaled, 'c1, c2', (m, x, a) =>
    conv(m.sub('cv1'), averaged(m, x), a.number('c1'), a.number('c2'), { k: 3, s: 2, p: 1 }),
  ),
  /** Half of the channels by a convolution, half by a pool (block.py ADown). */
  ADown: block(scaled, 'c1, c2', (m, x, a) => {
    const [c1, c2] = [half(a.number('c1')), half(a.number('c2'))];
    const average = averaged(m, x);
    const [one = null, two = null] = chunk(m, average);
    const left = conv(m.sub('cv1'), one, c1, c2, { k: 3, s: 2, p: 1 });
    const pooled = m.call('max_pool2d', pool('max', { k: 3, s: 2, p: 1 }), [two]);
    return cat(m, [left, conv(m.sub('cv2'), pooled, c1, c2, { k: 1, s: 1, p: 0 })]);
  }),
  SPPELAN: block(scaled, 'c1, c2, c3, k=5', (m, x, a) => {
    const [c3, k] = [a.number('c3'), a.number('k')];
    const results: Tensor[] = [conv(m.sub('cv1'), x, a.number('c1'), c3)];
    for (const name of ['cv2', 'cv3', 'cv4']) {
      results.push(maxPool(m.sub(name), results.at(-1) ?? null, samePool(k), { kernel: 'k' }));
    }
    return conv(m.sub('cv5'), cat(m, results), 4 * c3, a.number('c2'));
  }),
  RepNCSPELAN4: block(scaled, 'c1, c2, c3, c4, n=1', (m, x, a) => {
    const [c3, c4, n] = [a.number('c3'), a.number('c4'), a.count('n')];
    const parts = chunk(m, conv(m.sub('cv1'), x, a.number('c1'), c3));
    const stage = (name: string, input: Tensor, channels: number): TensorRef => {
      const inner = m.sub(name);
      return conv(inner.sub('1'), repCsp(inner.sub('0'), input, channels, c4, n), c4, c4, { k: 3 });
    };
    const second = stage('cv2', parts.at(-1) ?? null, half(c3));
    const third = stage('cv3', second, c4);
    return conv(m.sub('cv4'), cat(m, [...parts, second, third]), c3 + 2 * c4, a.number('c2'));
  }),
  ELAN1: block(scaled, 'c1, c2, c3, c4', (m, x, a) => {
    const [c3, c4] = [a.number('c3'), a.number('c4')];
    const parts = chunk(m, conv(m.sub('cv1'), x, a.number('c1'), c3));
    const second = conv(m.sub('cv2'), parts.at(-1) ?? null, half(c3), c4, { k: 3 });
    const third = conv(m.sub('cv3'), second, c4, c4, { k: 3 });
    return conv(m.sub('cv4'), cat(m, [...parts, second, third]), c3 + 2 * c4, a.number('c2'));
  }),
  /** One convolution whose channels are handed out in parts, as a tuple. */
  CBLinear: block(cbLinearRule, 'c1, c2s, k=1, s=1, p=None, g=1', (m, x, a) => {
    const parts = a.numbers('c2s');
    const total = parts.reduce((sum, channels) => sum + channels, 0);
    const convolved = conv2d(m.sub('conv'), x, a.number('c1'), total, {
      k: a.pair('k') ?? NaN,
      s: a.pair('s') ?? NaN,
      p: a.pair('p'),
      g: a.number('g'),
      sources: { kernel: 'k', stride: 's', padding: 'p', groups: 'g' },
    });
    return split(m, convolved, parts);
  }),
  /** One part of each input, resized to the last input and added to it. */
  CBFuse: join(cbFuseRule, 'idx', (m, inputs, a) => {
    const last = tensorsOf(inputs).at(-1) ?? null;
    const indices = a.numbers('idx');
    const chosen = inputs.slice(0, -1).map((flow, place) => partOf(flow, indices[place] ?? NaN));
    if (chosen.includes(undefined)) {
      a.refuse('idx', '`idx` must name one part of each input but the last, counted from 0.');
      return null;
    }
    const resized = chosen.map((tensor = null) => m.call('interpolate', asLast, [tensor, last]));
    return m.call('sum', { kind: 'combine', name: 'add', broadcast: 'none' }, [...resized, last]);
  }),
};

function averaged(m: Scope, x: Tensor): TensorRef {
  return m.call('avg_pool2d', pool('average', { k: 2, s: 1 }), [x]);
}

const asLast: Operation = {
  kind: 'upsample',
  mode: 'nearest',
  target: { kind: 'like' },
  layout: 'channels-first',
};

/** Undefined where there is no such part. */
function partOf(flow: Flow, index: number): Tensor | undefined {
  return Number.isInteger(index) ? flow.at(index) : undefined;
}
