import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fastForward } from '../../../src/engine/fast/fast-forward.ts';
import { fastInputGradient } from '../../../src/engine/fast/fast-input-gradient.ts';
import { fastKernelGradient } from '../../../src/engine/fast/fast-kernel-gradient.ts';
import { createFastKernels } from '../../../src/engine/fast/fast-kernels.ts';
import { fastWinograd } from '../../../src/engine/fast/fast-winograd.ts';
import { inputGradientPlan } from '../../../src/engine/fast/input-gradient-plan.ts';
import {
  tinyForward,
  tinyInputGradient,
  tinyKernelGradient,
  tinyPlan,
} from '../../../src/engine/fast/tiny-convolution.ts';
import { loadKernels, type KernelBuild } from '../../../src/engine/fast/wasm-module.ts';
import { windowPlan } from '../../../src/engine/fast/window-plan.ts';
import { winogradForwardPlan, winogradInputGradientPlan } from '../../../src/engine/fast/winograd-plan.ts';
import { Workspace } from '../../../src/engine/fast/workspace.ts';
import type { ConvolutionGeometry } from '../../../src/engine/geometry/convolution.ts';
import {
  convolve,
  inputGradientByScattering,
  kernelGradient,
} from '../../../src/engine/kernels/convolution.ts';
import { plainKernels, type ProductKernels } from '../../../src/engine/network/product-kernels.ts';
import { planesOf, type Tensor } from '../../../src/engine/tensor.ts';
import { axisOf } from '../../support/arbitrary-axis.ts';
import {
  convolutions,
  winogradConvolutions,
  type ArbitraryConvolution,
} from '../../support/arbitrary-convolution.ts';
import { expectTensorClose } from '../../support/compare.ts';
import { formulaTensor } from '../../support/oracle.ts';

/** Of the largest value. Winograd's numbers are larger on the way than the result. */
const tolerance = 1e-5;
const winogradTolerance = 5e-5;

const single = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float32Array.from(data) });

/** The three passes of one way to compute, over float32 operands. */
type Way = (
  convolution: ArbitraryConvolution,
) => Partial<Readonly<Record<'forward' | 'dX' | 'dW', () => Tensor>>>;

/** The three passes by definition, in float64. */
interface Definition {
  readonly forward: Tensor;
  readonly dX: Tensor;
  readonly dW: Tensor;
}

const definitionOf = ({ geometry, x, w, b, dz }: ArbitraryConvolution): Definition => ({
  forward: convolve(x, w, b, geometry),
  dX: inputGradientByScattering(dz, w, geometry),
  dW: kernelGradient(x, dz, geometry),
});

/** Compares every pass that a way has with the float64 definition. */
function expectEqual(
  way: Way,
  convolution: ArbitraryConvolution,
  limit = tolerance,
  definition = definitionOf(convolution),
): void {
  const { geometry, x, w, b, dz } = convolution;
  const { forward, dX, dW } = way({
    geometry,
    ...{ x: single(x), w: single(w), b: single(b), dz: single(dz) },
  });
  if (forward) expectTensorClose(forward(), definition.forward, limit);
  if (dX) expectTensorClose(dX(), definition.dX, limit);
  if (dW) expectTensorClose(dW(), definition.dW, limit);
}

const countsOf = ({ x, dz }: ArbitraryConvolution) => ({
  ...{ batch: planesOf(x).batch, channels: planesOf(x).channels, outChannels: planesOf(dz).channels },
});

const byKernels =
  (kernels: ProductKernels): Way =>
  ({ geometry, x, w, b, dz }) => ({
    forward: () => kernels.convolve(x, w, b, geometry),
    dX: () => kernels.convolutionInputGradient(dz, w, geometry),
    dW: () => kernels.convolutionKernelGradient(x, dz, geometry),
  });

const tiny: Way = (convolution) => {
  const { geometry, x, w, b, dz } = convolution;
  const plan = tinyPlan(geometry, countsOf(convolution));
  return {
    forward: () => tinyForward(plan, x, w, b),
    dX: () => tinyInputGradient(plan, dz, w),
    dW: () => tinyKernelGradient(plan, x, dz),
  };
};

test.each([
  ['tiny', tiny],
  ['plain, in float32', byKernels(plainKernels)],
])('%s equals the float64 definition for every geometry', (_name, way) => {
  fc.assert(
    fc.property(convolutions, (convolution) => expectEqual(way, convolution)),
    { numRuns: 300 },
  );
});

const builds: readonly KernelBuild[] = ['simd', 'relaxed-simd'];

describe.each(builds)('%s', (build) => {
  const module = loadKernels(WebAssembly, [build]);
  const kernels = createFastKernels(WebAssembly, { builds: [build] });
  const withoutWinograd = createFastKernels(WebAssembly, { builds: [build], winograd: false });
  const session = module ? { run: module.run, workspace: new Workspace(module.memory) } : null;

  const products: Way = (convolution) => {
    const { geometry, x, w, b, dz } = convolution;
    if (!session) return {};
    const windows = windowPlan(geometry, countsOf(convolution));
    const phases = inputGradientPlan(geometry, countsOf(convolution));
    return {
      forward: () => fastForward(session, windows, x, w, b),
      dX: () => fastInputGradient(session, phases, dz, w),
      dW: () => fastKernelGradient(session, windows, x, dz),
    };
  };

  const winograd: Way = (convolution) => {
    const { geometry, x, w, b, dz } = convolution;
    if (!session) return {};
    const counts = countsOf(convolution);
    return {
      forward: () => fastWinograd(session, winogradForwardPlan(geometry, counts), x, w, b),
      dX: () => fastWinograd(session, winogradInputGradientPlan(geometry, counts), dz, w, null),
    };
  };

  test.skipIf(!module)('products equal the float64 definition for every geometry', () => {
    fc.assert(
      fc.property(convolutions, (convolution) => expectEqual(products, convolution)),
      { numRuns: 500 },
    );
  });

  test.skipIf(!module)("Winograd's algorithm equals it for 3×3 kernels in steps of 1", () => {
    fc.assert(
      fc.property(winogradConvolutions, (convolution) =>
        expectEqual(winograd, convolution, winogradTolerance),
      ),
      { numRuns: 200 },
    );
  });

  test.skipIf(!module)('kernels that serve one convolution after another keep them apart', () => {
    fc.assert(
      fc.property(fc.array(convolutions, { minLength: 2, maxLength: 4 }), (several) => {
        if (!kernels) return;
        const defined = several.map((convolution) => [convolution, definitionOf(convolution)] as const);
        for (const [convolution, definition] of [...defined, ...defined])
          expectEqual(byKernels(kernels), convolution, winogradTolerance, definition);
      }),
      { numRuns: 50 },
    );
  });

  // [C_in, C_out, W, F, S, D, P, groups]: more than one block of depth, of tiles, four rows and eight columns and their
  // remainders, few rows, depthwise with and without a multiplier
  test.skipIf(!module).each([
    [96, 5, 9, 3, 1, 1, 1, 1],
    [3, 9, 23, 7, 2, 1, 3, 1],
    [6, 6, 17, 3, 2, 2, 2, 6],
    [8, 12, 13, 1, 2, 1, 0, 4],
    [4, 4, 19, 2, 4, 1, 0, 2],
    [7, 2, 21, 5, 1, 1, 2, 1],
    [5, 15, 21, 3, 1, 1, 1, 5],
    [6, 12, 18, 5, 3, 1, 2, 6],
    [64, 64, 30, 3, 1, 1, 1, 1],
    [32, 48, 27, 3, 1, 1, 0, 2],
    // 16, 20, 24 and 28 rows: tiles of four and of six rows in every mixture, over two blocks of depth
    [40, 16, 11, 3, 2, 1, 1, 1],
    [40, 19, 11, 3, 2, 1, 1, 1],
    [40, 22, 11, 3, 2, 1, 1, 1],
    [40, 28, 11, 3, 2, 1, 1, 1],
    // rows of one, three and more than thirty-two columns
    [3, 12, 39, 3, 1, 1, 1, 1],
    [2, 2, 50, 3, 1, 1, 1, 2],
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
    const convolution = {
      geometry,
      x: formulaTensor([2, inChannels, size, size], 1),
      w: formulaTensor([outChannels, inChannels / groups, kernel, kernel], 2),
      b: formulaTensor([outChannels], 3),
      dz: formulaTensor([2, outChannels, axis.outputSize, axis.outputSize], 4),
    };
    const definition = definitionOf(convolution);
    if (kernels) expectEqual(byKernels(kernels), convolution, winogradTolerance, definition);
    if (withoutWinograd) expectEqual(byKernels(withoutWinograd), convolution, tolerance, definition);
    expectEqual(products, convolution, tolerance, definition);
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
