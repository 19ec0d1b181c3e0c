import type { Lesson, Stage, TensorName } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import type { Box, HitArea, Mark, Scene } from '../draw-list.ts';
import { faded, muted, rect, space, text } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { arrange, fitAlone, fitStages, planeBox, type Arrangement, type PlacedPlane } from './arrange.ts';
import { roleOfTensor } from './captions.ts';
import { compareMarks } from './compare-marks.ts';
import { describeStage } from './describe.ts';
import { enteringMarks } from './entering.ts';
import { connector, highlightMarks, highlights, lens, patchMarks, type Connection } from './highlights.ts';
import { workingOf } from './ledger.ts';
import { secondHalf } from './morph.ts';
import { neuronMarks } from './neuron-marks.ts';
import { isHeatMap, planeMarks } from './plane-marks.ts';
import { ease, type Playhead } from './playhead.ts';
import { behindMarks, group, styleOf, wordMarks } from './stage-marks.ts';
import { columnCount, positionAt, rowCount, walkedPlane } from './steps.ts';
import { workingMarks } from './working-marks.ts';

export interface LayerOptions {
  readonly width: number;
  readonly height: number;
  readonly words: Words;
  /** The tensor that is pointed at, in the picture or in an equation. */
  readonly lit?: TensorName | null;
}

/** One moment of a lesson: the planes of a stage, what is lit, and how the lit cell is worked out. */
export const layerScene = rememberLast(momentOf);

function momentOf(lesson: Lesson, playhead: Playhead, options: LayerOptions): Scene {
  const pass = lesson.passes[playhead.pass];
  const stage = pass?.stages[playhead.stage];
  if (!pass || !stage) return { ...options, marks: [], hits: [], description: [] };
  const { top, bottom, whole } = split(options, pass.stages);
  const shared = fitStages(
    pass.stages.filter((which) => !standsAlone(which)),
    top,
  );
  const place = (which: Stage): Arrangement => {
    const box = which.motion?.kind === 'neurons' ? kernelSide(top) : which.motion ? top : whole;
    const fit = standsAlone(which) ? fitStages([which], box) : fitAlone(which, shared, box);
    return arrange(which, box, fit.sizes, fit.inRow);
  };
  const now = place(stage);
  const before = playhead.entry < 1 ? pass.stages[playhead.stage - 1] : undefined;
  const arrived = playhead.entry >= 1 || !before;
  const entering = before
    ? enteringMarks(
        { stage, planes: now.planes },
        { stage: before, planes: place(before).planes },
        playhead,
        options,
      )
    : null;
  const work = arrived ? workMarks(stage, now, playhead, bottom, options.words) : null;
  const settled = entering ?? settledMarks(stage, now, playhead, options, work?.magnified ?? null);
  const { motion } = stage;
  const neurons =
    motion?.kind === 'neurons'
      ? faded(
          neuronMarks(motion, neuronNames(lesson), playhead.step, neuronSide(top), options.words),
          arrived ? 1 : secondHalf(ease(playhead.entry)),
        )
      : [];
  return {
    width: options.width,
    height: options.height,
    marks: [
      ...settled,
      ...now.planes.flatMap((placed) => (placed.plane.tensor === options.lit ? [pointedMark(placed)] : [])),
      ...neurons,
      ...(work?.marks ?? []),
    ],
    hits: hitAreas(now.planes),
    // Asked for by few: not by the frames of an animation.
    get description() {
      return describeStage(lesson, playhead, options.words);
    },
  };
}

/** The kernel on the left, the neurons beside it; where it is narrow, below it. */
const kernelSide = ({ x, y, width, height }: Box): Box =>
  width < 520 ? { x, y, width, height: height * 0.38 } : { x, y, width: width * 0.32, height };

function neuronSide({ x, y, width, height }: Box): Box {
  if (width < 520) return { x, y: y + height * 0.4, width, height: height * 0.58 };
  const size = Math.min(width * 0.62, 560);
  return {
    x: x + width * 0.36 + (width * 0.62 - size) / 2,
    y: y + space.s,
    width: size,
    height: height - space.m,
  };
}

/** What connections run from and to: forward a transposed convolution's inputs are its adjoint's outputs. */
const neuronNames = ({ operation }: Lesson): [string, string] =>
  operation === 'transposed-convolution' ? ['Z', 'X'] : ['X', 'Z'];

/**
 * Tables of planes and comparisons have a size of their own; all others keep theirs from stage to stage, as long as it can
 * be read.
 */
const standsAlone = ({ perRow, foldedFrom, planes, motion }: Stage): boolean =>
  perRow !== undefined ||
  foldedFrom !== undefined ||
  motion?.kind === 'compare' ||
  planes.some(({ classes }) => classes !== undefined);

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
    bottom: { x: space.m, y: height - share, width: inner, height: share - space.s },
    whole: { x: space.m, y: 0, width: inner, height },
  };
}

/** Room for the largest window that is worked out, and for the sum; both below each other where it is narrow. */
function workingHeight(stages: readonly Stage[], width: number, height: number): number {
  const taps = stages.map(({ id, motion }) =>
    motion && 'rows' in motion && id !== 'reduce' && id !== 'hand-back' ? motion.rows.taps : 0,
  );
  const rows = Math.max(0, ...taps.filter((count) => count <= 15));
  const wanted = width < 420 ? rows * 22 + 104 : rows * 22 + 24;
  return Math.min(Math.max(104, wanted), height * 0.4);
}

function settledMarks(
  stage: Stage,
  { planes, operators, inRow }: Arrangement,
  playhead: Playhead,
  { width, words }: LayerOptions,
  magnified: Connection | null,
): Mark[] {
  const lit = highlights(stage, planes, playhead.step, ease(playhead.travel));
  const funnel = inRow ? connector(lit) : null;
  const said = [
    ...planes.flatMap((_, place) => wordMarks({ stage, planes }, place, width, words)),
    ...operators.map(({ text: sign, x, y }) =>
      text(x, y, sign, { size: sign === '⋆' ? 28 : 20, anchor: 'middle', fill: muted }),
    ),
  ];
  return [
    ...planes.flatMap((_, place) => behindMarks({ stage, planes }, place)),
    ...(funnel ? [funnel.mark] : []),
    ...planes.map((placed, place) => group(place, planeMarks(placed, styleOf(stage, place, playhead.step)))),
    ...(magnified ? [magnified.mark] : []),
    ...patchMarks(
      [funnel, magnified].filter((connection) => connection !== null),
      said,
    ),
    ...said,
    ...compareMarks(stage, planes),
    ...highlightMarks(lit),
  ];
}

/** A frame around a tensor that is pointed at. */
function pointedMark(placed: PlacedPlane): Mark {
  const { x, y, width, height } = planeBox(placed);
  return rect(
    { x: x - 4, y: y - 4, width: width + 8, height: height + 8 },
    { radius: 6, stroke: { paint: { role: roleOfTensor(placed.plane) }, width: 1.5 } },
  );
}

/** What the step works out, and the lens from its window in a heat map down to the magnified cells. */
function workMarks(
  stage: Stage,
  now: Arrangement,
  playhead: Playhead,
  box: Box,
  words: Words,
): { readonly marks: readonly Mark[]; readonly magnified: Connection | null } {
  const working = workingOf(stage, playhead.step, words);
  if (!working) return { marks: [], magnified: null };
  const { marks, window } = workingMarks(working, box);
  const { motion } = stage;
  const source = motion?.kind === 'gather' || motion?.kind === 'pool' ? now.planes[motion.source] : undefined;
  if (!window || !source || !isHeatMap(source) || playhead.travel < 1) return { marks, magnified: null };
  const lit = highlights(stage, now.planes, playhead.step, 1).find(({ end }) => end === 'from');
  return { marks, magnified: lit && now.inRow ? lens(lit.box, window) : null };
}

function hitAreas(planes: readonly PlacedPlane[]): HitArea[] {
  return planes.map((placed, place) => ({
    id: `plane:${place}`,
    ...planeBox(placed),
    rows: rowCount(placed.plane),
    columns: columnCount(placed.plane),
  }));
}

/** The step that a click on a cell means: the one that makes it, or the one whose window begins there. */
export function stepAtCell(stage: Stage, plane: number, row: number, column: number): number | null {
  const { motion, planes } = stage;
  if (motion === null) return null;
  const own = walkedPlane(motion);
  if (plane !== own) return null;
  const target = planes[plane];
  if (!target) return null;
  const step = row * columnCount(target) + column;
  const at = positionAt(motion, planes, step);
  return at.row === row && at.column === column ? step : null;
}
