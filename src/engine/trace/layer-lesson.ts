import { assertNever } from '../../util/assert-never.ts';
import type { AxisGeometry } from '../geometry/axis.ts';
import type { TransposedAxisGeometry } from '../geometry/transposed-axis.ts';
import { outputSizesOf } from '../geometry/window.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import { convolutionLesson } from './convolution-lesson.ts';
import { plainKernels, type ProductKernels } from '../network/product-kernels.ts';
import { madeWeights, storedWeights, type WeightSource } from './weight-source.ts';
import type { Lesson, Selection } from './lesson.ts';
import { plainOptions, type LessonOptions } from './options.ts';
import { linearLesson } from './linear-lesson.ts';
import { poolLesson } from './pool-lesson.ts';
import { reluLesson } from './relu-lesson.ts';
import { transposedLesson } from './transposed-lesson.ts';
import { filledTensor, type Filling } from './values.ts';

/** A layer that the engine can run: its operation with every size known. `input` is [N, C, spatial…], or [N, features]. */
export type LayerSpec =
  | {
      readonly kind: 'convolution';
      readonly input: readonly number[];
      readonly outChannels: number;
      readonly groups: number;
      readonly bias: boolean;
      readonly axes: readonly AxisGeometry[];
    }
  | {
      readonly kind: 'transposed-convolution';
      readonly input: readonly number[];
      readonly outChannels: number;
      readonly groups: number;
      readonly bias: boolean;
      readonly axes: readonly TransposedAxisGeometry[];
    }
  | { readonly kind: 'max-pool'; readonly input: readonly number[]; readonly axes: readonly AxisGeometry[] }
  | {
      readonly kind: 'average-pool';
      readonly input: readonly number[];
      readonly axes: readonly AxisGeometry[];
      readonly countIncludePadding: boolean;
      readonly divisorOverride?: number;
    }
  | { readonly kind: 'relu'; readonly input: readonly number[] }
  | {
      readonly kind: 'linear';
      readonly input: readonly number[];
      readonly outFeatures: number;
      readonly bias: boolean;
    };

/** What goes into a layer: X, its parameters, and dZ. */
export interface LayerTensors {
  readonly x: Tensor;
  readonly w: Tensor | null;
  readonly b: Tensor | null;
  readonly dz: Tensor;
}

export interface Fillings {
  readonly input: Filling;
  readonly kernel: Filling;
  readonly gradient: Filling;
  readonly seed: number;
  /** Values that the file writes down, flat in C order, instead of `input` and `kernel`. */
  readonly inputs?: readonly number[] | undefined;
  readonly weights?: readonly number[] | undefined;
  readonly biases?: readonly number[] | undefined;
}

/** The picture-book of one layer with these numbers; the selection is brought into range. */
export function layerLesson(
  spec: LayerSpec,
  { x, w, b, dz }: LayerTensors,
  selection: Selection,
  options: LessonOptions = plainOptions,
  kernels: ProductKernels = plainKernels,
): Lesson {
  switch (spec.kind) {
    case 'convolution':
      return convolutionLesson({ x, w: w ?? x, b, dz }, spec.axes, spec.groups, selection, options, kernels);
    case 'transposed-convolution':
      return transposedLesson({ x, w: w ?? x, b, dz }, spec.axes, spec.groups, selection, options, kernels);
    case 'max-pool':
      return poolLesson({ x, dz }, spec.axes, { kind: 'max' }, selection, options.faults);
    case 'average-pool':
      return poolLesson({ x, dz }, spec.axes, { ...spec, kind: 'average' }, selection, options.faults);
    case 'relu':
      return reluLesson({ x, dz }, selection);
    case 'linear':
      return linearLesson({ x, weights: storedWeights(w ?? x), b, dz }, selection);
    default:
      return assertNever(spec);
  }
}

interface LayerShapes {
  readonly output: readonly number[];
  readonly kernel: readonly number[] | null;
  readonly bias: readonly number[] | null;
}

export function layerShapes(spec: LayerSpec): LayerShapes {
  const [batch = 1, channels = 1] = spec.input;
  switch (spec.kind) {
    case 'convolution':
    case 'transposed-convolution': {
      const kernel = spec.axes.map(({ kernelSize }) => kernelSize);
      const [first, second] =
        spec.kind === 'convolution'
          ? [spec.outChannels, channels / spec.groups]
          : [channels, spec.outChannels / spec.groups];
      return {
        output: [batch, spec.outChannels, ...spec.axes.map(({ outputSize }) => outputSize)],
        kernel: [first, second, ...kernel],
        bias: spec.bias ? [spec.outChannels] : null,
      };
    }
    case 'max-pool':
    case 'average-pool':
      return { output: [batch, channels, ...outputSizesOf(spec.axes)], kernel: null, bias: null };
    case 'relu':
      return { output: spec.input, kernel: null, bias: null };
    case 'linear':
      return {
        output: [batch, spec.outFeatures],
        kernel: [spec.outFeatures, channels],
        bias: spec.bias ? [spec.outFeatures] : null,
      };
    default:
      return assertNever(spec);
  }
}

/** Added to the seed, so that a layer's tensors differ. */
const seeds = { kernel: 1, bias: 2, gradient: 3 };

/** Reproducible numbers for a layer; what the file writes down comes first. */
export function filledTensors(
  spec: LayerSpec,
  fillings: Fillings,
  arithmetic: Lesson['arithmetic'] = 'exact',
): LayerTensors {
  const { kernel } = layerShapes(spec);
  const { kernel: filling, seed, weights } = fillings;
  const made = (shape: readonly number[]) => filledTensor(shape, filling, seed + seeds.kernel, arithmetic);
  const w = kernel && (given(kernel, weights, arithmetic) ?? made(kernel));
  return { ...filledAround(spec, fillings, arithmetic), w };
}

/** All but the kernel. */
export function filledAround(
  spec: LayerSpec,
  { input, inputs, biases, gradient, seed }: Fillings,
  arithmetic: Lesson['arithmetic'] = 'exact',
): LayerTensors {
  const { output, bias } = layerShapes(spec);
  return {
    x: startingWith(filledTensor(spec.input, input, seed, arithmetic), inputs),
    w: null,
    b:
      bias && (given(bias, biases, arithmetic) ?? filledTensor(bias, 'noise', seed + seeds.bias, arithmetic)),
    dz: filledTensor(output, gradient, seed + seeds.gradient, arithmetic),
  };
}

/** The same weights of a linear layer as `filledTensors` makes, made where they are asked for. */
export function filledWeights(
  { input: [, inputs = 1], outFeatures }: Extract<LayerSpec, { kind: 'linear' }>,
  { kernel, seed }: Fillings,
): WeightSource {
  return madeWeights([outFeatures, inputs], kernel, seed + seeds.kernel);
}

/** The values of one sample or of all, where the file has some. */
function startingWith(filled: Tensor, values: readonly number[] | undefined): Tensor {
  const [samples = 1] = filled.shape;
  const { length } = filled.data;
  if (values === undefined || (values.length !== length && values.length * samples !== length)) return filled;
  const data = filled.data.slice();
  data.set(values);
  return { shape: filled.shape, data };
}

function given(
  shape: readonly number[],
  values: readonly number[] | undefined,
  arithmetic: Lesson['arithmetic'],
): Tensor | null {
  if (values?.length !== elementCount(shape)) return null;
  return { shape, data: arithmetic === 'exact' ? Float64Array.from(values) : Float32Array.from(values) };
}
