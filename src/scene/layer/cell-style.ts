import type { CellKind, Plane } from '../../engine/trace/lesson.ts';
import type { Paint, RectMark } from '../draw-list.ts';

/** From what hides the others to the data: a cell at a crossing of two kinds is the stronger one. */
const byStrength: readonly CellKind[] = ['border', 'tail', 'gap', 'padding', 'data'];

export function kindAt({ rows, columns }: Plane, row: number, column: number): CellKind {
  const [r, c] = [rows.kinds[row] ?? 'data', columns.kinds[column] ?? 'data'];
  return byStrength.find((kind) => kind === r || kind === c) ?? 'data';
}

type CellStyle = Pick<RectMark, 'fill' | 'stroke' | 'hatch'> & { readonly text: Paint };

/**
 * Data are filled by value; zeros that were put in are hollow, each kind with its own outline. What a gradient has in
 * padding is a number as others are: only its outline tells that it will be cut off. The −∞ that max pools pad with stays
 * what it is where windows have become columns.
 */
export function cellStyle(kind: CellKind, value: number, unread: boolean): CellStyle {
  switch (value === -Infinity ? 'padding' : kind) {
    case 'data':
      return {
        fill: { value },
        text: { on: value },
        ...(unread && {
          hatch: { role: 'warning', over: value },
          stroke: { paint: { role: 'warning' }, width: 1 },
        }),
      };
    case 'padding':
      return {
        ...(value === 0 || value === -Infinity
          ? { text: { role: 'muted' } }
          : { fill: { value }, text: { on: value } }),
        stroke: { paint: { role: 'faint', tint: 0.35 }, width: 1, dash: [2, 2] },
        ...(unread && { hatch: { role: 'muted', tint: 0.3 } }),
      };
    case 'gap':
      return {
        fill: { role: 'gradient', tint: 0.93 },
        text: { role: 'gradient' },
        stroke: { paint: { role: 'gradient', tint: 0.55 }, width: 1 },
      };
    case 'tail':
      return {
        fill: { role: 'lit', tint: 0.82 },
        text: { role: 'ink' },
        stroke: { paint: { role: 'lit' }, width: 1.25 },
      };
    case 'border':
      return {
        text: { role: 'muted' },
        stroke: { paint: { role: 'faint', tint: 0.5 }, width: 1, dash: [1.5, 2.5] },
      };
  }
}
