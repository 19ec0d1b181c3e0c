import type { Stage } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { faded } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { planeScale } from './accumulate.ts';
import { bottomOf, type PlacedPlane } from './arrange.ts';
import { carried, leftBehind, sharedCells, stillOf } from './carried.ts';
import {
  ancestorOf,
  fadeIn,
  fold,
  leaving,
  moveFrom,
  firstFifth,
  lastFifth,
  secondHalf,
  transpose,
  turn,
  unfolded,
  sharedPlaces,
  evenly,
  roundCorners,
  type SharedPlace,
  type WayShares,
} from './morph.ts';
import { isHeatMap, planeMarks, showsNumbers } from './plane-marks.ts';
import type { PlaneStyle } from './plane-style.ts';
import { between, ease, type Playhead } from './playhead.ts';
import { stepCount } from './steps.ts';
import { hatchBetween } from './unread.ts';
import { behindMarks, footMarks, group, nameMarks, styleOf, type PlacedStage } from './stage-marks.ts';

/** How the cells of a plane come from those of the stage before. */
function moveOf(
  { foldedFrom }: Stage,
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
  {
    share,
    shares,
    arrives,
  }: { readonly share: number; readonly shares: WayShares; readonly arrives: number },
): NonNullable<PlaneStyle['move']> {
  if (!ancestor) return fadeIn(arrives);
  if (foldedFrom) return fold(ancestor, placed, foldedFrom, share);
  return isTransposed(placed, ancestor)
    ? transpose(ancestor, placed, share)
    : moveFrom(ancestor, placed, share, shares);
}

/**
 * One stage turning into the next: what is gone fades on the first half of the way, what is new comes on the second. What
 * stands around a plane goes with its cells.
 */
export function enteringMarks(
  now: PlacedStage,
  before: PlacedStage,
  { entry, step }: Playhead,
  { width, words }: { readonly width: number; readonly words: Words },
): Mark[] {
  const { stage, planes } = now;
  const share = ease(entry);
  const [leaves, comes] = [Math.max(0, 1 - 2 * share), secondHalf(share)];
  const ancestors = planes.map((placed) =>
    isTableOfSeveral(before.stage) && stage.perRow !== undefined
      ? undefined
      : ancestorOf(placed.plane, before.planes),
  );
  const ways = planes.map((placed, place) => wayOfPlane(stage, placed, ancestors[place]));
  const sharesOf = (place: number): WayShares => {
    const [placed, ancestor] = [planes[place], ancestors[place]];
    const inTables = stage.perRow !== undefined && before.stage.perRow !== undefined;
    return placed && ancestor && inTables ? roundCorners(ancestor, placed, share) : evenly(share);
  };
  // Where cells turn or fold they pass over the words around them: these make way, too.
  const passedOver = planes.map(
    (placed, place) => isTurned(placed, ancestors[place]) || stage.foldedFrom !== undefined,
  );
  // Where planes move, those that go or come make way for them.
  const isCrossed = ways.some((way) => way !== null && isMoving(way));
  const [goes, arrives] = isCrossed ? [firstFifth(share), lastFifth(share)] : [leaves, comes];
  const around = (
    draw: (of: PlacedStage, place: number, alpha: number, change: Change) => readonly Mark[],
    part: 'head' | 'foot' = 'head',
  ) => [
    ...before.planes.flatMap((placed, place) => {
      const heir = ancestors.indexOf(placed);
      const way = ways[heir];
      const alpha = heir < 0 ? goes : passedOver[heir] === true ? firstFifth(share) : leaves;
      const change = way ? changeOf(way, placed, { end: 'from', part, shares: sharesOf(heir) }) : unchanged;
      return draw(before, place, alpha, change);
    }),
    ...planes.flatMap((placed, place) => {
      const way = ways[place];
      const alpha = !ancestors[place] ? arrives : passedOver[place] === true ? lastFifth(share) : comes;
      const change = way ? changeOf(way, placed, { end: 'to', part, shares: sharesOf(place) }) : unchanged;
      return draw(now, place, alpha, change);
    }),
  ];
  const gone = before.planes.filter((placed) => !ancestors.includes(placed));
  return [
    ...around((of, place, alpha, change) => faded(behindMarks(movedBy(of, place, change), place), alpha)),
    ...gone.flatMap((placed) =>
      faded(planeMarks(placed, { scale: planeScale(before.stage, before.planes.indexOf(placed)) }), goes),
    ),
    ...planes.flatMap((placed, place) => {
      const ancestor = ancestors[place];
      const turned = isTurned(placed, ancestor);
      const move = turned
        ? turn(placed.plane, share)
        : moveOf(stage, placed, ancestor, { share, shares: sharesOf(place), arrives });
      const cut =
        ancestor && !isHeatMap(ancestor) && !turned && !placed.plane.classes
          ? planeMarks(ancestor, {
              scale: planeScale(before.stage, before.planes.indexOf(ancestor)),
              move: stage.foldedFrom
                ? unfolded(placed.plane, stage.foldedFrom, goes)
                : leaving(ancestor, placed, share),
            })
          : [];
      const isRead = ancestor && isHeatMap(ancestor) && !isHeatMap(placed) && !ancestor.plane.classes;
      const left =
        !isRead || turned
          ? []
          : stage.foldedFrom
            ? faded(stillOf(ancestor), goes)
            : leftBehind(placed, ancestor, share);
      const way = ways[place];
      const frame = {
        alpha: comes,
        ...(way ? changeOf(way, placed, { end: 'to', part: 'head', shares: sharesOf(place) }) : unchanged),
      };
      const numbers = numbersOf(placed, ancestor, { leaves, comes });
      const style = {
        ...styleOf(stage, place, step),
        ...litOf(now, before, place, ancestor, { goes, arrives, step }),
      };
      const hatch = ancestor && hatchBetween(ancestor.plane, placed.plane, { leaves, comes });
      const isWhole = isHeatMap(placed) && !placed.plane.classes && stage.foldedFrom === undefined;
      const cells = isWhole
        ? wholeMarks(style, placed, ancestor, { share, arrives })
        : planeMarks(placed, { ...style, move, numbers, frame, ...(hatch && { hatch }) });
      return [...left, ...cut, group(place, cells)];
    }),
    ...around((of, place, alpha, change) =>
      insideShrunk(faded(nameMarks(of, place, width, words), alpha), change),
    ),
    ...around(
      (of, place, alpha, change) => shrunk(faded(footMarks(of, place, width, words), alpha), change),
      'foot',
    ),
  ];
}

/**
 * Several rows of several planes: where they become columns, some would lie over others whichever way they went. They go
 * where they stand, and come where they will.
 */
const isTableOfSeveral = ({ perRow, planes }: Stage): boolean =>
  perRow !== undefined && perRow > 1 && planes.length > perRow;

const wholeMarks = (
  style: PlaneStyle,
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
  { share, arrives }: { readonly share: number; readonly arrives: number },
): readonly Mark[] =>
  ancestor ? carried(style, placed, ancestor, share) : faded(planeMarks(placed, style), arrives);

/** Weights that are lit, or were: the others fade as these are lit. */
function litOf(
  now: PlacedStage,
  before: PlacedStage,
  place: number,
  ancestor: PlacedPlane | undefined,
  { goes, arrives, step }: { readonly goes: number; readonly arrives: number; readonly step: number },
): Pick<PlaneStyle, 'litClass' | 'litShare'> {
  const { litClass } = styleOf(now.stage, place, step);
  if (litClass !== undefined) return { litShare: arrives };
  const last = ancestor
    ? styleOf(before.stage, before.planes.indexOf(ancestor), stepCount(before.stage) - 1).litClass
    : undefined;
  return last === undefined ? {} : { litClass: last, litShare: goes };
}

/** Numbers that stand in both planes stay; others go or come with what stands around. */
function numbersOf(
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
  { leaves, comes }: { readonly leaves: number; readonly comes: number },
): number {
  const isShown = showsNumbers(placed);
  if (!ancestor) return isShown ? 1 : 0;
  const wasShown = showsNumbers(ancestor);
  if (isShown) return wasShown ? 1 : comes;
  return wasShown ? leaves : 0;
}

/** How far a plane's corner is from where it stands, and how large its cells are beside their size there. */
interface Change {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** The size of words beside their own. */
  readonly words: number;
  readonly corner: { readonly x: number; readonly y: number };
}

/** What a name takes above a plane's corner, with the sheets behind the plane. */
const nameHeight = 25;

const unchanged: Change = { x: 0, y: 0, scale: 1, words: 1, corner: { x: 0, y: 0 } };

/** Frames and words go with the cells: frames are as large as these, words no larger than they are. */
function changeOf(
  { places, cells, stretch }: Way,
  placed: PlacedPlane,
  {
    end,
    part,
    shares,
  }: { readonly end: 'from' | 'to'; readonly part: 'head' | 'foot'; readonly shares: WayShares },
): Change {
  const place = places[part];
  const corner = { x: placed.x, y: part === 'head' ? placed.y : bottomOf(placed) };
  const sizes = { from: cells.from / stretch, to: cells.to };
  const scale = between(sizes.from, sizes.to, shares.size) / sizes[end];
  const along = (axis: 'x' | 'y'): number =>
    between(place.from[axis], place.to[axis], shares[axis]) -
    (place[end][axis] - corner[axis]) * scale -
    corner[axis];
  const words = Math.min(1, between(cells.from, cells.to, shares.size) / cells[end]);
  return { x: along('x'), y: along('y'), scale, words, corner };
}

const isTransposed = ({ plane }: PlacedPlane, ancestor: PlacedPlane): boolean =>
  ancestor.plane.classes !== undefined && ancestor.plane.variant !== plane.variant;

const isTurned = ({ plane }: PlacedPlane, ancestor: PlacedPlane | undefined): boolean =>
  plane.variant === 'rotated' && ancestor?.plane.variant !== 'rotated';

/** Matrices that fold or are transposed, kernels that turn, and heat maps that fade into each other stay where they are. */
function wayOfPlane(
  { foldedFrom }: Stage,
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
): Way | null {
  if (!ancestor || foldedFrom || isTransposed(placed, ancestor) || isTurned(placed, ancestor)) return null;
  const places = sharedPlaces(ancestor, placed);
  const shared = sharedCells(ancestor, placed);
  if (!places || (isHeatMap(placed) && !shared)) return null;
  return { places, cells: { from: ancestor.cell, to: placed.cell }, stretch: shared?.stretch ?? 1 };
}

const isMoving = ({ places: { head }, cells }: Way): boolean =>
  head.from.x !== head.to.x || head.from.y !== head.to.y || cells.from !== cells.to;

/** The way of the cells that a plane shares, and of their size. */
interface Way {
  readonly places: { readonly head: SharedPlace; readonly foot: SharedPlace };
  readonly cells: { readonly from: number; readonly to: number };
  /** How many cells further the next one is than it was. */
  readonly stretch: number;
}

/** A plane on its way, so that what lies behind it is drawn anew: its lines stay thin, its sheets as far behind. */
const movedBy = ({ stage, planes }: PlacedStage, at: number, { x, y, scale }: Change): PlacedStage => ({
  stage,
  planes: planes.map((placed, place) =>
    place === at ? { ...placed, x: placed.x + x, y: placed.y + y, cell: placed.cell * scale } : placed,
  ),
});

const shrunk = (children: readonly Mark[], change: Change): readonly Mark[] =>
  scaled(children, { ...change, scale: change.words });

/** Names of planes that grow upwards at the top of the picture stay inside of it. */
const insideShrunk = (children: readonly Mark[], change: Change): readonly Mark[] =>
  shrunk(children, { ...change, y: Math.max(change.y, Math.min(0, nameHeight - change.corner.y)) });

const scaled = (children: readonly Mark[], { x, y, scale, corner }: Change): readonly Mark[] => {
  if (children.length === 0 || (x === 0 && y === 0 && scale === 1)) return children;
  if (scale === 1) return [{ kind: 'group', x, y, children }];
  return [{ kind: 'group', x: corner.x * (1 - scale) + x, y: corner.y * (1 - scale) + y, scale, children }];
};
