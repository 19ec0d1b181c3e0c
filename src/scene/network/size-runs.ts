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

export function sliderRange(survey: Range, size: number): Range {
  return { from: survey.from, to: Math.max(size, Math.min(survey.to, Math.max(shortest, 2 * size))) };
}

/** On a slider of 160 px these are 4 px wide: finer ones would mix to colours that mean nothing. */
const mostColumns = 40;

/**
 * The surveyed sizes of a range, equal neighbours together. Where there are more than can be told apart, several make a
 * column, which has the grade of the best: where a size that suits is to be found. Columns are a power of 2 wide, as the
 * steps of most networks are, so that their ticks come at even distances.
 */
export function gradeRuns({ from: first, grades }: SizeSurvey, { from, to }: Range): GradeRun[] {
  const runs: { grade: SizeGrade; from: number; to: number }[] = [];
  const shown = grades.slice(from - first, to - first + 1);
  const width = 2 ** Math.max(0, Math.ceil(Math.log2(shown.length / mostColumns)));
  for (let start = 0; start < shown.length; start += width) {
    const column = shown.slice(start, start + width);
    const grade = byMerit.find((each) => column.includes(each)) ?? 'refused';
    const last = runs.at(-1);
    const end = from + start + column.length - 1;
    if (last?.grade === grade) last.to = end;
    else runs.push({ grade, from: from + start, to: end });
  }
  return runs;
}

const byMerit: readonly SizeGrade[] = ['fits', 'keeps', 'runs'];

/** The nearest size on one side that suits as well as any in the range does; null where there is none. */
export function nearestSize({ from, grades }: SizeSurvey, size: number, direction: 1 | -1): number | null {
  const best = byMerit.find((grade) => grades.includes(grade));
  if (!best) return null;
  for (let next = size + direction; next >= from && next < from + grades.length; next += direction)
    if (grades[next - from] === best) return next;
  return null;
}
