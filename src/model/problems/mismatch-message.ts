import type { Dim } from '../graph/shape.ts';
import { assertNever } from '../../util/assert-never.ts';
import type {
  BatchChanged,
  ChannelMismatch,
  FeaturesMismatch,
  GroupsMismatch,
  JoinCulprit,
  JoinMismatch,
  NormalizationMismatch,
  RankMismatch,
  ReshapeMismatch,
} from './finding.ts';
import { productOf } from '../shapes/dims.ts';
import { dimText, equalsText, shapeText } from './number-text.ts';
import type { ProblemWords } from './words/english-problems.ts';

/** Other channels than declared; where the declared ones stand last, the layout is to blame. */
export function channelsMessage(
  { declared, actual, inputShape }: ChannelMismatch,
  words: ProblemWords,
): string {
  const expects = words.channels.expects(declared, shapeText(inputShape), actual);
  return [expects, remedy(declared, actual, inputShape, words)].join(words.between);
}

/** The same of a normalisation's features. */
export function normalizationMessage(
  { declared, actual, inputShape }: NormalizationMismatch,
  words: ProblemWords,
): string {
  const expects = words.normalization(declared, shapeText(inputShape), actual);
  return [expects, remedy(declared, actual, inputShape, words)].join(words.between);
}

function remedy(
  declared: number,
  actual: number,
  inputShape: readonly Dim[],
  { channels: say }: ProblemWords,
): string {
  const isLast = isChannelsLast(inputShape, declared);
  return isLast ? say.last(declared, channelsFirstOrder(inputShape.length)) : say.change(actual);
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
export function batchMessage(
  { inputShape, outputShape, behind }: BatchChanged,
  { batch: say, between }: ProblemWords,
): string {
  const sample = inputShape.slice(1);
  const product = productOf(sample);
  if (behind !== undefined)
    return say.flattened(shapeText(inputShape), shapeText(outputShape), behind, dimText(product));
  return [
    say.changes(shapeText(inputShape), shapeText(outputShape)),
    typeof product === 'number' ? say.sample(productText(sample, product)) : say.check,
  ].join(between);
}

/** Channels that do not divide, and which groups would. */
export function groupsMessage(
  { which, channels, groups }: GroupsMismatch,
  { groups: say }: ProblemWords,
): string {
  if (which === 'pixel-shuffle') return say.shuffle(channels, groups);
  const divisors = [1, 2, 3, 4, 8, 16, 32, 64, channels].filter(
    (n, i, all) => channels % n === 0 && all.indexOf(n) === i,
  );
  const worked = `${channels}/${groups} ${equalsText(channels / groups)}`;
  return say.uneven(which, channels, groups, worked, divisors);
}

/** `256·6·6 = 9216`, or the number alone where nothing was multiplied. */
function productText(factors: readonly Dim[], product: number): string {
  const shown = factors.filter((dim) => dim !== 1);
  return shown.length > 1 ? `${shown.map(dimText).join('·')} = ${product}` : product.toString();
}

export function featuresMessage(finding: FeaturesMismatch, words: ProblemWords): string {
  const { declared, actual, factors } = finding;
  const head = words.features.expects(declared, productText(factors, actual));
  return `${head}${words.between}${featuresAdvice(finding, words)}`;
}

function featuresAdvice(finding: FeaturesMismatch, { features: say }: ProblemWords): string {
  const { declared, actual, factors, inputShape, flattenMissing } = finding;
  const shape = shapeText(inputShape);
  if (flattenMissing) return say.flattenFirst(shape, productText(inputShape.slice(1), declared));
  // A sequence, of which a layer takes one step after the other.
  if (factors.length <= 1 && inputShape.length === 3) return say.sequence(shape, actual);
  if (factors.length <= 1 && inputShape.length > 3) {
    const flat = inputShape.slice(1);
    const product = productOf(flat);
    const features = typeof product === 'number' ? productText(flat, product) : null;
    return say.flattenOrChange(shape, features, actual);
  }
  const [batch = null, ...sample] = factors;
  return inputShape.length === 1 && sample.length > 0 && productOf(sample) === declared
    ? say.batchFlattened(dimText(batch))
    : say.change(actual);
}

export function joinMessage(finding: JoinMismatch, { join: say, between }: ProblemWords): string {
  const { join, reason, dimension, inputs, shapes, culprit, flattened } = finding;
  const [first, second] = shapes;
  const both = say.inputs(inputs[0] + 1, inputs[1] + 1, shapeText(first), shapeText(second));
  const partedAt = ({ id, geometry: { inputSize, outputSize, stride } }: JoinCulprit): string =>
    say.parted(id, inputSize, outputSize, stride);
  if (flattened !== undefined) {
    return [say.flattened(both, flattened), ...(culprit ? [partedAt(culprit)] : [])].join(between);
  }
  if (reason === 'rank') return say.rank(join, both, first.length, second.length);
  // Shapes of unequal rank were aligned at the right.
  const rank = Math.max(first.length, second.length);
  const at = (shape: readonly Dim[]): string => dimText(shape[dimension - rank + shape.length] ?? 1);
  const head = say.sizes(join, both, dimension, at(first), at(second));
  return [head, ...(culprit ? [partedAt(culprit), say.align] : [say.rule[join]])].join(between);
}

export function reshapeMessage(
  { reason, inputShape, target, expected, behind = '' }: ReshapeMismatch,
  { reshape: say, between }: ProblemWords,
): string {
  const sizes = target.map((dim) => (dim === 'copy' ? '0' : dimText(dim).replace('-', '−')));
  const shown = `[${sizes.join(', ')}]`;
  const whole = expected?.toString() ?? '?';
  switch (reason) {
    case 'elements': {
      const count = inputShape.every((dim) => typeof dim === 'number')
        ? ` = ${inputShape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1)}`
        : '';
      const head = say.elements(`${inputShape.map(dimText).join('·')}${count}`, shown);
      return [head, ...(expected === null ? [] : [say.lastSize(expected)])].join(between);
    }
    case 'features-behind':
      return say.features(
        shapeText(inputShape),
        shown,
        behind,
        productText(inputShape.slice(1), expected ?? 0),
      );
    case 'two-remainders':
      return say.twoRemainders(shown);
    case 'sizes-do-not-add-up':
      return target.length === 1 ? say.equalParts(whole, sizes.join(', ')) : say.sum(shown, whole);
    case 'out-of-range':
      return say.outOfRange(sizes, shapeText(inputShape), inputShape.length);
    default:
      return assertNever(reason);
  }
}

export function rankMessage(
  { inputShape, expected, empty }: RankMismatch,
  { rank: say }: ProblemWords,
): string {
  const shape = shapeText(inputShape);
  return empty ? say.empty(shape) : say.other(expected, shape, inputShape.length);
}
