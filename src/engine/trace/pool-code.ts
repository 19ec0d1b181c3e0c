import type { AxisGeometry } from '../geometry/axis.ts';
import { divisors, type AveragePoolOptions } from '../kernels/average-pool.ts';
import { kernelSizesOf } from '../geometry/window.ts';
import { maxPool } from '../kernels/max-pool.ts';
import { tapRows } from '../kernels/taps.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { withLines } from './code-lines.ts';
import { compareStage } from './compare-stages.ts';
import type { Divisor, Facts, Pass, Stage } from './lesson.ts';
import { planeValues } from './plane.ts';

export interface PoolCodeRequest {
  readonly facts: Facts;
  readonly forward: readonly Stage[];
  readonly backward: readonly Stage[];
  /** [1, 1, …] both */
  readonly x: Tensor;
  readonly dz: Tensor;
  /** Slice of X that is shown. */
  readonly slice: number;
}

/** A pool and its way back, line by line. With ties that all get the gradient, the wrong dX stands beside the right one. */
export function poolCodePasses({ facts, forward, backward, x, dz, slice }: PoolCodeRequest): Pass[] {
  const result = backward.at(-1)?.planes[0];
  const tied = facts.faults.some(({ fault, made, shows }) => fault === 'ties' && made && shows);
  const [gradient] = backward;
  const told: readonly Stage[] =
    tied && result && gradient
      ? [
          gradient,
          {
            ...compareStage(
              { ...result, values: planeValues(tiedGradient(x, dz, facts.axes), [0, 0, slice]) },
              result,
            ),
            line: 'route',
          },
        ]
      : backward;
  return [
    { id: 'code-forward', stages: withLines(forward) },
    { id: 'code-backward', stages: withLines(told) },
  ];
}

/** The mistake: every cell that equals the greatest of its window gets the window's whole gradient. */
export function tiedGradient(x: Tensor, dz: Tensor, axes: readonly AxisGeometry[]): Tensor {
  const { z } = maxPool(x, axes);
  const dx = zeros(x.shape, dz);
  const stride = axes.at(-1)?.stride ?? 1;
  const [inputPlane, outputPlane] = [planesOf(x).planeSize, planesOf(dz).planeSize];
  for (let plane = 0; plane < z.data.length / outputPlane; plane++) {
    for (const { input, output, count } of tapRows(axes)) {
      for (let i = 0; i < count; i++) {
        const cell = plane * inputPlane + input + i * stride;
        const window = plane * outputPlane + output + i;
        if (x.data[cell] === z.data[window]) dx.data[cell] = (dx.data[cell] ?? 0) + (dz.data[window] ?? 0);
      }
    }
  }
  return dx;
}

/** Whether a window of this channel has two greatest cells. */
export function hasTies(x: Tensor, axes: readonly AxisGeometry[]): boolean {
  const { z } = maxPool(x, axes);
  const ones: Tensor = { shape: z.shape, data: z.data.map(() => 1) };
  let given = 0;
  for (const times of tiedGradient(x, ones, axes).data) given += times;
  return given > z.data.length;
}

/** What an average pool's sums are divided by. */
export function divisorOf(axes: readonly AxisGeometry[], pool: AveragePoolOptions): Divisor {
  if (pool.divisorOverride !== undefined) return pool.divisorOverride;
  const all = elementCount(kernelSizesOf(axes));
  if (divisors(axes, pool).every((divisor) => divisor === all)) return all;
  return pool.countIncludePadding ? 'padded-cells' : 'input-cells';
}
