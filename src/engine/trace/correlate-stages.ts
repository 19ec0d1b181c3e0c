import { withoutOverhang, type AxisGeometry } from '../geometry/axis.ts';
import { embed } from '../kernels/embed.ts';
import { rotateKernel } from '../kernels/kernel-rotation.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import type { Tensor } from '../tensor.ts';
import { keepTap, labelOf, planeAxesOf, type Labels, type Slices } from './cut.ts';
import type { Plane, Stage, TensorName } from './lesson.ts';
import { dataAxis, inputAxis, paddedAxis, windowMotion } from './plane-axes.ts';
import { pick, planeFrom, planeValues, remaining } from './plane.ts';

export interface CorrelateRequest {
  readonly names: { readonly source: TensorName; readonly target: TensorName };
  /** [1, C, spatial…] */
  readonly x: Tensor;
  /** [1, C, kernel…] */
  readonly w: Tensor;
  readonly bias: number | null;
  readonly axes: readonly AxisGeometry[];
  /** The channel of `x` that is shown. */
  readonly channel: number;
  readonly slices: Slices;
  readonly labels: Labels;
  readonly kernels: ProductKernels;
  /** Rotate the kernel first: the true convolution. */
  readonly trueConvolution?: boolean;
}

/** Input, padding, and the window that slides over it and makes one channel of the output. */
export function correlateStages(asked: CorrelateRequest): Stage[] {
  const { trueConvolution = false } = asked;
  const request = trueConvolution ? { ...asked, w: rotateKernel(asked.w) } : asked;
  const { names, x, w, bias, axes, channel, slices, labels, kernels } = request;
  const geometry = { axes, groups: 1 };
  const b = bias === null ? null : { shape: [1], data: Float64Array.of(bias) };
  const z = kernels.convolve(x, w, b, geometry);
  const { rows, columns } = planeAxesOf(axes);
  const input = planeFrom({
    name: names.source,
    tensor: x,
    cut: [0, channel, slices.input],
    ...labelOf(labels, names.source),
    rows: inputAxis(rows),
    columns: inputAxis(columns),
  });
  const padded = planeFrom({
    name: names.source,
    tensor: padInput(pick(x, [0], [channel]), axes),
    cut: [0, 0, slices.padded],
    ...labelOf(labels, names.source),
    rows: paddedAxis(rows),
    columns: paddedAxis(columns),
  });
  const kernelPlane = (tensor: Tensor, variant: Plane['variant']): Plane =>
    planeFrom({
      name: 'W',
      tensor,
      cut: [0, channel, slices.tap],
      ...labelOf(labels, 'W'),
      variant,
      rows: dataAxis(rows.kernelSize),
      columns: dataAxis(columns.kernelSize),
    });
  const kernel = kernelPlane(w, trueConvolution ? 'rotated' : 'plain');
  const target = planeFrom({
    name: names.target,
    tensor: z,
    cut: [0, 0, slices.output],
    ...labelOf(labels, names.target),
    rows: dataAxis(rows.outputSize),
    columns: dataAxis(columns.outputSize),
  });
  const hasPadding = padded.values.length > input.values.length;
  return [
    { id: 'input', planes: [input], motion: null },
    ...(hasPadding ? [{ id: 'pad' as const, planes: [padded], motion: null }] : []),
    ...(trueConvolution
      ? [
          { id: 'kernel' as const, planes: [padded, kernelPlane(asked.w, 'plain')], motion: null },
          { id: 'flip' as const, planes: [padded, kernel], motion: null },
        ]
      : []),
    {
      id: 'correlate',
      planes: [padded, kernel, target],
      motion: {
        kind: 'gather',
        source: 0,
        kernel: 1,
        target: 2,
        rows: windowMotion(rows),
        columns: windowMotion(columns),
        others: othersOf(request, target.values),
        bias,
      },
    },
  ];
}

function othersOf(
  { x, w, bias, axes, channel, slices, kernels }: CorrelateRequest,
  whole: Stage['planes'][number]['values'],
) {
  if (axes.length < 3 && x.shape[1] === 1) return null;
  const shown = kernels.convolve(
    pick(x, [0], [channel]),
    keepTap(pick(w, [0], [channel]), slices.tap),
    null,
    {
      axes,
      groups: 1,
    },
  );
  return remaining(whole, planeValues(shown, [0, 0, slices.output]), bias ?? 0);
}

/** X with its padding, and with the −t cells more that an overhanging window reaches. */
export function padInput(x: Tensor, axes: readonly AxisGeometry[]): Tensor {
  return embed(
    x,
    axes.map(withoutOverhang).map(({ inputSize, padding }) => ({
      size: inputSize + padding.before + padding.after,
      step: 1,
      offset: padding.before,
    })),
  );
}
