import type { SizeGrade } from '../../model/clean-sizes/size-grade.ts';
import type { SizeSurvey } from '../../model/clean-sizes/survey.ts';

/** Sizes in a row that suit a network equally well. */
export interface GradeRun {
  readonly grade: SizeGrade;
  readonly from: number;
  readonly to: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** A slider over more sizes than it has pixels is of no use: up to twice the present size, and no less than this. */
const shortest = 128;

/** `settled` is a size that the slider was left at: the range must not change under a pointer that drags. */
export function sliderRange(survey: Range, settled: number): Range {
  return { from: survey.from, to: Math.max(settled, Math.min(survey.to, Math.max(shortest, 2 * settled))) };
}

type Grades = Pick<SizeSurvey, 'from' | 'grades'>;

/** On a slider of 160 px these are 4 px wide: finer ones would mix to colours that mean nothing. */
const mostColumns = 40;

/** How many sizes of a range go together where each alone cannot be told apart: a power of 2, as most networks' steps are. */
const columnWidth = ({ from, to }: Range): number =>
  2 ** Math.max(0, Math.ceil(Math.log2((to - from + 1) / mostColumns)));

/**
 * The surveyed sizes of a range, equal neighbours together. Where there are more than can be told apart, several make a
 * column, with the grade that most of them have, of equally many the worse. Sizes that suit better are `sizeTicks`.
 */
export function gradeRuns({ from: first, grades }: Grades, range: Range): GradeRun[] {
  const { from, to } = range;
  const runs: { grade: SizeGrade; from: number; to: number }[] = [];
  const width = columnWidth(range);
  for (let start = from; start <= to; start += width) {
    const end = Math.min(to, start + width - 1);
    const grade = commonest(grades.slice(start - first, end - first + 1));
    const last = runs.at(-1);
    if (last?.grade === grade) last.to = end;
    else runs.push({ grade, from: start, to: end });
  }
  return runs;
}

function commonest(grades: readonly SizeGrade[]): SizeGrade {
  const count = (grade: SizeGrade) => grades.filter((each) => each === grade).length;
  return worstFirst.reduce((most, grade) => (count(grade) > count(most) ? grade : most));
}

/** One size that suits a network, where it stands. */
interface SizeTick {
  readonly grade: SizeGrade;
  readonly size: number;
}

/**
 * Sizes that suit better than most of those around them, as many as can be told apart, the best first: each has its own
 * grade. None where every size of the range is seen anyway.
 */
export function sizeTicks({ from: first, grades }: Grades, range: Range): SizeTick[] {
  const distance = columnWidth(range);
  if (distance === 1) return [];
  const runs = gradeRuns({ from: first, grades }, range);
  const isOnOwn = (grade: SizeGrade, size: number) =>
    runs.some((run) => run.grade === grade && run.from <= size && size <= run.to);
  const ticks: SizeTick[] = [];
  for (const grade of ['fits', 'keeps'] as const) {
    const better = [...ticks];
    for (let size = range.from; size <= range.to; size++)
      if (
        grades[size - first] === grade &&
        !isOnOwn(grade, size) &&
        size - (ticks.findLast((tick) => tick.grade === grade)?.size ?? -Infinity) >= distance &&
        better.every((tick) => Math.abs(tick.size - size) >= distance)
      )
        ticks.push({ grade, size });
  }
  return ticks;
}

/** How wide a tick is, in sizes: half of the least distance between two. */
export const tickWidth = (range: Range): number => columnWidth(range) / 2;

const worstFirst: readonly SizeGrade[] = ['refused', 'runs', 'keeps', 'fits'];
const byMerit: readonly SizeGrade[] = ['fits', 'keeps', 'runs'];

/** The nearest size on one side that suits as well as any in the range does; null where there is none. */
export function nearestSize({ from, grades }: SizeSurvey, size: number, direction: 1 | -1): number | null {
  const best = byMerit.find((grade) => grades.includes(grade));
  if (!best) return null;
  for (let next = size + direction; next >= from && next < from + grades.length; next += direction)
    if (grades[next - from] === best) return next;
  return null;
}
