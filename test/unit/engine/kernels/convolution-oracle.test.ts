import { describe, expect, test } from 'vitest';
import { biasGradient } from '../../../../src/engine/kernels/bias.ts';
import {
  convolve,
  inputGradientByScattering,
  kernelGradient,
} from '../../../../src/engine/kernels/convolution.ts';
import {
  convolveByIm2col,
  inputGradientByIm2col,
  kernelGradientByIm2col,
} from '../../../../src/engine/kernels/im2col-convolution.ts';
import { inputGradientByFormula } from '../../../../src/engine/kernels/input-gradient-formula.ts';
import { kernelGradientByFormula } from '../../../../src/engine/kernels/kernel-gradient-formula.ts';
import {
  transposedConvolve,
  transposedInputGradient,
  transposedKernelGradient,
} from '../../../../src/engine/kernels/transposed-convolution.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { expectTensor } from '../../../support/compare.ts';
import {
  convolutionOracle,
  geometryOf,
  inputShapeOf,
  titleOf,
  transposedGeometryOf,
  type ConvolutionCase,
} from '../../../support/conv-oracle.ts';
import { formulaTensor } from '../../../support/oracle.ts';

const isTransposed = (item: ConvolutionCase): boolean => item.op.startsWith('conv_transpose');
const convolutions = convolutionOracle.conv.filter((item) => !isTransposed(item));
const transposed = convolutionOracle.conv.filter(isTransposed);

function operands(item: ConvolutionCase): { x: Tensor; w: Tensor; b: Tensor | null; dz: Tensor } {
  return {
    x: formulaTensor(inputShapeOf(item), item.salts.x),
    w: formulaTensor(item.wshape, item.salts.w),
    b: item.bias ? formulaTensor([item.Cout], item.salts.b) : null,
    dz: formulaTensor(item.outshape, item.salts.dz),
  };
}

/** Bit for bit: every result is an integer divided by a power of two. */
function expectExact(
  actual: Tensor,
  shape: readonly number[],
  integers: readonly number[],
  scale: number,
): void {
  expectTensor(
    actual,
    shape,
    integers.map((value) => value / scale),
  );
}

describe('PyTorch, float64, bit for bit', () => {
  test('the file holds 170 convolutions and 30 transposed ones', () => {
    expect([convolutions.length, transposed.length]).toEqual([170, 30]);
  });

  test.each(convolutions.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const geometry = geometryOf(item);
    const { x, w, b, dz } = operands(item);
    for (const forward of [convolve, convolveByIm2col]) {
      expectExact(forward(x, w, b, geometry), item.outshape, item.z, item.scale.z);
    }
    for (const dx of [
      inputGradientByScattering(dz, w, geometry),
      inputGradientByFormula(dz, w, geometry).cropped,
      inputGradientByIm2col(dz, w, geometry),
    ]) {
      expectExact(dx, x.shape, item.dx, item.scale.dx);
    }
    for (const dw of [
      kernelGradient(x, dz, geometry),
      kernelGradientByFormula(x, dz, geometry).kernelGradient,
      kernelGradientByIm2col(x, dz, geometry),
    ]) {
      expectExact(dw, w.shape, item.dw, item.scale.dw);
    }
    if (item.db) expectExact(biasGradient(dz), [item.Cout], item.db, item.scale.db);
  });

  test.each(transposed.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const geometry = transposedGeometryOf(item);
    const { x, w, b, dz } = operands(item);
    expectExact(transposedConvolve(x, w, b, geometry), item.outshape, item.z, item.scale.z);
    expectExact(transposedInputGradient(dz, w, geometry), x.shape, item.dx, item.scale.dx);
    expectExact(transposedKernelGradient(x, dz, geometry), w.shape, item.dw, item.scale.dw);
    if (item.db) expectExact(biasGradient(dz), [item.Cout], item.db, item.scale.db);
  });
});
