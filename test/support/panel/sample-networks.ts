import { axisGeometry } from '../../../src/engine/geometry/axis.ts';
import type { OperationKind } from '../../../src/model/graph/operation.ts';
import type { Verdict } from '../../../src/engine/geometry/verdict.ts';
import type { AxisReport } from '../../../src/model/report.ts';
import type { LayerView, NetworkView } from '../../../src/scene/network/view.ts';

interface SampleLayer {
  readonly id: string;
  readonly type: string;
  readonly kind: OperationKind;
  readonly summary: string;
  readonly shape: readonly number[];
  /** Places of its inputs; the layer before it unless told. */
  readonly from?: readonly number[];
  readonly axis?: {
    readonly config: readonly [W: number, F: number, S: number, P: number];
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
      blocks: [],
      inputs,
      inputShapes: inputs.map((input) => [1, ...(samples[input]?.shape ?? [])]),
      outputShapes: [[1, ...sample.shape]],
      axes,
      verdict: sample.axis?.verdict ?? null,
      params: null,
      macs: null,
      receptiveField: null,
      outputElements: sample.shape.reduce((product, size) => product * size, 1),
      playable: sample.kind === 'convolution',
    };
  });
  return {
    name,
    layers,
    totals: { params: 0, macs: 0, complete: true, forwardBytes: 0, trainingBytes: 0 },
    problems: [],
  };
}

function axisReport({
  config: [inputSize, kernelSize, stride, padding],
  verdict,
}: Required<SampleLayer>['axis']): AxisReport {
  const result = axisGeometry({
    inputSize,
    kernelSize,
    stride,
    dilation: 1,
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

const fits = 'fits';

export const resnetStem = sampleNetwork('resnet-stem', [
  { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [3, 224, 224] },
  {
    id: 'conv1',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '7×7, stride 2, padding 3',
    shape: [64, 112, 112],
    axis: { config: [224, 7, 2, 3], verdict: 'padding-unused' },
  },
  { id: 'bn1', type: 'BatchNorm2d', kind: 'normalization', summary: 'batch', shape: [64, 112, 112] },
  { id: 'relu', type: 'ReLU', kind: 'elementwise', summary: 'relu', shape: [64, 112, 112] },
  {
    id: 'maxpool',
    type: 'MaxPool2d',
    kind: 'pool',
    summary: 'max 3, stride 2, padding 1',
    shape: [64, 56, 56],
    axis: { config: [112, 3, 2, 1], verdict: 'padding-unused' },
  },
  {
    id: 'layer1.conv1',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '3×3, padding 1',
    shape: [64, 56, 56],
    axis: { config: [56, 3, 1, 1], verdict: fits },
  },
  { id: 'layer1.relu', type: 'ReLU', kind: 'elementwise', summary: 'relu', shape: [64, 56, 56] },
  {
    id: 'layer1.conv2',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '3×3, padding 1',
    shape: [64, 56, 56],
    axis: { config: [56, 3, 1, 1], verdict: fits },
  },
  { id: 'add', type: 'Add', kind: 'combine', summary: 'add', shape: [64, 56, 56], from: [7, 4] },
  {
    id: 'down',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '3×3, stride 4',
    shape: [128, 14, 14],
    axis: { config: [56, 3, 4, 0], verdict: 'subsampled' },
  },
  {
    id: 'pool2',
    type: 'MaxPool2d',
    kind: 'pool',
    summary: 'max 3, stride 3',
    shape: [128, 4, 4],
    axis: { config: [14, 3, 3, 0], verdict: 'pixels-lost' },
  },
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
  { id: 'image', type: 'Input', kind: 'input', summary: '', shape: [192, 28, 28] },
  {
    id: '1x1',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '1×1',
    shape: [64, 28, 28],
    axis: { config: [28, 1, 1, 0], verdict: fits },
  },
  {
    id: 'reduce3',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '1×1',
    shape: [96, 28, 28],
    from: [0],
    axis: { config: [28, 1, 1, 0], verdict: fits },
  },
  {
    id: '3x3',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '3×3, padding 1',
    shape: [128, 28, 28],
    axis: { config: [28, 3, 1, 1], verdict: fits },
  },
  {
    id: 'reduce5',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '1×1',
    shape: [16, 28, 28],
    from: [0],
    axis: { config: [28, 1, 1, 0], verdict: fits },
  },
  {
    id: '5x5',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '5×5, padding 2',
    shape: [32, 28, 28],
    axis: { config: [28, 5, 1, 2], verdict: fits },
  },
  {
    id: 'pool',
    type: 'MaxPool2d',
    kind: 'pool',
    summary: 'max 3, padding 1',
    shape: [192, 28, 28],
    from: [0],
    axis: { config: [28, 3, 1, 1], verdict: fits },
  },
  {
    id: 'project',
    type: 'Conv2d',
    kind: 'convolution',
    summary: '1×1',
    shape: [32, 28, 28],
    axis: { config: [28, 1, 1, 0], verdict: fits },
  },
  {
    id: 'concat',
    type: 'Concat',
    kind: 'concat',
    summary: 'concat',
    shape: [256, 28, 28],
    from: [1, 3, 5, 7],
  },
]);
