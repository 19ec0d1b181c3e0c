// The engine's WebAssembly kernels, in AssemblyScript. Compiled twice by build.mjs: for SIMD, and for relaxed SIMD,
// whose fused multiply-add rounds once where SIMD rounds twice. docs/engine.md explains them with pictures. All
// addresses, offsets and steps are in bytes.

export { clear, copyBox } from './copy';
export { contract } from './contract';
export { contractInPlace } from './contract-in-place';
export { packFour } from './pack';
export { padPlanes } from './pad';
export { correlateToTaps } from './correlate-to-taps';
export { transformInput, transformKernel, transformOutput, multiplyPositions } from './winograd';
