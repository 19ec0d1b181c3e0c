import type { Problem } from '../model/problems/problem.ts';
import type { ProblemWords } from '../model/problems/words/english-problems.ts';
import { compactShapeText } from '../model/problems/number-text.ts';
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
  return oncePerLine(shown, models, say, between);
}

/** How many layers are named that have the same problem. */
const mostNamed = 3;

/**
 * A line that builds or runs many layers has one problem of a kind, and says which other ones it is true of: one cause is
 * one problem. What is no error is said with its sizes: each round has others.
 */
function oncePerLine(
  problems: readonly PlacedProblem[],
  models: readonly ModelReport[],
  { sameHere, likewise, withSizes }: ProblemWords['related'],
  between: string,
): readonly PlacedProblem[] {
  const byPlace = new Map<string, PlacedProblem[]>();
  // Height and width of one layer are two problems.
  const ofLayer = new Map<string, number>();
  for (const [place, placed] of problems.entries()) {
    const { code, span, severity, node } = placed.problem;
    const at = `${code} ${span.start} ${span.end}`;
    const layer = `${at} ${severity} ${placed.model ?? ''} ${node ?? ''}`;
    const turn = ofLayer.get(layer) ?? 0;
    ofLayer.set(layer, turn + 1);
    const group = severity === 'error' ? at : `${at} ${severity} ${placed.model ?? ''} ${turn}`;
    const key = node === undefined ? place.toString() : group;
    byPlace.set(key, [...(byPlace.get(key) ?? []), placed]);
  }
  return [...byPlace.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ? [first] : [];
    const isError = first.problem.severity === 'error';
    const names = others.map(({ problem: { node = -1 }, model }) => {
      const layer = models[model ?? -1]?.layers[node];
      if (!layer) return '';
      if (isError) return layer.id;
      const [input = null] = layer.inputShapes;
      const [output = null] = layer.outputShapes;
      return withSizes(layer.id, compactShapeText(input), compactShapeText(output));
    });
    const named = [...new Set(names)];
    const say = isError ? sameHere : likewise;
    const also = say(named.slice(0, mostNamed), Math.max(0, named.length - mostNamed));
    const message = `${first.problem.message}${between}${also}`;
    return [{ ...first, problem: { ...first.problem, message } }];
  });
}

function elsewhere(problem: Problem, span: Span, say: ProblemWords['related']): Problem | null {
  const { severity, message } = problem;
  if (severity === 'information' || severity === 'hint') return null;
  const name = problem.span.file?.replace(/^.*[/\\]/, '') ?? '';
  return { ...problem, message: say.inFile(name, message), span };
}
