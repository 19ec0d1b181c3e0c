import type { Operation, PaddingSides } from '../../src/model/graph/operation.ts';

type Pair = number | readonly number[];

/** One row of torch-grid: a single layer that PyTorch sized or refused. */
export interface TorchRow {
  readonly op: 'Conv2d' | 'ConvTranspose2d' | 'MaxPool2d' | 'AvgPool2d' | 'AdaptiveAvgPool2d';
  readonly args: {
    readonly in_channels?: number;
    readonly out_channels?: number;
    readonly kernel_size?: Pair;
    readonly stride?: Pair;
    readonly padding?: Pair | 'same' | 'valid';
    readonly dilation?: Pair;
    readonly groups?: number;
    readonly output_padding?: Pair;
    readonly output_size?: Pair;
    readonly ceil_mode?: boolean;
  };
  readonly input: readonly number[];
  readonly out?: readonly number[];
  readonly error?: string;
  /** Per axis, whether the formula gives an integer. */
  readonly integer?: readonly boolean[];
}

/** A layer of torch.nn, with PyTorch's defaults, as an operation. */
export function torchOperation({ op, args }: TorchRow): Operation {
  const kernel = pair(args.kernel_size, 1);
  const layout = 'channels-first';
  const dilation = pair(args.dilation, 1);
  const padding =
    args.padding === 'same'
      ? ({ kind: 'same-unit-stride' } as const)
      : ({ kind: 'explicit', sides: sidesOf(args.padding === 'valid' ? 0 : args.padding) } as const);
  const channels = {
    inChannels: args.in_channels ?? null,
    outChannels: args.out_channels ?? null,
    groups: args.groups ?? 1,
    bias: true,
  };
  switch (op) {
    case 'Conv2d': {
      const window = { kernel, stride: pair(args.stride, 1), dilation, padding, layout } as const;
      return { kind: 'convolution', ...channels, ...window, rounding: 'floor' };
    }
    case 'ConvTranspose2d': {
      const window = { kernel, stride: pair(args.stride, 1), dilation, padding, layout } as const;
      return {
        kind: 'transposed-convolution',
        ...channels,
        ...window,
        outputPadding: pair(args.output_padding, 0),
      };
    }
    case 'MaxPool2d':
    case 'AvgPool2d':
      return {
        kind: 'pool',
        mode: op === 'MaxPool2d' ? 'max' : 'average',
        kernel,
        stride: args.stride === undefined ? kernel : pair(args.stride, 1),
        dilation,
        padding,
        rounding: args.ceil_mode ? 'ceil-inside' : 'floor',
        layout,
        countIncludePadding: true,
      };
    case 'AdaptiveAvgPool2d':
      return { kind: 'adaptive-pool', mode: 'average', outputSize: pair(args.output_size, 1), layout };
  }
}

function pair(value: Pair | undefined, otherwise: number): readonly number[] {
  if (value === undefined) return [otherwise, otherwise];
  return typeof value === 'number' ? [value, value] : value;
}

function sidesOf(value: Pair | undefined): readonly PaddingSides[] {
  return pair(value, 0).map((side) => ({ before: side, after: side }));
}
