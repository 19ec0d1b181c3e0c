import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { concat } from '../kernels/concat.ts';
import { slice } from '../kernels/slice.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import type { ProductKernels } from './product-kernels.ts';
import type { Work } from './work.ts';

/**
 * The passes of a convolution, channel by channel: parts of at most about `macs` multiply-adds, so that a run can be
 * cancelled inside of a long one. Every value is the sum that the whole pass computes, in the same order.
 */
export class ProductParts {
  readonly kernels: ProductKernels;
  readonly #macs: number;

  constructor(kernels: ProductKernels, macs: number) {
    this.kernels = kernels;
    this.#macs = macs;
  }

  *convolve(x: Tensor, w: Tensor, b: Tensor | null, geometry: ConvolutionGeometry): Work<Tensor> {
    const blocks = this.#blocks(w.shape[0] ?? 1, x, w, geometry);
    if (blocks.length < 2) return this.kernels.convolve(x, w, b, geometry);
    const parts: Tensor[] = [];
    for (const [from, to] of blocks) {
      if (parts.length > 0) yield;
      parts.push(this.kernels.convolve(x, rows(w, from, to), b && rows(b, from, to), geometry));
    }
    return concat(parts, 1);
  }

  *convolutionInputGradient(dz: Tensor, w: Tensor, geometry: ConvolutionGeometry): Work<Tensor> {
    const blocks = this.#blocks(w.shape[1] ?? 1, dz, w, geometry);
    if (blocks.length < 2) return this.kernels.convolutionInputGradient(dz, w, geometry);
    const parts: Tensor[] = [];
    for (const [from, to] of blocks) {
      if (parts.length > 0) yield;
      parts.push(this.kernels.convolutionInputGradient(dz, channels(w, from, to), geometry));
    }
    return concat(parts, 1);
  }

  *convolutionKernelGradient(x: Tensor, dz: Tensor, geometry: ConvolutionGeometry): Work<Tensor> {
    const [, outChannels = 1] = dz.shape;
    const kernel = geometry.axes.map(({ kernelSize }) => kernelSize);
    const shape = [outChannels, (x.shape[1] ?? 1) / geometry.groups, ...kernel];
    const blocks = this.#blocks(outChannels, dz, { shape }, geometry);
    if (blocks.length < 2) return this.kernels.convolutionKernelGradient(x, dz, geometry);
    const parts: Tensor[] = [];
    for (const [from, to] of blocks) {
      if (parts.length > 0) yield;
      parts.push(this.kernels.convolutionKernelGradient(x, channels(dz, from, to), geometry));
    }
    return concat(parts, 0);
  }

  /** `count` channels in blocks; one block where the work is small, or where groups tie the channels together. */
  #blocks(
    count: number,
    { shape: [batch = 1] }: Tensor,
    { shape }: Pick<Tensor, 'shape'>,
    { axes, groups }: ConvolutionGeometry,
  ): readonly (readonly [from: number, to: number])[] {
    if (groups > 1) return [];
    const cells = axes.reduce((product, { outputSize }) => product * outputSize, batch);
    const wanted = Math.ceil((elementCount(shape) * cells) / this.#macs);
    // Whole tiles of the fast kernels, which take four channels at once.
    const size = Math.max(4, Math.ceil(count / Math.max(1, wanted) / 4) * 4);
    return Array.from({ length: Math.ceil(count / size) }, (_, block) => [
      block * size,
      Math.min(count, (block + 1) * size),
    ]);
  }
}

/** Rows `from` to `to` of the first dimension; they share the tensor's values. */
function rows({ shape: [count = 1, ...rest], data }: Tensor, from: number, to: number): Tensor {
  const size = data.length / count;
  return { shape: [to - from, ...rest], data: data.subarray(from * size, to * size) };
}

const channels = (tensor: Tensor, start: number, end: number): Tensor =>
  slice(tensor, [{ axis: 1, start, end, step: 1 }]);
