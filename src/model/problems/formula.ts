import { effectiveKernelSize, type AxisConfig, type AxisPadding } from '../../engine/geometry/axis.ts';
import type { TransposedAxisConfig } from '../../engine/geometry/transposed-axis.ts';
import { equalsText } from './number-text.ts';

/** The formula with its numbers and its exact value: `(224 − 7 + 2·3)/2 + 1 = 112.5`. */
export function axisFormula(config: AxisConfig): string {
  const { inputSize, kernelSize, stride, dilation, padding } = config;
  const kernel = effectiveKernelSize(kernelSize, dilation);
  const numerator = inputSize + padding.before + padding.after - kernel;
  return `(${inputSize} − ${kernel}${paddingTerm(padding, '+')})/${stride} + 1 ${equalsText(numerator / stride + 1)}`;
}

/** How many blocks of S cells there are: `21/2 = 10.5`. */
export function blocksFormula({ inputSize, stride }: Pick<AxisConfig, 'inputSize' | 'stride'>): string {
  return `${inputSize}/${stride} ${equalsText(inputSize / stride)}`;
}

/** `(13 − 1)·2 + 3 − 2·1 + 1 = 26`: W, S, F', padding, output padding. */
export function transposedFormula(config: TransposedAxisConfig): string {
  const { inputSize, kernelSize, stride, dilation, padding, outputPadding } = config;
  const kernel = effectiveKernelSize(kernelSize, dilation);
  const value = (inputSize - 1) * stride + kernel - padding.before - padding.after + outputPadding;
  const extra = outputPadding === 0 ? '' : ` + ${outputPadding}`;
  return `(${inputSize} − 1)·${stride} + ${kernel}${paddingTerm(padding, '−')}${extra} ${equalsText(value)}`;
}

/** How a dilated kernel comes to its span: `2·(3 − 1) + 1 = 5`; null without dilation. */
export function spanFormula({
  kernelSize,
  dilation,
}: Pick<AxisConfig, 'kernelSize' | 'dilation'>): string | null {
  if (dilation === 1 || kernelSize === 1) return null;
  return `${dilation}·(${kernelSize} − 1) + 1 = ${effectiveKernelSize(kernelSize, dilation)}`;
}

function paddingTerm({ before, after }: AxisPadding, sign: '+' | '−'): string {
  if (before === 0 && after === 0) return '';
  return before === after ? ` ${sign} 2·${before}` : ` ${sign} ${before} ${sign} ${after}`;
}
