import { withoutOverhang } from '../geometry/axis.ts';
import { biasGradient } from '../kernels/bias.ts';
import { spreadByStride } from '../kernels/input-gradient-formula.ts';
import { padAndTrim } from '../kernels/kernel-gradient-formula.ts';
import { permute } from '../kernels/permute.ts';
import type { Tensor } from '../tensor.ts';
import { compareStage } from './compare-stages.ts';
import { padInput } from './correlate-stages.ts';
import { labelOf } from './cut.ts';
import { isMade } from './faults.ts';
import { biasStage, type KernelGradientRequest } from './kernel-gradient-stages.ts';
import type { Facts, Plane, Stage } from './lesson.ts';
import { dataAxis, paddedAxis, spreadAxis, trimmedAxis } from './plane-axes.ts';
import { pick, planeFrom, range } from './plane.ts';
import { mostSheets, sheetsOf } from './sheets.ts';
import { stridingStage } from './striding-stage.ts';

export interface KernelCodeRequest {
  readonly facts: Facts;
  readonly gradient: KernelGradientRequest;
  /** The stages of dW without mistakes. */
  readonly right: readonly Stage[];
  /** All samples and channels of the group of what is slid over and of what slides: [N, C, …]. */
  readonly x: Tensor;
  readonly dz: Tensor;
  /** Which channels of the layer these are. */
  readonly xChannels: readonly number[];
  readonly dzChannels: readonly number[];
  /** [N, 1, …]: what db sums, and the slice of it that is shown. */
  readonly outputGradient: Tensor;
  readonly outputSlice: number;
}

/** dW: axes change places until it is a convolution, dZ slides, and the axes go back. Then db. */
export function kernelGradientCode(request: KernelCodeRequest): Stage[] {
  const { facts, gradient, right, outputGradient, outputSlice } = request;
  const { labels, batch, kernels, axes } = gradient;
  const slid = right.find(({ id }) => id === 'slide');
  const strides = isMade(facts, 'stride') ? stridingStage(gradient) : null;
  const turns = isMade(facts, 'transposed');
  // Of a volume's dW other slices are needed than the one that stands in the right stages.
  const whole = (): Tensor => kernels.convolutionKernelGradient(gradient.x, gradient.dz, { axes, groups: 1 });
  const slide = strides?.stage ?? slid;
  const rightPlane = slid?.planes.at(-1);
  if (!slide || !rightPlane) return [];
  const made = strides?.kernelGradient ?? (turns || axes.length > 2 ? whole() : null);
  const turned = made && turns ? permute(made, [0, 1, ...spatialPlaces(made).reverse()]) : made;
  // A slice that the mistaken kernel has too.
  const slice = Math.min(gradient.slices.tap, (turned?.shape.at(-3) ?? 1) - 1);
  const wrong = strides !== null || turns;
  const plane = turned && wrong ? kernelPlane(turned, slice, request, 'wrong') : rightPlane;
  const mean = isMade(facts, 'mean');
  const divided = mean ? { ...plane, values: plane.values.map((value) => value / facts.samples) } : plane;
  const compared = wrong && axes.length > 2 ? kernelPlane(whole(), slice, request, 'plain') : rightPlane;
  return [
    ...swapStages(request),
    slide,
    { id: 'unswap', planes: [plane], motion: null },
    ...(mean ? [{ id: 'divide' as const, planes: [divided], motion: null }] : []),
    ...(divided === rightPlane ? [] : [compareStage(divided, compared)]),
    biasStage(outputGradient, batch, outputSlice, labels),
    ...(mean ? [meanBias(request)] : []),
  ];
}

const spatialPlaces = ({ shape }: Tensor): number[] => range(shape.length - 2, 2);

function kernelPlane(
  dw: Tensor,
  slice: number,
  { gradient: { labels } }: KernelCodeRequest,
  variant: Plane['variant'],
): Plane {
  const { shape, at } = labelOf(labels, 'dW');
  const spatial = dw.shape.slice(2);
  return planeFrom({
    name: 'dW',
    tensor: dw,
    cut: [0, 0, slice],
    shape: [...shape.slice(0, 2), ...spatial],
    at: [...at.slice(0, 2), ...(spatial.length > 2 ? [slice] : [])],
    variant,
    rows: dataAxis(spatial.length > 1 ? (spatial.at(-2) ?? 1) : 1),
    columns: dataAxis(spatial.at(-1) ?? 1),
  });
}

/** The tensors with their axes in place of each other, a few samples and channels of each. */
function swapStages({ facts, gradient, x, dz, xChannels, dzChannels }: KernelCodeRequest): Stage[] {
  const { names, labels, axes, slices } = gradient;
  const { rows, columns } = facts;
  const strides = isMade(facts, 'stride');
  const shown = (tensor: Tensor): Tensor => {
    const [samples = 1, channels = 1] = tensor.shape;
    return pick(tensor, range(Math.min(samples, mostSheets)), range(Math.min(channels, mostSheets)));
  };
  const padded = strides ? padInput(shown(x), axes) : padAndTrim(shown(x), axes);
  const windowed = strides ? paddedAxis : trimmedAxis;
  const before = axes.length > 2 && axes[0] ? withoutOverhang(axes[0]).padding.before : 0;
  const inputs = {
    tensor: padded,
    name: names.source,
    shape: labelOf(labels, names.source).shape,
    channels: xChannels,
    rows: windowed(rows),
    columns: windowed(columns),
    slice: { cut: slices.padded, at: slices.padded - before },
  };
  const moving = strides ? shown(dz) : spreadByStride(shown(dz), axes);
  const gradients = {
    tensor: moving,
    name: names.kernel,
    shape: labelOf(labels, names.kernel).shape,
    channels: dzChannels,
    rows: strides ? dataAxis(rows.outputSize) : spreadAxis(rows),
    columns: strides ? dataAxis(columns.outputSize) : spreadAxis(columns),
    slice: { cut: strides ? slices.output : slices.spread, at: slices.output },
  };
  return [
    { id: 'batch', ...sheetsOf(inputs, 'samples first'), motion: null },
    { id: 'swap-input', ...sheetsOf(inputs, 'channels first'), motion: null },
    { id: 'swap-gradient', ...sheetsOf(gradients, 'samples first'), motion: null },
  ];
}

function meanBias({ facts, gradient: { labels }, outputGradient }: KernelCodeRequest): Stage {
  const db = biasGradient(outputGradient);
  const plane: Plane = {
    tensor: 'db',
    ...labelOf(labels, 'db'),
    variant: 'plain',
    rows: dataAxis(1),
    columns: dataAxis(1),
    values: db.data,
  };
  return compareStage({ ...plane, values: db.data.map((value) => value / facts.samples) }, plane);
}
