import type { AxisGeometry } from '../geometry/axis.ts';
import { plainKernels, type ProductKernels } from '../network/product-kernels.ts';
import { arithmeticOf } from '../tensor.ts';
import { codePasses } from './code-lesson.ts';
import { lastPlane } from './compare-stages.ts';
import { agreement, choicesOf, labelsFor, shownOf, type ConvolutionTensors } from './convolution-parts.ts';
import { correlateStages } from './correlate-stages.ts';
import { planeAxesOf } from './cut.ts';
import { factsOf } from './faults.ts';
import { formulaStages } from './formula-stages.ts';
import { im2colPasses } from './im2col-lesson.ts';
import type { LessonOptions } from './options.ts';
import { biasStage, kernelGradientStages } from './kernel-gradient-stages.ts';
import type { Lesson, Selection } from './lesson.ts';
import { pick } from './plane.ts';
import { readsPass } from './reads-pass.ts';
import { rememberedGradients } from './remembered-gradients.ts';
import { scatterStages } from './scatter-stages.ts';
import { sharingStages } from './sharing-stages.ts';

/** A convolution forward, backward by the formula and by scattering, and its parameters' gradients. */
export function convolutionLesson(
  tensors: ConvolutionTensors,
  axes: readonly AxisGeometry[],
  groups: number,
  selection: Selection,
  options: LessonOptions,
  kernels: ProductKernels = plainKernels,
): Lesson {
  const { x, w, b, dz } = tensors;
  const { inputs, outputs, inPlace, outPlace, batchSize, outChannels, slices, chosen } = shownOf(
    tensors,
    axes,
    groups,
    selection,
  );
  const { batch, inChannel, outChannel } = chosen;
  const shared = {
    axes,
    slices,
    labels: labelsFor(tensors, chosen, [outChannel, inPlace], { ...slices, kernel: slices.tap }),
    kernels: rememberedGradients(kernels),
  };
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
      groups,
      axes,
    },
    options.faults,
    'convolution',
  );
  const forward = correlateStages({
    ...shared,
    names: { source: 'X', target: 'Z' },
    x: pick(x, [batch], inputs),
    w: pick(w, [outChannel], null),
    bias: b ? (b.data[outChannel] ?? 0) : null,
    channel: inPlace,
    trueConvolution: options.trueConvolution,
  });
  const formula = formulaStages(backward);
  const scattered = scatterStages(backward);
  const kernelGradient = kernelGradientStages(gradient);
  const [input, output] = [forward[0]?.planes[0], lastPlane(forward)];
  const [source, kernel] = scattered[0]?.planes ?? [];
  return {
    operation: 'convolution',
    arithmetic: arithmeticOf(x),
    choices: choicesOf(batchSize, inputs, outChannels, axes),
    selection: chosen,
    facts,
    passes: [
      { id: 'forward', stages: forward },
      { id: 'backward-data', stages: formula },
      { id: 'backward-data-scatter', stages: scattered },
      { id: 'backward-data-agree', stages: agreement(formula, scattered) },
      {
        id: 'backward-weights',
        stages: [
          ...kernelGradient,
          ...(b ? [biasStage(channelGradient, batch, slices.output, shared.labels)] : []),
        ],
      },
      ...im2colPasses({
        ...shared,
        x: pick(x, null, inputs),
        w: pick(w, outputs, null),
        b: b && { shape: [outputs.length], data: Float64Array.from(outputs, (out) => b.data[out] ?? 0) },
        dz: pick(dz, null, outputs),
        batch,
        inPlace,
        outPlace,
      }),
      ...(input && kernel && source
        ? [
            {
              id: 'sharing' as const,
              stages: sharingStages({
                names: { input: 'X', output: 'Z', dInput: 'dX', dOutput: 'dZ' },
                x: input,
                w: kernel,
                dz: source,
                ...planeAxesOf(axes),
                forward: 'matrix',
              }),
            },
          ]
        : []),
      ...(output && kernel ? [readsPass(output, kernel, backward)] : []),
      ...codePasses({
        facts,
        backward,
        gradient,
        x: pick(x, null, inputs),
        dz: pick(dz, null, outputs),
        formula,
        scattered,
        kernelGradient,
        inputs,
        outputs,
      }),
    ],
  };
}
