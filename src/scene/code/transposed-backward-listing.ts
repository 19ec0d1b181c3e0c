import type { Facts } from '../../engine/trace/lesson.ts';
import { row, shape, type CodeRow } from './code-row.ts';
import { kernelGradientRows } from './kernel-gradient-rows.ts';
import { notationOf, paddedSize, tailOf } from './notation.ts';
import { padded, paddingSettings, sizesOf, trimmed } from './phrases.ts';

/** A transposed convolution backward: dA_prev is a plain correlation of dZ; dW and db. */
export function transposedBackwardListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels, axes } = facts;
  const notation = notationOf(facts);
  const [first, last] = [axes.length, axes.length + 1];
  const hasTail = axes.some((axis) => tailOf(axis) > 0);
  // An output padding of a stride and more would give the correlation room for further steps.
  const read = axes.some((axis) => tailOf(axis) >= axis.stride) ? `G${trimmed(notation)}` : 'G';
  return [
    { text: 'def conv_transpose_backward(dZ, A_prev, W):', at: ['arguments'] },
    row(notation.settings(['S', ...paddingSettings(notation), 'D', ...(hasTail ? (['t'] as const) : [])])),
    row(`G = ${padded('dZ', notation)}`, 'pad', shape(m, ...sizesOf(notation, paddedSize), outChannels)),
    row(
      `R = W.swapaxes(${first}, ${last})`,
      null,
      `C_prev ↔ C: ${shape(...sizesOf(notation, ({ kernelSize }) => kernelSize), outChannels, inChannels)}`,
    ),
    row(
      `dA_prev = conv(${read}, R, stride=S, dilation=D)`,
      'correlate',
      shape(m, ...sizesOf(notation, ({ outputSize }) => outputSize), inChannels),
    ),
    row(''),
    ...kernelGradientRows(facts, notation, { padded: 'G', moving: 'A_prev', isTransposed: true }),
    row('return dA_prev, dW, db', 'return'),
  ];
}
