import { axisGeometry } from '../../../src/engine/geometry/axis.ts';
import type { OperationKind } from '../../../src/model/graph/operation.ts';
import type { Verdict } from '../../../src/engine/geometry/verdict.ts';
import type { AxisReport } from '../../../src/model/report.ts';
import type { LayerView, NetworkView } from '../../../src/scene/network/view.ts';

export interface SampleLayer {
  readonly id: string;
  readonly type: string;
  readonly kind: OperationKind;
  readonly summary: string;
  readonly shape: readonly number[];
  /** Places of its inputs; the layer before it unless told. */
  readonly from?: readonly number[];
  readonly blocks?: readonly string[];
  readonly axis?: {
    readonly config: Window;
    readonly verdict: Verdict;
  };
}

/** A network view by hand, for pictures whose layers are given. */
export function sampleNetwork(name: string, samples: readonly SampleLayer[]): NetworkView {
  const layers = samples.map((sample, place): LayerView => {
    const inputs = sample.from ?? (place === 0 ? [] : [place - 1]);
    const axes = sample.axis ? [axisReport(sample.axis), axisReport(sample.axis)] : [];
    return {
      id: sample.id,
      type: sample.type,
      kind: sample.kind,
      summary: sample.summary,
      line: place,
      blocks: sample.blocks ?? [],
      inputs,
      inputShapes: inputs.map((input) => [1, ...(samples[input]?.shape ?? [])]),
      outputShapes: [[1, ...sample.shape]],
      axes,
      transposedAxes: [],
      verdict: sample.axis?.verdict ?? null,
      params: null,
      macs: null,
      receptiveField: null,
      outputElements: sample.shape.reduce((product, size) => product * size, 1),
      heldElements: sample.shape.reduce((product, size) => product * size, 1),
      playable: sample.kind === 'convolution',
    };
  });
  return {
    name,
    layers,
    input: null,
    totals: {
      params: 0,
      macs: 0,
      complete: true,
      whole: { params: true, macs: true, memory: true },
      forwardBytes: 0,
      trainingBytes: 0,
    },
    problems: [],
  };
}

function axisReport({
  config: [inputSize, kernelSize, stride, padding, dilation = 1],
  verdict,
}: Required<SampleLayer>['axis']): AxisReport {
  const result = axisGeometry({
    inputSize,
    kernelSize,
    stride,
    dilation,
    padding: { before: padding, after: padding },
    rounding: 'floor',
  });
  const geometry = result.ok ? result.axis : null;
  const tail = geometry ? Math.max(0, geometry.tail - padding) : 0;
  return {
    exact: geometry?.remainder === 0,
    remainder: geometry?.remainder ?? 0,
    tail: geometry?.tail ?? 0,
    lost: { tail, gaps: 0, holes: 0 },
    verdict,
    geometry,
  };
}

type Window = readonly [W: number, F: number, S: number, P: number, D?: number];

const image = (...shape: readonly number[]): SampleLayer => ({
  id: 'image',
  type: 'Input',
  kind: 'input',
  summary: '',
  shape,
});

/** `3×3, stride 2, padding 1` */
const windowText = ([, , stride, padding]: Window, kernel: string) =>
  [kernel, ...(stride > 1 ? [`stride ${stride}`] : []), ...(padding > 0 ? [`padding ${padding}`] : [])].join(
    ', ',
  );

const windowLayer =
  (type: string, kind: OperationKind, kernel: (size: number) => string) =>
  (
    id: string,
    shape: readonly number[],
    config: Window,
    { verdict = 'fits', from }: { readonly verdict?: Verdict; readonly from?: readonly number[] } = {},
  ): SampleLayer => {
    const summary = windowText(config, kernel(config[1]));
    return { id, type, kind, summary, shape, axis: { config, verdict }, ...(from && { from }) };
  };

const convolution = windowLayer('Conv2d', 'convolution', (size) => `${size}×${size}`);
const maxPool = windowLayer('MaxPool2d', 'pool', (size) => `max ${size}`);

const relu = (id: string, shape: readonly number[]): SampleLayer => ({
  id,
  type: 'ReLU',
  kind: 'elementwise',
  summary: 'relu',
  shape,
});

export const resnetStem = sampleNetwork('resnet-stem', [
  image(3, 224, 224),
  convolution('conv1', [64, 112, 112], [224, 7, 2, 3], { verdict: 'padding-unused' }),
  { id: 'bn1', type: 'BatchNorm2d', kind: 'normalization', summary: 'batch', shape: [64, 112, 112] },
  relu('relu', [64, 112, 112]),
  maxPool('maxpool', [64, 56, 56], [112, 3, 2, 1], { verdict: 'padding-unused' }),
  convolution('layer1.conv1', [64, 56, 56], [56, 3, 1, 1]),
  relu('layer1.relu', [64, 56, 56]),
  convolution('layer1.conv2', [64, 56, 56], [56, 3, 1, 1]),
  { id: 'add', type: 'Add', kind: 'combine', summary: 'add', shape: [64, 56, 56], from: [7, 4] },
  convolution('down', [128, 14, 14], [56, 3, 4, 0], { verdict: 'subsampled' }),
  maxPool('pool2', [128, 4, 4], [14, 3, 3, 0], { verdict: 'pixels-lost' }),
  {
    id: 'gap',
    type: 'AdaptiveAvgPool2d',
    kind: 'adaptive-pool',
    summary: 'average to 1',
    shape: [128, 1, 1],
  },
  { id: 'flatten', type: 'Flatten', kind: 'flatten', summary: 'flatten', shape: [128] },
  { id: 'fc', type: 'Linear', kind: 'linear', summary: '128 → 1000', shape: [1000] },
]);

export const inceptionCell = sampleNetwork('inception', [
  image(192, 28, 28),
  convolution('1x1', [64, 28, 28], [28, 1, 1, 0]),
  convolution('reduce3', [96, 28, 28], [28, 1, 1, 0], { from: [0] }),
  convolution('3x3', [128, 28, 28], [28, 3, 1, 1]),
  convolution('reduce5', [16, 28, 28], [28, 1, 1, 0], { from: [0] }),
  convolution('5x5', [32, 28, 28], [28, 5, 1, 2]),
  maxPool('pool', [192, 28, 28], [28, 3, 1, 1], { from: [0] }),
  convolution('project', [32, 28, 28], [28, 1, 1, 0]),
  {
    id: 'concat',
    type: 'Concat',
    kind: 'concat',
    summary: 'concat',
    shape: [256, 28, 28],
    from: [1, 3, 5, 7],
  },
]);

const block = (name: string, first: number, channels: number, side: number): SampleLayer[] => {
  const stage = name.replace(/\..*/, '');
  const layer = (id: string, kind: OperationKind, from: readonly number[]): SampleLayer => ({
    id: `${name}.${id}`,
    type: kind === 'convolution' ? 'Conv2d' : kind === 'combine' ? 'add' : 'ReLU',
    kind,
    summary: kind === 'convolution' ? '3×3, padding 1' : '',
    shape: [channels, side, side],
    from,
    blocks: [stage, name],
  });
  return [
    layer('conv1', 'convolution', [first - 1]),
    layer('relu', 'elementwise', [first]),
    layer('conv2', 'convolution', [first + 1]),
    layer('add', 'combine', [first + 2, first - 1]),
  ];
};

/** Two stages of two residual blocks. */
export const inBlocks = sampleNetwork('stages', [
  { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [3, 64, 64] },
  ...block('stage1.0', 1, 16, 64),
  ...block('stage1.1', 5, 16, 64),
  ...block('stage2.0', 9, 64, 32),
  ...block('stage2.1', 13, 64, 32),
  { id: 'fc', type: 'Linear', kind: 'linear', summary: '65536 → 10', shape: [10] },
]);
