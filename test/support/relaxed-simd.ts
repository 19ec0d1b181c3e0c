import { setFlagsFromString } from 'node:v8';
import { relaxedSimdBinary } from '../../src/engine/fast/binaries.ts';
import { bytesFromBase64 } from '../../src/util/base64.ts';

// Node 20 has relaxed SIMD, but behind a flag. Turned on here, its build of the kernels is tested there as well.
if (!WebAssembly.validate(bytesFromBase64(relaxedSimdBinary))) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
