import { assertNever } from '../../util/assert-never.ts';
import { withoutOverhang, type AxisGeometry } from '../../engine/geometry/axis.ts';
import type { CellKind, Lesson, Motion, Plane, PlaneAxis, Stage } from '../../engine/trace/lesson.ts';
import { isMade } from '../code/code-row.ts';
import type { SumOver, Words } from '../words/english.ts';
import { isLine } from './cell-name.ts';
import { explainLesson } from './explain-lesson.ts';
import { planeSize } from './plane-size.ts';
import { isGradient } from './stage-name.ts';
import { summedOver } from './summed-over.ts';
import { tabOf } from './tabs.ts';
import { windowSize } from './window-size.ts';

/** What happens in a stage, in one or two sentences with its numbers in place; beside code also whose sizes it has. */
export function explainStage(lesson: Lesson, pass: number, place: number, words: Words): string {
  const shown = lesson.passes[pass];
  const { facts } = lesson;
  const isOfGroup = shown && tabOf(shown.id) === 'code' && facts !== null && facts.groups > 1;
  return [
    textOf(lesson, pass, place, words),
    isOfGroup ? words.lesson.codeOfGroup(facts.groups, facts.inChannels, facts.outChannels) : '',
  ]
    .filter(Boolean)
    .join(words.between);
}

function textOf(lesson: Lesson, pass: number, place: number, words: Words): string {
  const stages = lesson.passes[pass]?.stages ?? [];
  const stage = stages[place];
  const plane = stage?.planes[0];
  if (!stage || !plane) return '';
  const { explain } = words;
  const size = tensorSize(plane);
  const outer = outerAxis(lesson);
  /** One number where all axes agree, else one for each, and which they are. */
  const alike: Alike = (worded, ofOuter, shown) => {
    const along = [...(outer ? [ofOuter(outer)] : []), ...shown].map(String);
    const last = along.at(-1) ?? '';
    if (new Set(along).size === 1) return worded(last);
    const axes = along.map((_, axis) => words.sizes.axis(axis, along.length));
    return `${worded(words.and(along.slice(0, -1).join(words.comma), last))}${words.ofAxes(axes.join(words.comma))}`;
  };
  const runs = (
    worded: (count: string) => string,
    kind: CellKind,
    ofOuter: (axis: AxisGeometry) => number,
  ): string =>
    alike(
      worded,
      ofOuter,
      axesOf(plane).map((axis) => longestRun(axis, kind)),
    );
  const step = (ofOuter: (axis: AxisGeometry) => number): string =>
    alike(words.cells, ofOuter, strides(stage.motion, plane));
  switch (stage.id) {
    case 'input':
      return isGradient(plane) ? explain.gradient(plane.tensor, size) : explain.input(size);
    case 'pad':
      return explain.pad(words.zeros(padding(outer, plane)));
    case 'correlate':
      return [
        explain.correlate(
          windowSize(lesson, stage, words),
          step(({ stride }) => stride),
          resultOf(stage),
          sumOver(lesson, stage),
        ),
        dilated(lesson, stage, alike, words),
      ]
        .filter(Boolean)
        .join(words.between);
    case 'pool': {
      const average = stage.motion?.kind === 'pool' && stage.motion.reduce.kind === 'average';
      return explain.pool(
        windowSize(lesson, stage, words),
        step(({ stride }) => stride),
        average ? words.mean : words.greatest,
      );
    }
    case 'apply':
      return explain.relu;
    case 'multiply':
      return pass === 0
        ? explain.multiply
        : stage.planes.some(({ tensor }) => tensor === 'dW')
          ? explain.outer
          : explain.multiplyBack;
    case 'gradient':
      return explain.gradient(plane.tensor, size);
    case 'spread':
      return explain.spread(
        plane.tensor,
        runs(words.zeros, 'gap', ({ stride }) => stride - 1),
      );
    case 'tail':
      return explain.tail(
        runs(words.cells, 'tail', ({ tail }) => Math.max(0, tail)),
        targetOf(stages, place),
      );
    case 'border':
      return explain.border(
        alike(
          words.zeros,
          ({ effectiveKernel }) => effectiveKernel - 1,
          axesOf(plane).map((axis) => firstRun(axis, 'border')),
        ),
      );
    case 'kernel':
      return explain.kernel;
    case 'rotate':
      return explain.rotate;
    case 'sweep':
      return stage.failure?.kind === 'broadcast'
        ? words.lesson.broadcast(stage.failure.right[0] ?? 0, stage.failure.left.at(-1) ?? 0)
        : explain.sweep(targetOf(stages, place), padding(outer, stage.planes[2] ?? plane) !== '0');
    case 'crop': {
      const uncropped = stages
        .slice(0, place)
        .flatMap(({ planes }) => planes)
        .findLast(({ tensor }) => tensor === plane.tensor);
      const cut = uncropped ? padding(outer, uncropped) : '0';
      if (isWrong(lesson, stage, stages))
        return explain.cropWrong(plane.tensor, cut === '0' ? null : words.cells(cut));
      return cut !== '0' ? explain.crop(plane.tensor, words.cells(cut)) : explain.cropNone(plane.tensor);
    }
    case 'scatter':
      return [explain.scatter(plane.tensor, targetOf(stages, place)), startsFrom(lesson, stage, words)]
        .filter(Boolean)
        .join(words.between);
    case 'route':
      return lesson.operation === 'average-pool' ? explain.routeAverage : explain.routeMax;
    case 'mask':
      return explain.mask;
    case 'slide':
      return explain.slide(
        stage.planes[1]?.tensor ?? '',
        plane.tensor,
        padding(outer, plane) !== '0',
        // The mistake strides; else dZ, which is spread, goes on as the kernel's cells lie.
        step(({ stride, dilation }) => (stage.planes[2]?.variant === 'wrong' ? stride : dilation)),
      );
    case 'sum-bias':
      return explain.sumBias;
    case 'flip':
    case 'collect':
    case 'readers':
    case 'coverage':
    case 'unroll':
    case 'product':
    case 'fold':
    case 'fold-back':
    case 'reduce':
    case 'hand-back':
    case 'share':
    case 'transpose':
    case 'apply-matrix':
    case 'neurons':
    case 'uses':
    case 'wins':
    case 'batch':
    case 'swap-input':
    case 'swap-gradient':
    case 'unswap':
    case 'divide':
    case 'agree':
    case 'compare':
      return explainLesson(lesson, stage, words);
    default:
      return assertNever(stage.id);
  }
}

/** A number for each axis in words: the outer axis of a volume, and those that are shown. */
type Alike = (
  worded: (count: string) => string,
  ofOuter: (axis: AxisGeometry) => number,
  shown: readonly number[],
) => string;

/** What these stages lead to: the first plane of the next cropped one, or of the last. */
function targetOf(stages: readonly Stage[], place: number): string {
  const end = stages.slice(place).find(({ id }) => id === 'crop') ?? stages.at(-1);
  return end?.planes[0]?.tensor ?? '';
}

const resultOf = ({ motion, planes }: Stage): string =>
  (motion && 'target' in motion ? planes[motion.target]?.tensor : undefined) ?? '';

/** What else than the window's cells a sum runs over: channels, all or those of a group, and slices of a volume. */
function sumOver({ facts }: Lesson, { motion, planes }: Stage): SumOver {
  if (motion?.kind !== 'gather' && motion?.kind !== 'scatter') return { channels: 'one', slices: false };
  const [kernel, target] = [planes[motion.kernel], planes[motion.target]];
  if (!kernel || !target) return { channels: 'one', slices: false };
  const { channels, slices } = summedOver(kernel, target);
  return {
    channels: channels === 1 ? 'one' : (facts?.groups ?? 1) > 1 ? 'group' : 'all',
    slices: slices > 1,
  };
}

/** What a target of scattering holds before its first step. */
function startsFrom(lesson: Lesson, stage: Stage, { explain }: Words): string {
  if (stage.motion?.kind !== 'scatter' || !stage.motion.others) return '';
  const { channels, slices } = sumOver(lesson, stage);
  const { bias } = stage.motion;
  return channels === 'one' && !slices && !bias ? '' : explain.startsFrom({ channels, slices, bias });
}

/** Which of its window's cells a dilated kernel reads. */
function dilated(
  lesson: Lesson,
  { motion, planes: [plane] }: Stage,
  alike: Alike,
  { explain }: Words,
): string {
  if (motion?.kind !== 'gather' || !plane) return '';
  const along = isLine(plane) ? [motion.columns.dilation] : [motion.rows.dilation, motion.columns.dilation];
  const outer = outerAxis(lesson);
  const all = [...(outer ? [outer.dilation] : []), ...along];
  return all.every((dilation) => dilation === 1)
    ? ''
    : explain.dilated(
        alike(
          (count) => count,
          (axis) => axis.dilation,
          along,
        ),
      );
}

/** Whether what is cropped is not dX of the size that it has to have: the tail's zeros were forgotten. */
const isWrong = ({ facts }: Lesson, { planes: [plane] }: Stage, stages: readonly Stage[]): boolean =>
  plane !== undefined &&
  facts !== null &&
  isMade(facts, 'tail') &&
  stages.some(({ id, planes: [wrong] }) => id === 'compare' && wrong?.tensor === plane.tensor);

const strides = (motion: Motion | null, plane: Plane): readonly number[] =>
  motion && 'rows' in motion
    ? isLine(plane)
      ? [motion.columns.stride]
      : [motion.rows.stride, motion.columns.stride]
    : [];

/** Of a volume its outermost axis, along which one slice is shown. */
const outerAxis = ({ facts }: Lesson): AxisGeometry | null =>
  facts?.axes.length === 3 && facts.axes[0] ? withoutOverhang(facts.axes[0]) : null;

/** `3×4`, of a volume with its slices `2×3×4`. */
const tensorSize = (plane: Plane): string =>
  plane.shape.length === 5 ? `${plane.shape[2] ?? 1}×${planeSize(plane)}` : planeSize(plane);

const axesOf = (plane: Plane): readonly PlaneAxis[] =>
  isLine(plane) ? [plane.columns] : [plane.rows, plane.columns];

function longestRun({ kinds }: PlaneAxis, kind: CellKind): number {
  let [longest, run] = [0, 0];
  for (const candidate of kinds) {
    run = candidate === kind ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function firstRun({ kinds }: PlaneAxis, kind: CellKind): number {
  const end = kinds.findIndex((candidate) => candidate !== kind);
  return end < 0 ? kinds.length : end;
}

/** Padding before and after, in one number where they agree. */
function padding(outer: AxisGeometry | null, plane: Plane): string {
  const texts = [
    ...(outer ? [[outer.padding.before, outer.padding.after] as const] : []),
    ...axesOf(plane).map(
      (axis) =>
        [
          firstRun(axis, 'padding'),
          firstRun({ ...axis, kinds: [...axis.kinds].reverse() }, 'padding'),
        ] as const,
    ),
  ].map(([before, after]) => (before === after ? String(before) : `${before}+${after}`));
  return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join(' × ');
}
