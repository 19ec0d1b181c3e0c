import type { Tensor } from '../tensor.ts';
import { inputGradientCode, untilBias } from './code-input-gradient.ts';
import { kernelGradientCode } from './code-kernel-gradient.ts';
import { withLines } from './code-lines.ts';
import { convolutionSides, cutAt, transposedSides, type Sides } from './code-slices.ts';
import { isMade } from './faults.ts';
import type { BackwardRequest } from './formula-stages.ts';
import { biasStage, collectStage, type KernelGradientRequest } from './kernel-gradient-stages.ts';
import type { Facts, Pass, Stage } from './lesson.ts';
import { missedRead } from './missed-read.ts';
import { readerStage } from './reader-stages.ts';

export interface CodeRequest {
  readonly facts: Facts;
  /** Of a transposed convolution this is its way forward. */
  readonly backward: BackwardRequest;
  readonly gradient: KernelGradientRequest;
  /** All samples and channels of the group: [N, C_in, …] and [N, C_out, …]. */
  readonly x: Tensor;
  readonly dz: Tensor;
  /** Which channels of the layer these are. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Without mistakes: what `backward` makes in both ways, and dW. */
  readonly formula: readonly Stage[];
  readonly scattered: readonly Stage[];
  readonly kernelGradient: readonly Stage[];
}

/** The two published algorithms, and the one by index bounds, line by line; mistakes on purpose included. */
export function codePasses(request: CodeRequest): Pass[] {
  const { facts, backward, gradient, formula, scattered } = request;
  const { slices, labels, batch, dz } = gradient;
  const made = inputGradientCode(facts, backward, formula, convolutionSides);
  const kernels = {
    ...request,
    right: request.kernelGradient,
    xChannels: request.inputs,
    dzChannels: request.outputs,
    outputGradient: dz,
    outputSlice: slices.output,
  };
  return [
    {
      id: 'code-formula',
      stages: withLines(
        isMade(facts, 'bias') ? untilBias(made, facts) : [...made, ...kernelGradientCode(kernels)],
      ),
    },
    {
      id: 'code-scatter',
      stages: withLines([
        ...scattered.filter(({ id }) => id === 'scatter'),
        collectStage(gradient),
        biasStage(dz, batch, slices.output, labels),
        ...scattered.filter(({ id }) => id === 'crop'),
      ]),
    },
    { id: 'code-bounds', stages: [boundsCode(request, convolutionSides)] },
  ];
}

export interface TransposedCodeRequest extends CodeRequest {
  /** dX, by a plain correlation. */
  readonly correlated: readonly Stage[];
  /** [N, 1, …]: dZ of the chosen channel. */
  readonly outputGradient: Tensor;
}

/** A transposed convolution: three ways forward, and its way back, which correlates. */
export function transposedCodePasses(request: TransposedCodeRequest): Pass[] {
  const { facts, backward, gradient, formula, scattered, outputGradient } = request;
  const kernels = {
    facts,
    gradient,
    right: request.kernelGradient,
    // dZ is slid over, X slides.
    x: request.dz,
    dz: request.x,
    xChannels: request.outputs,
    dzChannels: request.inputs,
    outputGradient,
    outputSlice: gradient.slices.input,
  };
  return [
    {
      id: 'code-formula',
      stages: withLines(inputGradientCode(facts, backward, formula, transposedSides)),
    },
    { id: 'code-scatter', stages: withLines(scattered) },
    { id: 'code-bounds', stages: [boundsCode(request, transposedSides)] },
    {
      id: 'code-backward',
      stages: withLines([...request.correlated, ...kernelGradientCode(kernels)]),
    },
  ];
}

/** Cell by cell; with the wrong bounds until NumPy stops, at the slice where it does. */
function boundsCode({ facts, backward }: CodeRequest, sides: Sides): Stage {
  const missed = isMade(facts, 'bounds') ? missedRead(facts.axes) : null;
  const told = missed ? cutAt(backward, missed.cell[0] ?? 0, sides) : backward;
  return readerStage(told, missed?.failure ?? null);
}
