import type { Facts } from '../../engine/trace/lesson.ts';
import type { CodeRow } from './code-row.ts';
import { both, isMade, settings, shape } from './sizes.ts';

/** dA_prev cell by cell: the outputs that read a cell, by the index bounds of DESIGN.md 2. */
export function boundsListing(facts: Facts): readonly CodeRow[] {
  const loose = isMade(facts, 'bounds');
  const { rows, columns } = facts;
  return [
    {
      text: 'def readers(x, n, O):',
      at: ['bounds'],
      note: `n, O = ${shape(rows.inputSize, rows.outputSize)}`,
    },
    {
      text: `    ${settings(facts)}`,
      at: [],
      note: `F′ = ${both(facts, (axis) => axis.effectiveKernel)}`,
    },
    { text: '    first = max(0, ceil((x + P - F′ + 1) / S))', at: ['bounds'] },
    loose
      ? { text: '    last = min(n - 1, (x + P) // S)', at: ['bounds'], fault: 'bounds' }
      : { text: '    last = min(O - 1, (x + P) // S)', at: ['bounds'] },
    { text: '    return range(first, last + 1)', at: [] },
    { text: '', at: [] },
    {
      text: 'for y, x in np.ndindex(n_H, n_W):',
      at: ['bounds'],
      note: shape(rows.inputSize, columns.inputSize),
    },
    { text: '    for h in readers(y, n_H, O_H):', at: [] },
    { text: '        for w in readers(x, n_W, O_W):', at: [] },
    { text: '            k, l = y + P - h*S, x + P - w*S', at: [] },
    { text: '            if k % D == 0 and l % D == 0:', at: [] },
    { text: '                dA[:, y, x] += dZ[:, h, w] @ W[k//D, l//D].T', at: ['bounds'] },
  ];
}
