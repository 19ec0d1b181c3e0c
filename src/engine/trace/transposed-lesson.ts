import type { TransposedAxisGeometry } from '../geometry/transposed-axis.ts';
import { transposedCodePasses } from './code-lesson.ts';
import { agreement, choicesOf, labelsFor, shownOf, type ConvolutionTensors } from './convolution-parts.ts';
import { correlateStages } from './correlate-stages.ts';
import { factsOf } from './faults.ts';
import { formulaStages } from './formula-stages.ts';
import { biasStage, kernelGradientStages } from './kernel-gradient-stages.ts';
import { plainKernels, type ProductKernels } from '../network/product-kernels.ts';
import { arithmeticOf } from '../tensor.ts';
import type { Lesson, Selection } from './lesson.ts';
import type { LessonOptions } from './options.ts';
import { pick } from './plane.ts';
import { readsPass } from './reads-pass.ts';
import { scatterStages } from './scatter-stages.ts';
import { sharingStages } from './sharing-stages.ts';

/** A transposed convolution: forward is its adjoint's backward pass, and the other way round. */
export function transposedLesson(
  tensors: ConvolutionTensors,
  transposedAxes: readonly TransposedAxisGeometry[],
  groups: number,
  selection: Selection,
  options: LessonOptions,
  kernels: ProductKernels = plainKernels,
): Lesson {
  const { x, w, b, dz } = tensors;
  const axes = transposedAxes.map(({ adjoint }) => adjoint);
  const { inputs, outputs, inPlace, outPlace, batchSize, outChannels, slices, chosen } = shownOf(
    tensors,
    axes,
    groups,
    selection,
  );
  const { batch, inChannel, outChannel } = chosen;
  // The adjoint's input is this layer's output.
  const labels = labelsFor(tensors, chosen, [inChannel, outPlace], {
    input: slices.output,
    output: slices.input,
    kernel: slices.tap,
  });
  const shared = { axes, slices, labels, kernels };
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
  const backward = correlateStages({
    ...shared,
    names: { source: 'dZ', target: 'dX' },
    x: pick(dz, [batch], outputs),
    w: pick(w, [inChannel], null),
    bias: null,
    channel: outPlace,
  });
  const gradient = {
    ...shared,
    names: { source: 'dZ', kernel: 'X' } as const,
    x: channelGradient,
    dz: pick(x, null, [inChannel]),
    batch,
  };
  const kernelGradient = kernelGradientStages(gradient);
  const facts = factsOf(
    { samples: batchSize, inChannels: inputs.length, outChannels: outputs.length, groups, axes },
    options.faults,
    'transposed-convolution',
  );
  const { rows, columns } = facts;
  const output = backward[0]?.planes[0];
  const [input, kernel] = scattered[0]?.planes ?? [];
  return {
    operation: 'transposed-convolution',
    arithmetic: arithmeticOf(x),
    choices: choicesOf(batchSize, inputs, outChannels, axes),
    selection: chosen,
    facts,
    passes: [
      { id: 'forward', stages: formula },
      { id: 'forward-scatter', stages: scattered },
      { id: 'forward-agree', stages: agreement(formula, scattered) },
      { id: 'backward-data', stages: backward },
      {
        id: 'backward-weights',
        stages: [
          ...kernelGradient,
          ...(b ? [biasStage(channelGradient, batch, slices.input, shared.labels)] : []),
        ],
      },
      ...(input && kernel && output
        ? [
            {
              id: 'sharing' as const,
              stages: sharingStages({
                names: { input: 'dZ', output: 'dX', dInput: 'Z', dOutput: 'X' },
                x: output,
                w: kernel,
                dz: input,
                rows,
                columns,
                forward: 'transpose',
              }),
            },
            readsPass(input, kernel, forward),
          ]
        : []),
      ...transposedCodePasses({
        facts,
        backward: forward,
        gradient,
        x: pick(x, null, inputs),
        dz: pick(dz, null, outputs),
        formula,
        scattered,
        kernelGradient,
        inputs,
        outputs,
        correlated: backward,
        outputGradient: channelGradient,
      }),
    ],
  };
}
