import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Facts } from '../../engine/trace/lesson.ts';
import { isMade, row, shape, type CodeRow } from './code-row.ts';
import { spreadSize, tailOf, type Notation } from './notation.ts';
import { sizesOf } from './phrases.ts';

interface Named {
  /** What is spread, with its channels. */
  readonly source: string;
  readonly sourceChannels: number;
  /** The kernel after its rotation, with what its channels do. */
  readonly kernel: CodeRow;
  /** The inner convolution, with the channels that come out. */
  readonly convolution: (note: string) => CodeRow;
  readonly targetChannels: number;
}

/** dX by the formula, up to the crop: also the way forward of a transposed convolution. */
export function inputGradientRows(
  facts: Facts,
  notation: Notation,
  { source, sourceChannels, kernel, convolution, targetChannels }: Named,
): readonly CodeRow[] {
  const { samples: m } = facts;
  const forgets = isMade(facts, 'tail');
  const tail = forgets ? () => 0 : tailOf;
  const sized = (size: (axis: AxisGeometry) => number) => sizesOf(notation, size);
  const filled = (axis: AxisGeometry): number => spreadSize(axis) + tail(axis);
  const hasTail = facts.axes.some((axis) => tailOf(axis) > 0);
  return [
    row(`E = spread(${source}, S)`, 'spread', shape(m, ...sized(spreadSize), sourceChannels)),
    ...(forgets
      ? [row('# no zeros for the tail', null, undefined, 'tail')]
      : hasTail
        ? [row('E = append_zeros(E, t)', 'tail', shape(m, ...sized(filled), sourceChannels))]
        : []),
    row(
      `E = pad(E, ${notation.each((use) => `${use('F′')} - 1`)})`,
      'border',
      shape(m, ...sized((axis) => filled(axis) + 2 * (axis.effectiveKernel - 1)), sourceChannels),
    ),
    kernel,
    convolution(shape(m, ...sized((axis) => filled(axis) + axis.effectiveKernel - 1), targetChannels)),
  ];
}

/** What is left after the crop: W, or without the tail's zeros W − t. */
export const croppedSizes = (facts: Facts, notation: Notation): readonly number[] =>
  sizesOf(notation, (axis) => axis.inputSize - (isMade(facts, 'tail') ? tailOf(axis) : 0));
