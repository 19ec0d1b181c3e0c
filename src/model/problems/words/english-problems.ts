import type { InputOrigin } from '../../graph/operation.ts';
import { axisNames, axisPrefix, cellNames, lastCells } from '../axis-text.ts';
import type { ChangedField } from '../changed-field.ts';
import type { FieldName } from '../../graph/graph.ts';
import type { Translation } from '../../text/sentence.ts';
import { counted, listed } from '../number-text.ts';
import { capital } from './capital.ts';

type Numbers = readonly number[];
type Axes = Numbers;

/**
 * The sentences of problems and of their fixes in English. Which of them are said, and with what numbers, is decided
 * where they are called; other languages have the same shape.
 */
export const englishProblems = {
  /** For what formats and rules say. */
  translation: null as Translation,
  /** Between two sentences. */
  between: ' ',
  /** `Height: `, where not all axes are meant. */
  prefix: (axes: Axes, rank: number) => axisPrefix(axes, rank),
  spans: (formula: string) => `The kernel spans ${formula} cells.`,
  fits: (below: number | null, above: number) =>
    `An input of ${below === null ? '' : `${below} or `}${above} would fit exactly.`,

  misfit: {
    rounded: (prefix: string, formula: string, direction: 'up' | 'down', size: number) =>
      `${prefix}${formula} is rounded ${direction} to ${size}.`,
    shifted: (framework: string, size: number, counts: readonly [unread: number, values: number] | null) =>
      `${framework} reads the values as if this size were ${size}: cells shift against each other, and ${counts ? `${counts[0]} of ${counts[1]} values` : 'some values'} of each sample are never read.`,
    paddingUnused: (axes: Axes, rank: number, tail: number, before: number, after: number) =>
      `${capital(lastCells(axes, rank, tail))} of padding ${tail === 1 && axes.length === 1 ? 'is' : 'are'} never read: the padding is in effect ${before} before and ${after} after. No input is lost at the end.`,
    overhang: (beyond: number, roundedDown: number) =>
      `The last window reaches ${counted(beyond, 'cell')} beyond the padded input. A framework that rounds down gives ${roundedDown}.`,
    subsampled: (axes: Axes, rank: number, read: number, stride: number) =>
      `By design ${read} of every ${stride} ${cellNames(axes, rank, 2)} are read; the end leaves out no more than that.`,
    pixelsLost: (axes: Axes, rank: number, lost: number) => {
      const [verb, whose] = lost === 1 && axes.length === 1 ? ['is', 'its'] : ['are', 'their'];
      return `${capital(lastCells(axes, rank, lost))} of the input ${verb} never read: ${whose} gradient is exactly 0.`;
    },
    kernelAccepted: (kernel: number, padded: number, framework: string, beyond: number) =>
      `The kernel of ${kernel} is larger than the padded input of ${padded}, by less than the stride: ${framework} takes it, and the only window reaches ${counted(beyond, 'cell')} beyond the input. Take a smaller kernel or a larger input.`,
  },

  impossible: {
    kernel: (prefix: string, kernel: number, padded: number, formula: string) =>
      `${prefix}The kernel of ${kernel} is larger than the padded input of ${padded}: ${formula}.`,
    largerInput: (framework: string, least: number) =>
      `${framework} refuses it. Take an input of at least ${least}, or a smaller kernel.`,
    remainder: (prefix: string, formula: string) =>
      `${prefix}${formula} is not a whole number, and exact rounding refuses it.`,
    transposed: (prefix: string, size: number, formula: string) =>
      `${prefix}The output would have ${counted(size, 'cell').replace('-', '−')}: ${formula}. Take less padding, or a larger kernel.`,
    crop: (prefix: string, before: number, after: number, size: number, rest: string) =>
      `${prefix}Cropping ${before} + ${after} of ${size} leaves ${rest}. Crop less, or take a larger input.`,
    upsample: (prefix: string, size: number, factor: number) =>
      `${prefix}⌊${size}·${factor}⌋ = 0: nothing is left. Take a larger factor or input.`,
    parts: (size: number, count: number) =>
      `${size} cells cannot be split into ${count} equal parts. Take another input size.`,
    factor: (axes: Axes, rank: number, size: number, factor: number) =>
      `The ${axisNames(axes, rank)} of ${size} cannot be divided by ${factor}. Take an input that is a multiple of ${factor}.`,
  },

  channels: {
    expects: (declared: number, shape: string, actual: number) =>
      `The layer expects ${counted(declared, 'channel')}, its input ${shape} has ${actual}.`,
    change: (actual: number) => `Change it to ${actual}, or the layer before.`,
    last: (declared: number, order: string) =>
      `There are ${declared} in the last dimension: if those are the channels, put them second, with permute(${order}).`,
  },

  groups: {
    shuffle: (channels: number, square: number) =>
      `${counted(channels, 'channel')} cannot be divided by the square of the factor, ${square}. Take a multiple of ${square}.`,
    uneven: (which: 'in' | 'out', channels: number, groups: number, worked: string, divisors: Numbers) =>
      `${counted(channels, `${which}put channel`)} cannot be divided into ${groups} groups: ${worked}. Take channels that are a multiple of ${groups}, or ${listed(divisors.map(String), 'or')} groups.`,
  },

  features: {
    expects: (declared: number, product: string) =>
      `The layer expects ${counted(declared, 'feature')}, its input has ${product}.`,
    flattenFirst: (shape: string, product: string) =>
      `It works on the last size of ${shape}. Flatten the input first: ${product}.`,
    sequence: (shape: string, actual: number) =>
      `It works on the last size of ${shape}. Change the features to ${actual}, or the sizes before.`,
    flattenOrChange: (shape: string, product: string | null, actual: number) =>
      `It works on the last size of ${shape}: flatten the input first${product === null ? '' : ` and take ${product} features`}, or change the features to ${actual}.`,
    batchFlattened: (batch: string) =>
      `The batch of ${batch} was flattened, too: flatten from dimension 1 on.`,
    change: (actual: number) => `Change the features to ${actual}, or the sizes before.`,
  },

  normalization: (declared: number, shape: string, actual: number) =>
    `The normalisation expects ${counted(declared, 'feature')}, its input ${shape} has ${actual} there.`,

  join: {
    inputs: (first: number, second: number, shape: string, other: string) =>
      `inputs ${first} and ${second}, ${shape} and ${other}`,
    flattened: (inputs: string, values: number | null) =>
      `Sizes differ between ${inputs}: all their values are joined as ${values === null ? 'one row' : `one row of ${counted(values, 'value')}`}, without height and width.`,
    rank: (join: 'concat' | 'combine', inputs: string, first: number, second: number) =>
      `The inputs cannot be ${joined[join]}: ${inputs}, have ${first} and ${second} dimensions.`,
    sizes: (join: 'concat' | 'combine', inputs: string, dimension: number, first: string, second: string) =>
      `The inputs cannot be ${joined[join]}: ${inputs}, differ in dimension ${dimension} (${first} and ${second}).`,
    rule: {
      concat: 'Only the joined dimension may differ.',
      combine: 'Only equal sizes go together.',
    },
    parted: (id: string, input: number, output: number, stride: number) =>
      `They part at ${id}: it makes ${output} of ${input}${input % stride === 0 ? '' : `, which is not a multiple of its stride ${stride}`}, and ${output}·${stride} = ${output * stride}.`,
    align: 'Take an input size that all strides divide, or pad or crop before the join.',
  },

  reshape: {
    elements: (values: string, target: string) => `${values} values do not go into ${target}.`,
    lastSize: (expected: number) => `The last size would have to be ${expected}.`,
    features: (before: string, after: string, layer: string, sample: string) =>
      `${before} becomes ${after}, but ${layer} expects the values of one sample, ${sample}. Make that the second size.`,
    twoRemainders: (target: string) =>
      `Only one size can be −1, the one that follows from the others. Give all but one of ${target}.`,
    equalParts: (size: string, parts: string) => `${size} cannot be cut into ${parts} equal parts.`,
    sum: (parts: string, size: string) => `The parts ${parts} do not add up to ${size}.`,
    outOfRange: (dimensions: readonly string[], shape: string, rank: number) =>
      `There is no dimension ${listed(dimensions)} in ${shape}, which has ${counted(rank, 'dimension')}.`,
  },

  batch: {
    changes: (before: string, after: string) =>
      `${before} becomes ${after}: the batch changes, and values move from one sample to another.`,
    flattened: (before: string, after: string, layer: string, features: string) =>
      `${before} becomes ${after}: the batch of 1 is flattened, too. The layer ${layer} takes ${features} features, so no other batch would fit. Flatten from dimension 1 on.`,
    check: 'Check the second size.',
    sample: (product: string) => `One sample has ${product} values: make that the second size.`,
  },

  rank: {
    empty: (shape: string) =>
      `The layer works on height and width, its input ${shape} has none: nothing comes out.`,
    other: (expected: Numbers, shape: string, rank: number) =>
      `The layer takes ${listed(expected.map(String), 'or')} dimensions, its input ${shape} has ${rank}.`,
  },

  weights: (which: 'kernel' | 'bias', actual: number, needed: string) =>
    `The ${which} has ${counted(actual, 'value')}; the layer needs ${needed}.`,

  yolo: {
    values: (type: string, worked: string, declared: number) =>
      `${type} reads ${worked} values, its input has ${declared}.`,
    filters: (type: string, worked: string, declared: number, expected: number) =>
      `${type} reads ${worked} channels, its input has ${declared}. Set the filters of the convolution before it to ${expected}.`,
    inputSize: (size: number, divisor: number, nearest: Numbers) =>
      `The input size ${size} is not a multiple of ${divisor}, by which the detector reduces it. Take ${listed(nearest.map(String), 'or')}.`,
  },

  unknown: {
    lacks: (type: string, name: string, reason: 'no-field' | 'no-number') =>
      `The rule that you declared for ${type} reads {${name}}, which is ${reason === 'no-field' ? 'not given' : 'no number'} here: the output is unknown. A value to take instead is written {${name}=1}.`,
    meant: (framework: string, type: string, meant: string) =>
      `${framework} does not know ${type}. Did you mean ${meant}?`,
    layer: (type: string) =>
      `ConvLens does not know ${type}, so its output is unknown. The layers behind it go on from what they declare. You can declare its rule in the setting convlens.layers.`,
  },

  rule: {
    unreadable: (type: string, detail: string) => `${ruleOf(type)} cannot be read: ${detail}.`,
    noDimension: (type: string, name: string, shape: string) =>
      `${ruleOf(type)} reads ${name}, but the input is ${shape}.`,
    noInput: (type: string, name: string, inputs: number) =>
      `${ruleOf(type)} reads ${name}, but the layer has ${inputs === 0 ? 'no input' : `only ${counted(inputs, 'input')}`}.`,
    noItem: (type: string, name: string, index: number) =>
      `${ruleOf(type)} reads {${name}[${index}]}: the list has no such place. The first is 0.`,
    list: (type: string, name: string, length: number) =>
      `${ruleOf(type)} reads {${name}} as one number, but it is a list of ${length}. Write {${name}[0]}, {${name}[1]}, … there.`,
    divisionByZero: (type: string) => `${ruleOf(type)} divides by 0.`,
    noSize: (type: string, worked: string) =>
      `${ruleOf(type)} gives ${worked}, which is no size. Round it there with floor() or ceil(), or change the layer.`,
  },

  refused: {
    bound: (field: FieldName, value: string, least: number) =>
      `The ${fieldName(field)} is ${value}; it must be at least ${least}.`,
    noFeatures: (framework: string) =>
      `The layer has 0 output features: ${framework} builds it with a warning, and what is behind it sees nothing of its input. Give it at least 1.`,
    notWhole: (field: FieldName, value: string) =>
      `The ${fieldName(field)} is ${value}; it must be a whole number.`,
    overHalfKernel: (value: string, framework: string, most: number) =>
      `The padding of ${value} is more than half the kernel: ${framework} takes at most ${most}. Pad less, or pad before the pool.`,
    notBelowKernel: (value: string, framework: string, most: number) =>
      `The padding of ${value} is not smaller than the kernel, so some windows hold padding alone: ${framework} takes at most ${most}.`,
    strideWithDilation: (dilation: string, stride: number, framework: string) =>
      `A dilation of ${dilation} together with a stride of ${stride}: ${framework} takes only one of them above 1.`,
    sameWithStride: (stride: string, framework: string) =>
      `Padding 'same' with a stride of ${stride}: ${framework} takes it with stride 1 only. Write the padding as a number.`,
    sameTransposed: (framework: string) =>
      `Padding 'same' is not known to transposed convolutions of ${framework}. Write it as a number.`,
    causal: `Padding 'causal' belongs to Conv1D alone. Take 'same' or 'valid'.`,
    outputPadding: (value: string, orDilation: boolean, most: number) =>
      `The output padding of ${value} must be smaller than the stride${orDilation ? ' or the dilation' : ''}: at most ${most}.`,
    reflection: (value: string, least: number, size: number) =>
      `Reflecting ${value} cells needs an input of at least ${least}; it has ${size}.`,
    circular: (value: string, size: number) =>
      `Wrapping around ${value} cells needs an input of at least ${value}; it has ${size}.`,
  },

  related: {
    builtHere: (id: string) => `${id} is built here.`,
    makes: (id: string, output: number, input: number) => `${id} makes ${output} of ${input} here.`,
    gives: (id: string, shape: string) => `${id} gives ${shape} here.`,
    input: (shape: string, origin: InputOrigin) => `The input is ${shape}, ${originNames[origin]}.`,
    sameHere: (ids: readonly string[], more: number) =>
      `The same here: ${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    likewise: (layers: readonly string[], more: number) =>
      `Likewise here: ${layers.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    withSizes: (layer: string, input: string, output: string) => `${layer} (${input} → ${output})`,
    inFile: (file: string, message: string) => `In ${file}: ${message}`,
  },

  fix: {
    set: (field: ChangedField, layer: string | null, value: string) =>
      `${changedName(field)}${layer === null ? '' : ` of ${layer} to`} ${value}`,
    takes: (title: string, layer: string, value: number) => `${title}, ${layer} takes ${value}`,
    outcome: (title: string, output: string, newProblems: number, left: number) =>
      `${title}: output ${output}; ${newProblems > 0 ? counted(newProblems, 'new problem') : left === 0 ? 'the rest fits' : `${counted(left, 'other problem')} left`}`,
  },
};

export type ProblemWords = typeof englishProblems;

const joined = { concat: 'concatenated', combine: 'combined' };

const ruleOf = (type: string): string => `The rule that you declared for ${type}`;

const fieldNames: Readonly<Partial<Record<FieldName, string>>> = {
  kernel: 'kernel size',
  inChannels: 'number of input channels',
  outChannels: 'number of output channels',
  outFeatures: 'number of output features',
  outputPadding: 'output padding',
  outputSize: 'output size',
  groups: 'number of groups',
};

const fieldName = (field: FieldName): string => fieldNames[field] ?? field;

/** `outputPadding` as `Output padding`, `inChannels` as `Input channels`. */
const changedName = (field: ChangedField): string =>
  capital(
    field.replace(/^(in|out)(?=[A-Z])/, '$1put').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  );

const originNames: Readonly<Record<InputOrigin, string>> = {
  file: 'given in the file',
  comment: 'given in a comment',
  setting: 'from the settings',
  memory: 'as chosen last',
  argument: 'as asked for',
  default: 'the default of this format',
  inferred: 'inferred',
};
