import type { BoundArguments } from '../bound-arguments.ts';
import { repeated, scaled } from '../rules.ts';
import { attentionBlock } from './attention.ts';
import { c2f, part, sequence } from './csp-parts.ts';
import { cat, conv, split } from './layers.ts';
import { block, type ModuleTable } from './module-spec.ts';
import { said } from '../../../model/text/text.ts';

/** The inner channels; attention needs 64 for each of its heads, and as many channels out as in. */
function innerChannels(a: BoundArguments): number {
  const [c1, c2] = [a.number('c1'), a.number('c2')];
  if (c1 !== c2 && !Number.isNaN(c1 + c2)) {
    a.refuse(
      'c2',
      said('This module needs as many channels out as in: {0} go in, {1} should come out.', c1, c2),
    );
  }
  const inner = part(c2, a.number('e'));
  if (inner < 64)
    a.refuse('c2', said('Attention needs 64 inner channels for each head, but there are only {0}.', inner));
  return inner;
}

/** Position sensitive attention of v10 and 11 (ultralytics/nn/modules/block.py). */
export const psaModules: ModuleTable = {
  /** A 1×1 convolution, then a depthwise one with the stride (SCDown). */
  SCDown: block(scaled, 'c1, c2, k, s', (m, x, a) => {
    const c2 = a.number('c2');
    const options = {
      k: a.pair('k') ?? NaN,
      s: a.pair('s') ?? NaN,
      g: c2,
      act: false,
      sources: { kernel: 'k', stride: 's' },
    };
    return conv(m.sub('cv2'), conv(m.sub('cv1'), x, a.number('c1'), c2), c2, c2, options);
  }),
  PSA: block(scaled, 'c1, c2, e=0.5', (m, x, a) => {
    const [c1, inner] = [a.number('c1'), innerChannels(a)];
    const [first = null, second = null] = split(m, conv(m.sub('cv1'), x, c1, 2 * inner), [inner, inner]);
    return conv(m.sub('cv2'), cat(m, [first, attentionBlock(m, second, inner)]), 2 * inner, c1);
  }),
  C2PSA: block(repeated, 'c1, c2, n=1, e=0.5', (m, x, a) => {
    const [c1, inner] = [a.number('c1'), innerChannels(a)];
    const [first = null, second = null] = split(m, conv(m.sub('cv1'), x, c1, 2 * inner), [inner, inner]);
    const attentive = sequence(m.sub('m'), second, a.count('n'), (each, y) => attentionBlock(each, y, inner));
    return conv(m.sub('cv2'), cat(m, [first, attentive]), 2 * inner, c1);
  }),
  C2fPSA: block(repeated, 'c1, c2, n=1, e=0.5', (m, x, a) => {
    const inner = innerChannels(a);
    return c2f(m, x, a.number('c1'), a.number('c2'), inner, a.count('n'), (each, y) =>
      attentionBlock(each, y, inner),
    );
  }),
};
