import { plainKernels, type ProductKernels } from '../network/product-kernels.ts';
import type { Tensor } from '../tensor.ts';
import { fastForward } from './fast-forward.ts';
import { fastInputGradient } from './fast-input-gradient.ts';
import { fastKernelGradient } from './fast-kernel-gradient.ts';
import { fastWinograd } from './fast-winograd.ts';
import { fastPlans } from './fast-plans.ts';
import type { KernelSession } from './session.ts';
import { tinyForward, tinyInputGradient, tinyKernelGradient } from './tiny-convolution.ts';
import { loadKernels, type KernelBuild, type WebAssemblyHost } from './wasm-module.ts';
import { Workspace } from './workspace.ts';

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
 * The kernels of fast mode: WebAssembly for float32, with the plain ones for float64 and for linear layers, which are
 * bound by memory. Null where the machine has no WebAssembly SIMD.
 */
export function createFastKernels(
  host: WebAssemblyHost,
  { builds, winograd = true }: FastOptions = {},
): FastKernels | null {
  const module = loadKernels(host, builds);
  if (!module) return null;
  const session: KernelSession = { run: module.run, workspace: new Workspace(module.memory) };
  const plans = fastPlans(winograd);
  return {
    ...plainKernels,
    build: module.build,
    memoryBytes: () => module.memory.buffer.byteLength,
    convolve: (x, w, b, geometry) => {
      if (!isFast(x)) return plainKernels.convolve(x, w, b, geometry);
      const plan = plans.forward.get(geometry, x.shape[0] ?? 1, x.shape[1] ?? 1, w.shape[0] ?? 1);
      switch (plan.kind) {
        case 'tiny':
          return tinyForward(plan, x, w, b);
        case 'winograd':
          return fastWinograd(session, plan, x, w, b);
        case 'windows':
          return fastForward(session, plan, x, w, b);
      }
    },
    convolutionInputGradient: (dz, w, geometry) => {
      if (!isFast(dz)) return plainKernels.convolutionInputGradient(dz, w, geometry);
      const channels = (w.shape[1] ?? 1) * geometry.groups;
      const plan = plans.inputGradient.get(geometry, dz.shape[0] ?? 1, channels, dz.shape[1] ?? 1);
      switch (plan.kind) {
        case 'tiny':
          return tinyInputGradient(plan, dz, w);
        case 'winograd':
          return fastWinograd(session, plan, dz, w, null);
        case 'phases':
          return fastInputGradient(session, plan, dz, w);
      }
    },
    convolutionKernelGradient: (x, dz, geometry) => {
      if (!isFast(x)) return plainKernels.convolutionKernelGradient(x, dz, geometry);
      const plan = plans.kernelGradient.get(
        geometry,
        ...([x.shape[0] ?? 1, x.shape[1] ?? 1, dz.shape[1] ?? 1] as const),
      );
      switch (plan.kind) {
        case 'tiny':
          return tinyKernelGradient(plan, x, dz);
        case 'windows':
          return fastKernelGradient(session, plan, x, dz);
      }
    },
  };
}

const isFast = ({ data }: Tensor): boolean => data instanceof Float32Array;
