import { effectiveKernelSize, type AxisConfig } from '../../engine/geometry/axis.ts';
import { assertNever } from '../../util/assert-never.ts';
import { axisNames, axisPrefix, cellNames, lastCells } from './axis-text.ts';
import type { AxisMisfit, ImpossibleAxis } from './finding.ts';
import { axisFormula, blocksFormula, dilationText, transposedFormula } from './formula.ts';
import { counted, numberText } from './number-text.ts';

/** An axis that does not divide: the formula with its numbers, the size that it gets, what that costs, what to do. */
export function misfitMessage(finding: AxisMisfit, frameworkName: string): string {
  const { geometry, axes, spatialRank } = finding;
  if (finding.shifted) return shiftedMessage(finding, finding.shifted, frameworkName);
  const { outputSize, tail } = geometry;
  const rounded = tail < 0 ? 'up' : 'down';
  const head = `${axisPrefix(axes, spatialRank)}${axisFormula(geometry)} is rounded ${rounded} to ${outputSize}.`;
  return sentences(head, dilationText(geometry), ...costs(finding, frameworkName));
}

function shiftedMessage(
  { geometry, axes, spatialRank }: AxisMisfit,
  { values, unread }: NonNullable<AxisMisfit['shifted']>,
  frameworkName: string,
): string {
  const { stride, outputSize } = geometry;
  const counts = values === null || unread === null ? 'some values' : `${unread} of ${values} values`;
  return sentences(
    `${axisPrefix(axes, spatialRank)}${blocksFormula(geometry)} is rounded down to ${outputSize}.`,
    `${frameworkName} reads the values as if this size were ${outputSize * stride}:`,
    `cells shift against each other, and ${counts} of each sample are never read.`,
    inputSizesThatFit(geometry),
  );
}

function costs(finding: AxisMisfit, frameworkName: string): readonly string[] {
  const { geometry, lost, axes, spatialRank } = finding;
  const { tail, stride, effectiveKernel, padding, outputSize } = geometry;
  switch (finding.code) {
    case 'padding-unused': {
      const verb = tail === 1 && axes.length === 1 ? 'is' : 'are';
      return [
        `${capital(lastCells(axes, spatialRank, tail))} of padding ${verb} never read:`,
        `the padding is in effect ${padding.before} before and ${padding.after - tail} after. No input is lost at the end.`,
      ];
    }
    case 'overhang':
      return [
        `The last window reaches ${counted(-tail, 'cell')} beyond the padded input.`,
        `A framework that rounds down gives ${outputSize - 1}.`,
      ];
    case 'subsampled':
      return [
        `By design ${effectiveKernel} of every ${stride} ${cellNames(axes, spatialRank, 2)} are read;`,
        `the end leaves out no more than that.`,
      ];
    case 'pixels-lost': {
      const single = lost.tail === 1 && axes.length === 1;
      const verb = single ? 'is' : 'are';
      return [
        `${capital(lastCells(axes, spatialRank, lost.tail))} of the input ${verb} never read:`,
        `${single ? 'its' : 'their'} gradient is exactly 0.`,
        inputSizesThatFit(geometry),
      ];
    }
    case 'kernel-larger-than-input':
      return [
        `The kernel of ${effectiveKernel} is larger than the padded input of ${paddedSize(geometry)}, by less than the stride:`,
        `${frameworkName} takes it, and the only window reaches ${counted(-tail, 'cell')} beyond the input.`,
        `Take a smaller kernel or a larger input.`,
      ];
    default:
      return assertNever(finding.code);
  }
}

/** Why an axis has no size, and what would fit. */
export function impossibleMessage(finding: ImpossibleAxis, frameworkName: string): string {
  const prefix = axisPrefix(finding.axes, finding.spatialRank);
  switch (finding.reason) {
    case 'kernel-larger-than-input': {
      const { config } = finding;
      const kernel = effectiveKernelSize(config.kernelSize, config.dilation);
      const padded = paddedSize(config);
      return sentences(
        `${prefix}The kernel of ${kernel} is larger than the padded input of ${padded}: ${axisFormula(config)}.`,
        dilationText(config),
        `${frameworkName} refuses it. Take an input of at least ${kernel - padded + config.inputSize}, or a smaller kernel.`,
      );
    }
    case 'remainder-under-exact-rounding':
      return sentences(
        `${prefix}${axisFormula(finding.config)} is not a whole number, and exact rounding refuses it.`,
        dilationText(finding.config),
        inputSizesThatFit(finding.config),
      );
    case 'transposed-output-below-one':
      return sentences(
        `${prefix}The output would have ${counted(finding.outputSize, 'cell').replace('-', '−')}: ${transposedFormula(finding.transposed)}.`,
        `Take less padding, or a larger kernel.`,
      );
    case 'crop-larger-than-input': {
      const { before, after, inputSize } = finding;
      const rest = numberText(inputSize - before - after);
      return `${prefix}Cropping ${before} + ${after} of ${inputSize} leaves ${rest}. Crop less, or take a larger input.`;
    }
    case 'upsample-below-one':
      return `${prefix}⌊${finding.inputSize}·${finding.factor}⌋ = 0: nothing is left. Take a larger factor or input.`;
    case 'not-divisible': {
      if (finding.axes.length === 0) {
        return `${finding.inputSize} cells cannot be split into ${finding.factor} equal parts. Take another input size.`;
      }
      const names = axisNames(finding.axes, finding.spatialRank);
      return `The ${names} of ${finding.inputSize} cannot be divided by ${finding.factor}. Take an input that is a multiple of ${finding.factor}.`;
    }
    default:
      return assertNever(finding);
  }
}

/** The nearest input sizes that leave no remainder. */
function inputSizesThatFit(config: AxisConfig): string {
  const { inputSize, stride, padding, kernelSize, dilation } = config;
  const numerator = paddedSize(config) - effectiveKernelSize(kernelSize, dilation);
  const remainder = ((numerator % stride) + stride) % stride;
  const below = inputSize - remainder;
  const above = inputSize + stride - remainder;
  const belowRuns =
    below >= 1 && below + padding.before + padding.after >= effectiveKernelSize(kernelSize, dilation);
  return `An input of ${belowRuns ? `${below} or ` : ''}${above} would fit exactly.`;
}

function paddedSize({ inputSize, padding }: AxisConfig): number {
  return inputSize + padding.before + padding.after;
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
