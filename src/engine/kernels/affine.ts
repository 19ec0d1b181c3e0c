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
  forEachFeatureRun(z.data.length, run, features, (feature, from, to) => {
    const factor = scale?.data[feature] ?? 1;
    const summand = shift?.data[feature] ?? 0;
    for (let i = from; i < to; i++) z.data[i] = (x.data[i] ?? 0) * factor + summand;
  });
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
  forEachFeatureRun(dz.data.length, run, features, (feature, from, to) => {
    const factor = scale?.data[feature] ?? 1;
    let scaleSum = scaleGradient.data[feature] ?? 0;
    let shiftSum = shiftGradient.data[feature] ?? 0;
    for (let i = from; i < to; i++) {
      const gradient = dz.data[i] ?? 0;
      input.data[i] = gradient * factor;
      scaleSum += gradient * (x.data[i] ?? 0);
      shiftSum += gradient;
    }
    scaleGradient.data[feature] = scaleSum;
    shiftGradient.data[feature] = shiftSum;
  });
  return { input, scale: scaleGradient, shift: shiftGradient };
}

function forEachFeatureRun(
  length: number,
  run: number,
  features: number,
  visit: (feature: number, from: number, to: number) => void,
): void {
  for (let from = 0, feature = 0; from < length; from += run, feature = (feature + 1) % features) {
    visit(feature, from, from + run);
  }
}
