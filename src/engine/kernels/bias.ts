import { planesOf, zeros, type Tensor } from '../tensor.ts';

/** Adds b[c] to every value of channel c, in place. */
export function addBias(z: Tensor, b: Tensor): void {
  const { batch, channels, planeSize } = planesOf(z);
  for (let plane = 0; plane < batch * channels; plane++) {
    const value = b.data[plane % channels] ?? 0;
    for (let i = plane * planeSize; i < (plane + 1) * planeSize; i++) z.data[i] = (z.data[i] ?? 0) + value;
  }
}

/** db: the sum of dZ over batch and space, per channel. */
export function biasGradient(dz: Tensor): Tensor {
  const { batch, channels, planeSize } = planesOf(dz);
  const db = zeros([channels], dz);
  for (let plane = 0; plane < batch * channels; plane++) {
    let sum = 0;
    for (let i = plane * planeSize; i < (plane + 1) * planeSize; i++) sum += dz.data[i] ?? 0;
    db.data[plane % channels] = (db.data[plane % channels] ?? 0) + sum;
  }
  return db;
}
