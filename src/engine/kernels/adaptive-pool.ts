import { adaptiveBins, type Bin } from '../geometry/adaptive-bins.ts';
import { planesOf, zeros, type Tensor } from '../tensor.ts';
import { scatterToWinners, type MaxPool } from './max-pool.ts';

/** The mean of each bin, divided axis by axis as PyTorch does. Output sizes of 1 give the global average pool. */
export function adaptiveAveragePool(x: Tensor, outputSizes: readonly number[]): Tensor {
  const { batch, channels } = planesOf(x);
  const z = zeros([batch, channels, ...outputSizes], x);
  forEachBin(x.shape, outputSizes, (output, sizes, cells) => {
    let sum = 0;
    for (const cell of cells) sum += x.data[cell] ?? 0;
    z.data[output] = sizes.reduce((mean, size) => mean / size, sum);
  });
  return z;
}

/** dX of the adaptive average pool: every bin shares its gradient out equally; bins may overlap. */
export function adaptiveAveragePoolGradient(dz: Tensor, inputShape: readonly number[]): Tensor {
  const dx = zeros(inputShape, dz);
  forEachBin(inputShape, planesOf(dz).spatial, (output, sizes, cells) => {
    const share = sizes.reduce((rest, size) => rest / size, dz.data[output] ?? 0);
    for (const cell of cells) dx.data[cell] = (dx.data[cell] ?? 0) + share;
  });
  return dx;
}

/** The largest cell of each bin; ties as in the max pool. Output sizes of 1 give the global max pool. */
export function adaptiveMaxPool(x: Tensor, outputSizes: readonly number[]): MaxPool {
  const { batch, channels, planeSize } = planesOf(x);
  const z = zeros([batch, channels, ...outputSizes], x);
  const winners = new Int32Array(z.data.length).fill(-1);
  forEachBin(x.shape, outputSizes, (output, _sizes, cells) => {
    for (const cell of cells) {
      const value = x.data[cell] ?? 0;
      if (winners[output] === -1 || value > (z.data[output] ?? 0) || Number.isNaN(value)) {
        z.data[output] = value;
        winners[output] = cell % planeSize;
      }
    }
  });
  return { z, winners };
}

/** dX of the adaptive max pool. */
export function adaptiveMaxPoolGradient(
  dz: Tensor,
  winners: Int32Array,
  inputShape: readonly number[],
): Tensor {
  const dx = zeros(inputShape, dz);
  scatterToWinners(dx, dz, winners, planesOf(dz).planeSize);
  return dx;
}

/** Every output cell with its bin's sizes per axis (outermost first) and the flat places of the bin's cells. */
function forEachBin(
  inputShape: readonly number[],
  outputSizes: readonly number[],
  visit: (output: number, sizes: readonly number[], cells: readonly number[]) => void,
): void {
  const [batch = 1, channels = 1, ...spatial] = inputShape;
  const bins = spatial.map((size, axis) => adaptiveBins(size, outputSizes[axis] ?? 1));
  const [size1, size2] = [spatial.at(-2) ?? 1, spatial.at(-1) ?? 1];
  const plane = (spatial.at(-3) ?? 1) * size1 * size2;
  const whole: readonly Bin[] = [{ start: 0, end: 1 }];
  let output = 0;
  for (let planeStart = 0; planeStart < batch * channels * plane; planeStart += plane) {
    for (const outer of bins.at(-3) ?? whole) {
      for (const middle of bins.at(-2) ?? whole) {
        for (const inner of bins.at(-1) ?? whole) {
          const cells: number[] = [];
          for (let i = outer.start; i < outer.end; i++) {
            for (let j = middle.start; j < middle.end; j++) {
              for (let k = inner.start; k < inner.end; k++) {
                cells.push(planeStart + (i * size1 + j) * size2 + k);
              }
            }
          }
          visit(
            output++,
            [outer, middle, inner].map(({ start, end }) => end - start),
            cells,
          );
        }
      }
    }
  }
}
