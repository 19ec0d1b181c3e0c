import { analyze, type Analysis, type AnalysisOptions } from '../../formats/analyze.ts';
import type { Format, FormatContext, SourceDocument } from '../../formats/format.ts';
import { shownProblems, type PlacedProblem } from '../../formats/shown-problems.ts';
import { surveyDocument, type SurveyedDocument } from '../../formats/size-survey.ts';
import { demandText } from '../../language/size-survey.ts';
import { problemWords } from '../../model/problems/words/problem-words.ts';
import { layerWordsOf } from '../../language/words/layer-words-of.ts';
import { layerAt, type LayerPlace } from '../../language/layer-at.ts';
import type { ModelReport } from '../../model/report.ts';
import { LineIndex } from '../../util/line-index.ts';
import type { Position } from '../../util/span.ts';

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
        : demandText(surveyDocument(this.surveyed, model, demandRange), layerWordsOf(this.options.language)),
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
