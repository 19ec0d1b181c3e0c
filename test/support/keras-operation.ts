import type { Operation, Padding, PaddingSides } from '../../src/model/graph/operation.ts';
import type { Dim, Layout, Shape } from '../../src/model/graph/shape.ts';

type Sizes = number | readonly number[];

/** One case of keras-grid: a single layer that Keras sized or refused. */
export interface KerasCase {
  readonly layer: string;
  readonly input?: readonly (number | null)[];
  readonly inputs?: readonly (readonly (number | null)[])[];
  readonly kwargs?: Readonly<Record<string, unknown>> & {
    readonly data_format?: 'channels_first' | 'channels_last';
    readonly padding?: unknown;
    readonly strides?: Sizes | null;
  };
  readonly out?: readonly (number | null)[];
  readonly error?: string;
}

export function kerasShapes({ input, inputs }: KerasCase): readonly Shape[] {
  return (inputs ?? [input ?? []]).map((dims) => dims.map((dim): Dim => dim));
}

/** A layer of keras.layers, with Keras' defaults, as an operation. */
export function kerasOperation({ layer, kwargs = {} }: KerasCase): Operation {
  const rank = Number(/(\d)D/.exec(layer)?.[1] ?? 0);
  const layout: Layout = kwargs.data_format === 'channels_first' ? 'channels-first' : 'channels-last';
  const list = (key: string, otherwise: Sizes): readonly number[] => {
    const value = (kwargs[key] ?? otherwise) as Sizes;
    return typeof value === 'number' ? Array<number>(rank).fill(value) : value;
  };
  const number = (key: string, otherwise: number | null) => (kwargs[key] ?? otherwise) as number | null;
  const windowed = {
    kernel: list('kernel_size', 1),
    stride: list('strides', 1),
    dilation: list('dilation_rate', 1),
    padding: paddingOf(kwargs.padding, rank),
    rounding: 'floor',
    layout,
  } as const;
  const channels = { inChannels: null, outChannels: number('filters', null), bias: true };
  const groups = number('groups', 1);
  switch (layer.replace(/\dD/, '')) {
    case 'Conv':
      return { kind: 'convolution', ...channels, groups, ...windowed };
    case 'DepthwiseConv':
    case 'SeparableConv': {
      const kind = layer.startsWith('Depthwise') ? 'depthwise' : 'separable';
      const channelwise = { kind, multiplier: number('depth_multiplier', 1) } as const;
      return { kind: 'convolution', ...channels, groups: 1, ...windowed, channelwise };
    }
    case 'ConvTranspose':
      return { kind: 'transposed-convolution', ...channels, groups: 1, ...windowed, outputPadding: 'auto' };
    case 'MaxPooling':
    case 'AveragePooling': {
      const kernel = list('pool_size', 2);
      const mode = layer.startsWith('Max') ? 'max' : 'average';
      const stride = list('strides', kernel);
      return { kind: 'pool', mode, ...windowed, kernel, stride, countIncludePadding: false };
    }
    case 'GlobalAveragePooling':
      return { kind: 'global-pool', mode: 'average', keepAxes: false, spatialRank: rank, layout };
    case 'ZeroPadding':
      return { kind: 'pad', mode: 'zeros', sides: sidesOf(kwargs.padding, rank, 1), layout };
    case 'Cropping':
      return { kind: 'pad', mode: 'zeros', sides: sidesOf(kwargs['cropping'], rank, -1), layout };
    case 'UpSampling':
      return {
        kind: 'upsample',
        mode: 'nearest',
        target: { kind: 'scale', factors: list('size', 2) },
        layout,
      };
    case 'Flatten':
      return { kind: 'flatten', start: 1, end: -1 };
    case 'Reshape':
      return { kind: 'reshape', dims: kwargs['target_shape'] as readonly number[], keepsBatch: true };
    case 'Concatenate':
      return { kind: 'concat', axis: -1 };
    case 'Add':
      return { kind: 'combine', name: 'add', broadcast: 'numpy-per-sample' };
    default:
      throw new Error(`no operation for ${layer}`);
  }
}

function paddingOf(padding: unknown, rank: number): Padding {
  if (padding === 'same') return { kind: 'same-upper' };
  if (padding === 'causal') return { kind: 'causal' };
  return { kind: 'explicit', sides: Array<PaddingSides>(rank).fill({ before: 0, after: 0 }) };
}

/** 2, [1, 2] or [[1, 2], [3, 4]]: all sides, both sides of each axis, every side. */
function sidesOf(value: unknown, rank: number, sign: 1 | -1): readonly PaddingSides[] {
  const perAxis = (typeof value === 'number' ? Array<number>(rank).fill(value) : value) as readonly (
    number | readonly [number, number]
  )[];
  return perAxis.map((sides) => {
    const [before, after] = typeof sides === 'number' ? [sides, sides] : sides;
    return { before: sign * before, after: sign * after };
  });
}
