import fc from 'fast-check';
import { axisGeometry, type AxisGeometry } from '../../src/engine/geometry/axis.ts';
import type { ConvolutionGeometry } from '../../src/engine/geometry/convolution.ts';
import { inputSizesOf, kernelSizesOf, outputSizesOf } from '../../src/engine/geometry/window.ts';
import type { Tensor } from '../../src/engine/tensor.ts';
import { formulaTensor } from './oracle.ts';

/** A convolution with operands whose every sum of products float64 holds exactly. */
export interface ArbitraryConvolution {
  readonly geometry: ConvolutionGeometry;
  readonly x: Tensor;
  readonly w: Tensor;
  readonly b: Tensor;
  readonly dz: Tensor;
}

/** Axes that keep a test of up to three of them small. */
const smallAxes: fc.Arbitrary<AxisGeometry> = fc
  .record({
    inputSize: fc.integer({ min: 1, max: 7 }),
    kernelSize: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    padding: fc.record({ before: fc.integer({ min: 0, max: 3 }), after: fc.integer({ min: 0, max: 3 }) }),
    rounding: fc.constantFrom('exact', 'floor', 'truncate', 'ceil', 'ceil-inside'),
  })
  .map(axisGeometry)
  .filter((result) => result.ok)
  .map(({ axis }) => axis);

export const axesOfAnyRank: fc.Arbitrary<readonly AxisGeometry[]> = fc.array(smallAxes, {
  minLength: 1,
  maxLength: 3,
});

/** How many channels and samples a convolution has. */
const counts = {
  groups: fc.integer({ min: 1, max: 3 }),
  inPerGroup: fc.integer({ min: 1, max: 5 }),
  outPerGroup: fc.integer({ min: 1, max: 5 }),
  batch: fc.integer({ min: 1, max: 2 }),
  salt: fc.nat(250),
};

interface ConvolutionNumbers {
  readonly axes: readonly AxisGeometry[];
  readonly groups: number;
  readonly inPerGroup: number;
  readonly outPerGroup: number;
  readonly batch: number;
  readonly salt: number;
}

const withOperands = ({
  axes,
  groups,
  inPerGroup,
  outPerGroup,
  batch,
  salt,
}: ConvolutionNumbers): ArbitraryConvolution => ({
  geometry: { axes, groups },
  x: formulaTensor([batch, groups * inPerGroup, ...inputSizesOf(axes)], salt),
  w: formulaTensor([groups * outPerGroup, inPerGroup, ...kernelSizesOf(axes)], salt + 71),
  b: formulaTensor([groups * outPerGroup], salt + 142),
  dz: formulaTensor([batch, groups * outPerGroup, ...outputSizesOf(axes)], salt + 213),
});

/** One to three dimensions, any rounding, asymmetric padding, dilation, groups, depthwise and not, batch. */
export const convolutions: fc.Arbitrary<ArbitraryConvolution> = fc
  .record({ axes: axesOfAnyRank, ...counts })
  .map(withOperands);

const winogradAxes = fc
  .record({
    inputSize: fc.integer({ min: 1, max: 14 }),
    padding: fc.record({ before: fc.integer({ min: 0, max: 4 }), after: fc.integer({ min: 0, max: 4 }) }),
  })
  .map(({ inputSize, padding }) =>
    axisGeometry({ inputSize, padding, kernelSize: 3, stride: 1, dilation: 1, rounding: 'floor' }),
  )
  .filter((result) => result.ok)
  .map(({ axis }) => axis);

/** Two dimensions, kernels of 3×3 in steps of 1. */
export const winogradConvolutions: fc.Arbitrary<ArbitraryConvolution> = fc
  .record({ axes: fc.tuple(winogradAxes, winogradAxes), ...counts })
  .map(withOperands);
