import type { AxisGeometry } from './axis.ts';
import { refuse, type Checked } from './refusal.ts';
import { windowAxes, type WindowSettings } from './window.ts';

/** Axes of a pool, or why PyTorch refuses it: padding above half the kernel too (aten/src/ATen/native/Pool.h). */
export function poolAxes(
  inputSizes: readonly number[],
  kernel: readonly number[],
  settings: WindowSettings,
): Checked<readonly AxisGeometry[]> {
  for (const [index, { before, after }] of settings.padding.entries()) {
    const size = kernel[index] ?? 1;
    const padding = Math.max(before, after);
    if (2 * padding > size) {
      return refuse(
        'padding-over-half-kernel',
        `Padding ${padding} is more than half of the pool's kernel size ${size}.`,
      );
    }
  }
  return windowAxes(inputSizes, kernel, settings);
}
