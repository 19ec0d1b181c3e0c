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
 * another file is shown at the call that leads there, or else at the model that reads it, unless it is only information.
 */
export function shownProblems(
  { problems, models }: Pick<Analysis, 'problems' | 'models'>,
  { related: say, between }: ProblemWords,
): readonly PlacedProblem[] {
  const all: readonly Shown[] = [
    ...problems.map((problem) => ({ problem, model: null, origin: problem.span })),
    ...models.flatMap(({ problems: ofModel, span }, model) =>
      ofModel.flatMap((problem) => {
        const shown = problem.span.file === undefined ? problem : elsewhere(problem, span, say);
        return shown ? [{ problem: shown, model, origin: problem.span }] : [];
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

/** With the place where it stands, which another file may be. */
interface Shown extends PlacedProblem {
  readonly origin: Span;
}

/** How many layers are named that have the same problem. */
const mostNamed = 3;

/**
 * A line that builds or runs many layers has one problem of a kind, and says which other ones it is true of: one cause is
 * one problem. What is no error is said with its sizes: each round has others.
 */
function oncePerLine(
  problems: readonly Shown[],
  models: readonly ModelReport[],
  { sameHere, likewise, withSizes }: ProblemWords['related'],
  between: string,
): readonly PlacedProblem[] {
  const byPlace = new Map<string, Shown[]>();
  // Height and width of one layer are two problems.
  const ofLayer = new Map<string, number>();
  for (const [place, placed] of problems.entries()) {
    const { code, span, severity, node } = placed.problem;
    const { origin } = placed;
    const at = `${code} ${span.start} ${span.end} ${origin.file ?? ''} ${origin.start} ${origin.end}`;
    const layer = `${at} ${severity} ${placed.model ?? ''} ${node ?? ''}`;
    const turn = ofLayer.get(layer) ?? 0;
    ofLayer.set(layer, turn + 1);
    const group = severity === 'error' ? at : `${at} ${severity} ${placed.model ?? ''} ${turn}`;
    const key = node === undefined ? place.toString() : group;
    byPlace.set(key, [...(byPlace.get(key) ?? []), placed]);
  }
  return [...byPlace.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { problem, model } = first;
    if (others.length === 0) return [{ problem, model }];
    const isError = problem.severity === 'error';
    const names = others.map((other) => {
      const layer = models[other.model ?? -1]?.layers[other.problem.node ?? -1];
      if (!layer) return '';
      if (isError) return layer.id;
      const [input = null] = layer.inputShapes;
      const [output = null] = layer.outputShapes;
      return withSizes(layer.id, compactShapeText(input), compactShapeText(output));
    });
    const named = [...new Set(names)];
    const say = isError ? sameHere : likewise;
    const also = say(named.slice(0, mostNamed), Math.max(0, named.length - mostNamed));
    return [{ model, problem: { ...problem, message: `${problem.message}${between}${also}` } }];
  });
}

function elsewhere(problem: Problem, span: Span, say: ProblemWords['related']): Problem | null {
  const { severity, message } = problem;
  if (severity === 'information' || severity === 'hint') return null;
  const name = problem.span.file?.replace(/^.*[/\\]/, '') ?? '';
  return { ...problem, message: say.inFile(name, message), span: problem.ledFrom ?? span };
}
