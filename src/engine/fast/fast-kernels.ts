import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { kernelSizesOf, outputSizesOf } from '../geometry/window.ts';
import { plainKernels, type ProductKernels } from '../network/product-kernels.ts';
import { elementCount, planesOf, type Tensor } from '../tensor.ts';
import { fastConvolve, fastKernelGradient } from './fast-convolution.ts';
import { fastInputGradient } from './fast-input-gradient.ts';
import { loadKernels, type KernelBuild, type WebAssemblyHost } from './wasm-module.ts';
import { Workspace } from './workspace.ts';

/** Below this many multiply-adds the plain kernels are done before the tables of the fast ones are filled. */
const smallWork = 20_000;

export interface FastOptions {
  /** Which builds may be taken, the first that the machine accepts. */
  readonly builds?: readonly KernelBuild[];
  /** Winograd's algorithm where it applies: twice as fast, and rounded more (5e-5 of the maximum). On by default. */
  readonly winograd?: boolean;
}

export interface FastKernels extends ProductKernels {
  readonly build: KernelBuild;
  /** What the kernels' memory has grown to. */
  readonly memoryBytes: () => number;
}

/**
 * The kernels of fast mode: WebAssembly for float32 work that is large enough, the plain ones for the rest and for
 * float64. Null where the machine has no WebAssembly SIMD.
 */
export function createFastKernels(host: WebAssemblyHost, { builds }: FastOptions = {}): FastKernels | null {
  const module = loadKernels(host, builds);
  if (!module) return null;
  const workspace = new Workspace(module.memory);
  const plain = (values: Tensor, w: readonly number[], geometry: ConvolutionGeometry): boolean =>
    !(values.data instanceof Float32Array) || multiplyAdds(planesOf(values).batch, w, geometry) < smallWork;
  return {
    ...plainKernels,
    build: module.build,
    memoryBytes: () => module.memory.buffer.byteLength,
    convolve: (x, w, b, geometry) =>
      plain(x, w.shape, geometry)
        ? plainKernels.convolve(x, w, b, geometry)
        : fastConvolve(module, workspace, x, w, b, geometry),
    convolutionInputGradient: (dz, w, geometry) =>
      plain(dz, w.shape, geometry)
        ? plainKernels.convolutionInputGradient(dz, w, geometry)
        : fastInputGradient(module, workspace, dz, w, geometry),
    convolutionKernelGradient: (x, dz, geometry) => {
      const w = [
        planesOf(dz).channels,
        planesOf(x).channels / geometry.groups,
        ...kernelSizesOf(geometry.axes),
      ];
      return plain(x, w, geometry)
        ? plainKernels.convolutionKernelGradient(x, dz, geometry)
        : fastKernelGradient(module, workspace, x, dz, geometry);
    },
  };
}

function multiplyAdds(batch: number, w: readonly number[], { axes }: ConvolutionGeometry): number {
  return batch * elementCount(w) * elementCount(outputSizesOf(axes));
}
