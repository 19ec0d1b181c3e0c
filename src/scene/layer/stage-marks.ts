import type { Plane, Stage } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { count } from '../numbers.ts';
import { space } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { accumulated, planeScale, runningTotals } from './accumulate.ts';
import { hasZeros, type PlacedPlane } from './arrange.ts';
import { bracketMarks, rowBracketMarks } from './brackets.ts';
import { captionMarks, legendMarks, sheetLegend, sheetMarks, sheetTitle } from './captions.ts';
import { numberStyle } from './number-style.ts';
import type { PlaneStyle } from './plane-style.ts';
import { rowCount } from './steps.ts';

/** A stage with its planes where they stand. */
export interface PlacedStage {
  readonly stage: Stage;
  readonly planes: readonly PlacedPlane[];
}

/** What lies behind the cells: the sheets of further channels. */
export const behindMarks = ({ stage, planes }: PlacedStage, place: number): readonly Mark[] => {
  const placed = planes[place];
  return placed && stage.perRow === undefined ? sheetMarks(placed) : [];
};

/** What stands above a plane: its name. */
export function nameMarks(
  { stage, planes }: PlacedStage,
  place: number,
  width: number,
  words: Words,
): readonly Mark[] {
  const placed = planes[place];
  if (!placed) return [];
  const room = captionRoom(planes, place, width);
  return stage.perRow === undefined
    ? captionMarks(placed, room, words, wayOf(stage, place, words))
    : sheetTitle(placed, room, words);
}

/** What stands below it: its scale, its zeros; below a table of planes the one scale of all. */
export function footMarks(
  { stage, planes }: PlacedStage,
  place: number,
  width: number,
  words: Words,
): readonly Mark[] {
  const placed = planes[place];
  if (!placed) return [];
  if (stage.perRow !== undefined) {
    const lastRow = Math.floor((planes.length - 1) / stage.perRow) * stage.perRow;
    return place === lastRow ? sheetLegend(placed, planeScale(stage, place), width - placed.x - space.s) : [];
  }
  return [
    ...legendMarks(placed, planeScale(stage, place), footRoom(planes, place, width)),
    ...bracketMarks(placed, width, words),
    ...(place === 0 ? rowBracketMarks(placed, words) : []),
  ];
}

/** How a plane of a comparison came about, of a mistake's the plane itself says it; of which windows a matrix is. */
function wayOf(stage: Stage, place: number, words: Words): string {
  const { id, motion, planes, cornerOf } = stage;
  const { ledger } = words.lesson;
  const plane = planes[place];
  if (cornerOf && cornerOf.shown < cornerOf.all && plane && matrices.includes(plane.tensor))
    return words.windowsOf(count(cornerOf.shown), count(cornerOf.all));
  if (motion?.kind !== 'compare') return '';
  if (id !== 'agree') return place === motion.target ? ledger.right : '';
  return place === motion.left ? ledger.formula : place === motion.target ? ledger.scattering : '';
}

const matrices: readonly Plane['tensor'][] = ['T', 'M', 'dM'];

/** Planes by their place, so that a picture can be read back. */
export const group = (place: number, children: readonly Mark[]): Mark => ({
  kind: 'group',
  id: `plane-${place}`,
  children,
});

/** Width that a caption may take before it meets the next plane's, or the edge. */
function captionRoom(planes: readonly PlacedPlane[], place: number, width: number): number {
  const [placed, next] = [planes[place], planes[place + 1]];
  if (!placed) return 0;
  const isBeside = next && next.y < placed.y + rowCount(placed.plane) * placed.cell && next.x > placed.x;
  return isBeside ? next.x - placed.x - space.m : width - placed.x - space.s;
}

/** Beside a legend the words of the next plane's zeros reach beyond that plane. */
function footRoom(planes: readonly PlacedPlane[], place: number, width: number): number {
  const next = planes[place + 1];
  return captionRoom(planes, place, width) - (next && hasZeros(next.plane) ? space.s : 0);
}

/** Of planes that are compared, the one whose numbers take the most room: all are written as small. */
const longestNumbers = (planes: readonly Plane[]): Plane['values'] => {
  const size = ({ values }: Plane): number => numberStyle(values, comparedCell).size;
  return planes.reduce((longest, other) => (size(other) < size(longest) ? other : longest)).values;
};

/** Any size of a cell that tells their numbers apart. */
const comparedCell = 20;

/** What is still to come is pale; what is added up shows how far it has come. */
export function styleOf(stage: Stage, place: number, step: number): PlaneStyle {
  const { motion, planes } = stage;
  const plane = planes[place];
  const scale = planeScale(stage, place);
  if (motion?.kind === 'share' && place === motion.matrix) return { scale, litClass: step };
  if (motion?.kind === 'compare') return { scale, written: longestNumbers(planes) };
  if (motion === null || !('target' in motion) || motion.target !== place || !plane) return { scale };
  switch (motion.kind) {
    case 'scatter':
    case 'route':
    case 'collect':
    case 'fold-back': {
      const values = accumulated(stage, motion, step);
      return values ? { scale, values } : { scale };
    }
    case 'unroll':
      return { scale, revealedColumns: step + 1 };
    case 'total': {
      const written = runningTotals(stage, motion);
      return { scale, values: written.subarray(step, step + 1), written };
    }
    case 'readers':
      return { scale };
    default:
      return { scale, revealed: step + 1 };
  }
}
