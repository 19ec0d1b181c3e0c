import { elementCount, zeros, type Tensor } from '../tensor.ts';

/** The learned scale γ and shift β of a normalisation; null where the layer has none. */
export interface Affine {
  readonly scale: Tensor | null;
  readonly shift: Tensor | null;
}

export interface AffineGradients {
  readonly input: Tensor;
  readonly scale: Tensor;
  readonly shift: Tensor;
}

/** γ·x + β. Value i of x belongs to feature ⌊i/run⌋ mod features: run is a plane for channels, 1 for trailing sizes. */
export function applyAffine(x: Tensor, { scale, shift }: Affine, run: number): Tensor {
  if (!scale && !shift) return x;
  const z = zeros(x.shape, x);
  const features = (scale ?? shift)?.data.length ?? 1;
  for (let i = 0; i < z.data.length; i++) {
    const feature = Math.floor(i / run) % features;
    z.data[i] = (x.data[i] ?? 0) * (scale?.data[feature] ?? 1) + (shift?.data[feature] ?? 0);
  }
  return z;
}

/** The gradients by x, γ and β; of γ and β also where the layer has none, as they are sums that one may want to see. */
export function affineGradients(
  dz: Tensor,
  x: Tensor,
  scale: Tensor | null,
  featureShape: readonly number[],
  run: number,
): AffineGradients {
  const input = zeros(x.shape, dz);
  const scaleGradient = zeros(featureShape, dz);
  const shiftGradient = zeros(featureShape, dz);
  const features = elementCount(featureShape);
  for (let i = 0; i < dz.data.length; i++) {
    const feature = Math.floor(i / run) % features;
    const gradient = dz.data[i] ?? 0;
    input.data[i] = gradient * (scale?.data[feature] ?? 1);
    scaleGradient.data[feature] = (scaleGradient.data[feature] ?? 0) + gradient * (x.data[i] ?? 0);
    shiftGradient.data[feature] = (shiftGradient.data[feature] ?? 0) + gradient;
  }
  return { input, scale: scaleGradient, shift: shiftGradient };
}
