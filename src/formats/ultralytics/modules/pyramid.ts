import { scaled } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { add, cat, conv, half, maxPool, type PoolOptions } from './layers.ts';
import { block, type ModuleTable } from './module-spec.ts';
import type { Tensor } from '../flow.ts';

/** A pool that keeps the size, if its kernel is odd. */
export const samePool = (k: number): PoolOptions => ({ k, s: 1, p: half(k) });

/** Pools of several sizes side by side, behind what they pool. */
function pyramid(m: Scope, x: Tensor, kernels: readonly number[]): readonly Tensor[] {
  return [x, ...kernels.map((k, index) => maxPool(m.sub(`m.${index}`), x, samePool(k)))];
}

/** The same between two 1×1 convolutions (block.py SPP). */
export function spatialPyramid(
  m: Scope,
  x: Tensor,
  c1: number,
  c2: number,
  kernels: readonly number[],
): Tensor {
  const y = conv(m.sub('cv1'), x, c1, half(c1));
  return conv(m.sub('cv2'), cat(m, pyramid(m, y, kernels)), half(c1) * (kernels.length + 1), c2);
}

/** Pools of several sizes side by side, or of one size one behind the other (block.py SPP, SPPF). */
export const pyramids: ModuleTable = {
  SPP: block(scaled, 'c1, c2, k=(5, 9, 13)', (m, x, a) =>
    spatialPyramid(m, x, a.number('c1'), a.number('c2'), a.numbers('k')),
  ),
  /** `n` and `shortcut` since 8.4. */
  SPPF: block(scaled, 'c1, c2, k=5, n=3, shortcut=False', (m, x, a) => {
    const [c1, c2, k, n] = [a.number('c1'), a.number('c2'), a.number('k'), a.count('n')];
    const results: Tensor[] = [conv(m.sub('cv1'), x, c1, half(c1))];
    const sources = { kernel: 'k' };
    for (let time = 0; time < n; time++) {
      results.push(maxPool(m.sub('m'), results.at(-1) ?? null, samePool(k), sources));
    }
    const joined = conv(m.sub('cv2'), cat(m, results), half(c1) * (n + 1), c2);
    return a.flag('shortcut') && c1 === c2 ? add(m, x, joined) : joined;
  }),
};
