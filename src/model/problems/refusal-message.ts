import { assertNever } from '../../util/assert-never.ts';
import type { RefusedHyperparameter } from './finding.ts';
import { numberText } from './number-text.ts';
import type { ProblemWords } from './words/english-problems.ts';

/** A value that the framework does not take whatever the input is. */
export function refusalMessage(
  finding: RefusedHyperparameter,
  framework: string,
  { refused: say }: ProblemWords,
): string {
  const { rule, field, value, limit } = finding;
  const shown = numberText(value);
  switch (rule) {
    case 'not-positive':
    case 'negative':
      return say.bound(field, shown, limit);
    case 'no-features':
      return say.noFeatures(framework);
    case 'not-whole':
      return say.notWhole(field, shown);
    case 'pool-padding-over-half-kernel':
      return say.overHalfKernel(shown, framework, limit);
    case 'pool-padding-not-below-kernel':
      return say.notBelowKernel(shown, framework, limit);
    case 'stride-with-dilation':
      return say.strideWithDilation(shown, limit, framework);
    case 'same-with-stride':
      return say.sameWithStride(shown, framework);
    case 'same-transposed':
      return say.sameTransposed(framework);
    case 'causal-outside-conv1d':
      return say.causal;
    case 'output-padding-not-below-stride-or-dilation':
      return say.outputPadding(shown, true, limit);
    case 'output-padding-not-below-stride':
      return say.outputPadding(shown, false, limit);
    case 'reflection-not-below-input':
      return say.reflection(shown, value + 1, limit + 1);
    case 'circular-over-input':
      return say.circular(shown, limit);
    default:
      return assertNever(rule);
  }
}
