import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Facts } from '../../engine/trace/lesson.ts';
import { axisSwaps } from './axis-swaps.ts';
import { isMade, row, shape, type CodeRow } from './code-row.ts';
import { paddedSize, spreadSize, tailOf, type Notation } from './notation.ts';
import { sizesOf, trimmed } from './phrases.ts';

interface Named {
  /** What is slid over, its padding in place, and what slides. */
  readonly padded: string;
  readonly moving: string;
  readonly isTransposed: boolean;
}

/** dW as a convolution whose samples have taken the channels' place, and db; every mistake changes its own line. */
export function kernelGradientRows(
  facts: Facts,
  notation: Notation,
  { padded, moving, isTransposed }: Named,
): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels } = facts;
  const [slidOver, slides] = isTransposed ? [outChannels, inChannels] : [inChannels, outChannels];
  const [strides, turns, averages] = [
    isMade(facts, 'stride'),
    isMade(facts, 'transposed'),
    isMade(facts, 'mean'),
  ];
  const swaps = axisSwaps(notation.axes.length, isTransposed);
  const sized = (size: (axis: AxisGeometry) => number) => sizesOf(notation, size);
  const windowed = sized((axis) => paddedSize(axis) - (strides ? 0 : tailOf(axis)));
  const met = sized((axis) =>
    strides ? Math.floor((paddedSize(axis) - axis.outputSize) / axis.stride) + 1 : axis.kernelSize,
  );
  const kernel = shape(...(turns ? met.toReversed() : met), inChannels, outChannels);
  const axes = [0, ...notation.axes.map((_, place) => place + 1)].join(', ');
  return [
    row(`A = ${padded}${strides ? '' : trimmed(notation)}`, null, shape(m, ...windowed, slidOver)),
    row(
      `A = A.${swaps.input}`,
      'swap-input',
      `${isTransposed ? 'C' : 'C_prev'} ↔ m: ${shape(slidOver, ...windowed, m)}`,
    ),
    row(
      `K = ${strides ? moving : `spread(${moving}, S)`}.${swaps.gradient}`,
      'swap-gradient',
      `m → ${notation.axes.length + 1}: ${shape(...sized((axis) => (strides ? axis.outputSize : spreadSize(axis))), m, slides)}`,
      strides && 'stride',
    ),
    row(
      `dW = conv(A, K, stride=${strides ? 'S' : 'D'})`,
      'slide',
      shape(slidOver, ...met, slides),
      strides && 'stride',
    ),
    row(
      `dW = dW.${turns ? swaps.wrongBack : swaps.back}`,
      'unswap',
      turns ? `${swaps.wrongTo}: ${kernel}` : kernel,
      turns && 'transposed',
    ),
    ...(averages ? [row('dW = dW / len(dZ)', 'divide', undefined, 'mean')] : []),
    row(
      `db = dZ.sum(axis=(${axes}))${averages ? ' / len(dZ)' : ''}`,
      'sum-bias',
      shape(outChannels),
      averages && 'mean',
    ),
  ];
}
