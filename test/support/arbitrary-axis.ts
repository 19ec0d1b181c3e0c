import fc from 'fast-check';
import { axisGeometry, type AxisConfig, type AxisGeometry } from '../../src/engine/geometry/axis.ts';

/** Small configurations of one axis, refused ones included: remainders, gaps, holes and overhangs are all common. */
export const axisConfigs: fc.Arbitrary<AxisConfig> = fc.record({
  inputSize: fc.integer({ min: 1, max: 14 }),
  kernelSize: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 6 }),
  dilation: fc.integer({ min: 1, max: 4 }),
  padding: fc.record({ before: fc.integer({ min: 0, max: 4 }), after: fc.integer({ min: 0, max: 4 }) }),
  rounding: fc.constantFrom('exact', 'floor', 'truncate', 'ceil', 'ceil-inside'),
});

/** Axes that have an output. */
export const axes: fc.Arbitrary<AxisGeometry> = axisConfigs
  .map(axisGeometry)
  .filter((result) => result.ok)
  .map(({ axis }) => axis);

/** The axis of a configuration that a test knows to be possible; padding 0, stride 1, dilation 1, floor unless told. */
export function axisOf(
  config: Partial<AxisConfig> & Pick<AxisConfig, 'inputSize' | 'kernelSize'>,
): AxisGeometry {
  const result = axisGeometry({
    stride: 1,
    dilation: 1,
    padding: { before: 0, after: 0 },
    rounding: 'floor',
    ...config,
  });
  if (!result.ok) throw new Error(`refused: ${result.refusal}`);
  return result.axis;
}
