import type { Stage } from '../../engine/trace/lesson.ts';
import type { Mark } from '../draw-list.ts';
import { faded } from '../marks.ts';
import type { Words } from '../words/english.ts';
import type { PlacedPlane } from './arrange.ts';
import { carried, isCarried } from './carried.ts';
import {
  ancestorOf,
  fadeIn,
  fold,
  leaving,
  moveFrom,
  secondHalf,
  transpose,
  turn,
  wayBack,
} from './morph.ts';
import { isHeatMap, planeMarks } from './plane-marks.ts';
import type { PlaneStyle } from './plane-style.ts';
import { scaleOf } from './plane-scale.ts';
import { ease, type Playhead } from './playhead.ts';
import { behindMarks, group, styleOf, wordMarks, type PlacedStage } from './stage-marks.ts';

/** How the cells of a plane come from those of the stage before. */
function moveOf(
  { foldedFrom }: Stage,
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
  share: number,
): NonNullable<PlaneStyle['move']> {
  if (!ancestor) return fadeIn(share);
  if (foldedFrom) return fold(ancestor, placed, foldedFrom, share);
  return isTransposed(placed, ancestor)
    ? transpose(ancestor, placed, share)
    : moveFrom(ancestor, placed, share);
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
  const ancestors = planes.map((placed) => ancestorOf(placed.plane, before.planes));
  const ways = planes.map((placed, place) => wayOfPlane(stage, placed, ancestors[place]));
  const around = (of: typeof behindMarks, alpha: { readonly before: number; readonly now: number }) => [
    ...before.planes.flatMap((placed, place) => {
      const way = ways[ancestors.indexOf(placed)] ?? still;
      return moved(faded(of(before, place), alpha.before), -way.x * share, -way.y * share);
    }),
    ...planes.flatMap((_, place) => {
      const way = ways[place] ?? still;
      return moved(faded(of(now, place), alpha.now), way.x * (1 - share), way.y * (1 - share));
    }),
  ];
  const gone = before.planes.filter((placed) => !ancestors.includes(placed));
  return [
    ...around(behindMarks, { before: leaves, now: comes }),
    ...gone.flatMap((placed) => faded(planeMarks(placed, { scale: scaleOf(placed.plane.values) }), leaves)),
    ...planes.flatMap((placed, place) => {
      const ancestor = ancestors[place];
      const turned = isTurned(placed, ancestor);
      const move = turned ? turn(placed.plane, share) : moveOf(stage, placed, ancestor, share);
      const cut =
        ancestor && !isHeatMap(ancestor) && !turned && stage.foldedFrom === undefined && !placed.plane.classes
          ? planeMarks(ancestor, {
              scale: scaleOf(ancestor.plane.values),
              move: leaving(ancestor, placed, share),
            })
          : [];
      const way = ways[place] ?? still;
      const frame = { alpha: comes, x: way.x * (1 - share), y: way.y * (1 - share) };
      const cells = planeMarks(placed, { ...styleOf(stage, place, step), move, frame });
      const isWhole = isHeatMap(placed) && !placed.plane.classes && stage.foldedFrom === undefined;
      return [...cut, group(place, isWhole ? carried(cells, placed, ancestor, share) : cells)];
    }),
    ...around((of, place) => wordMarks(of, place, width, words), { before: leaves, now: comes }),
  ];
}

const still = { x: 0, y: 0 };

const isTransposed = ({ plane }: PlacedPlane, ancestor: PlacedPlane): boolean =>
  ancestor.plane.classes !== undefined && ancestor.plane.variant !== plane.variant;

const isTurned = ({ plane }: PlacedPlane, ancestor: PlacedPlane | undefined): boolean =>
  plane.variant === 'rotated' && ancestor?.plane.variant !== 'rotated';

/** Matrices that fold or are transposed, kernels that turn, and heat maps that fade into each other stay where they are. */
function wayOfPlane(
  { foldedFrom }: Stage,
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
): { readonly x: number; readonly y: number } | null {
  if (!ancestor || foldedFrom || isTransposed(placed, ancestor) || isTurned(placed, ancestor)) return null;
  if (isHeatMap(placed) && !isCarried(ancestor, placed)) return null;
  return wayBack(ancestor, placed);
}

const moved = (children: readonly Mark[], x: number, y: number): readonly Mark[] =>
  children.length === 0 || (x === 0 && y === 0) ? children : [{ kind: 'group', x, y, children }];
