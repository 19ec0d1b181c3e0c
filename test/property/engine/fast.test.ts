import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fastConvolve, fastKernelGradient } from '../../../src/engine/fast/fast-convolution.ts';
import { fastInputGradient } from '../../../src/engine/fast/fast-input-gradient.ts';
import { loadKernels, type KernelBuild } from '../../../src/engine/fast/wasm-module.ts';
import { Workspace } from '../../../src/engine/fast/workspace.ts';
import type { ConvolutionGeometry } from '../../../src/engine/geometry/convolution.ts';
import {
  convolve,
  inputGradientByScattering,
  kernelGradient,
} from '../../../src/engine/kernels/convolution.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import { axisOf } from '../../support/arbitrary-axis.ts';
import { convolutions, type ArbitraryConvolution } from '../../support/arbitrary-convolution.ts';
import { expectTensorClose } from '../../support/compare.ts';
import { formulaTensor } from '../../support/oracle.ts';

const single = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float32Array.from(data) });

const builds: readonly KernelBuild[] = ['simd', 'relaxed-simd'];

describe.each(builds)('%s', (build) => {
  const module = loadKernels(WebAssembly, [build]);

  /** Compares all three passes with the float64 definition: 1e-5 of the largest value. */
  function expectEqual({ geometry, x, w, b, dz }: ArbitraryConvolution): void {
    if (!module) return;
    const workspace = new Workspace(module.memory);
    const [x32, w32, b32, dz32] = [single(x), single(w), single(b), single(dz)];
    const z = fastConvolve(module, workspace, x32, w32, b32, geometry);
    expectTensorClose(z, convolve(x, w, b, geometry), 1e-5);
    const dx = fastInputGradient(module, workspace, dz32, w32, geometry);
    expectTensorClose(dx, inputGradientByScattering(dz, w, geometry), 1e-5);
    const dw = fastKernelGradient(module, workspace, x32, dz32, geometry);
    expectTensorClose(dw, kernelGradient(x, dz, geometry), 1e-5);
  }

  test.skipIf(!module)('equals the plain kernels for every geometry', () => {
    fc.assert(fc.property(convolutions, expectEqual), { numRuns: 300 });
  });

  // [C_in, C_out, W, F, S, D, P, groups]: more than one block of depth, four rows and eight columns and their remainders
  test.skipIf(!module).each([
    [96, 5, 9, 3, 1, 1, 1, 1],
    [3, 9, 23, 7, 2, 1, 3, 1],
    [6, 6, 17, 3, 2, 2, 2, 6],
    [8, 12, 13, 1, 2, 1, 0, 4],
    [4, 4, 19, 2, 4, 1, 0, 2],
  ])('C=%i→%i W=%i F=%i S=%i D=%i P=%i groups=%i', (inChannels, outChannels, size, kernel, ...rest) => {
    const [stride, dilation, cells, groups] = rest;
    const axis = axisOf({
      inputSize: size,
      kernelSize: kernel,
      stride,
      dilation,
      padding: { before: cells, after: cells },
    });
    const geometry: ConvolutionGeometry = { axes: [axis, axis], groups };
    expectEqual({
      geometry,
      x: formulaTensor([2, inChannels, size, size], 1),
      w: formulaTensor([outChannels, inChannels / groups, kernel, kernel], 2),
      b: formulaTensor([outChannels], 3),
      dz: formulaTensor([2, outChannels, axis.outputSize, axis.outputSize], 4),
    });
  });

  test('is there wherever its instructions are', () => {
    expect(module?.build ?? 'none').toBe(
      build === 'simd' || WebAssembly.validate(relaxedProbe) ? build : 'none',
    );
  });
});

/** A module whose only function holds f32x4.relaxed_madd. */
const relaxedProbe = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b, 3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 2, 0x0b],
);
