import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import type { Box, HitArea, Mark } from '../draw-list.ts';
import { faded, muted, space, text } from '../marks.ts';
import type { Words } from '../words/english.ts';
import type { Arrangement } from './arrange.ts';
import { compareMarks } from './compare-marks.ts';
import { connector, highlightMarks, highlights, lens, type Connection } from './highlights.ts';
import { workingOf } from './ledger.ts';
import { firstFifth, lastFifth } from './morph.ts';
import { neuronMarks } from './neuron-marks.ts';
import { isHeatMap } from './plane-marks.ts';
import { ease, type Playhead } from './playhead.ts';
import { rowCount } from './steps.ts';
import { workingMarks } from './working-marks.ts';

/** What a step lights and works out, and the signs between planes: it belongs to a stage at rest. */
export interface Dressing {
  /** Lines from what is lit to what it makes, behind the planes, and in front of them. */
  readonly behind: readonly Connection[];
  readonly between: readonly Connection[];
  readonly signs: readonly Mark[];
  readonly lit: readonly Mark[];
  readonly work: readonly Mark[];
  /** Cells that are worked with, magnified. */
  readonly hits: readonly HitArea[];
}

interface Surroundings {
  readonly lesson: Lesson;
  /** Where the planes stand, and below them what is worked out. */
  readonly top: Box;
  readonly bottom: Box;
  readonly words: Words;
}

export function dressing(
  stage: Stage,
  arrangement: Arrangement,
  playhead: Playhead,
  { lesson, top, bottom, words }: Surroundings,
): Dressing {
  const { planes, operators, inRow } = arrangement;
  const lit = highlights(stage, planes, playhead.step, ease(playhead.travel));
  const funnel = inRow ? connector(lit) : null;
  const { marks, magnified, hits } = workMarks(stage, arrangement, playhead, bottom, words);
  const { motion } = stage;
  return {
    behind: funnel ? [funnel] : [],
    between: magnified ? [magnified] : [],
    signs: operators.map(({ text: sign, x, y }) =>
      text(x, y, sign, { size: sign === '⋆' ? 28 : 20, anchor: 'middle', fill: muted }),
    ),
    lit: [...compareMarks(stage, planes), ...highlightMarks(lit)],
    work: [
      ...(motion?.kind === 'neurons'
        ? neuronMarks(motion, neuronNames(lesson), playhead.step, neuronSide(top, kernelRows(stage)), words)
        : []),
      ...marks,
    ],
    hits,
  };
}

/** While one stage turns into the next, what the first has lit and worked out goes before, what the second has comes after. */
export function onTheWay(
  planes: readonly Mark[],
  before: () => Dressing,
  now: () => Dressing,
  share: number,
): Mark[] {
  const [goes, comes] = [firstFifth(share), lastFifth(share)];
  const [shown, alpha] = goes > 0 ? [before(), goes] : comes > 0 ? [now(), comes] : [null, 0];
  if (!shown) return [...planes];
  const { behind, between, signs, lit, work } = shown;
  const marksOf = (connections: readonly Connection[]): Mark[] => connections.map(({ mark }) => mark);
  // Cells are lit where they rest: not while they move away, nor before they are there.
  const resting = Math.max(0, 1 - 20 * (goes > 0 ? share : 1 - share));
  return [
    ...faded(marksOf(behind), resting),
    ...planes,
    ...faded([...signs, ...work], alpha),
    ...faded([...marksOf(between), ...lit], resting),
  ];
}

/** What the step works out, and the lens from its window in a heat map down to the magnified cells. */
function workMarks(
  stage: Stage,
  now: Arrangement,
  playhead: Playhead,
  box: Box,
  words: Words,
): {
  readonly marks: readonly Mark[];
  readonly magnified: Connection | null;
  readonly hits: readonly HitArea[];
} {
  const working = workingOf(stage, playhead.step, words);
  if (!working) return { marks: [], magnified: null, hits: [] };
  const { marks, window, hits } = workingMarks(working, box);
  const { motion } = stage;
  const source = motion?.kind === 'gather' || motion?.kind === 'pool' ? now.planes[motion.source] : undefined;
  if (!window || !source || !isHeatMap(source) || playhead.travel < 1)
    return { marks, magnified: null, hits };
  const lit = highlights(stage, now.planes, playhead.step, 1).find(({ end }) => end === 'from');
  return { marks, magnified: lit && now.inRow ? lens(lit.box, window) : null, hits };
}

/** Where the neurons stand: beside the kernel, or below it. */
export function neuronSide({ x, y, width, height }: Box, kernelRows: number): Box {
  if (width < 520) {
    const above = kernelShare(height, kernelRows);
    return { x, y: y + above, width, height: height - above - space.s };
  }
  const size = Math.min(width * 0.62, 560);
  return {
    x: x + width * 0.36 + (width * 0.62 - size) / 2,
    y: y + space.s,
    width: size,
    height: height - space.m,
  };
}

/** Rows of the kernel whose copies are connections. */
export const kernelRows = ({ motion, planes }: Stage): number => {
  const kernel = motion?.kind === 'neurons' ? planes[motion.kernel] : undefined;
  return kernel ? rowCount(kernel) : 0;
};

/** The height that a kernel takes above neurons: its rows as high as can be read, its name and its scale. */
export const kernelShare = (height: number, rows: number): number => Math.min(height * 0.4, rows * 26 + 72);

/** What connections run from and to: forward a transposed convolution's inputs are its adjoint's outputs. */
const neuronNames = ({ operation }: Lesson): [string, string] =>
  operation === 'transposed-convolution' ? ['Z', 'X'] : ['X', 'Z'];
