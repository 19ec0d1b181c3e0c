import { withoutOverhang, type AxisGeometry } from '../../engine/geometry/axis.ts';
import { readersOf } from '../../engine/geometry/readers.ts';
import type { Mark, Scene } from '../draw-list.ts';
import { fitText, muted, point, rect, space, text, textWidth, type } from '../marks.ts';
import type { Windows } from '../network/view.ts';
import type { Words } from '../words/english.ts';

const stripHeight = 88;
/** From one window's bracket to the next: a number of its own height. */
const windowStep = 11;
const largestCell = 22;
const smallestCell = 9;
const mostWindows = 3;
const numberSize = 10;

/** The end of an axis: its cells, the last windows below them, and what no window reads. */
export function misfitScene({ geometry, ...along }: Windows, width: number, words: Words): Scene {
  return {
    width,
    height: stripHeight,
    marks: stripMarks(geometry, nameOf(along, words), width, words),
    hits: [],
    description: [words.lesson.misfit(geometry.inputSize, geometry.stride, Math.abs(geometry.tail))],
  };
}

/** Which axes they are; where there is one only, or none is named, nothing need be said. */
function nameOf({ axes, spatialRank }: Omit<Windows, 'geometry'>, { lesson: words }: Words): string {
  if (spatialRank === 1 || axes.length === 0) return '';
  if (axes.length > 1) return spatialRank === 2 ? words.alongBoth : words.alongSeveral(axes.length);
  const fromLast = spatialRank - 1 - (axes[0] ?? 0);
  return fromLast === 0 ? words.alongColumns : fromLast === 1 ? words.alongRows : words.alongSlices;
}

function stripMarks(axis: AxisGeometry, name: string, width: number, words: Words): Mark[] {
  const whole = withoutOverhang(axis);
  const { before } = whole.padding;
  const declared = before + axis.inputSize + axis.padding.after;
  const total = Math.max(declared, before + axis.inputSize + whole.padding.after);
  // The last window's number stands beyond the last cell.
  const beyond = Math.max(space.m, 6 + textWidth(String(axis.outputSize - 1), numberSize, 'mono'));
  const room = width - space.m - beyond;
  const shown = Math.min(
    total,
    Math.floor(room / smallestCell),
    4 * axis.effectiveKernel + 2 * axis.stride + 8,
  );
  const cell = Math.min(largestCell, room / shown);
  const firstCell = total - shown;
  const xOf = (index: number): number => space.m + (index - firstCell) * cell;
  const y = 22;
  const cells = Array.from({ length: shown }, (_, i) =>
    cellMark(axis, firstCell + i, declared, { x: xOf(firstCell + i), y, cell }),
  );
  const windows = Array.from(
    { length: Math.min(mostWindows, axis.outputSize) },
    (_, i) => axis.outputSize - 1 - i,
  )
    .filter((output) => output * axis.stride >= firstCell)
    .flatMap((output, place) => windowMarks(axis, output, xOf, y + cell + 6 + place * windowStep));
  const lost = Math.abs(axis.tail);
  const [verdict, role] =
    lost === 0
      ? ([words.lesson.nothingLeft, 'success'] as const)
      : axis.tail > 0
        ? ([words.lesson.leftOver(lost), 'warning'] as const)
        : ([words.lesson.reachesOver(lost), 'info'] as const);
  const parts = [name, firstCell > 0 ? words.lesson.lastCells(shown, total) : ''].filter(Boolean);
  const title = parts.join(' · ');
  // The verdict ends where the cells do; where they are few, it stands behind the title.
  const verdictWidth = textWidth(verdict, type.small);
  const wanted = space.m + textWidth(title, type.small) + space.l + verdictWidth;
  const verdictEnd = Math.min(width - space.m, Math.max(xOf(total), wanted));
  const titleRoom = verdictEnd - verdictWidth - 2 * space.m;
  // Whole words rather than the beginning of the second part.
  const fitting = textWidth(title, type.small) <= titleRoom ? title : (parts[0] ?? '');
  return [
    text(space.m, 9, fitText(fitting, titleRoom, type.small), { size: type.small, fill: muted }),
    text(verdictEnd, 9, verdict, { size: type.small, anchor: 'end', fill: { role } }),
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
    text(right + 4, y + 3, String(output), { size: numberSize, font: 'mono', fill: muted }),
  ];
}
