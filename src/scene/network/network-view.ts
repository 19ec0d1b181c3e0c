import { axisGeometry } from '../../engine/geometry/axis.ts';
import type { Finding } from '../../model/problems/finding.ts';
import type { Span } from '../../util/span.ts';
import type { LayerReport, ModelReport } from '../../model/report.ts';
import { english, type Words } from '../words/english.ts';
import { operationSummary } from './operation-summary.ts';
import { withRepeats } from './repeats.ts';
import { worstVerdict } from './verdict-style.ts';
import type { LayerView, NetworkView, Windows } from './view.ts';

/** What the panel shows of a report; `lineOf` finds the zero-based line of a place in the document. */
export function networkView(
  report: ModelReport,
  lineOf: (span: Span) => number,
  words: Words = english,
): NetworkView {
  return {
    name: report.name,
    layers: withRepeats(
      report.layers.map((layer, place) => layerView(layer, isRefused(report, place), lineOf, words)),
    ),
    input: inputView(report),
    totals: report.totals,
    problems: report.problems.map(({ code, severity, message, span, node, finding }) => ({
      code,
      severity,
      message,
      line: lineOf(span),
      layer: node ?? null,
      windows: finding ? windowsOf(finding) : null,
    })),
  };
}

function windowsOf(finding: Finding): Windows | null {
  const { axes } = finding;
  switch (finding.code) {
    case 'padding-unused':
    case 'overhang':
    case 'subsampled':
    case 'pixels-lost':
    case 'kernel-larger-than-input':
      return { axes, spatialRank: finding.spatialRank, geometry: finding.geometry };
    case 'impossible': {
      if (!('config' in finding)) return null;
      const rounded = axisGeometry({ ...finding.config, rounding: 'floor' });
      return rounded.ok ? { axes, spatialRank: finding.spatialRank, geometry: rounded.axis } : null;
    }
    default:
      return null;
  }
}

function inputView({ inputs: [first] }: ModelReport): NetworkView['input'] {
  return first ? { shape: first.shape, origin: first.origin } : null;
}

/** An error of the layer itself, of its windows or of anything else: its framework takes it not. */
const isRefused = ({ problems }: ModelReport, place: number): boolean =>
  problems.some(({ node, severity }) => node === place && severity === 'error');

function layerView(
  layer: LayerReport,
  refused: boolean,
  lineOf: (span: Span) => number,
  words: Words,
): LayerView {
  return {
    id: layer.id,
    type: layer.type,
    kind: layer.operation.kind,
    summary: operationSummary(layer.operation, words),
    line: lineOf(layer.source.title),
    blocks: layer.blocks,
    inputs: layer.inputs.map((input) => input?.node ?? null),
    inputShapes: layer.inputShapes,
    outputShapes: layer.outputShapes,
    axes: layer.axes,
    transposedAxes: layer.transposedAxes,
    verdict: refused ? 'impossible' : worstVerdict(layer.axes.map(({ verdict }) => verdict)),
    params: layer.params,
    macs: layer.macs,
    receptiveField: layer.receptiveField,
    outputElements: layer.outputElements,
    heldElements: layer.heldElements,
    playable: isPlayable(layer),
  };
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
