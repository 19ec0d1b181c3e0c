import { titleOf, type FixCandidate } from '../model/problems/fix-candidate.ts';
import { fixesOf } from '../model/problems/fixes.ts';
import type { Fix, Problem } from '../model/problems/problem.ts';
import { problemWords } from '../model/problems/words/problem-words.ts';
import { asWritten } from '../model/text/text.ts';
import { applyEdits, type TextEdit } from '../util/span.ts';
import { analyze, type Analysis, type AnalysisOptions } from './analyze.ts';
import type { Format, FormatContext, SourceDocument } from './format.ts';

/** Milliseconds after which no more candidates are checked: the nearest come first. */
const longest = 400;

/**
 * The checked fixes of a problem of model number `model`. Each candidate costs one analysis of the changed text; where a
 * clock is given (milliseconds), those for which there is no time are left out.
 */
export function fixesForProblem(
  problem: Problem,
  model: number,
  analysis: Analysis,
  document: SourceDocument,
  formats: readonly Format[],
  context: FormatContext,
  options: AnalysisOptions = {},
  clock: () => number = () => 0,
): readonly Fix[] {
  const own = formats.filter(({ id }) => id === analysis.format);
  const end = clock() + longest;
  const reanalyze = (edits: readonly TextEdit[]): Analysis | null =>
    clock() > end
      ? null
      : analyze({ ...document, text: applyEdits(document.text, edits) }, own, context, options);
  const report = analysis.models[model] ?? null;
  const words = problemWords(options.language);
  const rewrites = own[0]?.rewrites?.(document, problem, report) ?? [];
  if (problem.finding) return fixesOf(problem, model, analysis, reanalyze, rewrites, words);
  const repairs: readonly FixCandidate[] = (problem.repairs ?? []).map(({ title, edits }) => ({
    title: asWritten(title),
    edits,
    cost: 0,
  }));
  const seen = new Set<string>();
  return [...repairs, ...rewrites.toSorted((a, b) => a.cost - b.cost)]
    .filter((candidate) => {
      const after = reanalyze(candidate.edits);
      if (!after || !isSolved(problem, analysis, after)) return false;
      const shapes = shapesIn(after);
      // Of two ways to write the same one does.
      if (rewrites.includes(candidate) && seen.has(shapes)) return false;
      seen.add(shapes);
      return true;
    })
    .map((candidate, place) => ({
      title: titleOf(candidate, words),
      edits: candidate.edits,
      preferred: place === 0,
    }));
}

function shapesIn({ models }: Analysis): string {
  return JSON.stringify(models.map(({ layers }) => layers.map(({ outputShapes }) => outputShapes)));
}

/** One problem of its kind fewer, and none of weight instead. */
function isSolved({ code }: Problem, before: Analysis, after: Analysis): boolean {
  const count = (analysis: Analysis, counts: (problem: Problem) => boolean): number =>
    [...analysis.problems, ...analysis.models.flatMap(({ problems }) => problems)].filter(counts).length;
  const fewer = (counts: (problem: Problem) => boolean, by = 0): boolean =>
    count(after, counts) + by <= count(before, counts);
  return (
    fewer((problem) => problem.code === code, 1) &&
    fewer(({ severity }) => severity === 'error') &&
    fewer(({ severity }) => severity === 'error' || severity === 'warning')
  );
}
