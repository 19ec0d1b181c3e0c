import { zeros, type Tensor } from '../tensor.ts';

/** A function of one value, and its derivative there. */
export interface Pointwise {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

export function applyPointwise({ value }: Pointwise, x: Tensor): Tensor {
  const z = zeros(x.shape, x);
  for (let i = 0; i < z.data.length; i++) z.data[i] = value(x.data[i] ?? 0);
  return z;
}

/** dX = dZ · f'(X) */
export function pointwiseGradient({ slope }: Pointwise, dz: Tensor, x: Tensor): Tensor {
  const dx = zeros(x.shape, dz);
  for (let i = 0; i < dx.data.length; i++) dx.data[i] = (dz.data[i] ?? 0) * slope(x.data[i] ?? 0);
  return dx;
}
