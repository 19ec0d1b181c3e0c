import type { AxisGeometry } from '../geometry/axis.ts';
import type { TransposedAxisGeometry } from '../geometry/transposed-axis.ts';
import type { Tensor } from '../tensor.ts';
import { correlateStages } from './correlate-stages.ts';
import { codePasses } from './code-lesson.ts';
import { agreeStage, lastPlane } from './compare-stages.ts';
import { planeAxesOf, slicesOf, type Labels } from './cut.ts';
import { factsOf } from './faults.ts';
import { formulaStages } from './formula-stages.ts';
import { biasStage, kernelGradientStages } from './kernel-gradient-stages.ts';
import type { Lesson, Selection, Stage } from './lesson.ts';
import type { LessonOptions } from './options.ts';
import { pick, range } from './plane.ts';
import { scatterStages } from './scatter-stages.ts';

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

function labelsFor(
  { x, w, b, dz }: ConvolutionTensors,
  chosen: Selection,
  kernelAt: readonly number[],
): Labels {
  const { batch, inChannel, outChannel } = chosen;
  const bias = { shape: b?.shape ?? [], at: [outChannel] };
  const input = { shape: x.shape, at: [batch, inChannel] };
  const output = { shape: dz.shape, at: [batch, outChannel] };
  const kernel = { shape: w.shape, at: kernelAt };
  return { X: input, dX: input, Z: output, dZ: output, W: kernel, dW: kernel, b: bias, db: bias };
}

/** A convolution forward, backward by the formula and by scattering, and its parameters' gradients. */
export function convolutionLesson(
  tensors: ConvolutionTensors,
  axes: readonly AxisGeometry[],
  groups: number,
  selection: Selection,
  options: LessonOptions,
): Lesson {
  const { x, w, b, dz } = tensors;
  const [batchSize = 1, inChannels = 1] = x.shape;
  const [, outChannels = 1] = dz.shape;
  const { inputs, outputs, inPlace, outPlace } = groupOf(inChannels, outChannels, groups, selection);
  const batch = Math.min(selection.batch, batchSize - 1);
  const [inChannel, outChannel] = [inputs[inPlace] ?? 0, outputs[outPlace] ?? 0];
  const slices = slicesOf(axes, selection);
  const chosen: Selection = {
    batch,
    inChannel,
    outChannel,
    outSlice: slices.output,
    kernelSlice: slices.tap,
  };
  const shared = { axes, slices, labels: labelsFor(tensors, chosen, [outChannel, inPlace]) };
  const backward = {
    ...shared,
    names: { source: 'dZ', target: 'dX' } as const,
    dz: pick(dz, [batch], outputs),
    w: pick(w, outputs, [inPlace]),
    bias: null,
    channel: outPlace,
  };
  const channelGradient = pick(dz, null, [outChannel]);
  const gradient = {
    ...shared,
    names: { source: 'X', kernel: 'dZ' } as const,
    x: pick(x, null, [inChannel]),
    dz: channelGradient,
    batch,
  };
  const facts = factsOf(
    {
      samples: batchSize,
      inChannels: inputs.length,
      outChannels: outputs.length,
      ...planeAxesOf(axes),
    },
    options.faults,
  );
  const formula = formulaStages(backward);
  const scattered = scatterStages(backward);
  return {
    operation: 'convolution',
    choices: choicesOf(batchSize, inputs, outChannels, axes),
    selection: chosen,
    facts,
    passes: [
      {
        id: 'forward',
        stages: correlateStages({
          ...shared,
          names: { source: 'X', target: 'Z' },
          x: pick(x, [batch], inputs),
          w: pick(w, [outChannel], null),
          bias: b ? (b.data[outChannel] ?? 0) : null,
          channel: inPlace,
          trueConvolution: options.trueConvolution,
        }),
      },
      { id: 'backward-data', stages: formula },
      { id: 'backward-data-scatter', stages: scattered },
      { id: 'backward-data-agree', stages: agreement(formula, scattered) },
      {
        id: 'backward-weights',
        stages: [
          ...kernelGradientStages(gradient),
          ...(b ? [biasStage(channelGradient, batch, slices.output, shared.labels)] : []),
        ],
      },
      // The published code is of two axes.
      ...(axes.length === 2
        ? codePasses({ facts, backward, gradient, x: pick(x, null, inputs), dz: pick(dz, null, outputs) })
        : []),
    ],
  };
}

/** A transposed convolution: forward is its adjoint's backward pass, and the other way round. */
export function transposedLesson(
  tensors: ConvolutionTensors,
  transposedAxes: readonly TransposedAxisGeometry[],
  groups: number,
  selection: Selection,
): Lesson {
  const { x, w, b, dz } = tensors;
  const axes = transposedAxes.map(({ adjoint }) => adjoint);
  const [batchSize = 1, inChannels = 1] = x.shape;
  const [, outChannels = 1] = dz.shape;
  const { inputs, outputs, inPlace, outPlace } = groupOf(inChannels, outChannels, groups, selection);
  const batch = Math.min(selection.batch, batchSize - 1);
  const [inChannel, outChannel] = [inputs[inPlace] ?? 0, outputs[outPlace] ?? 0];
  const slices = slicesOf(axes, selection);
  const chosen: Selection = {
    batch,
    inChannel,
    outChannel,
    outSlice: slices.output,
    kernelSlice: slices.tap,
  };
  const shared = { axes, slices, labels: labelsFor(tensors, chosen, [inChannel, outPlace]) };
  const forward = {
    ...shared,
    names: { source: 'X', target: 'Z' } as const,
    dz: pick(x, [batch], inputs),
    w: pick(w, inputs, [outPlace]),
    bias: b ? (b.data[outChannel] ?? 0) : null,
    channel: inPlace,
  };
  const channelGradient = pick(dz, null, [outChannel]);
  const formula = formulaStages(forward);
  const scattered = scatterStages(forward);
  return {
    operation: 'transposed-convolution',
    choices: choicesOf(batchSize, inputs, outChannels, axes),
    selection: chosen,
    facts: factsOf(
      {
        samples: batchSize,
        inChannels: inputs.length,
        outChannels: outputs.length,
        ...planeAxesOf(axes),
      },
      [],
    ),
    passes: [
      { id: 'forward', stages: formula },
      { id: 'forward-scatter', stages: scattered },
      { id: 'forward-agree', stages: agreement(formula, scattered) },
      {
        id: 'backward-data',
        stages: correlateStages({
          ...shared,
          names: { source: 'dZ', target: 'dX' },
          x: pick(dz, [batch], outputs),
          w: pick(w, [inChannel], null),
          bias: null,
          channel: outPlace,
        }),
      },
      {
        id: 'backward-weights',
        stages: [
          ...kernelGradientStages({
            ...shared,
            names: { source: 'dZ', kernel: 'X' },
            x: channelGradient,
            dz: pick(x, null, [inChannel]),
            batch,
          }),
          ...(b ? [biasStage(channelGradient, batch, slices.padded, shared.labels)] : []),
        ],
      },
    ],
  };
}

/** The two results, and that they do not differ. */
function agreement(formula: readonly Stage[], scattered: readonly Stage[]): Stage[] {
  const [one, other] = [lastPlane(formula), lastPlane(scattered)];
  return one && other ? [agreeStage(one, other)] : [];
}

function choicesOf(
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
