import type { Problem } from '../../model/problems/problem.ts';
import type { AnalyzedFile } from '../source.ts';

/** A problem of a file; `model` is null for those of the text itself. */
export interface Found {
  readonly problem: Problem;
  readonly model: number | null;
}

/** All problems of a file, in the order of the text. */
export function problemsOf({ analysis }: AnalyzedFile): readonly Found[] {
  const ofText = analysis.problems.map((problem): Found => ({ problem, model: null }));
  const ofModels = analysis.models.flatMap(({ problems }, model) =>
    problems.map((problem): Found => ({ problem, model })),
  );
  const found = [...ofText, ...ofModels].filter(({ problem }) => problem.span.file === undefined);
  return found.sort((a, b) => a.problem.span.start - b.problem.span.start);
}
