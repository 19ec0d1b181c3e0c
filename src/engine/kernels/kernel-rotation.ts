import { elementCount, zeros, type Tensor } from '../tensor.ts';

/** The kernel rotated by 180°: all spatial axes reversed. Correlating with it is the true convolution. */
export function rotateKernel(w: Tensor): Tensor {
  const [, , ...spatial] = w.shape;
  const plane = elementCount(spatial);
  const rotated = zeros(w.shape, w);
  for (let i = 0; i < w.data.length; i++) {
    const cell = i % plane;
    rotated.data[i - cell + (plane - 1 - cell)] = w.data[i] ?? 0;
  }
  return rotated;
}

/** In- and out-channels exchanged group by group: [C_out, C_in/groups, …] becomes [C_in, C_out/groups, …]. */
export function swapKernelChannels(w: Tensor, groups: number): Tensor {
  const [outChannels = 0, inPerGroup = 0, ...spatial] = w.shape;
  const outPerGroup = outChannels / groups;
  const plane = elementCount(spatial);
  const swapped = zeros([inPerGroup * groups, outPerGroup, ...spatial], w);
  for (let out = 0; out < outChannels; out++) {
    const group = Math.floor(out / outPerGroup);
    for (let c = 0; c < inPerGroup; c++) {
      const from = (out * inPerGroup + c) * plane;
      const to = ((group * inPerGroup + c) * outPerGroup + (out % outPerGroup)) * plane;
      swapped.data.set(w.data.subarray(from, from + plane), to);
    }
  }
  return swapped;
}
