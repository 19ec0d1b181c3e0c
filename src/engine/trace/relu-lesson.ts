import { relu, reluGradient } from '../kernels/relu.ts';
import { arithmeticOf, reshaped, type Tensor } from '../tensor.ts';
import { labelOf, type Labels } from './cut.ts';
import type { LayerNames, Lesson, Plane, Selection, Stage, TensorName } from './lesson.ts';
import { dataAxis } from './plane-axes.ts';
import { pick, planeFrom } from './plane.ts';

export interface ReluRequest {
  readonly names: LayerNames;
  /** [1, 1, …] both */
  readonly x: Tensor;
  readonly dz: Tensor;
  readonly slice: number;
  readonly labels: Labels;
}

/** ReLU forward, and the mask that it lays over the gradient. Features without spatial axes are one row. */
export function reluLesson(
  tensors: { readonly x: Tensor; readonly dz: Tensor },
  selection: Selection,
): Lesson {
  const [x, dz] = [withPlanes(tensors.x), withPlanes(tensors.dz)];
  const [batchSize = 1, channels = 1, ...spatial] = x.shape;
  const slices = spatial.slice(0, -2).reduce((product, size) => product * size, 1);
  const batch = Math.min(selection.batch, batchSize - 1);
  const channel = Math.min(selection.outChannel, channels - 1);
  const slice = Math.min(selection.outSlice, slices - 1);
  const label = { shape: tensors.x.shape, at: [batch, channel, ...(spatial.length > 2 ? [slice] : [])] };
  const request: ReluRequest = {
    names: { input: 'X', output: 'Z', dInput: 'dX', dOutput: 'dZ' },
    x: pick(x, [batch], [channel]),
    dz: pick(dz, [batch], [channel]),
    slice,
    labels: { X: label, Z: label, dX: label, dZ: label },
  };
  return {
    operation: 'relu',
    arithmetic: arithmeticOf(x),
    choices: {
      batch: batchSize,
      inChannels: [channel],
      outChannels: channels,
      outSlices: slices,
      kernelSlices: 1,
    },
    selection: { batch, inChannel: channel, outChannel: channel, outSlice: slice, kernelSlice: 0 },
    facts: null,
    passes: [
      { id: 'forward', stages: [reluForwardStage(request)] },
      { id: 'backward-data', stages: [reluBackwardStage(request)] },
    ],
  };
}

const withPlanes = (tensor: Tensor): Tensor =>
  tensor.shape.length > 2 ? tensor : reshaped(tensor, [tensor.shape[0] ?? 1, 1, 1, tensor.shape[1] ?? 1]);

export function reluForwardStage({ names, x, slice, labels }: ReluRequest): Stage {
  return {
    id: 'apply',
    planes: [plane(names.input, x, slice, labels), plane(names.output, relu(x), slice, labels)],
    motion: { kind: 'cellwise', source: 0, mask: null, target: 1 },
  };
}

export function reluBackwardStage({ names, x, dz, slice, labels }: ReluRequest): Stage {
  const ones: Tensor = { shape: x.shape, data: x.data.map(() => 1) };
  return {
    id: 'mask',
    planes: [
      plane(names.dOutput, dz, slice, labels),
      { ...plane('mask', reluGradient(ones, x), slice, labels), ...labelOf(labels, names.input) },
      plane(names.dInput, reluGradient(dz, x), slice, labels),
    ],
    motion: { kind: 'cellwise', source: 0, mask: 1, target: 2 },
  };
}

function plane(name: TensorName, tensor: Tensor, slice: number, labels: Labels): Plane {
  const spatial = tensor.shape.slice(2);
  return planeFrom({
    name,
    tensor,
    cut: [0, 0, slice],
    ...labelOf(labels, name),
    rows: dataAxis(spatial.at(-2) ?? 1),
    columns: dataAxis(spatial.at(-1) ?? 1),
  });
}
