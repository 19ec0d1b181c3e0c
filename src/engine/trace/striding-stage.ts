import type { AxisGeometry } from '../geometry/axis.ts';
import { threeAxes, windowAxes } from '../geometry/window.ts';
import { convolve } from '../kernels/convolution.ts';
import type { Tensor } from '../tensor.ts';
import { padInput } from './correlate-stages.ts';
import { labelOf, onlySlice, planeAxesOf } from './cut.ts';
import { gradientPlane, type KernelGradientRequest } from './kernel-gradient-stages.ts';
import type { Stage, TensorName } from './lesson.ts';
import { dataAxis, paddedAxis, windowMotion } from './plane-axes.ts';
import { pick, planeFrom, planeValues, remaining } from './plane.ts';

/** The mistake: dZ as it is strides over the padded input. As many cells as fit, in general not f. */
export function stridingStage(request: KernelGradientRequest): {
  readonly stage: Stage;
  readonly kernelGradient: Tensor;
} {
  const { x, dz, axes, names, batch, slices, labels } = request;
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
  const shown = convolve(
    pick(padded, [batch], null),
    onlySlice(pick(dz, [batch], null), slices.output),
    null,
    { axes: strides.value, groups: 1 },
  );
  // Of a volume: the slice of dW that is nearest to the chosen one, and what dZ's slice meets for it.
  const [outer] = threeAxes(strides.value);
  const tap = Math.min(slices.tap, outer.outputSize - 1);
  const met = slices.output + tap * outer.stride;
  const before = axes.length > 2 ? (axes[0]?.padding.before ?? 0) : 0;
  const at = (name: TensorName, slice: number) => {
    const label = labelOf(labels, name);
    return { shape: label.shape, at: label.at.length > 2 ? label.at.with(-1, slice) : label.at };
  };
  const stage: Stage = {
    id: 'slide',
    planes: [
      planeFrom({
        name: names.source,
        tensor: padded,
        cut: [batch, 0, met],
        ...at(names.source, met - before),
        rows: paddedAxis(rows),
        columns: paddedAxis(columns),
      }),
      gradientPlane(request),
      planeFrom({
        name: 'dW',
        tensor: sum,
        cut: [0, 0, tap],
        ...at('dW', tap),
        shape: [...labelOf(labels, 'dW').shape.slice(0, 2), ...sum.shape.slice(2)],
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
      others:
        axes.length < 3 && x.shape[0] === 1
          ? null
          : remaining(planeValues(sum, [0, 0, tap]), planeValues(shown, [0, 0, tap]), 0),
      bias: null,
    },
  };
  return { stage, kernelGradient: sum };
}

/** Samples take the place of channels, over which a convolution sums. Both [N, 1, …]. */
function sumOverBatch(x: Tensor, dz: Tensor, axes: readonly AxisGeometry[]): Tensor {
  const swap = (tensor: Tensor): Tensor => ({
    ...tensor,
    shape: [1, tensor.shape[0] ?? 1, ...tensor.shape.slice(2)],
  });
  return convolve(swap(x), swap(dz), null, { axes, groups: 1 });
}
