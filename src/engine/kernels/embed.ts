import { planesOf, zeros, type Tensor } from '../tensor.ts';

/** Along one axis, source cell i goes to target cell `offset + i·step`; what falls outside is dropped. */
export interface AxisPlacement {
  readonly size: number;
  readonly step: number;
  readonly offset: number;
}

/**
 * Puts every plane of a tensor into a larger or smaller one of zeros. Padding, cropping (a negative offset) and
 * spreading by a stride are all of this kind. One to three spatial axes, one placement each.
 */
export function embed(tensor: Tensor, placements: readonly AxisPlacement[]): Tensor {
  const { batch, channels, spatial, planeSize } = planesOf(tensor);
  const target = zeros([batch, channels, ...placements.map(({ size }) => size)], tensor);
  const [outer, middle, inner] = threePlacements(placements);
  const [size0, size1, size2] = [spatial.at(-3) ?? 1, spatial.at(-2) ?? 1, spatial.at(-1) ?? 1];
  // The cells of a row that have a place in the target.
  const first = Math.max(0, Math.ceil(-inner.offset / inner.step));
  const end = Math.min(size2, Math.ceil((inner.size - inner.offset) / inner.step));
  const targetPlane = outer.size * middle.size * inner.size;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let i0 = 0; i0 < size0; i0++) {
      const to0 = place(outer, i0);
      if (to0 < 0) continue;
      for (let i1 = 0; i1 < size1; i1++) {
        const to1 = place(middle, i1);
        if (to1 < 0) continue;
        const targetRow = plane * targetPlane + (to0 * middle.size + to1) * inner.size;
        const sourceRow = plane * planeSize + (i0 * size1 + i1) * size2;
        if (inner.step === 1 && end > first) {
          const row = tensor.data.subarray(sourceRow + first, sourceRow + end);
          target.data.set(row, targetRow + inner.offset + first);
          continue;
        }
        for (let i2 = first; i2 < end; i2++)
          target.data[targetRow + inner.offset + i2 * inner.step] = tensor.data[sourceRow + i2] ?? 0;
      }
    }
  }
  return target;
}

/** Where cell i goes, or −1 where it is dropped. */
function place({ size, step, offset }: AxisPlacement, i: number): number {
  const to = offset + i * step;
  return to < size ? Math.max(to, -1) : -1;
}

const unit: AxisPlacement = { size: 1, step: 1, offset: 0 };

function threePlacements(
  placements: readonly AxisPlacement[],
): readonly [AxisPlacement, AxisPlacement, AxisPlacement] {
  return [placements.at(-3) ?? unit, placements.at(-2) ?? unit, placements.at(-1) ?? unit];
}
