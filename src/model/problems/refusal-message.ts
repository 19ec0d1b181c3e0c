import { assertNever } from '../../util/assert-never.ts';
import type { FieldName } from '../graph/graph.ts';
import type { RefusedHyperparameter } from './finding.ts';
import { numberText } from './number-text.ts';

const fieldNames: Readonly<Partial<Record<FieldName, string>>> = {
  kernel: 'kernel size',
  inChannels: 'number of input channels',
  outChannels: 'number of output channels',
  outFeatures: 'number of output features',
  outputPadding: 'output padding',
  outputSize: 'output size',
  groups: 'number of groups',
};

/** A value that the framework does not take whatever the input is. */
export function refusalMessage(finding: RefusedHyperparameter, framework: string): string {
  const { rule, field, value, limit } = finding;
  const name = fieldNames[field] ?? field;
  const shown = numberText(value);
  switch (rule) {
    case 'not-positive':
    case 'negative':
      return `The ${name} is ${shown}; it must be at least ${limit}.`;
    case 'not-whole':
      return `The ${name} is ${shown}; it must be a whole number.`;
    case 'pool-padding-over-half-kernel':
      return `The padding of ${shown} is more than half the kernel: ${framework} takes at most ${limit}. Pad less, or pad before the pool.`;
    case 'pool-padding-not-below-kernel':
      return `The padding of ${shown} is not smaller than the kernel, so some windows hold padding alone: ${framework} takes at most ${limit}.`;
    case 'stride-with-dilation':
      return `A dilation of ${shown} together with a stride of ${limit}: ${framework} takes only one of them above 1.`;
    case 'same-with-stride':
      return `Padding 'same' with a stride of ${shown}: ${framework} takes it with stride 1 only. Write the padding as a number.`;
    case 'same-transposed':
      return `Padding 'same' is not known to transposed convolutions of ${framework}. Write it as a number.`;
    case 'causal-outside-conv1d':
      return `Padding 'causal' belongs to Conv1D alone. Take 'same' or 'valid'.`;
    case 'output-padding-not-below-stride-or-dilation':
      return `The output padding of ${shown} must be smaller than the stride or the dilation: at most ${limit}.`;
    case 'output-padding-not-below-stride':
      return `The output padding of ${shown} must be smaller than the stride: at most ${limit}.`;
    case 'reflection-not-below-input':
      return `Reflecting ${shown} cells needs an input of at least ${value + 1}; it has ${limit + 1}.`;
    case 'circular-over-input':
      return `Wrapping around ${shown} cells needs an input of at least ${shown}; it has ${limit}.`;
    default:
      return assertNever(rule);
  }
}
