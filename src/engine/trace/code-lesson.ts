import { biasGradient } from '../kernels/bias.ts';
import type { Tensor } from '../tensor.ts';
import { compareStage, lastPlane } from './compare-stages.ts';
import { padInput } from './correlate-stages.ts';
import { labelOf } from './cut.ts';
import { forgetTail, isMade, missedIndex } from './faults.ts';
import { formulaStages, type BackwardRequest } from './formula-stages.ts';
import {
  biasStage,
  collectStage,
  kernelGradientStages,
  type KernelGradientRequest,
} from './kernel-gradient-stages.ts';
import type { CodeLine, Facts, Pass, Plane, Stage, StageId } from './lesson.ts';
import { dataAxis, paddedAxis } from './plane-axes.ts';
import { readerStage } from './reader-stages.ts';
import { sheetsOf } from './sheets.ts';
import { stridingStage } from './striding-stage.ts';

export interface CodeRequest {
  readonly facts: Facts;
  readonly backward: BackwardRequest;
  readonly gradient: KernelGradientRequest;
  /** All samples and channels of the group: [N, C_in, …] and [N, C_out, …]. */
  readonly x: Tensor;
  readonly dz: Tensor;
  /** Which channels of the layer these are. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** dX without mistakes, both ways. */
  readonly formula: readonly Stage[];
  readonly scattered: readonly Stage[];
}

/** The line of code that each stage is made by. */
const lines: Partial<Record<StageId, CodeLine>> = {
  gradient: 'arguments',
  spread: 'spread',
  tail: 'tail',
  border: 'border',
  kernel: 'rotate',
  rotate: 'rotate',
  sweep: 'sweep',
  crop: 'crop',
  batch: 'swap-input',
  'swap-input': 'swap-input',
  'swap-gradient': 'swap-gradient',
  slide: 'slide',
  unswap: 'unswap',
  divide: 'divide',
  'sum-bias': 'sum-bias',
  scatter: 'scatter',
  collect: 'collect',
  compare: 'return',
};

const withLines = (stages: readonly Stage[]): Stage[] =>
  stages.map((stage) => {
    const line = stage.line ?? lines[stage.id];
    return line ? { ...stage, line } : stage;
  });

/** The two published algorithms, and the one by index bounds, line by line; mistakes on purpose included. */
export function codePasses(request: CodeRequest): Pass[] {
  const { facts, backward, gradient, scattered } = request;
  const missed = isMade(facts, 'bounds') ? missedIndex(facts.rows, facts.columns) : null;
  return [
    { id: 'code-formula', stages: withLines(formulaCode(request)) },
    {
      id: 'code-scatter',
      stages: withLines([
        ...scattered.filter(({ id }) => id === 'scatter'),
        collectStage(gradient),
        biasStage(gradient.dz, gradient.batch, gradient.slices.output, gradient.labels),
        ...scattered.filter(({ id }) => id === 'crop'),
      ]),
    },
    { id: 'code-bounds', stages: [readerStage(backward, missed)] },
  ];
}

function formulaCode(request: CodeRequest): Stage[] {
  const { facts, backward, formula: right } = request;
  const made = isMade(facts, 'tail')
    ? formulaStages({ ...backward, axes: backward.axes.map(forgetTail) })
    : right;
  if (isMade(facts, 'bias')) return untilBias(made, facts);
  const [wrongPlane, rightPlane] = [lastPlane(made), lastPlane(right)];
  const compared = made !== right && wrongPlane && rightPlane ? [compareStage(wrongPlane, rightPlane)] : [];
  return [...made, ...compared, ...kernelCode(request)];
}

/** NumPy stops at the sum of the inner convolution and its bias. */
function untilBias(stages: readonly Stage[], { inChannels, outChannels }: Facts): Stage[] {
  return stages.slice(0, stages.findIndex(({ id }) => id === 'sweep') + 1).map((stage): Stage => {
    if (stage.id !== 'sweep') return stage;
    const [bordered, rotated, target] = stage.planes;
    const planes = [bordered, rotated].filter((plane) => plane !== undefined);
    const size = [target?.rows.kinds.length ?? 0, target?.columns.kinds.length ?? 0];
    return {
      ...stage,
      planes,
      motion: null,
      failure: { kind: 'broadcast', left: [1, ...size, inChannels], right: [outChannels] },
    };
  });
}

/** dW: axes change places until it is a convolution, dZ slides, and the axes go back. */
function kernelCode({ facts, gradient, x, dz, inputs, outputs }: CodeRequest): Stage[] {
  const { labels, batch, axes } = gradient;
  const padded = padInput(x, axes);
  const right = kernelGradientStages(gradient).filter(({ id }) => id === 'slide' || id === 'spread');
  const slide = isMade(facts, 'stride')
    ? [stridingStage(gradient)]
    : right.filter(({ id }) => id === 'slide');
  const made = lastPlane(slide);
  const rightPlane = lastPlane(right);
  if (!made || !rightPlane) return [];
  const turned = isMade(facts, 'transposed') ? transposedPlane(made) : made;
  const divided = isMade(facts, 'mean')
    ? { ...turned, values: turned.values.map((value) => value / facts.samples) }
    : turned;
  const { rows, columns } = facts;
  const sheets = {
    tensor: padded,
    name: 'X',
    shape: labelOf(labels, 'X').shape,
    channels: inputs,
    rows: paddedAxis(rows),
    columns: paddedAxis(columns),
  } as const;
  const gradients = {
    tensor: dz,
    name: 'dZ',
    shape: labelOf(labels, 'dZ').shape,
    channels: outputs,
    rows: dataAxis(rows.outputSize),
    columns: dataAxis(columns.outputSize),
  } as const;
  return [
    { id: 'batch', ...sheetsOf(sheets, 'samples first'), motion: null },
    { id: 'swap-input', ...sheetsOf(sheets, 'channels first'), motion: null },
    { id: 'swap-gradient', ...sheetsOf(gradients, 'samples first'), motion: null },
    ...slide,
    { id: 'unswap', planes: [turned], motion: null },
    ...(divided === turned ? [] : [{ id: 'divide' as const, planes: [divided], motion: null }]),
    ...(divided === rightPlane ? [] : [compareStage(divided, rightPlane)]),
    biasStage(gradient.dz, batch, gradient.slices.output, labels),
    ...(isMade(facts, 'mean') ? [meanBias(gradient, facts.samples)] : []),
  ];
}

function transposedPlane(plane: Plane): Plane {
  const [height, width] = [plane.rows.kinds.length, plane.columns.kinds.length];
  return {
    ...plane,
    variant: 'wrong',
    rows: plane.columns,
    columns: plane.rows,
    values: plane.values.map((_, i) => plane.values[(i % height) * width + Math.floor(i / height)] ?? 0),
  };
}

function meanBias({ dz, labels }: KernelGradientRequest, samples: number): Stage {
  const db = biasGradient(dz);
  const plane: Plane = {
    tensor: 'db',
    ...labelOf(labels, 'db'),
    variant: 'plain',
    rows: dataAxis(1),
    columns: dataAxis(1),
    values: db.data,
  };
  return compareStage({ ...plane, values: db.data.map((value) => value / samples) }, plane);
}
