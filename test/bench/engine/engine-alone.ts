import { createFastKernels } from '../../../src/engine/fast/fast-kernels.ts';

/** The engine's kernels as a bundle of their own, whose size is what they cost. */
Object.assign(globalThis, { createFastKernels });
