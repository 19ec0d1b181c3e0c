import type { Problem } from '../model/problems/problem.ts';
import type { ProblemWords } from '../model/problems/words/english-problems.ts';
import type { ModelReport } from '../model/report.ts';
import type { Span } from '../util/span.ts';
import type { Analysis } from './analyze.ts';

/** A problem, and the model that it is of; null: of the text. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly model: number | null;
}

/**
 * Problems as the document shows them: a line that several models run says what is the same once, and what is wrong in
 * another file is shown at the model that reads it, unless it is only information.
 */
export function shownProblems(
  { problems, models }: Pick<Analysis, 'problems' | 'models'>,
  { related: say, between }: ProblemWords,
): readonly PlacedProblem[] {
  const all = [
    ...problems.map((problem) => ({ problem, model: null })),
    ...models.flatMap(({ problems: ofModel, span }, model) =>
      ofModel.flatMap((problem) => {
        const shown = problem.span.file === undefined ? problem : elsewhere(problem, span, say);
        return shown ? [{ problem: shown, model }] : [];
      }),
    ),
  ];
  const seen = new Set<string>();
  const shown = all.filter(({ problem: { code, span, message } }) => {
    const key = `${code} ${span.start} ${span.end} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  return errorsOnce(shown, models, (ids, more) => between + say.sameHere(ids, more));
}

/** How many layers are named that have the same error. */
const mostNamed = 3;

/** A line that builds many layers has one error, and says which other ones do not fit: one cause is one problem. */
function errorsOnce(
  problems: readonly PlacedProblem[],
  models: readonly ModelReport[],
  sameHere: ProblemWords['related']['sameHere'],
): readonly PlacedProblem[] {
  const byPlace = new Map<string, PlacedProblem[]>();
  for (const [place, placed] of problems.entries()) {
    const { code, span, severity, node } = placed.problem;
    const isOfLayer = severity === 'error' && node !== undefined;
    const key = isOfLayer ? `${code} ${span.start} ${span.end}` : place.toString();
    byPlace.set(key, [...(byPlace.get(key) ?? []), placed]);
  }
  return [...byPlace.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ? [first] : [];
    const ids = others.map(
      ({ problem: { node = -1 }, model }) => models[model ?? -1]?.layers[node]?.id ?? '',
    );
    const named = [...new Set(ids)];
    const same = sameHere(named.slice(0, mostNamed), Math.max(0, named.length - mostNamed));
    const message = `${first.problem.message}${same}`;
    return [{ ...first, problem: { ...first.problem, message } }];
  });
}

function elsewhere(problem: Problem, span: Span, say: ProblemWords['related']): Problem | null {
  const { severity, message } = problem;
  if (severity === 'information' || severity === 'hint') return null;
  const name = problem.span.file?.replace(/^.*[/\\]/, '') ?? '';
  return { ...problem, message: say.inFile(name, message), span };
}
