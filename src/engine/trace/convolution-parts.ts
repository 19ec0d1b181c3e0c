import type { AxisGeometry } from '../geometry/axis.ts';
import type { Tensor } from '../tensor.ts';
import { agreeStage, lastPlane } from './compare-stages.ts';
import { slicesOf, type Labels } from './cut.ts';
import type { Lesson, Selection, Stage } from './lesson.ts';
import { range } from './plane.ts';

export interface ConvolutionTensors {
  /** [N, C_in, …] */
  readonly x: Tensor;
  /** [C_out, C_in/groups, …]; transposed [C_in, C_out/groups, …] */
  readonly w: Tensor;
  readonly b: Tensor | null;
  /** [N, C_out, …] */
  readonly dz: Tensor;
}

/** Which channels meet: the chosen output channel reads its group's input channels, and these go to its group's outputs. */
interface Group {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Places of the chosen channels in these lists. */
  readonly inPlace: number;
  readonly outPlace: number;
}

function groupOf(
  inChannels: number,
  outChannels: number,
  groups: number,
  { inChannel, outChannel }: Selection,
): Group {
  const [inPerGroup, outPerGroup] = [inChannels / groups, outChannels / groups];
  const out = Math.min(outChannel, outChannels - 1);
  const group = Math.floor(out / outPerGroup);
  const inputs = range(inPerGroup, group * inPerGroup);
  return {
    inputs,
    outputs: range(outPerGroup, group * outPerGroup),
    inPlace: Math.max(0, inputs.indexOf(inChannel)),
    outPlace: out % outPerGroup,
  };
}

/** What a selection is of these tensors, where it is brought into their sizes. */
export function shownOf(
  { x, dz }: ConvolutionTensors,
  axes: readonly AxisGeometry[],
  groups: number,
  selection: Selection,
) {
  const [batchSize = 1, inChannels = 1] = x.shape;
  const [, outChannels = 1] = dz.shape;
  const group = groupOf(inChannels, outChannels, groups, selection);
  const batch = Math.min(selection.batch, batchSize - 1);
  const inChannel = group.inputs[group.inPlace] ?? 0;
  const outChannel = group.outputs[group.outPlace] ?? 0;
  const slices = slicesOf(axes, selection);
  const chosen = { batch, inChannel, outChannel, outSlice: slices.output, kernelSlice: slices.tap };
  return { ...group, batchSize, outChannels, slices, chosen };
}

/** `slices`: what is shown of each tensor of a 3-D layer. */
export function labelsFor(
  { x, w, b, dz }: ConvolutionTensors,
  chosen: Selection,
  kernelAt: readonly number[],
  slices: { readonly input: number; readonly output: number; readonly kernel: number },
): Labels {
  const { batch, inChannel, outChannel } = chosen;
  const inVolume = (slice: number): number[] => (x.shape.length > 4 ? [slice] : []);
  const bias = { shape: b?.shape ?? [], at: [outChannel] };
  const input = { shape: x.shape, at: [batch, inChannel, ...inVolume(slices.input)] };
  const output = { shape: dz.shape, at: [batch, outChannel, ...inVolume(slices.output)] };
  const kernel = { shape: w.shape, at: [...kernelAt, ...inVolume(slices.kernel)] };
  return { X: input, dX: input, Z: output, dZ: output, W: kernel, dW: kernel, b: bias, db: bias };
}

/** The two results, and that they do not differ. */
export function agreement(formula: readonly Stage[], scattered: readonly Stage[]): Stage[] {
  const [one, other] = [lastPlane(formula), lastPlane(scattered)];
  return one && other ? [agreeStage(one, other)] : [];
}

export function choicesOf(
  batch: number,
  inChannels: readonly number[],
  outChannels: number,
  axes: readonly AxisGeometry[],
): Lesson['choices'] {
  const outer = axes.length === 3 ? axes[0] : undefined;
  return {
    batch,
    inChannels,
    outChannels,
    outSlices: outer?.outputSize ?? 1,
    kernelSlices: outer?.kernelSize ?? 1,
  };
}
