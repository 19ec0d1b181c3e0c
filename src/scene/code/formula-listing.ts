import type { Facts } from '../../engine/trace/lesson.ts';
import type { CodeRow } from './code-row.ts';
import { both, cropped, isMade, paddedSize, settings, shape, spreadSize, tailOf } from './sizes.ts';

/** dA_prev, dW and db by convolutions; every mistake changes its own line. */
export function formulaListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels, rows, columns } = facts;
  const tail = isMade(facts, 'tail') ? () => 0 : tailOf;
  const sized = (size: (axis: Facts['rows']) => number): readonly [number, number] => [
    size(rows),
    size(columns),
  ];
  const filled = sized((axis) => spreadSize(axis) + tail(axis));
  const bordered = sized((axis) => spreadSize(axis) + tail(axis) + 2 * (axis.effectiveKernel - 1));
  const uncropped = sized((axis) => spreadSize(axis) + tail(axis) + axis.effectiveKernel - 1);
  const input = sized((axis) => axis.inputSize - tailOf(axis) + tail(axis));
  const kernel = sized(({ kernelSize }) => kernelSize);
  const strides = isMade(facts, 'stride');
  const turned = isMade(facts, 'transposed');
  const averaged = isMade(facts, 'mean');
  const hasTail = tailOf(rows) + tailOf(columns) > 0;
  const trimmed = sized((axis) => paddedSize(axis) - (strides ? 0 : tailOf(axis)));
  const moving = sized((axis) => (strides ? axis.outputSize : spreadSize(axis)));
  const met = sized((axis) =>
    strides ? Math.floor((paddedSize(axis) - axis.outputSize) / axis.stride) + 1 : axis.kernelSize,
  );
  return [
    { text: 'def conv_backward(dZ, A_prev, W, S, P, D):', at: ['arguments'] },
    {
      text: `    ${settings(facts)}`,
      at: [],
      note: `t = ${both(facts, tailOf)}, F′ = ${both(facts, (axis) => axis.effectiveKernel)}`,
    },
    { text: '    E = spread(dZ, S)', at: ['spread'], note: shape(m, ...sized(spreadSize), outChannels) },
    ...(isMade(facts, 'tail')
      ? [{ text: '    # no zeros for the tail', at: [], fault: 'tail' as const }]
      : hasTail
        ? [
            {
              text: '    E = append_zeros(E, t)',
              at: ['tail' as const],
              note: shape(m, ...filled, outChannels),
            },
          ]
        : []),
    { text: '    E = np.pad(E, F′ - 1)', at: ['border'], note: shape(m, ...bordered, outChannels) },
    {
      text: '    R = W[::-1, ::-1].swapaxes(2, 3)',
      at: ['rotate'],
      note: `C_prev ↔ C: ${shape(...kernel, outChannels, inChannels)}`,
    },
    isMade(facts, 'bias')
      ? { text: '    b = np.zeros(C)', at: [], fault: 'bias', note: shape(outChannels) }
      : { text: '    b = np.zeros(C_prev)', at: [], note: shape(inChannels) },
    { text: '    dA = conv(E, R, b, dilation=D)', at: ['sweep'], note: shape(m, ...uncropped, inChannels) },
    { text: `    dA_prev = ${cropped('dA', facts)}`, at: ['crop'], note: shape(m, ...input, inChannels) },
    { text: '', at: [] },
    {
      text: `    A = np.pad(A_prev, P)${hasTail && !strides ? '[:, :-t, :-t]' : ''}`,
      at: [],
      note: shape(m, ...trimmed, inChannels),
    },
    {
      text: '    A = A.transpose(3, 1, 2, 0)',
      at: ['swap-input'],
      note: `C_prev ↔ m: ${shape(inChannels, ...trimmed, m)}`,
    },
    {
      text: `    K = ${strides ? 'dZ' : 'spread(dZ, S)'}.transpose(1, 2, 0, 3)`,
      at: ['swap-gradient'],
      ...(strides && { fault: 'stride' as const }),
      note: `m → 3: ${shape(...moving, m, outChannels)}`,
    },
    {
      text: `    dW = conv(A, K, stride=${strides ? 'S' : 'D'})`,
      at: ['slide'],
      ...(strides && { fault: 'stride' as const }),
      note: shape(inChannels, ...met, outChannels),
    },
    {
      text: `    dW = dW.transpose(${turned ? '2, 1' : '1, 2'}, 0, 3)`,
      at: ['unswap'],
      ...(turned && { fault: 'transposed' as const }),
      note: turned
        ? `(f_w, f_h, C_prev, C): ${shape(met[1], met[0], inChannels, outChannels)}`
        : shape(...met, inChannels, outChannels),
    },
    ...(averaged ? [{ text: '    dW = dW / m', at: ['divide' as const], fault: 'mean' as const }] : []),
    {
      text: `    db = dZ.sum(axis=(0, 1, 2))${averaged ? ' / m' : ''}`,
      at: ['sum-bias'],
      ...(averaged && { fault: 'mean' as const }),
      note: shape(outChannels),
    },
    { text: '    return dA_prev, dW, db', at: ['return'] },
  ];
}
