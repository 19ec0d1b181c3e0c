import { zeros, type Tensor } from '../tensor.ts';
import { addProduct, matrix, transposed } from './matrix-product.ts';
import { dotProduct } from './rows.ts';

/** Z = X·Wᵀ + b over the last dimension. X [N…, in], W [out, in], b [out]. */
export function linear(x: Tensor, w: Tensor, b: Tensor | null): Tensor {
  const [outFeatures = 0, inFeatures = 0] = w.shape;
  const rows = x.data.length / inFeatures;
  const z = zeros([...x.shape.slice(0, -1), outFeatures], x);
  for (let row = 0; row < rows; row++) {
    for (let out = 0; out < outFeatures; out++) {
      const sum = dotProduct(x.data, row * inFeatures, 1, w.data, out * inFeatures, 1, inFeatures);
      z.data[row * outFeatures + out] = sum + (b?.data[out] ?? 0);
    }
  }
  return z;
}

/** dX = dZ·W */
export function linearInputGradient(dz: Tensor, w: Tensor): Tensor {
  const [outFeatures = 0, inFeatures = 0] = w.shape;
  const rows = dz.data.length / outFeatures;
  const dx = zeros([...dz.shape.slice(0, -1), inFeatures], dz);
  addProduct(
    matrix(dx.data, 0, rows, inFeatures),
    matrix(dz.data, 0, rows, outFeatures),
    matrix(w.data, 0, outFeatures, inFeatures),
  );
  return dx;
}

/** dW = dZᵀ·X, summed over all rows. */
export function linearWeightGradient(x: Tensor, dz: Tensor): Tensor {
  const inFeatures = x.shape.at(-1) ?? 0;
  const outFeatures = dz.shape.at(-1) ?? 0;
  const rows = x.data.length / inFeatures;
  const dw = zeros([outFeatures, inFeatures], dz);
  addProduct(
    matrix(dw.data, 0, outFeatures, inFeatures),
    transposed(matrix(dz.data, 0, rows, outFeatures)),
    matrix(x.data, 0, rows, inFeatures),
  );
  return dw;
}

/** db: the sum of dZ over all rows. */
export function linearBiasGradient(dz: Tensor): Tensor {
  const outFeatures = dz.shape.at(-1) ?? 0;
  const db = zeros([outFeatures], dz);
  for (let i = 0; i < dz.data.length; i++) {
    db.data[i % outFeatures] = (db.data[i % outFeatures] ?? 0) + (dz.data[i] ?? 0);
  }
  return db;
}
