import type { OutlineSymbol } from '../../language/symbols.ts';
import type { Problem } from '../../model/problems/problem.ts';
import type { ModelReport } from '../../model/report.ts';
import type { Analysis, ModelData, ProblemData, SymbolData } from '../../protocol/analysis.ts';
import type { LineIndex } from '../../util/line-index.ts';
import type { AnalyzedDocument } from './analyzed-document.ts';

/** What the editor shows of a document at once. */
export function analysisAnswer(document: AnalyzedDocument): Analysis {
  return {
    kind: 'analysis',
    version: document.version,
    unfinished: document.analysis.unfinished ?? false,
    problems: document.problems.map(({ problem, model }): ProblemData => {
      const { code, severity, message, span, related } = problem;
      const layerType = unknownType(problem, document.analysis.models, model);
      return {
        ...(layerType !== null && { layerType }),
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
    models: document.analysis.models.map((report) => modelData(report, document.lines)),
    variants: document.analysis.variants ?? [],
  };
}

/** The type of the layer that is not known, or whose rule does not fit. */
function unknownType(
  { code, span, node }: Problem,
  models: readonly ModelReport[],
  model: number | null,
): string | null {
  if (code !== 'unknown-layer' && code !== 'layer-rule') return null;
  // A problem of the text stands at its layer's head.
  const layer =
    model === null || node === undefined
      ? models.flatMap(({ layers }) => layers).find(({ source }) => source.title.start === span.start)
      : models[model]?.layers[node];
  const isOpen = layer?.operation.kind === 'unknown' || layer?.operation.kind === 'custom';
  return isOpen ? layer.type : null;
}

function modelData({ name, layers, inputs, totals }: ModelReport, lines: LineIndex): ModelData {
  const [first] = inputs;
  const input = first && layers[first.node];
  return {
    name,
    layerCount: layers.length - inputs.length,
    inputs: inputs.map(({ name: inputName, shape, origin }) => ({ name: inputName, shape, origin })),
    totals,
    inputRange: first?.origin === 'file' && input ? lines.range(input.source.title) : null,
  };
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
