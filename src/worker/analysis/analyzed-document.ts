import { analyze, type Analysis, type AnalysisOptions } from '../../formats/analyze.ts';
import type { Format, FormatContext, SourceDocument } from '../../formats/format.ts';
import { surveyDocument, type SurveyedDocument } from '../../formats/size-survey.ts';
import { demandText } from '../../language/size-survey.ts';
import type { Problem } from '../../model/problems/problem.ts';
import type { ProblemWords } from '../../model/problems/words/english-problems.ts';
import { problemWords } from '../../model/problems/words/problem-words.ts';
import { layerAt, type LayerPlace } from '../../language/layer-at.ts';
import type { ModelReport } from '../../model/report.ts';
import { LineIndex } from '../../util/line-index.ts';
import type { Position, Span } from '../../util/span.ts';

/** A problem, and the model that it is of; null: of the text. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly model: number | null;
}

/** Enough sizes to see the rule of strides up to 128, and layers that they take a few milliseconds for. */
const demandRange = { from: 1, to: 512 };
const mostSurveyed = 1000;

/** One version of a document with all that was found in it. */
export class AnalyzedDocument {
  readonly version: number;
  readonly source: SourceDocument;
  readonly formats: readonly Format[];
  readonly context: FormatContext;
  readonly options: AnalysisOptions;
  readonly analysis: Analysis;
  readonly lines: LineIndex;
  /** Those of the text first, then model by model. */
  readonly problems: readonly PlacedProblem[];
  #sizeDemands: readonly (string | null)[] | null = null;

  constructor(
    version: number,
    source: SourceDocument,
    formats: readonly Format[],
    context: FormatContext,
    options: AnalysisOptions,
  ) {
    this.version = version;
    this.source = source;
    this.formats = formats;
    this.context = context;
    this.options = options;
    this.analysis = analyze(source, formats, context, options);
    this.lines = new LineIndex(source.text);
    this.problems = shownProblems(this.analysis, problemWords(options.language));
  }

  get surveyed(): SurveyedDocument {
    return {
      document: this.source,
      analysis: this.analysis,
      formats: this.formats,
      context: this.context,
      language: this.options.language,
    };
  }

  /** What each model wants of its input size, in words; worked out when it is first asked for. */
  get sizeDemands(): readonly (string | null)[] {
    return (this.#sizeDemands ??= this.analysis.models.map(({ layers }, model) =>
      layers.length > mostSurveyed || this.#followsInputSize
        ? null
        : demandText(surveyDocument(this.surveyed, model, demandRange)),
    ));
  }

  get #followsInputSize(): boolean {
    return this.formats.some(({ id, followsInputSize }) => id === this.analysis.format && followsInputSize);
  }

  model(place: number): ModelReport | null {
    return this.analysis.models[place] ?? null;
  }

  /** The layer whose text holds the position; from the indentation of a line too. */
  layerAt(position: Position): LayerPlace | null {
    const offset = this.lines.offset(position);
    const line = this.lines.offset({ line: position.line, character: 0 });
    const indentation = /^[ \t-]*/.exec(this.source.text.slice(line, line + 200))?.[0].length ?? 0;
    return layerAt(this.analysis.models, Math.max(offset, line + indentation));
  }
}

/**
 * Problems as the document shows them: a line that several models run says what is the same once, and what is wrong in
 * another file is shown at the model that reads it, unless it is only information.
 */
function shownProblems(
  { problems, models }: Analysis,
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
