import type { Facts } from '../../engine/trace/lesson.ts';
import type { CodeRow } from './code-row.ts';
import { both, cropped, paddedSize, settings, shape } from './sizes.ts';

/** Every cell of dZ gives its share to the window that it read: four loops, right for every size. */
export function scatterListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels, outChannels, rows, columns } = facts;
  const padded = [paddedSize(rows), paddedSize(columns)] as const;
  return [
    { text: 'def conv_backward(dZ, A_prev, W, S, P, D):', at: ['arguments'] },
    { text: `    ${settings(facts)}`, at: [], note: `F′ = ${both(facts, (axis) => axis.effectiveKernel)}` },
    { text: '    A = np.pad(A_prev, P)', at: [], note: shape(m, ...padded, inChannels) },
    { text: '    dA = np.zeros_like(A)', at: [] },
    {
      text: '    dW = np.zeros_like(W)',
      at: [],
      note: shape(rows.kernelSize, columns.kernelSize, inChannels, outChannels),
    },
    { text: '    db = np.zeros(C)', at: [], note: shape(outChannels) },
    {
      text: '    for i, h, w, c in np.ndindex(dZ.shape):',
      at: [],
      note: shape(m, rows.outputSize, columns.outputSize, outChannels),
    },
    { text: '        y = slice(h*S, h*S + F′, D)', at: [] },
    { text: '        x = slice(w*S, w*S + F′, D)', at: [] },
    { text: '        dA[i, y, x] += W[..., c] * dZ[i, h, w, c]', at: ['scatter'] },
    { text: '        dW[..., c] += A[i, y, x] * dZ[i, h, w, c]', at: ['collect'] },
    { text: '        db[c] += dZ[i, h, w, c]', at: ['sum-bias'] },
    {
      text: `    dA_prev = ${cropped('dA', facts)}`,
      at: ['crop'],
      note: shape(m, rows.inputSize, columns.inputSize, inChannels),
    },
    { text: '    return dA_prev, dW, db', at: ['return'] },
  ];
}
