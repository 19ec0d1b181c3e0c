import { effectiveKernelSize, remainderOf, type AxisConfig } from '../../engine/geometry/axis.ts';
import type { FieldName } from '../graph/graph.ts';
import type { LayerReport, ModelReport } from '../report.ts';
import { productOf } from '../shapes/dims.ts';
import type { Finding, GroupsMismatch } from './finding.ts';
import { written, type Change, type FixCandidate } from './fix-candidate.ts';
import { inputCandidates } from './input-candidates.ts';
import { culpritCandidates, outputPaddingCandidates } from './join-candidates.ts';
import { isChannelsLast } from './mismatch-message.ts';
import { nearestAbove, nearestBelow } from './nearest.ts';
import { producerOfChannels } from './producer.ts';

/** Changes that may solve a problem of layer `node`, unchecked. */
export function fixCandidates(finding: Finding, node: number, report: ModelReport): readonly FixCandidate[] {
  const layer = report.layers[node];
  if (!layer) return [];
  return candidatesOf(finding, layer, report).sort((a, b) => a.cost - b.cost);
}

function candidatesOf(finding: Finding, layer: LayerReport, report: ModelReport): FixCandidate[] {
  const set = (
    field: FieldName,
    value: number,
    cost: number,
    at: Pick<Change, 'layer' | 'elsewhere' | 'name'> = { layer },
  ) => written({ ...at, field, value, axes: finding.axes, cost });
  switch (finding.code) {
    case 'padding-unused':
    case 'overhang':
    case 'subsampled':
    case 'pixels-lost':
      // Blocks have a factor alone, and another one is another network.
      return finding.shifted ? [] : windowCandidates(finding.geometry, finding.axes, layer, report);
    case 'kernel-larger-than-input':
      return largerInputCandidates(finding.geometry, finding.axes, layer, report);
    case 'impossible':
      if (finding.reason === 'remainder-under-exact-rounding') {
        const rounding = {
          layer,
          field: 'rounding',
          value: 'floor',
          axes: [],
          cost: 4,
        } as const;
        return [...windowCandidates(finding.config, finding.axes, layer, report), ...written(rounding)];
      }
      if (finding.reason === 'kernel-larger-than-input') {
        return largerInputCandidates(finding.config, finding.axes, layer, report);
      }
      if (finding.reason === 'transposed-output-below-one') {
        const { padding } = finding.transposed;
        const surplus = Math.ceil((1 - finding.outputSize) / 2);
        const value = padding.before - surplus;
        return value >= 0 && padding.before === padding.after ? set('padding', value, surplus) : [];
      }
      return [];
    case 'channel-mismatch': {
      const producer = producerOfChannels(layer, report);
      return [
        ...(isChannelsLast(finding.inputShape, finding.declared)
          ? []
          : set(finding.field, finding.actual, 0)),
        ...(producer ? set('outChannels', finding.declared, 1, { layer: producer, elsewhere: true }) : []),
      ];
    }
    case 'groups-mismatch':
      return groupCandidates(finding, layer);
    case 'features-mismatch':
      return set('inFeatures', finding.actual, 0);
    case 'normalization-mismatch':
      // As many in the last dimension: the layout is to blame, not the number.
      return isChannelsLast(finding.inputShape, finding.declared) ? [] : set('features', finding.actual, 0);
    case 'refused-hyperparameter':
      return refusalCandidates(finding.rule, finding.field, finding.limit, finding.axes, layer);
    case 'yolo-filters-mismatch': {
      const producer = producerOfChannels(layer, report);
      return producer
        ? set('outChannels', finding.expected, 0, { layer: producer, elsewhere: true, name: 'filters' })
        : [];
    }
    case 'yolo-input-size': {
      const below = Math.floor(finding.size / finding.divisor) * finding.divisor;
      return [below, below + finding.divisor]
        .filter((size) => size > 0)
        .flatMap((size) => set('input', size, Math.abs(size - finding.size)));
    }
    case 'join-mismatch':
      return [
        ...(finding.culprit ? culpritCandidates(finding.culprit, report) : []),
        ...outputPaddingCandidates(finding, layer, report),
      ];
    case 'reshape-mismatch':
      return finding.expected === null
        ? []
        : lastSizeCandidates(finding.expected, finding.target.length, layer);
    case 'batch-changed': {
      const sample = productOf(finding.inputShape.slice(1));
      return typeof sample === 'number' ? lastSizeCandidates(sample, finding.outputShape.length, layer) : [];
    }
    case 'rank-mismatch':
    case 'weights-mismatch':
    case 'layer-rule':
    case 'unknown-layer':
      return [];
  }
}

/** The last of a reshape's sizes changed, where it stands on its own. */
function lastSizeCandidates(value: number, sizes: number, layer: LayerReport): FixCandidate[] {
  const last = sizes - 1;
  if (layer.source.fields.dims?.axes?.[last] === undefined) return [];
  return written({ layer, field: 'dims', name: 'lastSize', value, axes: [last], cost: 0 });
}

/** Padding, kernel, stride and input size, each the nearest below and above for which r = 0. */
function windowCandidates(
  config: AxisConfig,
  axes: readonly number[],
  layer: LayerReport,
  report: ModelReport,
): FixCandidate[] {
  const { kernelSize, stride, padding } = config;
  const fits = (change: Partial<AxisConfig>): boolean => {
    const tried = { ...config, ...change };
    const numerator = numeratorOf(tried);
    return numerator >= 0 && remainderOf(numerator, tried.stride) === 0;
  };
  const nearest = (field: FieldName, now: number, base: number, test: (value: number) => boolean) => {
    const least = field === 'padding' ? 0 : 1;
    return [nearestBelow(now, least, test), nearestAbove(now, stride, test)]
      .filter((value) => value !== null)
      .flatMap((value) => written({ layer, field, value, axes, cost: base + Math.abs(value - now) }));
  };
  // A pool of single cells is none.
  const isIdle = (kernel: number): boolean => kernel === 1 && layer.operation.kind === 'pool';
  const symmetric = padding.before === padding.after;
  const shift = remainderOf(numeratorOf(config), stride);
  return [
    ...(symmetric
      ? nearest('padding', padding.before, 0, (p) => fits({ padding: { before: p, after: p } }))
      : []),
    ...nearest('kernel', kernelSize, 0.5, (value) => !isIdle(value) && fits({ kernelSize: value })),
    ...nearest('stride', stride, 2.5, (value) => fits({ stride: value })),
    ...inputCandidates(-shift, axes, layer, report),
    ...inputCandidates(stride - shift, axes, layer, report),
  ];
}

/** A kernel that fits, padding or input that makes room for it. */
function largerInputCandidates(
  config: AxisConfig,
  axes: readonly number[],
  layer: LayerReport,
  report: ModelReport,
): FixCandidate[] {
  const { inputSize, kernelSize, dilation, padding } = config;
  const padded = inputSize + padding.before + padding.after;
  const missing = effectiveKernelSize(kernelSize, dilation) - padded;
  const largest = Math.floor((padded - 1) / dilation) + 1;
  const more = padding.before + Math.ceil(missing / 2);
  return [
    ...(largest >= 1
      ? written({ layer, field: 'kernel', value: largest, axes, cost: kernelSize - largest })
      : []),
    ...(padding.before === padding.after
      ? written({ layer, field: 'padding', value: more, axes, cost: 0.5 + missing })
      : []),
    ...inputCandidates(missing, axes, layer, report),
  ];
}

/** Groups that divide the input's and the output's channels, or channels that the groups divide. */
function groupCandidates({ channels, groups, which }: GroupsMismatch, layer: LayerReport): FixCandidate[] {
  if (which === 'pixel-shuffle') return [];
  const { operation } = layer;
  const counts =
    operation.kind === 'convolution' || operation.kind === 'transposed-convolution'
      ? [channels, operation.inChannels, operation.outChannels]
      : [channels];
  const divides = (value: number): boolean => counts.every((count) => count === null || count % value === 0);
  const multiples = [Math.floor(channels / groups) * groups, Math.ceil(channels / groups) * groups];
  const field = which === 'in' ? 'inChannels' : 'outChannels';
  return [
    ...[nearestBelow(groups, 1, divides), nearestAbove(groups, groups, divides)]
      .filter((value) => value !== null)
      .flatMap((value) =>
        written({ layer, field: 'groups', value, axes: [], cost: Math.abs(value - groups) }),
      ),
    ...multiples
      .filter((value) => value > 0)
      .flatMap((value) => written({ layer, field, value, axes: [], cost: 1 + Math.abs(value - channels) })),
  ];
}

function refusalCandidates(
  rule: Extract<Finding, { code: 'refused-hyperparameter' }>['rule'],
  field: FieldName,
  limit: number,
  axes: readonly number[],
  layer: LayerReport,
): FixCandidate[] {
  switch (rule) {
    case 'not-positive':
    case 'negative':
    case 'pool-padding-over-half-kernel':
    case 'pool-padding-not-below-kernel':
    case 'output-padding-not-below-stride-or-dilation':
    case 'output-padding-not-below-stride':
    case 'reflection-not-below-input':
    case 'circular-over-input':
      return limit >= 0 ? written({ layer, field, value: limit, axes, cost: 0 }) : [];
    case 'stride-with-dilation':
      return [
        ...written({ layer, field: 'dilation', value: 1, axes: [], cost: 0 }),
        ...written({ layer, field: 'stride', value: 1, axes: [], cost: 1 }),
      ];
    case 'same-with-stride':
      return [
        ...samePaddingCandidates(layer),
        ...written({ layer, field: 'stride', value: 1, axes: [], cost: 1 }),
      ];
    case 'no-features':
    case 'not-whole':
    case 'same-transposed':
    case 'causal-outside-conv1d':
      return [];
  }
}

/** The number that 'same' stands for without a stride, where it is one for all axes and both sides. */
function samePaddingCandidates(layer: LayerReport): FixCandidate[] {
  const { operation } = layer;
  if (operation.kind !== 'convolution') return [];
  const totals = operation.kernel.map(
    (size, axis) => effectiveKernelSize(size ?? NaN, operation.dilation[axis] ?? NaN) - 1,
  );
  const [total = NaN] = totals;
  if (total % 2 !== 0 || totals.some((other) => other !== total)) return [];
  return written({ layer, field: 'padding', value: total / 2, axes: [], cost: 0 });
}

function numeratorOf({ inputSize, kernelSize, dilation, padding }: AxisConfig): number {
  return inputSize + padding.before + padding.after - effectiveKernelSize(kernelSize, dilation);
}
