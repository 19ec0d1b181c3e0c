import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { count } from '../numbers.ts';
import { planeSize } from './plane-size.ts';
import { columnCount, rowCount } from './steps.ts';
import { windowSize } from './window-size.ts';

/** What happens where the layer is a matrix product, and how much of it is shown. */
export function explainMatrix(lesson: Lesson, stage: Stage, allWords: Words): string {
  const { cornerOf } = stage;
  const words = allWords.lesson;
  return [
    textOf(lesson, stage, allWords),
    cornerOf && ofVolume(lesson, stage, words),
    cornerOf && cornerOf.shown < cornerOf.all && cornerText(cornerOf, words),
  ]
    .filter(Boolean)
    .join(allWords.between);
}

/** Which part of a volume's matrix is shown: the windows of one output slice; of a sparse matrix, what one kernel slice does. */
function ofVolume({ choices, selection }: Lesson, { id }: Stage, words: Words['lesson']): string {
  if (choices.outSlices * choices.kernelSlices === 1) return '';
  const { outSlice, kernelSlice } = selection;
  return sparse.includes(id)
    ? words.slicesOfMatrix(outSlice, kernelSlice)
    : words.windowsOfSlice(outSlice, choices.outSlices);
}

/** A large layer's columns hold the windows of the shown channel alone. */
const isOfOneChannel = ({ facts }: Lesson, { planes: [, matrix] }: Stage): boolean =>
  matrix !== undefined &&
  facts !== null &&
  rowCount(matrix) === facts.axes.reduce((cells, { kernelSize }) => cells * kernelSize, 1);

/** The layer has further pairs of channels, or of slices, with weights of their own. */
const isPair = ({ facts, choices }: Lesson): boolean =>
  (facts ? facts.inChannels * facts.outChannels * facts.groups : 1) * choices.kernelSlices > 1;

/** In a layer of one axis the shown windows are its first; else others stand between them. */
function cornerText(
  { rows, columns, shown, all, allColumns }: NonNullable<Stage['cornerOf']>,
  words: Words['lesson'],
): string {
  const [some, whole] = [count(shown), count(all)];
  return all === allColumns
    ? words.firstWindows(some, whole)
    : words.corner(`${count(rows.outputSize)}×${count(columns.outputSize)}`, some, whole);
}

const sparse: readonly Stage['id'][] = ['share', 'transpose', 'apply-matrix', 'neurons'];

function textOf(lesson: Lesson, stage: Stage, allWords: Words): string {
  const { choices, operation } = lesson;
  const { id, planes, motion } = stage;
  const words = allWords.lesson;
  const [first, second, third] = planes;
  if (!first) return '';
  const weights = first.values.length;
  switch (id) {
    case 'unroll': {
      const whole = windowSize(lesson, stage, allWords);
      if (operation === 'max-pool' || operation === 'average-pool') return words.unrollPool(whole);
      if (choices.kernelSlices > 1) return words.unrollVolume(whole);
      return isOfOneChannel(lesson, stage) ? words.unrollPool(whole) : words.unroll(whole);
    }
    case 'product':
      return third?.tensor === 'dM'
        ? words.productBack
        : third?.tensor === 'dW'
          ? words.productKernel
          : words.product;
    case 'fold':
      return words.fold(first.tensor, planeSize(first));
    case 'fold-back':
      return words.foldBack;
    case 'reduce':
    case 'hand-back': {
      const isMax = motion !== null && 'reduce' in motion && motion.reduce?.kind === 'max';
      return id === 'reduce'
        ? words.reduce(isMax)
        : words.handBack(isMax ? 'winner' : typeof lesson.facts?.divisor === 'number' ? 'all' : 'counted');
    }
    case 'share':
    case 'transpose': {
      if (!second) return '';
      if (id === 'transpose') return words.transpose;
      return second.variant === 'transposed'
        ? words.shareTransposed(rowCount(second), columnCount(second), weights, isPair(lesson))
        : words.share(columnCount(second), rowCount(second), weights, isPair(lesson));
    }
    case 'apply-matrix':
      return words.applyMatrix(
        first.variant === 'transposed' ? 'Tᵀ' : 'T',
        second?.tensor ?? '',
        third?.tensor ?? '',
      );
    case 'neurons':
      return motion?.kind === 'neurons' ? words.neurons(motion.connections.length / 3, weights) : '';
    default:
      return '';
  }
}
