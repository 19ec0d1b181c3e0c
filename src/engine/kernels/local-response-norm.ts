import { planesOf, zeros, type Tensor } from '../tensor.ts';

/** z = x / (k + α/size · Σ x²)^β over `size` neighbouring channels (torch.nn.functional.local_response_norm, Caffe's LRN). */
export interface LocalResponseSettings {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

export function localResponseNorm(x: Tensor, settings: LocalResponseSettings): Tensor {
  const z = zeros(x.shape, x);
  const sums = neighbourSums(x, settings);
  for (let i = 0; i < z.data.length; i++) {
    z.data[i] = (x.data[i] ?? 0) * (sums[i] ?? 1) ** -settings.beta;
  }
  return z;
}

/** dX: a value acts on its own output, and through the sums on those of its neighbours. */
export function localResponseNormGradient(dz: Tensor, x: Tensor, settings: LocalResponseSettings): Tensor {
  const { size, alpha, beta } = settings;
  const dx = zeros(x.shape, dz);
  const sums = neighbourSums(x, settings);
  const shared = Float64Array.from(
    sums,
    (sum, i) => (dz.data[i] ?? 0) * (x.data[i] ?? 0) * sum ** (-beta - 1),
  );
  forEachNeighbour(x, size, (reader, read) => {
    dx.data[read] = (dx.data[read] ?? 0) + (shared[reader] ?? 0);
  });
  for (let i = 0; i < dx.data.length; i++) {
    const own = (dz.data[i] ?? 0) * (sums[i] ?? 1) ** -beta;
    dx.data[i] = own - ((2 * alpha * beta) / size) * (x.data[i] ?? 0) * (dx.data[i] ?? 0);
  }
  return dx;
}

/** k + α/size · Σ x² for every value. */
function neighbourSums(x: Tensor, { size, alpha, k }: LocalResponseSettings): Float64Array {
  const sums = new Float64Array(x.data.length);
  forEachNeighbour(x, size, (reader, read) => {
    sums[reader] = (sums[reader] ?? 0) + (x.data[read] ?? 0) ** 2;
  });
  return sums.map((sum) => k + (alpha / size) * sum);
}

/** Channel c reads channels c − ⌊size/2⌋ … c + ⌊(size−1)/2⌋ at the same place. */
function forEachNeighbour(x: Tensor, size: number, visit: (reader: number, read: number) => void): void {
  const { batch, channels, planeSize } = planesOf(x);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const first = Math.max(0, c - Math.floor(size / 2));
      const last = Math.min(channels - 1, c + Math.floor((size - 1) / 2));
      for (let other = first; other <= last; other++) {
        for (let i = 0; i < planeSize; i++) {
          visit((n * channels + c) * planeSize + i, (n * channels + other) * planeSize + i);
        }
      }
    }
  }
}
