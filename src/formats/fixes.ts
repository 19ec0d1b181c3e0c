import { fixesOf } from '../model/problems/fixes.ts';
import type { Fix, Problem } from '../model/problems/problem.ts';
import { applyEdits } from '../util/span.ts';
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
  return fixesOf(problem, model, analysis, (edits) =>
    analyze({ ...document, text: applyEdits(document.text, edits) }, format, context, options),
  );
}
