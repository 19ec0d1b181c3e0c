import type { OutlineSymbol } from '../../language/symbols.ts';
import type { ModelReport } from '../../model/report.ts';
import type { Analysis, ModelData, ProblemData, SymbolData } from '../../protocol/analysis.ts';
import type { NetworkUpdate } from '../../protocol/network-change.ts';
import { networkView } from '../../scene/network/network-view.ts';
import type { NetworkView } from '../../scene/network/view.ts';
import { wordsOf } from '../../scene/words/words-of.ts';
import { parseInputSize } from '../../util/input-size.ts';
import type { LineIndex } from '../../util/line-index.ts';
import type { Range } from '../../util/span.ts';
import type { AnalyzedDocument } from './analyzed-document.ts';

/** What the editor and the panels show of a document at once; `networks` are those of the models that panels show. */
export function analysisAnswer(
  document: AnalyzedDocument,
  networks: ReadonlyMap<number, NetworkUpdate>,
): Analysis {
  const types = openTypes(document.analysis.models);
  return {
    kind: 'analysis',
    version: document.version,
    unfinished: document.analysis.unfinished ?? false,
    problems: document.problems.map(({ problem }): ProblemData => {
      const { code, severity, message, span, related } = problem;
      const layerType = code === 'unknown-layer' || code === 'layer-rule' ? types.get(span.start) : undefined;
      return {
        ...(layerType !== undefined && { layerType }),
        code,
        severity,
        message,
        range: document.lines.range(span),
        related: related.flatMap((place) =>
          place.span.file === undefined
            ? [{ range: document.lines.range(place.span), message: place.message }]
            : [],
        ),
      };
    }),
    models: document.analysis.models.map((report, place) => ({
      ...modelData(report, document),
      network: networks.get(place) ?? null,
    })),
    variants: document.analysis.variants ?? [],
  };
}

/** Types of the layers that are not known, or whose rule does not fit, by where their heads begin. */
function openTypes(models: readonly ModelReport[]): ReadonlyMap<number, string> {
  const types = new Map<number, string>();
  for (const { layers } of models) {
    for (const layer of layers) {
      const { kind } = layer.operation;
      if (kind === 'unknown' || kind === 'custom') types.set(layer.source.title.start, layer.type);
    }
  }
  return types;
}

/** A model as panels draw it. */
export const networkAnswer = (
  report: ModelReport,
  { lines, options: { language = 'en' } }: AnalyzedDocument,
): NetworkView => networkView(report, ({ start }) => lines.position(start).line, wordsOf(language));

function modelData(
  model: ModelReport,
  { source: { text }, lines }: AnalyzedDocument,
): Omit<ModelData, 'network'> {
  const { name, layers, inputs, totals } = model;
  return {
    name,
    layerCount: layers.length - inputs.length,
    inputs: inputs.map(({ name: inputName, shape, origin }) => ({ name: inputName, shape, origin })),
    totals,
    inputRange: inputRange(model, text, lines),
  };
}

/** Where the first input's size stands: what the file calls or declares, or the size itself in a comment. */
function inputRange({ inputs: [first], layers }: ModelReport, text: string, lines: LineIndex): Range | null {
  const title = first && layers[first.node]?.source.title;
  if (!title || title.file !== undefined) return null;
  const isSize = first.origin === 'comment' && parseInputSize(text.slice(title.start, title.end)) !== null;
  return first.origin === 'file' || isSize ? lines.range(title) : null;
}

export function symbolData(
  { span, selection, children, ...symbol }: OutlineSymbol,
  lines: LineIndex,
): SymbolData {
  return {
    ...symbol,
    range: lines.range(span),
    selection: lines.range(selection),
    children: children.map((child) => symbolData(child, lines)),
  };
}
