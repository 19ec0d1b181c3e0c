import type { Facts } from '../../engine/trace/lesson.ts';
import { isMade, row, shape, type CodeRow } from './code-row.ts';
import { croppedSizes, inputGradientRows } from './input-gradient-rows.ts';
import { kernelGradientRows } from './kernel-gradient-rows.ts';
import { notationOf, tailOf, type Notation, type Setting } from './notation.ts';
import { cropped, padded, paddingSettings, rotated, sizesOf } from './phrases.ts';

/** dA_prev, dW and db by convolutions; every mistake changes its own line. */
export function formulaListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels } = facts;
  const notation = notationOf(facts);
  const [last, first] = [notation.axes.length + 1, notation.axes.length];
  const biased = isMade(facts, 'bias');
  return [
    { text: 'def conv_backward(dZ, A_prev, W):', at: ['arguments'] },
    row(notation.settings(formulaSettings(facts, notation))),
    row('*_, C_prev, C = W.shape', null, `C_prev, C = ${inChannels}, ${outChannels}`),
    ...inputGradientRows(facts, notation, {
      source: 'dZ',
      sourceChannels: outChannels,
      kernel: row(
        `R = ${rotated('W', notation)}.swapaxes(${first}, ${last})`,
        'rotate',
        `C_prev ↔ C: ${shape(...sizesOf(notation, ({ kernelSize }) => kernelSize), outChannels, inChannels)}`,
      ),
      convolution: (note) => row('dA = conv(E, R, b, dilation=D)', 'sweep', note),
      targetChannels: inChannels,
    }).toSpliced(
      -1,
      0,
      biased
        ? row('b = np.zeros(C)', null, shape(outChannels), 'bias')
        : row('b = np.zeros(C_prev)', null, shape(inChannels)),
    ),
    row(`dA_prev = dA${cropped(notation)}`, 'crop', shape(m, ...croppedSizes(facts, notation), inChannels)),
    row(''),
    ...kernelGradientRows(facts, notation, {
      padded: padded('A_prev', notation),
      moving: 'dZ',
      isTransposed: false,
    }),
    row('return dA_prev, dW, db', 'return'),
  ];
}

/** A transposed convolution forward: the same steps, from A_prev to Z. */
export function transposedFormulaListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels } = facts;
  const notation = notationOf(facts);
  return [
    { text: 'def conv_transpose(A_prev, W, b):', at: ['arguments'] },
    row(notation.settings(formulaSettings(facts, notation))),
    ...inputGradientRows(facts, notation, {
      source: 'A_prev',
      sourceChannels: inChannels,
      kernel: row(
        `R = ${rotated('W', notation)}`,
        'rotate',
        shape(...sizesOf(notation, ({ kernelSize }) => kernelSize), inChannels, outChannels),
      ),
      convolution: (note) => row('Y = conv(E, R, b, dilation=D)', 'sweep', note),
      targetChannels: outChannels,
    }),
    row(`Z = Y${cropped(notation)}`, 'crop', shape(m, ...croppedSizes(facts, notation), outChannels)),
    row('return Z', 'return'),
  ];
}

function formulaSettings({ axes }: Facts, notation: Notation): readonly Setting[] {
  const hasTail = axes.some((axis) => tailOf(axis) > 0);
  return ['S', ...paddingSettings(notation), 'D', 'F′', ...(hasTail ? (['t'] as const) : [])];
}
