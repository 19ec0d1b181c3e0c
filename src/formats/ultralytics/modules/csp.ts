import { silu } from '../activation.ts';
import { valueOrNull } from '../part-writer.ts';
import { a2c2f, c3k2, repeated, scaled } from '../rules.ts';
import { areaAttentionBlock, attentionBlock } from './attention.ts';
import {
  bottleneck,
  c2f,
  c3,
  c3k,
  extended,
  identityBlock,
  part,
  sequence,
  type Repeated,
} from './csp-parts.ts';
import { ghostBottleneck } from './ghost.ts';
import { activated, add, batchNorm, cat, chunk, conv, conv2d } from './layers.ts';
import { block, type ModuleTable } from './module-spec.ts';
import { transformerBlock } from './transformer.ts';
import { said } from '../../../model/text/text.ts';

const cspParameters = 'c1, c2, n=1, shortcut=True, g=1, e=0.5';

/**
 * Cross stage partial modules. `bottleneckKernels` are those of a Bottleneck that is given none: 3 and 3 in
 * ultralytics/ultralytics (ultralytics/nn/modules/block.py), 1 and 3 in ultralytics/yolov5 (models/common.py).
 */
export function cspModules(bottleneckKernels: readonly [number, number]): ModuleTable {
  return {
    Bottleneck: block(
      scaled,
      `c1, c2, shortcut=True, g=1, k=(${bottleneckKernels.join(', ')}), e=0.5`,
      (m, x, a) => {
        const [first, second] = a.numbers('k');
        return bottleneck(m, x, a.number('c1'), a.number('c2'), {
          shortcut: a.flag('shortcut'),
          g: a.number('g'),
          k: [first ?? NaN, second ?? NaN],
          e: a.number('e'),
        });
      },
    ),
    BottleneckCSP: block(repeated, cspParameters, (m, x, a) => {
      const [c1, c2] = [a.number('c1'), a.number('c2')];
      const hidden = part(c2, a.number('e'));
      const options = { shortcut: a.flag('shortcut'), g: a.number('g'), k: bottleneckKernels };
      const inner = sequence(m.sub('m'), conv(m.sub('cv1'), x, c1, hidden), a.count('n'), (each, y) =>
        bottleneck(each, y, hidden, hidden, options),
      );
      const left = conv2d(m.sub('cv3'), inner, hidden, hidden, { bias: false });
      const right = conv2d(m.sub('cv2'), x, c1, hidden, { bias: false });
      const normalized = batchNorm(m.sub('bn'), cat(m, [left, right]), 2 * hidden);
      return conv(m.sub('cv4'), activated(m.sub('act'), normalized, silu), 2 * hidden, c2);
    }),
    C1: block(repeated, 'c1, c2, n=1', (m, x, a) => {
      const c2 = a.number('c2');
      const y = conv(m.sub('cv1'), x, a.number('c1'), c2);
      return add(
        m,
        sequence(m.sub('m'), y, a.count('n'), (each, z) => conv(each, z, c2, c2, { k: 3 })),
        y,
      );
    }),
    C2: block(repeated, cspParameters, (m, x, a) => {
      const c2 = a.number('c2');
      const hidden = part(c2, a.number('e'));
      const options = { shortcut: a.flag('shortcut'), g: a.number('g'), k: [3, 3] as const };
      const [first = null, second = null] = chunk(m, conv(m.sub('cv1'), x, a.number('c1'), 2 * hidden));
      const inner = sequence(m.sub('m'), first, a.count('n'), (each, y) =>
        bottleneck(each, y, hidden, hidden, options),
      );
      return conv(m.sub('cv2'), cat(m, [inner, second]), 2 * hidden, c2);
    }),
    C2f: block(repeated, 'c1, c2, n=1, shortcut=False, g=1, e=0.5', (m, x, a) => {
      const hidden = part(a.number('c2'), a.number('e'));
      const options = { shortcut: a.flag('shortcut'), g: a.number('g'), k: [3, 3] as const };
      return c2f(m, x, a.number('c1'), a.number('c2'), hidden, a.count('n'), (each, y) =>
        bottleneck(each, y, hidden, hidden, options),
      );
    }),
    C3: block(repeated, cspParameters, (m, x, a) => {
      const hidden = part(a.number('c2'), a.number('e'));
      const options = { shortcut: a.flag('shortcut'), g: a.number('g'), k: [1, 3] as const };
      return c3(m, x, a.number('c1'), a.number('c2'), hidden, (inner, y) =>
        sequence(inner, y, a.count('n'), (each, z) => bottleneck(each, z, hidden, hidden, options)),
      );
    }),
    /** Kernels of one row and one column; YOLOv5's CrossConv has the same layers. */
    C3x: block(repeated, cspParameters, (m, x, a) => {
      const hidden = part(a.number('c2'), a.number('e'));
      const k = [
        [1, 3],
        [3, 1],
      ] as const;
      const options = { shortcut: a.flag('shortcut'), g: a.number('g'), k };
      return c3(m, x, a.number('c1'), a.number('c2'), hidden, (inner, y) =>
        sequence(inner, y, a.count('n'), (each, z) => bottleneck(each, z, hidden, hidden, options)),
      );
    }),
    C3TR: block(repeated, cspParameters, (m, x, a) => {
      const hidden = part(a.number('c2'), a.number('e'));
      return c3(m, x, a.number('c1'), a.number('c2'), hidden, (inner, y) =>
        transformerBlock(inner, y, hidden, a.count('n')),
      );
    }),
    C3Ghost: block(repeated, cspParameters, (m, x, a) => {
      const hidden = part(a.number('c2'), a.number('e'));
      return c3(m, x, a.number('c1'), a.number('c2'), hidden, (inner, y) =>
        sequence(inner, y, a.count('n'), (each, z) => ghostBottleneck(each, z, hidden, hidden, 3, 1)),
      );
    }),
    /** The blocks are C3k, or bottlenecks of half the channels. */
    /** With `attn` (8.4) each part is a bottleneck and attention, whatever `c3k` says. */
    C3k2: block(c3k2, 'c1, c2, n=1, c3k=False, e=0.5, attn=False, g=1, shortcut=True', (m, x, a) => {
      const hidden = part(a.number('c2'), a.number('e'));
      const [shortcut, g] = [a.flag('shortcut'), a.number('g')];
      const plain: Repeated = (each, y) =>
        bottleneck(each, y, hidden, hidden, { shortcut, g, k: [3, 3], e: 0.5 });
      const inner: Repeated = a.flag('attn')
        ? (each, y) => attentionBlock(each.sub('1'), plain(each.sub('0'), y), hidden)
        : a.flag('c3k')
          ? (each, y) => c3k(each, y, hidden, shortcut, g)
          : plain;
      return c2f(m, x, a.number('c1'), a.number('c2'), hidden, a.count('n'), inner);
    }),
    /** block.py C2fCIB: bottlenecks of depthwise and 1×1 convolutions. */
    C2fCIB: block(repeated, 'c1, c2, n=1, shortcut=False, lk=False, g=1, e=0.5', (m, x, a) => {
      const hidden = part(a.number('c2'), a.number('e'));
      const [shortcut, large] = [a.flag('shortcut'), a.flag('lk')];
      return c2f(m, x, a.number('c1'), a.number('c2'), hidden, a.count('n'), (each, y) =>
        identityBlock(each, y, hidden, shortcut, large),
      );
    }),
    /** Area attention, or C3k blocks; `gamma` scales the result before the input is added (block.py A2C2f). */
    A2C2f: block(
      a2c2f,
      'c1, c2, n=1, a2=True, area=1, residual=False, mlp_ratio=2.0, e=0.5, g=1, shortcut=True',
      (m, x, a) => {
        const c2 = a.number('c2');
        const hidden = part(c2, a.number('e'));
        if (hidden % 32 !== 0 && !Number.isNaN(hidden)) {
          a.refuse('c2', said('The inner channels of A2C2f must be a multiple of 32, but are {0}.', hidden));
        }
        const attends = a.flag('a2');
        const [area, ratio, n] = [a.number('area'), a.number('mlp_ratio'), a.count('n')];
        const inner: Repeated = attends
          ? (each, y) => sequence(each, y, 2, (one, z) => areaAttentionBlock(one, z, hidden, ratio, area))
          : (each, y) => c3k(each, y, hidden, a.flag('shortcut'), a.number('g'));
        const first = conv(m.sub('cv1'), x, a.number('c1'), hidden);
        const joined = conv(m.sub('cv2'), cat(m, extended(m, [first], n, inner)), (1 + n) * hidden, c2);
        if (!attends || !a.flag('residual')) return joined;
        const scaledUp = m.call(
          'mul',
          {
            kind: 'elementwise',
            role: 'activation',
            name: 'gamma',
            learned: 'per-channel',
            channels: valueOrNull(c2),
          },
          [joined],
        );
        return add(m, x, scaledUp);
      },
    ),
  };
}
