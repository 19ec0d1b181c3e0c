import { zeros, type Tensor } from '../tensor.ts';

// Loops of their own, as half of a network's layers pass here: a function a value costs as much as the memory.

/** max(0, x); NaN and −0 pass, as in PyTorch. */
export function relu(x: Tensor): Tensor {
  const z = zeros(x.shape, x);
  const [from, to] = [x.data, z.data];
  for (let i = 0; i < to.length; i++) {
    const value = from[i] ?? 0;
    to[i] = value < 0 ? 0 : value;
  }
  return z;
}

/** dX of ReLU, from its input or its output; the gradient at 0 is 0. */
export function reluGradient(dz: Tensor, x: Tensor): Tensor {
  const dx = zeros(x.shape, dz);
  const [gradients, values, to] = [dz.data, x.data, dx.data];
  for (let i = 0; i < to.length; i++) to[i] = (values[i] ?? 0) > 0 ? (gradients[i] ?? 0) : 0;
  return dx;
}
