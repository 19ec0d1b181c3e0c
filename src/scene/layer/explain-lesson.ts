import type { Lesson, Plane, Stage } from '../../engine/trace/lesson.ts';
import { axisSwaps, type AxisSwaps } from '../code/axis-swaps.ts';
import { isMade } from '../code/code-row.ts';
import type { Words } from '../words/english.ts';
import { explainMatrix } from './explain-matrix.ts';
import { explainReads } from './explain-reads.ts';
import { planeTitle } from './captions.ts';
import { isTransposed } from './matrix-working.ts';
import { planeSize } from './plane-size.ts';

/** What happens in the stages of code, of comparisons and of reading, with their numbers in place. */
export function explainLesson(lesson: Lesson, stage: Stage, allWords: Words): string {
  const words = allWords.lesson;
  const [first, second, third] = stage.planes;
  const [one, other] = [first?.tensor ?? '', second?.tensor ?? ''];
  const { failure } = stage;
  switch (stage.id) {
    case 'flip':
      return words.flip;
    case 'collect':
      return words.collect(one, other);
    case 'readers':
      return failure?.kind === 'index'
        ? words.missed(failure.index, failure.size)
        : stage.motion?.kind === 'readers' && stage.motion.reduce
          ? words.poolReaders(one, other, stage.motion.reduce.kind === 'max')
          : words[isTransposed(third) ? 'writers' : 'readers'](one, third?.tensor ?? '');
    case 'batch':
      return words.batch(
        codeName(one),
        counted(first?.shape[0], words.count, words.sampleWords),
        counted(first?.shape[1], words.count, words.channelWords),
      );
    case 'swap-input':
      return words.swapInput(swapsOf(lesson).input, one === 'dZ' ? 'C' : 'C_prev');
    case 'swap-gradient':
      return words.swapGradient(swapsOf(lesson).gradient, codeName(one));
    case 'unswap':
      return unswapped(lesson, words);
    case 'divide':
      return words.divide(lesson.facts?.samples ?? 1);
    case 'agree':
      return agreement(lesson, stage, allWords);
    case 'compare':
      return first && second && sizeOf(first) !== sizeOf(second)
        ? words.compareSize(one, sizeOf(first), sizeOf(second))
        : words.compare(one, other);
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
      return explainMatrix(lesson, stage, allWords);
    case 'coverage':
    case 'uses':
    case 'wins':
      return explainReads(lesson, stage, allWords);
    default:
      return '';
  }
}

/** Whether two ways to one result differ; where they do, by how much at most in what is shown. */
function agreement({ arithmetic, choices, selection }: Lesson, { planes }: Stage, words: Words): string {
  const [left, , difference] = planes;
  if (!left) return '';
  let largest = 0;
  for (const value of difference?.values ?? []) largest = Math.max(largest, Math.abs(value));
  const { lesson } = words;
  const { name, detail } = planeTitle(left, words);
  const shown = [detail, choices.batch > 1 && `${lesson.sample} ${selection.batch}`].filter(Boolean);
  const format = arithmetic === 'fast' ? 'float32' : 'float64';
  return largest === 0
    ? lesson.agree(name, shown.join(' · '), left.values.length)
    : lesson.agreeRounded(name, shown.join(' · '), largest.toExponential(1), format);
}

const counted = (
  size: number | undefined,
  count: Words['lesson']['count'],
  names: readonly string[],
): string => count(size ?? 1, names[0] ?? '', names[1] ?? '');

const sizeOf = (plane: Plane): string =>
  plane.shape.length > 4 ? plane.shape.slice(2).join('×') : planeSize(plane);

/** X is what the layer before has made: A_prev in the code. */
const codeName = (tensor: string): string => (tensor === 'X' ? 'A_prev' : tensor);

const swapsOf = ({ facts, operation }: Lesson): AxisSwaps =>
  axisSwaps(facts?.axes.length ?? 2, operation === 'transposed-convolution');

function unswapped(lesson: Lesson, words: Words['lesson']): string {
  const { back, from, to, wrongBack, wrongTo } = swapsOf(lesson);
  return lesson.facts && isMade(lesson.facts, 'transposed')
    ? words.unswapWrong(wrongBack, wrongTo)
    : words.unswap(back, from, to);
}
