import type { Span } from '../../util/span.ts';
import type { Verdict } from '../../engine/geometry/verdict.ts';
import type { AxisReport, LayerReport, ModelReport } from '../../model/report.ts';
import { operationSummary } from './operation-summary.ts';
import type { LayerView, NetworkView } from './view.ts';

/** What the panel shows of a report; `lineOf` finds the zero-based line of a place in the document. */
export function networkView(report: ModelReport, lineOf: (span: Span) => number): NetworkView {
  return {
    name: report.name,
    layers: report.layers.map((layer) => layerView(layer, lineOf)),
    totals: report.totals,
    problems: report.problems.map(({ code, severity, message, span, node }) => ({
      code,
      severity,
      message,
      line: lineOf(span),
      layer: node ?? null,
    })),
  };
}

function layerView(layer: LayerReport, lineOf: (span: Span) => number): LayerView {
  return {
    id: layer.id,
    type: layer.type,
    kind: layer.operation.kind,
    summary: operationSummary(layer.operation),
    line: lineOf(layer.source.title),
    blocks: layer.blocks,
    inputs: layer.inputs.map((input) => input?.node ?? null),
    inputShapes: layer.inputShapes,
    outputShapes: layer.outputShapes,
    axes: layer.axes,
    verdict: worstVerdict(layer.axes),
    params: layer.params,
    macs: layer.macs,
    receptiveField: layer.receptiveField,
    outputElements: layer.outputElements,
    playable: isPlayable(layer),
  };
}

/** From what costs nothing to what stops the model. */
const byCost: readonly Verdict[] = [
  'fits',
  'padding-unused',
  'overhang',
  'subsampled',
  'pixels-lost',
  'impossible',
];

function worstVerdict(axes: readonly AxisReport[]): Verdict | null {
  const costs = axes.map(({ verdict }) => byCost.indexOf(verdict));
  return byCost[Math.max(-1, ...costs)] ?? null;
}

/** The engine has this operation, and every size that it needs is known. */
function isPlayable({ operation, inputShapes, outputShapes }: LayerReport): boolean {
  const known = [...inputShapes, ...outputShapes].every(
    (shape) => shape?.slice(1).every((dim) => typeof dim === 'number' && dim > 0) ?? false,
  );
  if (!known) return false;
  switch (operation.kind) {
    case 'convolution':
    case 'transposed-convolution':
    case 'linear':
      return true;
    case 'pool':
      return operation.mode === 'max' || operation.mode === 'average';
    case 'elementwise':
      return operation.name === 'relu';
    default:
      return false;
  }
}
