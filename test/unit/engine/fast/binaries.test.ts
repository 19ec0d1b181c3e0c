import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { relaxedSimdBinary, simdBinary, sourceDigest } from '../../../../src/engine/fast/binaries.ts';
import { createFastKernels } from '../../../../src/engine/fast/fast-kernels.ts';
import { convolve } from '../../../../src/engine/kernels/convolution.ts';
import { bytesFromBase64 } from '../../../../src/util/base64.ts';
import { axisOf } from '../../../support/arbitrary-axis.ts';
import { formulaTensor } from '../../../support/oracle.ts';

test('the binaries were compiled from the sources as they stand: else run `npm run build` in assembly/', () => {
  const folder = new URL('../../../../assembly/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const sources = names.toSorted().map((name) => readFileSync(new URL(name, folder), 'utf8'));
  expect(createHash('sha256').update(sources.join('')).digest('hex')).toBe(sourceDigest);
});

test.each([
  ['simd', simdBinary],
  ['relaxed-simd', relaxedSimdBinary],
])('%s begins as a WebAssembly module does', (_build, text) => {
  expect([...bytesFromBase64(text).subarray(0, 8)]).toEqual([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  expect([...bytesFromBase64(text)]).toEqual([...Buffer.from(text, 'base64')]);
});

test('float64 stays with the definition, bit for bit', () => {
  const axis = axisOf({ inputSize: 20, kernelSize: 3 });
  const geometry = { axes: [axis, axis], groups: 1 };
  const [x, w] = [formulaTensor([1, 8, 20, 20], 1), formulaTensor([8, 8, 3, 3], 2)];
  const kernels = createFastKernels(WebAssembly);
  expect(kernels?.convolve(x, w, null, geometry)).toEqual(convolve(x, w, null, geometry));
});

test('a host without the instructions gives no kernels', () => {
  expect(createFastKernels({ ...plainHost, validate: () => false })).toBe(null);
});

const plainHost = {
  Module: WebAssembly.Module,
  Instance: WebAssembly.Instance,
  Memory: WebAssembly.Memory,
};
