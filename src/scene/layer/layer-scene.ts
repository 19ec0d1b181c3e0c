import type { Lesson, Stage, TensorName } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';
import type { Box, HitArea, Mark, Scene } from '../draw-list.ts';
import { faded, muted, rect, space, text } from '../marks.ts';
import type { Words } from '../words/english.ts';
import { accumulated } from './accumulate.ts';
import { arrange, fitStages, planeBox, type Arrangement, type PlacedPlane } from './arrange.ts';
import { bracketMarks, captionMarks, roleOfTensor, sheetMarks, sheetTitle } from './captions.ts';
import { compareMarks } from './compare-marks.ts';
import { describeStage } from './describe.ts';
import { connectorMarks, highlightMarks, highlights, lensMarks } from './highlights.ts';
import { workingOf } from './ledger.ts';
import { carried } from './carried.ts';
import { ancestorOf, fadeIn, fold, leaving, moveFrom, transpose, turn } from './morph.ts';
import { neuronMarks } from './neuron-marks.ts';
import { isHeatMap, planeMarks } from './plane-marks.ts';
import type { PlaneStyle } from './plane-style.ts';
import { scaleOf } from './plane-scale.ts';
import { ease, type Playhead } from './playhead.ts';
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
    const fit = standsAlone(which) ? fitStages([which], box) : shared;
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
  const settled = entering ?? settledMarks(stage, now, playhead, options);
  const { motion } = stage;
  const neurons =
    motion?.kind === 'neurons'
      ? neuronMarks(motion, neuronNames(lesson), playhead.step, neuronSide(top), options.words)
      : [];
  return {
    width: options.width,
    height: options.height,
    marks: [
      ...settled,
      ...now.planes.flatMap((placed) => (placed.plane.tensor === options.lit ? [pointedMark(placed)] : [])),
      ...neurons,
      ...(arrived ? workMarks(stage, now, playhead, bottom, options.words) : []),
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

/** Tables of planes and comparisons have a size of their own; all others keep theirs from stage to stage. */
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
  const taps = stages.map(({ motion }) => (motion && 'rows' in motion ? motion.rows.taps : 0));
  const rows = Math.max(0, ...taps.filter((count) => count <= 15));
  const wanted = width < 420 ? rows * 22 + 90 : rows * 22 + 24;
  return Math.min(Math.max(104, wanted), height * 0.4);
}

function settledMarks(
  stage: Stage,
  { planes, operators, inRow }: Arrangement,
  playhead: Playhead,
  { width, words }: LayerOptions,
): Mark[] {
  const lit = highlights(stage, planes, playhead.step, ease(playhead.travel));
  return [
    ...behindMarks({ stage, planes }),
    ...(inRow ? connectorMarks(lit) : []),
    ...planes.flatMap((placed, place) => [
      group(place, planeMarks(placed, styleOf(stage, place, playhead.step))),
      ...wordMarks({ stage, planes }, place, width, words),
    ]),
    ...compareMarks(stage, planes),
    ...operators.map(({ text: sign, x, y }) =>
      text(x, y, sign, { size: sign === '⋆' ? 28 : 20, anchor: 'middle', fill: muted }),
    ),
    ...highlightMarks(lit),
  ];
}

/** A stage with its planes where they stand. */
interface PlacedStage {
  readonly stage: Stage;
  readonly planes: readonly PlacedPlane[];
}

/** What lies behind the cells: the sheets of further channels. */
const behindMarks = ({ stage, planes }: PlacedStage): Mark[] =>
  stage.perRow === undefined ? planes.flatMap(sheetMarks) : [];

/** What stands around a plane in words: its name, its scale, its zeros. */
function wordMarks(
  { stage, planes }: PlacedStage,
  place: number,
  width: number,
  words: Words,
): readonly Mark[] {
  const placed = planes[place];
  if (!placed) return [];
  if (stage.perRow !== undefined) return sheetTitle(placed, captionRoom(planes, place, width), words);
  return [
    ...captionMarks(placed, scaleOf(placed.plane.values), captionRoom(planes, place, width), words),
    ...bracketMarks(placed, width, words),
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

const group = (place: number, children: readonly Mark[]): Mark => ({
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

/** What is still to come is pale; what is added up shows how far it has come. */
function styleOf(stage: Stage, place: number, step: number): PlaneStyle {
  const { motion, planes } = stage;
  const plane = planes[place];
  const scale = scaleOf(plane?.values ?? []);
  if (motion?.kind === 'share' && place === motion.matrix) return { scale, litClass: step };
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
    case 'total':
    case 'compare':
    case 'readers':
      return { scale };
    default:
      return { scale, revealed: step + 1 };
  }
}

/** How the cells of a plane come from those of the stage before. */
function moveOf(
  { foldedFrom }: Stage,
  placed: PlacedPlane,
  ancestor: PlacedPlane | undefined,
  share: number,
): NonNullable<PlaneStyle['move']> {
  if (!ancestor) return fadeIn(share);
  if (foldedFrom) return fold(ancestor, placed, foldedFrom, share);
  return ancestor.plane.classes && ancestor.plane.variant !== placed.plane.variant
    ? transpose(ancestor, placed, share)
    : moveFrom(ancestor, placed, share);
}

/** One stage turning into the next: what is gone fades on the first half of the way, words of the new come on the second. */
function enteringMarks(
  now: PlacedStage,
  before: PlacedStage,
  { entry, step }: Playhead,
  { width, words }: LayerOptions,
): Mark[] {
  const { stage, planes } = now;
  const share = ease(entry);
  const [leaves, comes] = [Math.max(0, 1 - 2 * share), Math.max(0, 2 * share - 1)];
  const gone = before.planes.filter(
    ({ plane }) => !planes.some((placed) => placed.plane.tensor === plane.tensor),
  );
  return [
    ...faded(behindMarks(before), leaves),
    ...faded(behindMarks(now), comes),
    ...gone.flatMap((placed) => faded(planeMarks(placed, { scale: scaleOf(placed.plane.values) }), leaves)),
    ...before.planes.flatMap((_, place) => faded(wordMarks(before, place, width, words), leaves)),
    ...planes.flatMap((placed, place) => {
      const ancestor = ancestorOf(placed.plane, before.planes);
      const turned = placed.plane.variant === 'rotated' && ancestor?.plane.variant !== 'rotated';
      const move = turned ? turn(placed.plane, share) : moveOf(stage, placed, ancestor, share);
      const cut =
        ancestor && !isHeatMap(ancestor) && !turned && stage.foldedFrom === undefined && !placed.plane.classes
          ? planeMarks(ancestor, {
              scale: scaleOf(ancestor.plane.values),
              move: leaving(ancestor.plane, placed.plane, share),
            })
          : [];
      const cells = planeMarks(placed, { ...styleOf(stage, place, step), move });
      const isWhole = isHeatMap(placed) && !placed.plane.classes && stage.foldedFrom === undefined;
      return [
        ...cut,
        group(place, isWhole ? carried(cells, placed, ancestor, share) : cells),
        ...faded(wordMarks(now, place, width, words), comes),
      ];
    }),
  ];
}

function workMarks(stage: Stage, now: Arrangement, playhead: Playhead, box: Box, words: Words): Mark[] {
  const working = workingOf(stage, playhead.step, words);
  if (!working) return [];
  const { marks, window } = workingMarks(working, box);
  const { motion } = stage;
  const source = motion?.kind === 'gather' || motion?.kind === 'pool' ? now.planes[motion.source] : undefined;
  if (!window || !source || !isHeatMap(source) || playhead.travel < 1) return [...marks];
  const lit = highlights(stage, now.planes, playhead.step, 1).find(({ end }) => end === 'from');
  return lit && now.inRow ? [...lensMarks(lit.box, window), ...marks] : [...marks];
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
