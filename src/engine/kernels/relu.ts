import { zeros, type Tensor } from '../tensor.ts';

/** max(0, x); NaN and −0 pass, as in PyTorch. */
export function relu(x: Tensor): Tensor {
  const z = zeros(x.shape, x);
  for (let i = 0; i < z.data.length; i++) {
    const value = x.data[i] ?? 0;
    z.data[i] = value < 0 ? 0 : value;
  }
  return z;
}

/** dX of ReLU, from its input or its output; the gradient at 0 is 0. */
export function reluGradient(dz: Tensor, x: Tensor): Tensor {
  const dx = zeros(x.shape, dz);
  for (let i = 0; i < dx.data.length; i++) dx.data[i] = (x.data[i] ?? 0) > 0 ? (dz.data[i] ?? 0) : 0;
  return dx;
}
