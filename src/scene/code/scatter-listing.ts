import type { Facts } from '../../engine/trace/lesson.ts';
import { row, shape, type CodeRow } from './code-row.ts';
import { notationOf, paddedSize, type Notation } from './notation.ts';
import { cells, cropped, loops, padded, paddingSettings, sizesOf, windows } from './phrases.ts';

/** Every cell of dZ gives its share to the window that it read: nested loops, right for every size. */
export function scatterListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels } = facts;
  const notation = notationOf(facts);
  const cell = `dZ[i, ${loops(notation)}, c]`;
  return [
    { text: 'def conv_backward(dZ, A_prev, W):', at: ['arguments'] },
    settingsRow(notation),
    row(`A = ${padded('A_prev', notation)}`, null, shape(m, ...sizesOf(notation, paddedSize), inChannels)),
    row('dA = np.zeros_like(A)'),
    row(
      'dW = np.zeros_like(W)',
      null,
      shape(...sizesOf(notation, ({ kernelSize }) => kernelSize), inChannels, outChannels),
    ),
    row('db = np.zeros(W.shape[-1])', null, shape(outChannels)),
    ...eachCell('dZ', outChannels, facts, notation),
    row(`    dA[i, ${cells(notation)}] += W[..., c] * ${cell}`, 'scatter'),
    row(`    dW[..., c] += A[i, ${cells(notation)}] * ${cell}`, 'collect'),
    row(`    db[c] += ${cell}`, 'sum-bias'),
    row(
      `dA_prev = dA${cropped(notation)}`,
      'crop',
      shape(m, ...sizesOf(notation, ({ inputSize }) => inputSize), inChannels),
    ),
    row('return dA_prev, dW, db', 'return'),
  ];
}

/** A transposed convolution forward: every cell of A_prev adds its share into a window of Z. */
export function transposedScatterListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels } = facts;
  const notation = notationOf(facts);
  const sizes = sizesOf(notation, paddedSize);
  return [
    { text: 'def conv_transpose(A_prev, W, b):', at: ['arguments'] },
    settingsRow(notation),
    row(`Y = np.zeros((len(A_prev), ${sizes.join(', ')}, len(b)))`, null, shape(m, ...sizes, outChannels)),
    ...eachCell('A_prev', inChannels, facts, notation),
    row(`    Y[i, ${cells(notation)}] += W[..., c, :] * A_prev[i, ${loops(notation)}, c]`, 'scatter'),
    row(
      `Z = Y${cropped(notation)} + b`,
      'crop',
      shape(m, ...sizesOf(notation, ({ inputSize }) => inputSize), outChannels),
    ),
    row('return Z', 'return'),
  ];
}

export const settingsRow = (notation: Notation): CodeRow =>
  row(notation.settings(['S', ...paddingSettings(notation), 'D', 'F′']));

/** The loop over all cells of a tensor, and the window of each. */
export const eachCell = (
  tensor: string,
  channels: number,
  { samples: m }: Facts,
  notation: Notation,
): readonly CodeRow[] => [
  row(
    `for i, ${loops(notation)}, c in np.ndindex(${tensor}.shape):`,
    null,
    shape(m, ...sizesOf(notation, ({ outputSize }) => outputSize), channels),
  ),
  ...windows(notation).map((window) => row(`    ${window}`)),
];
