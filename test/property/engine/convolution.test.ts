import fc from 'fast-check';
import { expect, test } from 'vitest';
import { biasGradient } from '../../../src/engine/kernels/bias.ts';
import {
  convolve,
  inputGradientByScattering,
  kernelGradient,
} from '../../../src/engine/kernels/convolution.ts';
import {
  convolveByIm2col,
  inputGradientByIm2col,
  kernelGradientByIm2col,
} from '../../../src/engine/kernels/im2col-convolution.ts';
import { col2im, im2col } from '../../../src/engine/kernels/im2col.ts';
import { inputGradientByFormula } from '../../../src/engine/kernels/input-gradient-formula.ts';
import { kernelGradientByFormula } from '../../../src/engine/kernels/kernel-gradient-formula.ts';
import { rotateKernel, swapKernelChannels } from '../../../src/engine/kernels/kernel-rotation.ts';
import { expectTensorClose } from '../../support/compare.ts';
import { convolutions } from '../../support/arbitrary-convolution.ts';
import { expectGradient, innerProduct } from '../../support/finite-differences.ts';
import { formulaTensor } from '../../support/oracle.ts';

test('dX by the formula equals dX by scattering, for every remainder, rounding and overhang', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry, x, w, dz }) => {
      const stages = inputGradientByFormula(dz, w, geometry);
      expectTensorClose(stages.cropped, inputGradientByScattering(dz, w, geometry));
      expect(stages.cropped.shape).toEqual(x.shape);
      // The uncropped gradient is the padded input's; an overhanging window makes the padding −t cells longer.
      expect(stages.uncropped.shape.slice(2)).toEqual(
        geometry.axes.map(
          ({ inputSize, padding, tail }) => inputSize + padding.before + padding.after + Math.max(0, -tail),
        ),
      );
    }),
    { numRuns: 300 },
  );
});

test('dW by the formula equals dW by its definition', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry, x, w, dz }) => {
      const { kernelGradient: dw } = kernelGradientByFormula(x, dz, geometry);
      expectTensorClose(dw, kernelGradient(x, dz, geometry));
      expect(dw.shape).toEqual(w.shape);
    }),
    { numRuns: 300 },
  );
});

test('products with the im2col matrix equal the direct passes', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry, x, w, b, dz }) => {
      expectTensorClose(convolveByIm2col(x, w, b, geometry), convolve(x, w, b, geometry));
      expectTensorClose(inputGradientByIm2col(dz, w, geometry), inputGradientByScattering(dz, w, geometry));
      expectTensorClose(kernelGradientByIm2col(x, dz, geometry), kernelGradient(x, dz, geometry));
    }),
    { numRuns: 300 },
  );
});

test('col2im is the adjoint of im2col', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry: { axes }, x }) => {
      const columns = im2col(x, axes);
      const other = formulaTensor(columns.shape, 17);
      expect(innerProduct(columns, other)).toBe(innerProduct(x, col2im(other, axes)));
    }),
  );
});

test('⟨dZ, X ⋆ W⟩ = ⟨dX, X⟩ = ⟨dW, W⟩', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry, x, w, dz }) => {
      const product = innerProduct(dz, convolve(x, w, null, geometry));
      expect(innerProduct(inputGradientByScattering(dz, w, geometry), x)).toBe(product);
      expect(innerProduct(kernelGradient(x, dz, geometry), w)).toBe(product);
    }),
    { numRuns: 300 },
  );
});

test('gradients agree with finite differences', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry, x, w, b, dz }) => {
      fc.pre(x.data.length <= 100 && w.data.length <= 60);
      const dx = inputGradientByScattering(dz, w, geometry);
      expectGradient(dx, (at) => convolve(at, w, b, geometry), x, dz);
      expectGradient(kernelGradient(x, dz, geometry), (at) => convolve(x, at, b, geometry), w, dz);
      expectGradient(biasGradient(dz), (at) => convolve(x, w, at, geometry), b, dz);
    }),
    { numRuns: 40 },
  );
});

test('rotating a kernel, or exchanging its channels, twice gives it back', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry: { groups }, w }) => {
      expectTensorClose(rotateKernel(rotateKernel(w)), w);
      expectTensorClose(swapKernelChannels(swapKernelChannels(w, groups), groups), w);
    }),
  );
});

test('float32 follows float64 to rounding', () => {
  fc.assert(
    fc.property(convolutions, ({ geometry, x, w, b, dz }) => {
      const single = [x, w, b, dz].map(({ shape, data }) => ({ shape, data: Float32Array.from(data) }));
      const [x32, w32, b32, dz32] = single;
      if (!x32 || !w32 || !b32 || !dz32) return;
      const z = convolve(x32, w32, b32, geometry);
      expect(z.data).toBeInstanceOf(Float32Array);
      expectTensorClose(z, convolve(x, w, b, geometry), 1e-5);
      const { cropped } = inputGradientByFormula(dz32, w32, geometry);
      expect(cropped.data).toBeInstanceOf(Float32Array);
      expectTensorClose(cropped, inputGradientByScattering(dz, w, geometry), 1e-5);
    }),
  );
});
