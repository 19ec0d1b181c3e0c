import { fixesOf } from '../model/problems/fixes.ts';
import type { Fix, Problem } from '../model/problems/problem.ts';
import { applyEdits, type TextEdit } from '../util/span.ts';
import { analyze, type Analysis, type AnalysisOptions } from './analyze.ts';
import type { Format, FormatContext, SourceDocument } from './format.ts';

/** The checked fixes of a problem of model number `model`. Each candidate costs one analysis of the changed text. */
export function fixesForProblem(
  problem: Problem,
  model: number,
  analysis: Analysis,
  document: SourceDocument,
  formats: readonly Format[],
  context: FormatContext,
  options: AnalysisOptions = {},
): readonly Fix[] {
  const format = formats.filter(({ id }) => id === analysis.format);
  const reanalyze = (edits: readonly TextEdit[]): Analysis =>
    analyze({ ...document, text: applyEdits(document.text, edits) }, format, context, options);
  if (!problem.repairs) return fixesOf(problem, model, analysis, reanalyze);
  return problem.repairs.flatMap(({ title, edits }) =>
    isSolved(problem, analysis, reanalyze(edits)) ? [{ title, edits, preferred: true }] : [],
  );
}

/** One problem of its kind fewer, and no new error. */
function isSolved({ code }: Problem, before: Analysis, after: Analysis): boolean {
  const count = (analysis: Analysis, counts: (problem: Problem) => boolean): number =>
    [...analysis.problems, ...analysis.models.flatMap(({ problems }) => problems)].filter(counts).length;
  const isSame = (problem: Problem): boolean => problem.code === code;
  const isError = ({ severity }: Problem): boolean => severity === 'error';
  return count(after, isSame) < count(before, isSame) && count(after, isError) <= count(before, isError);
}
