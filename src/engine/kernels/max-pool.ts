import type { AxisGeometry } from '../geometry/axis.ts';
import { inputSizesOf, outputSizesOf } from '../geometry/window.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { tapRows } from './taps.ts';

export interface MaxPool {
  readonly z: Tensor;
  /** For every output cell the place in its input plane of the cell that won, or −1 if its window read none. */
  readonly winners: Int32Array;
}

/** The largest cell of each window; the first one in C order wins a tie, and NaN beats all, as in PyTorch. */
export function maxPool(x: Tensor, axes: readonly AxisGeometry[]): MaxPool {
  const { batch, channels, planeSize } = planesOf(x);
  const z = zeros([batch, channels, ...outputSizesOf(axes)], x);
  z.data.fill(-Infinity);
  const winners = new Int32Array(z.data.length).fill(-1);
  const rows = tapRows(axes);
  const stride = axes.at(-1)?.stride ?? 1;
  const outputPlane = elementCount(outputSizesOf(axes));
  const [from, to] = [x.data, z.data];
  for (let plane = 0; plane < batch * channels; plane++) {
    const input = plane * planeSize;
    for (const row of rows) {
      let cell = row.input;
      let output = plane * outputPlane + row.output;
      for (const end = output + row.count; output < end; output++, cell += stride) {
        const value = from[input + cell] ?? 0;
        if (value > (to[output] ?? 0) || winners[output] === -1 || Number.isNaN(value)) {
          to[output] = value;
          winners[output] = cell;
        }
      }
    }
  }
  return { z, winners };
}

/** dX of a max pool: each window's gradient goes to the cell that won it. */
export function maxPoolGradient(dz: Tensor, winners: Int32Array, axes: readonly AxisGeometry[]): Tensor {
  const { batch, channels, planeSize } = planesOf(dz);
  const dx = zeros([batch, channels, ...inputSizesOf(axes)], dz);
  scatterToWinners(dx, dz, winners, planeSize);
  return dx;
}

/** Adds every value of dZ to its winner's place in the plane of dX that it belongs to. */
export function scatterToWinners(dx: Tensor, dz: Tensor, winners: Int32Array, outputPlane: number): void {
  const { planeSize: inputPlane } = planesOf(dx);
  for (let output = 0; output < winners.length; output++) {
    const winner = winners[output] ?? -1;
    if (winner < 0) continue;
    const input = Math.floor(output / outputPlane) * inputPlane + winner;
    dx.data[input] = (dx.data[input] ?? 0) + (dz.data[output] ?? 0);
  }
}
