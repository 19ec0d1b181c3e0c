import { shownProblems, type PlacedProblem } from '../../formats/shown-problems.ts';
import { englishProblems } from '../../model/problems/words/english-problems.ts';
import type { AnalyzedFile } from '../source.ts';

/** All problems of a file, in the order of the text. */
export function problemsOf({ analysis }: AnalyzedFile): readonly PlacedProblem[] {
  return shownProblems(analysis, englishProblems).toSorted(
    (a, b) => a.problem.span.start - b.problem.span.start,
  );
}
