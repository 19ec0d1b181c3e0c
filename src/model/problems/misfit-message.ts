import { effectiveKernelSize, type AxisConfig } from '../../engine/geometry/axis.ts';
import { assertNever } from '../../util/assert-never.ts';
import type { AxisMisfit, ImpossibleAxis } from './finding.ts';
import { axisFormula, blocksFormula, spanFormula, transposedFormula } from './formula.ts';
import { numberText } from './number-text.ts';
import type { ProblemWords } from './words/english-problems.ts';

/** An axis that does not divide: the formula with its numbers, the size that it gets, what that costs, what to do. */
export function misfitMessage(finding: AxisMisfit, framework: string, words: ProblemWords): string {
  const { geometry, axes, spatialRank, shifted } = finding;
  const { outputSize, stride, tail } = geometry;
  const prefix = words.prefix(axes, spatialRank);
  if (shifted) {
    const { values, unread } = shifted;
    const counts = values === null || unread === null ? null : ([unread, values] as const);
    return [
      words.misfit.rounded(prefix, blocksFormula(geometry), 'down', outputSize),
      words.misfit.shifted(framework, outputSize * stride, counts),
      inputSizesThatFit(geometry, words),
    ].join(words.between);
  }
  return [
    words.misfit.rounded(prefix, axisFormula(geometry), tail < 0 ? 'up' : 'down', outputSize),
    ...spans(geometry, words),
    ...costs(finding, framework, words),
  ].join(words.between);
}

function costs(finding: AxisMisfit, framework: string, words: ProblemWords): readonly string[] {
  const { geometry, lost, axes, spatialRank: rank } = finding;
  const { tail, stride, effectiveKernel, padding, outputSize } = geometry;
  const say = words.misfit;
  switch (finding.code) {
    case 'padding-unused':
      return [say.paddingUnused(axes, rank, tail, padding.before, padding.after - tail)];
    case 'overhang':
      return [say.overhang(-tail, outputSize - 1)];
    case 'subsampled':
      return [say.subsampled(axes, rank, effectiveKernel, stride)];
    case 'pixels-lost':
      return [say.pixelsLost(axes, rank, lost.tail), inputSizesThatFit(geometry, words)];
    case 'kernel-larger-than-input':
      return [say.kernelAccepted(effectiveKernel, paddedSize(geometry), framework, -tail)];
    default:
      return assertNever(finding.code);
  }
}

/** Why an axis has no size, and what would fit. */
export function impossibleMessage(finding: ImpossibleAxis, framework: string, words: ProblemWords): string {
  const prefix = words.prefix(finding.axes, finding.spatialRank);
  const say = words.impossible;
  switch (finding.reason) {
    case 'kernel-larger-than-input': {
      const { config } = finding;
      const kernel = effectiveKernelSize(config.kernelSize, config.dilation);
      const padded = paddedSize(config);
      return [
        say.kernel(prefix, kernel, padded, axisFormula(config)),
        ...spans(config, words),
        say.largerInput(framework, kernel - padded + config.inputSize),
      ].join(words.between);
    }
    case 'remainder-under-exact-rounding':
      return [
        say.remainder(prefix, axisFormula(finding.config)),
        ...spans(finding.config, words),
        inputSizesThatFit(finding.config, words),
      ].join(words.between);
    case 'transposed-output-below-one':
      return say.transposed(prefix, finding.outputSize, transposedFormula(finding.transposed));
    case 'crop-larger-than-input': {
      const { before, after, inputSize } = finding;
      return say.crop(prefix, before, after, inputSize, numberText(inputSize - before - after));
    }
    case 'upsample-below-one':
      return say.upsample(prefix, finding.inputSize, finding.factor);
    case 'not-divisible':
      return finding.axes.length === 0
        ? say.parts(finding.inputSize, finding.factor)
        : say.factor(finding.axes, finding.spatialRank, finding.inputSize, finding.factor);
    default:
      return assertNever(finding);
  }
}

/** How a dilated kernel comes to its span. */
function spans(config: AxisConfig, words: ProblemWords): readonly string[] {
  const formula = spanFormula(config);
  return formula === null ? [] : [words.spans(formula)];
}

/** The nearest input sizes that leave no remainder. */
function inputSizesThatFit(config: AxisConfig, words: ProblemWords): string {
  const { inputSize, stride, padding, kernelSize, dilation } = config;
  const numerator = paddedSize(config) - effectiveKernelSize(kernelSize, dilation);
  const remainder = ((numerator % stride) + stride) % stride;
  const below = inputSize - remainder;
  const above = inputSize + stride - remainder;
  const belowRuns =
    below >= 1 && below + padding.before + padding.after >= effectiveKernelSize(kernelSize, dilation);
  return words.fits(belowRuns ? below : null, above);
}

function paddedSize({ inputSize, padding }: AxisConfig): number {
  return inputSize + padding.before + padding.after;
}
