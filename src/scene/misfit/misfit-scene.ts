import { withoutOverhang, type AxisGeometry } from '../../engine/geometry/axis.ts';
import { readersOf } from '../../engine/geometry/readers.ts';
import type { AxisReport } from '../../model/report.ts';
import type { Mark, Scene } from '../draw-list.ts';
import { fitText, muted, point, rect, space, text, textWidth, type } from '../marks.ts';
import type { Words } from '../words/english.ts';

const stripHeight = 84;
const largestCell = 22;
const smallestCell = 9;
const mostWindows = 3;

/** The end of each axis that does not fit: its cells, the last windows below them, and what no window reads. */
export function misfitScene(axes: readonly AxisReport[], width: number, words: Words): Scene {
  const strips = misfits(axes);
  const marks = strips.flatMap((axis, place) =>
    stripMarks(axis, nameOf(strips.length, place, words), place * stripHeight, width, words),
  );
  return {
    width,
    height: strips.length * stripHeight,
    marks,
    hits: [],
    description: strips.map((axis) => words.lesson.misfit(axis.inputSize, axis.stride, Math.abs(axis.tail))),
  };
}

/** Axes whose windows do not end with the padded input; both of an image only where they differ. */
export function misfits(axes: readonly AxisReport[]): readonly AxisGeometry[] {
  const all = axes.flatMap(({ geometry, remainder }) => (geometry && remainder !== 0 ? [geometry] : []));
  const [first, second] = all;
  return second && JSON.stringify(first) === JSON.stringify(second) ? all.slice(0, 1) : all;
}

const nameOf = (count: number, place: number, { lesson: words }: Words): string =>
  count > 1 ? (place === 0 ? words.alongRows : words.alongColumns) : words.alongBoth;

function stripMarks(axis: AxisGeometry, name: string, top: number, width: number, words: Words): Mark[] {
  const whole = withoutOverhang(axis);
  const { before } = whole.padding;
  const declared = before + axis.inputSize + axis.padding.after;
  const total = Math.max(declared, before + axis.inputSize + whole.padding.after);
  const room = width - 2 * space.m;
  const shown = Math.min(
    total,
    Math.floor(room / smallestCell),
    4 * axis.effectiveKernel + 2 * axis.stride + 8,
  );
  const cell = Math.min(largestCell, room / shown);
  const firstCell = total - shown;
  const xOf = (index: number): number => space.m + (index - firstCell) * cell;
  const y = top + 22;
  const cells = Array.from({ length: shown }, (_, i) =>
    cellMark(axis, firstCell + i, declared, { x: xOf(firstCell + i), y, cell }),
  );
  const windows = Array.from(
    { length: Math.min(mostWindows, axis.outputSize) },
    (_, i) => axis.outputSize - 1 - i,
  )
    .filter((output) => output * axis.stride >= firstCell)
    .flatMap((output, place) => windowMarks(axis, output, xOf, y + cell + 6 + place * 9));
  const lost = Math.abs(axis.tail);
  const verdict = axis.tail >= 0 ? words.lesson.leftOver(lost) : words.lesson.reachesOver(lost);
  const title = firstCell > 0 ? `${name} · ${words.lesson.lastCells(shown, total)}` : name;
  return [
    text(space.m, top + 9, fitText(title, room - textWidth(verdict, type.small) - space.m, type.small), {
      size: type.small,
      fill: muted,
    }),
    text(width - space.m, top + 9, verdict, {
      size: type.small,
      anchor: 'end',
      fill: { role: axis.tail >= 0 ? 'warning' : 'info' },
    }),
    ...cells,
    ...windows,
  ];
}

/** Data are filled, padding is dashed, what lies beyond the padded input is dotted; unread is hatched. */
function cellMark(
  axis: AxisGeometry,
  index: number,
  declared: number,
  { x, y, cell }: { readonly x: number; readonly y: number; readonly cell: number },
): Mark {
  const input = index - axis.padding.before;
  const isData = input >= 0 && input < axis.inputSize;
  const isRead = readersOf(axis, input).length > 0;
  const box = { x: x + 0.75, y: y + 0.75, width: cell - 1.5, height: cell - 1.5 };
  const dash = index >= declared ? [1.5, 2.5] : [2, 2];
  return rect(box, {
    radius: Math.min(3, cell * 0.15),
    ...(isData && { fill: { role: 'activation', tint: 0.7 } }),
    stroke: isData
      ? { paint: { role: 'activation', tint: 0.3 }, width: 1 }
      : { paint: { role: index >= declared ? 'info' : 'faint' }, width: 1, dash },
    ...(!isRead && { hatch: { role: isData ? 'warning' : 'muted' } }),
  });
}

/** A window as a bracket over the cells that it spans, with its number. */
function windowMarks(axis: AxisGeometry, output: number, xOf: (index: number) => number, y: number): Mark[] {
  const [left, right] = [xOf(output * axis.stride) + 1, xOf(output * axis.stride + axis.effectiveKernel) - 1];
  return [
    {
      kind: 'path',
      d: `M${point(left, y)}v5H${Math.round(right * 10) / 10}v-5`,
      stroke: { paint: { role: 'kernel' }, width: 1.5 },
    },
    text(right + 4, y + 3, String(output), { size: 10, font: 'mono', fill: muted }),
  ];
}
