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

/** The surveyed sizes of a range, equal neighbours together. */
export function gradeRuns({ from: first, grades }: SizeSurvey, { from, to }: Range): GradeRun[] {
  const runs: { grade: SizeGrade; from: number; to: number }[] = [];
  for (const [i, grade] of grades.slice(from - first, to - first + 1).entries()) {
    const last = runs.at(-1);
    if (last?.grade === grade) last.to = from + i;
    else runs.push({ grade, from: from + i, to: from + i });
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
