import type { Framework } from '../../graph/graph.ts';
import type { Convolution, Value } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { elementCount } from '../dims.ts';
import { conventions } from '../conventions.ts';
import { inferred, productOrNull, type OperationRule } from '../inference.ts';
import { paddingOfAxis } from '../padding.ts';
import {
  refusedCausal,
  refusedPaddingMode,
  refusedParameters,
  refusedSame,
  refusedStrideWithDilation,
} from '../refusals.ts';
import { readSpatial, spatialShape } from '../spatial.ts';
import { inferWindow } from '../window.ts';
import { channelFindings, channelsIn, withChannelValues } from './channels.ts';

/** Any convolution of 1 to 3 axes: plain, grouped, depthwise, separable. */
export const convolution: OperationRule<Convolution> = (operation, [inputShape], framework) => {
  const { tensor, findings } = readSpatial(inputShape, operation.kernel.length, operation.layout, framework);
  const window = inferWindow(operation, tensor.sizes, framework);
  const counts = channelCounts(operation, tensor.channels, framework);
  const outputShape = spatialShape(tensor, counts.out, window.sizes);
  const weights = kernelWeights(operation, counts);
  return inferred(outputShape, {
    axes: window.axes,
    params: parameterCount(operation, weights, counts, window.sizes),
    macs: multiplyAdds(operation, counts, outputShape),
    findings: [
      ...findings,
      ...refusedParameters(operation),
      ...refusedSame(operation),
      ...(operation.kernel.length === 1 && !operation.channelwise ? [] : refusedCausal(operation)),
      ...refusedStrideWithDilation(operation, framework),
      ...refusedMode(operation, tensor.sizes),
      ...channelFindings(plainChannels(operation), tensor.channels, inputShape ?? null, framework),
      ...window.findings,
      ...weightFindings(operation, counts),
    ],
  });
};

interface ChannelCounts {
  readonly in: number | null;
  /** Output channels of the part that reads the window: the multiplied ones of a depthwise convolution. */
  readonly windowed: number | null;
  readonly out: number | null;
  /** Input channels that one output cell reads. */
  readonly perGroup: number | null;
}

function channelCounts(operation: Convolution, actual: Dim, framework: Framework): ChannelCounts {
  const { inChannels, outChannels, groups, channelwise } = operation;
  const channels = channelsIn(inChannels, actual);
  if (channelwise) {
    const windowed = productOrNull(channels, channelwise.multiplier);
    const out = channelwise.kind === 'depthwise' ? windowed : outChannels;
    return { in: channels, windowed, out, perGroup: 1 };
  }
  return {
    in: channels,
    windowed: outChannels,
    out: outChannels,
    perGroup: perGroup(channels, groups, framework),
  };
}

function perGroup(channels: number | null, groups: Value, framework: Framework): number | null {
  if (channels === null || groups === null) return null;
  if (channels % groups === 0) return channels / groups;
  return conventions[framework].unevenGroups ? Math.floor(channels / groups) : null;
}

/** The groups of a depthwise convolution divide whatever comes. */
function plainChannels(operation: Convolution): Pick<Convolution, 'inChannels' | 'outChannels' | 'groups'> {
  const { inChannels, outChannels, groups, channelwise } = operation;
  if (!channelwise) return { inChannels, outChannels, groups };
  return { inChannels, outChannels: channelwise.kind === 'depthwise' ? null : outChannels, groups: null };
}

function kernelWeights({ kernel, channelwise }: Convolution, counts: ChannelCounts): number | null {
  const windowed = productOrNull(counts.windowed, counts.perGroup, ...kernel);
  if (channelwise?.kind !== 'separable') return windowed;
  const pointwise = productOrNull(counts.windowed, counts.out);
  return windowed === null || pointwise === null ? null : windowed + pointwise;
}

/** A locally connected layer has a kernel and a bias for every position (pjreddie/darknet: src/local_layer.c). */
function parameterCount(
  { bias, batchNormalized = false, unshared }: Convolution,
  weights: number | null,
  { out }: ChannelCounts,
  sizes: readonly Dim[],
): number | null {
  const params = withChannelValues(weights, out, bias, batchNormalized);
  return unshared ? productOrNull(params, elementCount(sizes)) : params;
}

/** Each output cell is a sum of as many products as one output channel has weights. */
function multiplyAdds(operation: Convolution, counts: ChannelCounts, outputShape: Shape): number | null {
  const weights = kernelWeights(operation, counts);
  const cells = elementCount(outputShape);
  if (weights === null || cells === null || counts.out === null || counts.out < 1) return null;
  return productOrNull(cells / counts.out, weights);
}

function refusedMode(
  { padding, paddingMode, kernel, dilation }: Convolution,
  sizes: readonly Dim[],
): readonly Finding[] {
  if (!paddingMode) return [];
  if (padding.kind === 'explicit') return refusedPaddingMode(paddingMode, padding.sides, sizes);
  if (padding.kind !== 'same-unit-stride') return [];
  const sides = kernel.map((size, axis) => {
    const step = dilation[axis] ?? null;
    const known = size === null || step === null ? null : paddingOfAxis(padding, axis, 0, size, 1, step);
    return known ?? { before: null, after: null };
  });
  return refusedPaddingMode(paddingMode, sides, sizes);
}

function weightFindings(operation: Convolution, counts: ChannelCounts): readonly Finding[] {
  const findings: Finding[] = [];
  const { weights, biasValues, kernel } = operation;
  const shape: readonly Value[] = [counts.out, counts.perGroup, ...kernel];
  const expected = productOrNull(...shape);
  if (weights && expected !== null && weights.length !== expected) {
    const expectedShape = shape.map((size) => size ?? 0);
    findings.push(wrongWeights('kernel', expectedShape, weights.length));
  }
  if (biasValues && counts.out !== null && biasValues.length !== counts.out) {
    findings.push(wrongWeights('bias', [counts.out], biasValues.length));
  }
  return findings;
}

function wrongWeights(which: 'kernel' | 'bias', expectedShape: readonly number[], actual: number): Finding {
  return { code: 'weights-mismatch', field: 'weights', axes: [], which, expectedShape, actual };
}
