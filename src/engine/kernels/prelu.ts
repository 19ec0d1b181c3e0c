import { planesOf, zeros, type Tensor } from '../tensor.ts';

/** x where positive, else slope·x; one slope for all, or one per channel. */
export function prelu(x: Tensor, slopes: Tensor): Tensor {
  const z = zeros(x.shape, x);
  forEachSlope(x, slopes, (i, slope) => {
    const value = x.data[i] ?? 0;
    z.data[i] = value > 0 ? value : value * (slopes.data[slope] ?? 0);
  });
  return z;
}

export interface PreluGradients {
  readonly input: Tensor;
  readonly slopes: Tensor;
}

export function preluGradients(dz: Tensor, x: Tensor, slopes: Tensor): PreluGradients {
  const input = zeros(x.shape, dz);
  const slopeGradient = zeros(slopes.shape, dz);
  forEachSlope(x, slopes, (i, slope) => {
    const value = x.data[i] ?? 0;
    const gradient = dz.data[i] ?? 0;
    input.data[i] = value > 0 ? gradient : gradient * (slopes.data[slope] ?? 0);
    if (value <= 0) slopeGradient.data[slope] = (slopeGradient.data[slope] ?? 0) + gradient * value;
  });
  return { input, slopes: slopeGradient };
}

/** Every value with the place of the slope that it uses. */
function forEachSlope(x: Tensor, slopes: Tensor, visit: (i: number, slope: number) => void): void {
  const { planeSize } = planesOf(x);
  const count = slopes.data.length;
  for (let i = 0; i < x.data.length; i++) visit(i, Math.floor(i / planeSize) % count);
}
