import { axisGeometry, type AxisGeometry, type AxisPadding, type Rounding } from './axis.ts';
import { refuse, type Checked, type Refusal } from './refusal.ts';

/** The settings of a window operation; one entry per spatial axis. */
export interface WindowSettings {
  readonly stride: readonly number[];
  readonly padding: readonly AxisPadding[];
  readonly dilation: readonly number[];
  readonly rounding: Rounding;
}

/** The same padding before and after the input, per axis. */
export function symmetricPadding(cells: readonly number[]): readonly AxisPadding[] {
  return cells.map((size) => ({ before: size, after: size }));
}

/** What is wrong with a window's numbers whatever its input; the first fault found. */
export function windowRefusal(
  kernel: readonly number[],
  settings: Pick<WindowSettings, 'stride' | 'padding' | 'dilation'>,
): Refusal | null {
  const faults = [
    kernel.some((size) => size < 1) &&
      refuse('kernel-size', `The kernel size [${kernel.join(', ')}] must be at least 1.`),
    settings.stride.some((step) => step < 1) &&
      refuse('stride', `The stride [${settings.stride.join(', ')}] must be at least 1.`),
    settings.dilation.some((step) => step < 1) &&
      refuse('dilation', `The dilation [${settings.dilation.join(', ')}] must be at least 1.`),
    settings.padding.some(({ before, after }) => before < 0 || after < 0) &&
      refuse('negative-padding', 'Padding must not be negative. Crop the input before the layer instead.'),
  ];
  return faults.find((fault) => fault !== false)?.refusal ?? null;
}

/** The geometry records of a window operation over an input of these spatial sizes. */
export function windowAxes(
  inputSizes: readonly number[],
  kernel: readonly number[],
  settings: WindowSettings,
): Checked<readonly AxisGeometry[]> {
  const refusal = windowRefusal(kernel, settings);
  if (refusal) return { ok: false, refusal };
  const axes: AxisGeometry[] = [];
  for (const [index, inputSize] of inputSizes.entries()) {
    const result = axisGeometry({
      inputSize,
      kernelSize: kernel[index] ?? 1,
      stride: settings.stride[index] ?? 1,
      dilation: settings.dilation[index] ?? 1,
      padding: settings.padding[index] ?? { before: 0, after: 0 },
      rounding: settings.rounding,
    });
    if (!result.ok) {
      const { stride } = result.config;
      return refuse(
        result.refusal,
        result.refusal === 'kernel-larger-than-input'
          ? `On axis ${index} the kernel is ${-result.numerator} cells larger than the padded input of ${inputSize}.`
          : `On axis ${index}, ${result.numerator}/${stride} + 1 is not a whole number.`,
      );
    }
    axes.push(result.axis);
  }
  return { ok: true, value: axes };
}

const unitAxis: AxisGeometry = {
  inputSize: 1,
  kernelSize: 1,
  stride: 1,
  dilation: 1,
  padding: { before: 0, after: 0 },
  rounding: 'floor',
  effectiveKernel: 1,
  numerator: 0,
  remainder: 0,
  tail: 0,
  outputSize: 1,
};

/** One to three axes as three, with axes of one cell in front, so that one loop nest serves every rank. */
export function threeAxes(
  axes: readonly AxisGeometry[],
): readonly [outer: AxisGeometry, middle: AxisGeometry, inner: AxisGeometry] {
  return [axes.at(-3) ?? unitAxis, axes.at(-2) ?? unitAxis, axes.at(-1) ?? unitAxis];
}

export const inputSizesOf = (axes: readonly AxisGeometry[]): readonly number[] =>
  axes.map(({ inputSize }) => inputSize);

export const kernelSizesOf = (axes: readonly AxisGeometry[]): readonly number[] =>
  axes.map(({ kernelSize }) => kernelSize);

export const outputSizesOf = (axes: readonly AxisGeometry[]): readonly number[] =>
  axes.map(({ outputSize }) => outputSize);
