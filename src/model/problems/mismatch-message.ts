import type { Dim } from '../graph/shape.ts';
import { assertNever } from '../../util/assert-never.ts';
import type {
  BatchChanged,
  ChannelMismatch,
  FeaturesMismatch,
  GroupsMismatch,
  JoinCulprit,
  JoinMismatch,
  RankMismatch,
  ReshapeMismatch,
} from './finding.ts';
import { productOf } from '../shapes/dims.ts';
import { counted, dimText, equalsText, listed, shapeText } from './number-text.ts';

/** Other channels than declared; where the declared ones stand last, the layout is to blame. */
export function channelsMessage({ declared, actual, inputShape }: ChannelMismatch): string {
  const head = `The layer expects ${counted(declared, 'channel')}, its input ${shapeText(inputShape)} has ${actual}.`;
  const order = isChannelsLast(inputShape, declared) ? channelsFirstOrder(inputShape.length) : null;
  if (order === null) return `${head} Change it to ${actual}, or the layer before.`;
  return `${head} There are ${declared} in the last dimension: if those are the channels, put them second, with permute(${order}).`;
}

/** Whether the last dimension, and no other one, has the channels that a layer expects. */
export function isChannelsLast(inputShape: readonly Dim[], declared: number): boolean {
  return declared > 1 && inputShape.length > 2 && inputShape.indexOf(declared) === inputShape.length - 1;
}

/** `0, 3, 1, 2` for four dimensions. */
export function channelsFirstOrder(rank: number): string {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)].join(', ');
}

/** Values that move from one sample to another, and how many one sample has. */
export function batchMessage({ inputShape, outputShape }: BatchChanged): string {
  const sample = inputShape.slice(1);
  const product = productOf(sample);
  const head = `${shapeText(inputShape)} becomes ${shapeText(outputShape)}: the batch changes, and values move from one sample to another.`;
  if (typeof product !== 'number') return `${head} Check the second size.`;
  return `${head} One sample has ${productText(sample, product)} values: make that the second size.`;
}

/** Channels that do not divide, and which groups would. */
export function groupsMessage({ which, channels, groups }: GroupsMismatch): string {
  if (which === 'pixel-shuffle') {
    return `${counted(channels, 'channel')} cannot be divided by the square of the factor, ${groups}. Take a multiple of ${groups}.`;
  }
  const noun = which === 'in' ? 'input channel' : 'output channel';
  const divisors = [1, 2, 3, 4, 8, 16, 32, 64, channels].filter(
    (n, i, all) => channels % n === 0 && all.indexOf(n) === i,
  );
  return `${counted(channels, noun)} cannot be divided into ${groups} groups: ${channels}/${groups} ${equalsText(channels / groups)}. Take channels that are a multiple of ${groups}, or ${listed(divisors.map(String), 'or')} groups.`;
}

/** `256·6·6 = 9216`, or the number alone where nothing was multiplied. */
function productText(factors: readonly Dim[], product: number): string {
  const shown = factors.filter((dim) => dim !== 1);
  return shown.length > 1 ? `${shown.map(dimText).join('·')} = ${product}` : product.toString();
}

export function featuresMessage(finding: FeaturesMismatch): string {
  const { declared, actual, factors, inputShape, flattenMissing } = finding;
  const head = `The layer expects ${counted(declared, 'feature')}, its input has ${productText(factors, actual)}.`;
  if (flattenMissing) {
    return `${head} It works on the last size of ${shapeText(inputShape)}. Flatten the input first: ${productText(inputShape.slice(1), declared)}.`;
  }
  if (factors.length <= 1 && inputShape.length === 3) {
    // A sequence, of which a layer takes one step after the other.
    return `${head} It works on the last size of ${shapeText(inputShape)}. Change the features to ${actual}, or the sizes before.`;
  }
  if (factors.length <= 1 && inputShape.length > 3) {
    const flat = inputShape.slice(1);
    const product = productOf(flat);
    const features = typeof product === 'number' ? ` and take ${productText(flat, product)} features` : '';
    return `${head} It works on the last size of ${shapeText(inputShape)}: flatten the input first${features}, or change the features to ${actual}.`;
  }
  const [batch = null, ...sample] = factors;
  if (inputShape.length === 1 && sample.length > 0 && productOf(sample) === declared) {
    return `${head} The batch of ${dimText(batch)} was flattened, too: flatten from dimension 1 on.`;
  }
  return `${head} Change the features to ${actual}, or the sizes before.`;
}

export function joinMessage(finding: JoinMismatch): string {
  const { join, reason, dimension, inputs, shapes, culprit, flattened } = finding;
  const [first, second] = shapes;
  const verb = join === 'concat' ? 'concatenated' : 'combined';
  const both = `inputs ${inputs[0] + 1} and ${inputs[1] + 1}, ${shapeText(first)} and ${shapeText(second)}`;
  if (flattened !== undefined) {
    const row = flattened === null ? 'one row' : `one row of ${counted(flattened, 'value')}`;
    const origin = culprit ? ` ${partText(culprit)}.` : '';
    return `Sizes differ between ${both}: all their values are joined as ${row}, without height and width.${origin}`;
  }
  if (reason === 'rank') {
    return `The inputs cannot be ${verb}: ${both}, have ${first.length} and ${second.length} dimensions.`;
  }
  const head = `The inputs cannot be ${verb}: ${both}, differ in ${dimensionText(dimension, first, second)}.`;
  return culprit
    ? `${head} ${culpritText(culprit)}`
    : `${head} Only ${join === 'concat' ? 'the joined dimension may differ' : 'equal sizes go together'}.`;
}

function dimensionText(dimension: number, first: readonly Dim[], second: readonly Dim[]): string {
  // Shapes of unequal rank were aligned at the right.
  const rank = Math.max(first.length, second.length);
  const at = (shape: readonly Dim[]): string => dimText(shape[dimension - rank + shape.length] ?? 1);
  return `dimension ${dimension} (${at(first)} and ${at(second)})`;
}

function culpritText({ id, geometry }: JoinCulprit): string {
  return `${partText({ id, geometry })}. Take an input size that all strides divide, or pad or crop before the join.`;
}

function partText({ id, geometry }: Pick<JoinCulprit, 'id' | 'geometry'>): string {
  const { inputSize, outputSize, stride } = geometry;
  const uneven = inputSize % stride === 0 ? '' : `, which is not a multiple of its stride ${stride}`;
  return `They part at ${id}: it makes ${outputSize} of ${inputSize}${uneven}, and ${outputSize}·${stride} = ${outputSize * stride}`;
}

export function reshapeMessage({ reason, inputShape, target, expected }: ReshapeMismatch): string {
  const shown = `[${target.map((dim) => (dim === 'copy' ? '0' : dimText(dim).replace('-', '−'))).join(', ')}]`;
  switch (reason) {
    case 'elements': {
      const count = inputShape.every((dim) => typeof dim === 'number')
        ? ` = ${inputShape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1)}`
        : '';
      const hint = expected === null ? '' : ` The last size would have to be ${expected}.`;
      return `${inputShape.map(dimText).join('·')}${count} values do not go into ${shown}.${hint}`;
    }
    case 'two-remainders':
      return `Only one size can be −1, the one that follows from the others. Give all but one of ${shown}.`;
    case 'sizes-do-not-add-up':
      return target.length === 1
        ? `${expected ?? '?'} cannot be cut into ${shown.slice(1, -1)} equal parts.`
        : `The parts ${shown} do not add up to ${expected ?? '?'}.`;
    case 'out-of-range':
      return `There is no dimension ${listed(target.map((dim) => (dim === 'copy' ? '0' : dimText(dim).replace('-', '−'))))} in ${shapeText(inputShape)}, which has ${counted(inputShape.length, 'dimension')}.`;
    default:
      return assertNever(reason);
  }
}

export function rankMessage({ inputShape, expected, empty }: RankMismatch): string {
  if (empty) {
    return `The layer works on height and width, its input ${shapeText(inputShape)} has none: nothing comes out.`;
  }
  return `The layer takes ${listed(expected.map(String), 'or')} dimensions, its input ${shapeText(inputShape)} has ${inputShape.length}.`;
}
