import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { kernelSizesOf, outputSizesOf } from '../geometry/window.ts';
import { elementCount, planesOf, zeros, type Tensor } from '../tensor.ts';
import { addBias } from './bias.ts';
import { col2im, im2col } from './im2col.ts';
import { addProduct, matrix, transposed, type Matrix } from './matrix-product.ts';

/** Z = W·im2col(X) + b, with W as a matrix of C_out rows. */
export function convolveByIm2col(
  x: Tensor,
  w: Tensor,
  b: Tensor | null,
  geometry: ConvolutionGeometry,
): Tensor {
  const [outChannels = 0] = w.shape;
  const z = zeros([planesOf(x).batch, outChannels, ...outputSizesOf(geometry.axes)], x);
  if (b) addBias(z, b);
  forEachBlock(im2col(x, geometry.axes), w, z, geometry, (columns, kernel, output) =>
    addProduct(output, kernel, columns),
  );
  return z;
}

/** dX = col2im(Wᵀ·dZ) */
export function inputGradientByIm2col(dz: Tensor, w: Tensor, geometry: ConvolutionGeometry): Tensor {
  const rows = (w.shape[1] ?? 0) * geometry.groups * elementCount(kernelSizesOf(geometry.axes));
  const { batch, planeSize } = planesOf(dz);
  const columnGradient = zeros([batch, rows, planeSize], dz);
  forEachBlock(columnGradient, w, dz, geometry, (columns, kernel, output) =>
    addProduct(columns, transposed(kernel), output),
  );
  return col2im(columnGradient, geometry.axes);
}

/** dW = dZ·im2col(X)ᵀ, summed over the batch. */
export function kernelGradientByIm2col(x: Tensor, dz: Tensor, geometry: ConvolutionGeometry): Tensor {
  const { channels: outChannels } = planesOf(dz);
  const channelsPerGroup = planesOf(x).channels / geometry.groups;
  const dw = zeros([outChannels, channelsPerGroup, ...kernelSizesOf(geometry.axes)], x);
  forEachBlock(im2col(x, geometry.axes), dw, dz, geometry, (columns, kernel, output) =>
    addProduct(kernel, output, transposed(columns)),
  );
  return dw;
}

/** Per sample and group the three matrices of the product: columns, kernel, output = kernel · columns. */
function forEachBlock(
  columns: Tensor,
  w: Tensor,
  z: Tensor,
  { groups }: ConvolutionGeometry,
  visit: (columns: Matrix, kernel: Matrix, output: Matrix) => void,
): void {
  const { batch, channels: outChannels, planeSize } = planesOf(z);
  const rows = (columns.shape[1] ?? 0) / groups;
  const outPerGroup = outChannels / groups;
  for (let n = 0; n < batch; n++) {
    for (let group = 0; group < groups; group++) {
      const block = n * groups + group;
      visit(
        matrix(columns.data, block * rows * planeSize, rows, planeSize),
        matrix(w.data, group * outPerGroup * rows, outPerGroup, rows),
        matrix(z.data, block * outPerGroup * planeSize, outPerGroup, planeSize),
      );
    }
  }
}
