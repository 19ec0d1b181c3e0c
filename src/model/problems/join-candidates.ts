import type { LayerReport, ModelReport } from '../report.ts';
import type { JoinCulprit, JoinMismatch } from './finding.ts';
import { written, type FixCandidate } from './fix-candidate.ts';
import { inputCandidates, wholeInputCandidates } from './input-candidates.ts';

/** Sizes for which the layer that parted two branches divides its input. */
export function culpritCandidates({ node, geometry }: JoinCulprit, report: ModelReport): FixCandidate[] {
  const layer = report.layers[node];
  if (!layer) return [];
  const axes = layer.axes.flatMap(({ geometry: other }, axis) => {
    const odd = other !== null && other.inputSize % other.stride !== 0;
    return odd && other.inputSize === geometry.inputSize ? [axis] : [];
  });
  const rest = geometry.inputSize % geometry.stride;
  return [
    ...[-rest, geometry.stride - rest].flatMap((shift) => inputCandidates(shift, axes, layer, report)),
    ...wholeInputCandidates(axes, layer, report),
    ...paddingCandidates(layer),
  ];
}

/** One cell of padding more, or less, on all sides alike: another rounding of the same size. */
function paddingCandidates(layer: LayerReport): FixCandidate[] {
  const sides = new Set(
    layer.axes.flatMap(({ geometry }) => (geometry ? [geometry.padding.before, geometry.padding.after] : [])),
  );
  const [padding, ...others] = sides;
  if (padding === undefined || others.length > 0) return [];
  return [padding + 1, padding - 1]
    .filter((value) => value >= 0)
    .flatMap((value) => written({ layer, field: 'padding', elsewhere: true, value, axes: [], cost: 1.5 }));
}

/** The transposed convolution that gave the smaller input of a join its size, with as many cells more at the end. */
export function outputPaddingCandidates(
  { inputs, shapes, dimension }: JoinMismatch,
  layer: LayerReport,
  { layers }: ModelReport,
): FixCandidate[] {
  const [first, second] = shapes.map((shape) => shape[dimension]);
  if (typeof first !== 'number' || typeof second !== 'number' || dimension < 2) return [];
  let source = layers[layer.inputs[first < second ? inputs[0] : inputs[1]]?.node ?? -1];
  while (source?.operation.kind === 'elementwise' || source?.operation.kind === 'normalization') {
    source = layers[source.inputs[0]?.node ?? -1];
  }
  if (source?.operation.kind !== 'transposed-convolution') return [];
  const [geometry] = source.transposedAxes;
  if (!geometry) return [];
  const value = geometry.outputPadding + Math.abs(first - second);
  return written({ layer: source, field: 'outputPadding', elsewhere: true, value, axes: [], cost: 1 });
}
