import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import type { Box, HitArea, Mark, Scene } from '../draw-list.ts';
import { space } from '../marks.ts';
import type { Words } from '../words/english.ts';
import {
  arrange,
  fitAlone,
  fitStages,
  planeBox,
  type Arrangement,
  type Fit,
  type PlacedPlane,
} from './arrange.ts';
import { describeStage } from './describe.ts';
import { dressing, kernelRows, kernelShare, neuronSide, onTheWay, type Dressing } from './dressing.ts';
import { enteringMarks } from './entering.ts';
import { patchMarks } from './highlights.ts';
import { planeId } from './hit-ids.ts';
import { neuronHits } from './neuron-marks.ts';
import { planeMarks } from './plane-marks.ts';
import { pointedMarks, type Pointed } from './pointed-marks.ts';
import { markedCell, type MarkedCell } from './marked-cell.ts';
import { ease, type Playhead } from './playhead.ts';
import { behindMarks, footMarks, group, nameMarks, styleOf } from './stage-marks.ts';
import { columnCount, rowCount, stepCount } from './steps.ts';

export interface LayerOptions {
  readonly width: number;
  readonly height: number;
  readonly words: Words;
  readonly pointed?: Pointed;
  /** The cell whose gradient is checked. */
  readonly marked?: MarkedCell | null;
}

/** One moment of a lesson: the planes of a stage, what is lit, and how the lit cell is worked out. */
export const layerScene = rememberLast(momentOf);

function momentOf(lesson: Lesson, playhead: Playhead, options: LayerOptions): Scene {
  const pass = lesson.passes[playhead.pass];
  const stage = pass?.stages[playhead.stage];
  if (!pass || !stage) return { ...options, marks: [], hits: [], description: [] };
  const ofPass = split(options, pass.stages);
  const shared = fitPass(pass.stages, ofPass.top, ofPass.whole);
  // Where it is narrow, planes stand at the top whatever the working takes: so that of each stage takes its own.
  const roomFor = (which: Stage) => (isNarrow(options) ? split(options, [which]) : ofPass);
  const place = (which: Stage): Arrangement => {
    const { top, whole } = roomFor(which);
    const box =
      which.motion?.kind === 'neurons' ? kernelSide(top, kernelRows(which)) : which.motion ? top : whole;
    const fit = standsAlone(which)
      ? fitStages([which], box)
      : fitAlone(which, which.motion ? shared.moving : shared.resting, box);
    return arrange(which, box, fit, isNarrow(options));
  };
  const now = place(stage);
  const before = playhead.entry < 1 ? pass.stages[playhead.stage - 1] : undefined;
  const dressed = (of: Stage, step: number, travel: number): Dressing => {
    const [arrangement, { top, bottom }] = [place(of), roomFor(of)];
    const room = of.motion?.kind === 'neurons' ? bottom : rightBelow(arrangement, bottom);
    const around = { top, bottom: room, lesson, words: options.words };
    return dressing(of, arrangement, { ...playhead, step, travel }, around);
  };
  const atRest = (dress: Dressing) => ({
    marks: settledMarks(stage, now, playhead, options, dress),
    magnified: dress.hits,
  });
  const { marks, magnified } = before
    ? {
        marks: onTheWay(
          enteringMarks(
            { stage, planes: now.planes },
            { stage: before, planes: place(before).planes },
            playhead,
            options,
          ),
          () => dressed(before, stepCount(before) - 1, 1),
          () => dressed(stage, playhead.step, 1),
          ease(playhead.entry),
        ),
        magnified: [],
      }
    : atRest(dressed(stage, playhead.step, playhead.travel));
  return {
    width: options.width,
    height: options.height,
    marks: [
      ...marks,
      ...(options.pointed ? pointedMarks(stage, now.planes, playhead.step, options.pointed) : []),
      ...now.planes.flatMap((placed) => (options.marked ? markedCell(placed, options.marked) : [])),
    ],
    hits: [
      ...hitAreas(now.planes),
      ...connectionHits(stage, neuronSide(roomFor(stage).top, kernelRows(stage))),
      ...magnified,
    ],
    // Asked for by few: not by the frames of an animation.
    get description() {
      return describeStage(lesson, playhead, options.words);
    },
  };
}

/** Where a picture runs down, and its working stands in two rows. */
const isNarrow = ({ width }: { readonly width: number }): boolean => width < 420;

/** The kernel on the left, the neurons beside it; where it is narrow, below it. */
const kernelSide = ({ x, y, width, height }: Box, rows: number): Box =>
  width < 520 ? { x, y, width, height: kernelShare(height, rows) } : { x, y, width: width * 0.32, height };

/**
 * Tables of planes and comparisons have a size of their own; all others keep theirs from stage to stage, as long as it can
 * be read.
 */
const standsAlone = ({ perRow, foldedFrom, planes, motion }: Stage): boolean =>
  perRow !== undefined ||
  foldedFrom !== undefined ||
  motion?.kind === 'compare' ||
  planes.some(({ classes }) => classes !== undefined);

/**
 * One size for all stages where it lets numbers be read at ease; else those at rest, which need no room for what is worked
 * out, have one of their own.
 */
const fitPass = rememberLast(
  (stages: readonly Stage[], top: Box, whole: Box): { readonly moving: Fit; readonly resting: Fit } => {
    const sharing = stages.filter((stage) => !standsAlone(stage));
    const all = fitStages(sharing, top);
    if (all.sizes.cell >= easyCell) return { moving: all, resting: all };
    const [moving, resting] = [true, false].map((moves) =>
      sharing.filter(({ motion }) => (motion !== null) === moves),
    );
    return { moving: fitStages(moving ?? [], top), resting: fitStages(resting ?? [], whole) };
  },
);

/** Cells in which two decimals can be read at ease. */
const easyCell = 34;

/** What is worked out stands close to the planes that it belongs to, wherever the room for it ends. */
const rightBelow = ({ end }: Arrangement, bottom: Box): Box => ({
  ...bottom,
  y: Math.min(bottom.y, end + space.s),
});

/** Above: the planes. Below, where a pass has something to work out: the working. */
function split(
  { width, height }: LayerOptions,
  stages: readonly Stage[],
): { top: Box; bottom: Box; whole: Box } {
  const moves = stages.some(({ motion }) => motion !== null);
  const share = moves ? workingHeight(stages, width, height) : 0;
  const inner = width - 2 * space.m;
  return {
    top: { x: space.m, y: 0, width: inner, height: height - share },
    bottom: {
      x: space.m,
      y: height - share + space.xs,
      width: inner,
      height: Math.max(0, share - space.s - space.xs),
    },
    whole: { x: space.m, y: 0, width: inner, height },
  };
}

/** Room for the largest window that is worked out, and for the sum; both below each other where it is narrow. */
function workingHeight(stages: readonly Stage[], width: number, height: number): number {
  const taps = stages.map(({ id, motion }) => {
    if (motion?.kind === 'multiply') return 1;
    if (!motion || !('rows' in motion) || id === 'reduce' || id === 'hand-back') return 0;
    // Long lines stand below each other: both factors and their products.
    const { rows, columns } = motion;
    return rows.taps === 1 && columns.taps > 4 && columns.taps <= 15 ? 3 : rows.taps;
  });
  const rows = Math.max(0, ...taps.filter((count) => count <= 15));
  const wanted = isNarrow({ width }) ? rows * 22 + 104 : rows * 22 + 24;
  return Math.min(Math.max(104, wanted), height * 0.4);
}

function settledMarks(
  stage: Stage,
  { planes }: Arrangement,
  playhead: Playhead,
  { width, words }: LayerOptions,
  { behind, between, signs, lit, work }: Dressing,
): Mark[] {
  const placed = { stage, planes };
  const said = [
    ...planes.flatMap((_, place) => [
      ...nameMarks(placed, place, width, words),
      ...footMarks(placed, place, width, words),
    ]),
    ...signs,
  ];
  return [
    // Behind the planes' ground, too: between cells no lines are seen.
    ...behind.map(({ mark }) => mark),
    ...planes.flatMap((_, place) => behindMarks(placed, place)),
    ...planes.map((plane, place) => group(place, planeMarks(plane, styleOf(stage, place, playhead.step)))),
    ...between.map(({ mark }) => mark),
    ...patchMarks([...behind, ...between], said),
    ...said,
    ...lit,
    ...work,
  ];
}

function hitAreas(planes: readonly PlacedPlane[]): HitArea[] {
  return planes.map((placed, place) => ({
    id: planeId(place),
    ...planeBox(placed),
    rows: rowCount(placed.plane),
    columns: columnCount(placed.plane),
  }));
}

/** Connections are pointed at as the weight that they share. */
function connectionHits({ motion, planes }: Stage, box: Box): HitArea[] {
  const kernel = motion?.kind === 'neurons' ? planes[motion.kernel] : undefined;
  return motion?.kind === 'neurons' && kernel ? [neuronHits(motion, columnCount(kernel), box)] : [];
}
