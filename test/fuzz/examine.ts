import type { Analysis } from '../../src/formats/analyze.ts';
import { fixesForProblem } from '../../src/formats/fixes.ts';
import type { Format, FormatContext, SourceDocument } from '../../src/formats/format.ts';
import { codeLenses } from '../../src/language/code-lenses.ts';
import { hoverAt } from '../../src/language/hover.ts';
import { inlayHints } from '../../src/language/inlay-hints.ts';
import { outline } from '../../src/language/symbols.ts';
import type { Shape } from '../../src/model/graph/shape.ts';
import { networkView } from '../../src/scene/network/network-view.ts';
import { AnalyzedDocument } from '../../src/worker/analysis/analyzed-document.ts';
import { analysisAnswer } from '../../src/worker/analysis/answers.ts';

export interface Examination {
  readonly analysis: Analysis;
  /** What the editor waits for after a change, on a processor of its own. */
  readonly milliseconds: number;
  /** What an answer must never be. */
  readonly faults: readonly string[];
}

/** Milliseconds that this process has computed: other work of the machine does not count. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const longestMessage = 1000;

/** Asks of a document all that the editor asks. Throws where ConvLens throws. */
export function examine(
  source: SourceDocument,
  formats: readonly Format[],
  context: FormatContext,
): Examination {
  const started = processorTime();
  const document = new AnalyzedDocument(1, source, formats, context, {});
  const { problems } = analysisAnswer(document, new Map());
  const milliseconds = processorTime() - started;
  const { analysis, lines } = document;
  const { models } = analysis;
  const whole = { start: 0, end: source.text.length };
  const labels = inlayHints(models, source.text, whole).map(({ label }) => label);
  const titles = codeLenses(models).map(({ title }) => title);
  outline(models);
  for (const model of models) networkView(model, ({ start }) => lines.position(start).line);
  const hovers = models.flatMap(({ layers }) => {
    const layer = layers[layers.length >> 1];
    return layer ? [hoverAt(models, layer.source.title.start, analysis.explanations)?.markdown ?? ''] : [];
  });
  const messages = problems.map(({ message }) => message);
  const faults = [
    ...problems.filter(({ code }) => code === 'internal-error').map(({ message }) => message),
    ...(/undefined|nan/i.test(source.text) ? [] : [...messages, ...labels, ...titles, ...hovers])
      .filter((text) => garbled.test(text))
      .map((text) => `garbled: ${text}`),
    ...messages.filter(({ length }) => length > longestMessage).map((text) => `long: ${text}`),
    ...misplaced(document),
    ...models.flatMap(({ layers }) =>
      layers.flatMap(({ id, outputShapes }) =>
        outputShapes.every(isShape) ? [] : [`${id} has the shape ${JSON.stringify(outputShapes)}`],
      ),
    ),
  ];
  return { analysis, milliseconds, faults };
}

/** A word of JavaScript's that came from a value which the code did not expect, and not from the file. */
const garbled = /\[object |\bundefined\b|\bNaN\b/;

function misplaced({ problems, source }: AnalyzedDocument): readonly string[] {
  const end = source.text.length;
  return problems.flatMap(({ problem: { code, span, related } }) =>
    [span, ...related.map((place) => place.span)]
      .filter((place) => place.file === undefined)
      .some((place) => !(place.start >= 0 && place.start <= place.end && place.end <= end))
      ? [`${code} stands at ${JSON.stringify(span)} of ${end}`]
      : [],
  );
}

const isShape = (shape: Shape): boolean =>
  shape?.every((dim) => typeof dim !== 'number' || (Number.isInteger(dim) && dim >= 0)) ?? true;

/** Asks for the quick fixes of one problem, each of which analyses the file again. */
export function examineFixes(
  source: SourceDocument,
  formats: readonly Format[],
  context: FormatContext,
  analysis: Analysis,
  place: number,
): void {
  const placed = [
    ...analysis.problems.map((problem) => ({ problem, model: -1 })),
    ...analysis.models.flatMap(({ problems }, model) => problems.map((problem) => ({ problem, model }))),
  ];
  const chosen = placed[place % Math.max(1, placed.length)];
  if (chosen)
    fixesForProblem(chosen.problem, chosen.model, analysis, source, formats, context, {}, processorTime);
}
