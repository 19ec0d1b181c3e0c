import { convolutionGeometry, type ConvolutionGeometry } from '../../../src/engine/geometry/convolution.ts';
import { outputSizesOf } from '../../../src/engine/geometry/window.ts';
import { SeededRandom } from '../../../src/engine/network/random.ts';
import { elementCount, type Tensor } from '../../../src/engine/tensor.ts';

/** A square convolution of one sample, as in the table that the engine is held to. */
export interface WorkloadSize {
  readonly name: string;
  readonly size: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly groups: number;
  /** The share of the multiply-add ceiling that a forward pass without Winograd has to reach. */
  readonly requiredShare: number | null;
}

/** A size with its float32 tensors. */
export interface Workload extends WorkloadSize {
  readonly geometry: ConvolutionGeometry;
  /** O = outSize in both directions, after which t = `tail` cells of the padded input are left unread. */
  readonly outSize: number;
  readonly tail: number;
  readonly multiplyAdds: number;
  readonly x: Tensor;
  readonly w: Tensor;
  readonly dz: Tensor;
}

const sizes: readonly (readonly [...WorkloadNumbers, requiredShare: number | null])[] = [
  [32, 16, 32, 3, 1, 1, 1, 0.85],
  [56, 64, 64, 3, 1, 1, 1, 0.85],
  [112, 64, 128, 3, 2, 1, 1, 0.85],
  [224, 3, 64, 7, 2, 3, 1, 0.75],
  [14, 256, 256, 3, 1, 1, 1, 0.75],
  [112, 32, 32, 3, 1, 1, 32, null],
  [56, 64, 256, 1, 1, 0, 1, 0.85],
  [5, 1, 1, 3, 1, 0, 1, null],
];

type WorkloadNumbers = [
  ...[size: number, inChannels: number, outChannels: number],
  ...[kernel: number, stride: number, padding: number, groups: number],
];

export const workloadSizes: readonly WorkloadSize[] = sizes.map(
  ([size, inChannels, outChannels, kernel, stride, padding, groups, requiredShare]) => ({
    name: [
      `${size}×${size}×${inChannels}${groups > 1 ? ' depthwise' : `→${outChannels}`} k${kernel}`,
      ...(stride > 1 ? [`s${stride}`] : []),
      ...(padding > 0 ? [`p${padding}`] : []),
    ].join(' '),
    ...{ size, inChannels, outChannels, kernel, stride, padding, groups, requiredShare },
  }),
);

export function workloadOf(numbers: WorkloadSize): Workload {
  const { size, inChannels, outChannels, kernel, stride, padding, groups } = numbers;
  const xShape = [1, inChannels, size, size];
  const wShape = [outChannels, inChannels / groups, kernel, kernel];
  const sides = { before: padding, after: padding };
  const checked = convolutionGeometry(
    { x: xShape, w: wShape, b: null },
    { stride: [stride, stride], dilation: [1, 1], padding: [sides, sides], rounding: 'floor', groups },
  );
  if (!checked.ok) throw new RangeError(checked.refusal.message);
  const geometry = checked.value;
  const [axis] = geometry.axes;
  if (!axis) throw new RangeError('A workload has two axes.');
  const random = new SeededRandom(1);
  const filled = (shape: readonly number[]): Tensor => ({
    shape,
    data: Float32Array.from({ length: elementCount(shape) }, () => 2 * random.uniform() - 1),
  });
  const outputs = outputSizesOf(geometry.axes);
  return {
    ...numbers,
    geometry,
    outSize: axis.outputSize,
    tail: axis.tail,
    multiplyAdds: elementCount(wShape) * elementCount(outputs),
    x: filled(xShape),
    w: filled(wShape),
    dz: filled([1, outChannels, ...outputs]),
  };
}
