import type { AxisGeometry } from '../geometry/axis.ts';
import { windowAxes } from '../geometry/window.ts';
import { convolve } from '../kernels/convolution.ts';
import type { Tensor } from '../tensor.ts';
import { padInput } from './correlate-stages.ts';
import { labelOf, planeAxesOf } from './cut.ts';
import type { KernelGradientRequest } from './kernel-gradient-stages.ts';
import type { Stage } from './lesson.ts';
import { dataAxis, paddedAxis, windowMotion } from './plane-axes.ts';
import { pick, planeFrom, remaining } from './plane.ts';

/** The mistake: dZ as it is strides over the padded input. As many cells as fit, in general not f. */
export function stridingStage({ x, dz, axes, names, batch, slices, labels }: KernelGradientRequest): Stage {
  const { rows, columns } = planeAxesOf(axes);
  const padded = padInput(x, axes);
  const strides = windowAxes(padded.shape.slice(2), dz.shape.slice(2), {
    stride: axes.map(({ stride }) => stride),
    dilation: axes.map(() => 1),
    padding: axes.map(() => ({ before: 0, after: 0 })),
    rounding: 'floor',
  });
  if (!strides.ok) throw new RangeError(strides.refusal.message);
  const walk = planeAxesOf(strides.value);
  const sum = sumOverBatch(padded, dz, strides.value);
  const shown = convolve(pick(padded, [batch], null), pick(dz, [batch], null), null, {
    axes: strides.value,
    groups: 1,
  });
  return {
    id: 'slide',
    planes: [
      planeFrom({
        name: names.source,
        tensor: padded,
        cut: [batch, 0, slices.padded],
        ...labelOf(labels, names.source),
        rows: paddedAxis(rows),
        columns: paddedAxis(columns),
      }),
      planeFrom({
        name: names.kernel,
        tensor: dz,
        cut: [batch, 0, slices.output],
        ...labelOf(labels, names.kernel),
        rows: dataAxis(rows.outputSize),
        columns: dataAxis(columns.outputSize),
      }),
      planeFrom({
        name: 'dW',
        tensor: sum,
        cut: [0, 0, 0],
        ...labelOf(labels, 'dW'),
        variant: 'wrong',
        rows: dataAxis(walk.rows.outputSize),
        columns: dataAxis(walk.columns.outputSize),
      }),
    ],
    motion: {
      kind: 'gather',
      source: 0,
      kernel: 1,
      target: 2,
      rows: windowMotion(walk.rows),
      columns: windowMotion(walk.columns),
      others: x.shape[0] === 1 ? null : remaining(sum.data, shown.data, 0),
      bias: null,
    },
  };
}

/** Samples take the place of channels, over which a convolution sums. Both [N, 1, …]. */
function sumOverBatch(x: Tensor, dz: Tensor, axes: readonly AxisGeometry[]): Tensor {
  const swap = (tensor: Tensor): Tensor => ({
    ...tensor,
    shape: [1, tensor.shape[0] ?? 1, ...tensor.shape.slice(2)],
  });
  return convolve(swap(x), swap(dz), null, { axes, groups: 1 });
}
