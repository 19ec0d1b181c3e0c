import { effectiveKernelSize } from '../../../engine/geometry/axis.ts';
import {
  transposedAxisGeometry,
  type TransposedAxisConfig,
  type TransposedAxisGeometry,
} from '../../../engine/geometry/transposed-axis.ts';
import type { Framework } from '../../graph/graph.ts';
import type { TransposedConvolution } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { conventions } from '../conventions.ts';
import { elementCount } from '../dims.ts';
import { inferred, productOrNull, type OperationRule } from '../inference.ts';
import {
  mergeAxes,
  refused,
  refusedCausal,
  refusedParameters,
  refusedStrideWithDilation,
  refusedValues,
  refusedWindow,
} from '../refusals.ts';
import { readSpatial, spatialShape } from '../spatial.ts';
import { channelFindings, channelsIn, withChannelValues } from './channels.ts';

/** A transposed convolution of 1 to 3 axes. */
export const transposedConvolution: OperationRule<TransposedConvolution> = (
  operation,
  [inputShape],
  framework,
) => {
  const { kernel, groups, outChannels, layout } = operation;
  const { tensor, findings } = readSpatial(inputShape, kernel.length, layout, framework);
  const axes = tensor.sizes.map((size, axis) => axisOf(operation, axis, size, framework));
  const geometries = axes.flatMap(({ geometry }) => (geometry ? [geometry] : []));
  const channels = channelsIn(operation.inChannels, tensor.channels);
  const perGroup =
    outChannels === null || groups === null || outChannels % groups !== 0 ? null : outChannels / groups;
  const weights = productOrNull(channels, perGroup, ...kernel);
  const inputCells = elementCount([...tensor.batch, ...tensor.sizes]);
  return inferred(
    spatialShape(
      tensor,
      outChannels,
      axes.map(({ geometry }) => geometry?.outputSize ?? null),
    ),
    {
      transposedAxes: geometries.length === axes.length ? geometries : [],
      params: withChannelValues(weights, outChannels, operation.bias, operation.batchNormalized ?? false),
      macs: productOrNull(inputCells, weights),
      findings: [
        ...findings,
        ...refusedParameters(operation),
        ...refusedOutputPadding(operation, framework),
        ...refusedStrideWithDilation(operation, framework),
        ...refusedTransposedSame(operation),
        ...refusedCausal(operation),
        ...channelFindings(operation, tensor.channels, inputShape ?? null, framework),
        ...mergeAxes(axes.flatMap(({ finding }) => (finding ? [finding] : []))),
      ],
    },
  );
};

interface AxisInference {
  readonly geometry: TransposedAxisGeometry | null;
  readonly finding: Finding | null;
}

const unknownAxis: AxisInference = { geometry: null, finding: null };

function axisOf(
  operation: TransposedConvolution,
  axis: number,
  inputSize: Dim,
  framework: Framework,
): AxisInference {
  const kernelSize = operation.kernel[axis] ?? null;
  const stride = operation.stride[axis] ?? null;
  const dilation = operation.dilation[axis] ?? null;
  if (typeof inputSize !== 'number' || kernelSize === null || stride === null || dilation === null) {
    return unknownAxis;
  }
  if (refusedWindow(kernelSize, stride, dilation)) return unknownAxis;
  const ends = endsOf(operation, axis, kernelSize, stride, dilation, framework);
  if (ends === null) return unknownAxis;
  const config: TransposedAxisConfig = { inputSize, kernelSize, stride, dilation, ...ends };
  const geometry = transposedAxisGeometry(config);
  if (geometry) return { geometry, finding: null };
  const { padding, outputPadding } = ends;
  const outputSize =
    (inputSize - 1) * stride +
    outputPadding -
    padding.before -
    padding.after +
    effectiveKernelSize(kernelSize, dilation);
  const spatialRank = operation.kernel.length;
  const finding: Finding = {
    code: 'impossible',
    reason: 'transposed-output-below-one',
    field: 'padding',
    axes: [axis],
    transposed: config,
    outputSize,
    spatialRank,
  };
  return { geometry: null, finding };
}

/**
 * Padding and output padding of one axis. `same` gives W·S, and with an explicit output padding
 * (W−1)·S + F' mod 2 + output padding (keras-team/keras: keras/src/backend/common/backend_utils.py);
 * the odd cell of its padding stands after the output, or before it for ONNX' SAME_LOWER.
 */
function endsOf(
  { padding, outputPadding }: TransposedConvolution,
  axis: number,
  kernelSize: number,
  stride: number,
  dilation: number,
  framework: Framework,
): Pick<TransposedAxisConfig, 'padding' | 'outputPadding'> | null {
  const reach = effectiveKernelSize(kernelSize, dilation);
  const given = outputPadding === 'auto' ? Math.max(0, stride - reach) : (outputPadding[axis] ?? null);
  if (given === null || !Number.isInteger(given)) return null;
  if (padding.kind === 'explicit') {
    const sides = padding.sides[axis];
    if (sides === undefined || sides.before === null || sides.after === null) return null;
    if (!Number.isInteger(sides.before) || !Number.isInteger(sides.after)) return null;
    return { padding: { before: sides.before, after: sides.after }, outputPadding: given };
  }
  const keepsOddCell = framework === 'keras' && outputPadding !== 'auto';
  const total = keepsOddCell ? reach - (reach % 2) : Math.max(0, reach - stride);
  const lower = Math.floor(total / 2);
  const before = padding.kind === 'same-lower' ? total - lower : lower;
  return { padding: { before, after: total - before }, outputPadding: given };
}

/** pytorch: aten/src/ATen/native/NaiveConvolutionTranspose2d.cpp; keras: base_conv_transpose.py. */
function refusedOutputPadding(operation: TransposedConvolution, framework: Framework): readonly Finding[] {
  const { outputPadding, stride, dilation } = operation;
  if (outputPadding === 'auto') return [];
  const invalid = refusedValues('outputPadding', outputPadding, 0);
  const rule = conventions[framework].outputPadding;
  if (invalid.length > 0 || rule === 'any') return invalid;
  const findings = outputPadding.flatMap((value, axis) => {
    const axisStride = stride[axis] ?? null;
    const axisDilation = dilation[axis] ?? null;
    if (value === null || axisStride === null || axisDilation === null) return [];
    const limit = rule === 'below-stride' ? axisStride : Math.max(axisStride, axisDilation);
    if (value < limit) return [];
    return [refused(`output-padding-not-${rule}`, 'outputPadding', [axis], value, limit - 1)];
  });
  return mergeAxes(findings);
}

/** PyTorch's transposed convolutions take no padding by name. */
function refusedTransposedSame({ padding }: TransposedConvolution): readonly Finding[] {
  return padding.kind === 'same-unit-stride' ? [refused('same-transposed', 'padding', [], 0, 0)] : [];
}
