import type { Stage } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';
import { columnCount, rowCount } from './steps.ts';

/** What happens where the layer is a matrix product, and how much of it is shown. */
export function explainMatrix(stage: Stage, words: Words['lesson']): string {
  const text = textOf(stage, words);
  const { cornerOf } = stage;
  return cornerOf && cornerOf.shown < cornerOf.all
    ? `${text} ${words.corner(cornerOf.shown, cornerOf.all)}`
    : text;
}

function textOf({ id, planes, motion }: Stage, words: Words['lesson']): string {
  const [first, second, third] = planes;
  if (!first) return '';
  const size = `${rowCount(first)}×${columnCount(first)}`;
  const weights = first.values.length;
  switch (id) {
    case 'unroll':
      return words
        .unroll(motion?.kind === 'unroll' ? `${motion.rows.taps}×${motion.columns.taps}` : size, '')
        .trim();
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
