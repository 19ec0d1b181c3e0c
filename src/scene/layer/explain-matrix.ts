import type { Lesson, Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { columnCount, rowCount } from './steps.ts';

/** What happens where the layer is a matrix product, and how much of it is shown. */
export function explainMatrix(lesson: Lesson, stage: Stage, words: Words['lesson']): string {
  const { cornerOf } = stage;
  return [
    textOf(lesson, stage, words),
    cornerOf && ofVolume(lesson, stage, words),
    cornerOf && cornerOf.shown < cornerOf.all && words.corner(cornerOf.shown, cornerOf.all),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Which part of a volume's matrix is shown: the windows of one output slice; of a sparse matrix, what one kernel slice does. */
function ofVolume({ choices, selection }: Lesson, { id }: Stage, words: Words['lesson']): string {
  if (choices.outSlices * choices.kernelSlices === 1) return '';
  const { outSlice, kernelSlice } = selection;
  return sparse.includes(id)
    ? words.slicesOfMatrix(outSlice, kernelSlice)
    : words.windowsOfSlice(outSlice, choices.outSlices);
}

const sparse: readonly Stage['id'][] = ['share', 'transpose', 'apply-matrix', 'neurons'];

function textOf(
  { choices, operation }: Lesson,
  { id, planes, motion }: Stage,
  words: Words['lesson'],
): string {
  const [first, second, third] = planes;
  if (!first) return '';
  const size = `${rowCount(first)}×${columnCount(first)}`;
  const weights = first.values.length;
  switch (id) {
    case 'unroll': {
      const window = motion?.kind === 'unroll' ? `${motion.rows.taps}×${motion.columns.taps}` : size;
      const whole = choices.kernelSlices > 1 ? `${choices.kernelSlices}×${window}` : window;
      if (operation === 'max-pool' || operation === 'average-pool') return words.unrollPool(whole);
      return choices.kernelSlices > 1 ? words.unrollVolume(whole) : words.unroll(whole);
    }
    case 'product':
      return third?.tensor === 'dM'
        ? words.productBack
        : third?.tensor === 'dW'
          ? words.productKernel
          : words.product;
    case 'fold':
      return words.fold(first.tensor, size);
    case 'fold-back':
      return words.foldBack;
    case 'reduce':
    case 'hand-back': {
      const isMax = motion !== null && 'reduce' in motion && motion.reduce?.kind === 'max';
      return id === 'reduce' ? words.reduce(isMax) : words.handBack(isMax);
    }
    case 'share':
    case 'transpose': {
      if (!second) return '';
      if (id === 'transpose') return words.transpose;
      return second.variant === 'transposed'
        ? words.shareTransposed(rowCount(second), columnCount(second), weights)
        : words.share(columnCount(second), rowCount(second), weights);
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
