import type { Operation, Padding, PaddingMode, Pool } from '../../../model/graph/operation.ts';
import type { Value } from '../interpreter/values.ts';
import { listed, perAxis, toNumber } from './tensors.ts';

/** Padding as PyTorch's layers take it: cells per axis on both sides, `'same'` or `'valid'`. */
export function paddingOf(value: Value, rank: number): Padding {
  if (value === 'same') return { kind: 'same-unit-stride' };
  const cells = value === 'valid' ? perAxis(0, rank) : perAxis(value, rank);
  return { kind: 'explicit', sides: cells.map((each) => ({ before: each, after: each })) };
}

export function paddingMode(value: Value): PaddingMode {
  return value === 'reflect' || value === 'replicate' || value === 'circular' ? value : 'zeros';
}

/** Hyper-parameters of a convolution as PyTorch's modules and functions name them. */
export interface ConvolutionSettings {
  readonly rank: number;
  readonly inChannels: number | null;
  readonly outChannels: number | null;
  readonly kernel: readonly (number | null)[];
  readonly stride: Value;
  readonly padding: Value;
  readonly dilation: Value;
  readonly groups: Value;
  readonly bias: boolean;
  readonly paddingMode?: Value;
}

export function convolutionOperation(settings: ConvolutionSettings): Operation {
  const { rank, inChannels, outChannels, kernel, bias } = settings;
  const mode = paddingMode(settings.paddingMode ?? 'zeros');
  return {
    kind: 'convolution',
    inChannels,
    outChannels,
    groups: toNumber(settings.groups),
    bias,
    kernel,
    stride: perAxis(settings.stride, rank),
    dilation: perAxis(settings.dilation, rank),
    padding: paddingOf(settings.padding, rank),
    ...(mode === 'zeros' ? {} : { paddingMode: mode }),
    rounding: 'floor',
    layout: 'channels-first',
  };
}

export function transposedOperation(settings: ConvolutionSettings, outputPadding: Value): Operation {
  const { rank, inChannels, outChannels, kernel, bias } = settings;
  return {
    kind: 'transposed-convolution',
    inChannels,
    outChannels,
    groups: toNumber(settings.groups),
    bias,
    kernel,
    stride: perAxis(settings.stride, rank),
    dilation: perAxis(settings.dilation, rank),
    padding: paddingOf(settings.padding, rank),
    outputPadding: perAxis(outputPadding, rank),
    layout: 'channels-first',
  };
}

export interface PoolSettings {
  readonly rank: number;
  readonly kernel: Value;
  /** None, and an empty list, stand for the kernel. */
  readonly stride: Value;
  readonly padding: Value;
  readonly dilation: Value;
  readonly ceil: Value;
  readonly countIncludePadding?: boolean;
  readonly divisor?: Value;
}

export function poolOperation(mode: Pool['mode'], settings: PoolSettings): Operation {
  const { rank, kernel, stride, padding, dilation, ceil } = settings;
  const givesStride = stride !== null && listed(stride)?.length !== 0;
  return {
    kind: 'pool',
    mode,
    kernel: perAxis(kernel, rank),
    stride: perAxis(givesStride ? stride : kernel, rank),
    dilation: perAxis(dilation, rank),
    padding: paddingOf(padding, rank),
    rounding: ceil === true ? 'ceil-inside' : 'floor',
    layout: 'channels-first',
    countIncludePadding: settings.countIncludePadding ?? false,
    ...(settings.divisor === undefined || settings.divisor === null
      ? {}
      : { divisorOverride: toNumber(settings.divisor) }),
  };
}
