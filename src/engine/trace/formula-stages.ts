import type { AxisGeometry } from '../geometry/axis.ts';
import { correlateDilated, inputGradientByFormula } from '../kernels/input-gradient-formula.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import type { Tensor } from '../tensor.ts';
import { keepTap, labelOf, planeAxesOf, type Labels, type Slices } from './cut.ts';
import type { Plane, PlaneAxis, Stage, TensorName } from './lesson.ts';
import {
  borderAxis,
  dataAxis,
  inputAxis,
  spreadAxis,
  sweepMotion,
  tailAxis,
  paddedAxis,
} from './plane-axes.ts';
import { pick, planeFrom, planeValues, remaining, withBias } from './plane.ts';

export interface BackwardRequest {
  readonly names: { readonly source: TensorName; readonly target: TensorName };
  /** [1, C_out/groups, output…] */
  readonly dz: Tensor;
  /** [C_out/groups, 1, kernel…]: what every output channel has of the one input channel. */
  readonly w: Tensor;
  /** Added to the result: a transposed convolution's bias. */
  readonly bias: number | null;
  readonly axes: readonly AxisGeometry[];
  /** The channel of `dz` that is shown. */
  readonly channel: number;
  readonly slices: Slices;
  readonly labels: Labels;
  readonly kernels: ProductKernels;
}

/** dX by the formula (DESIGN.md 2), each step a stage; steps that would change nothing are left out. */
export function formulaStages({
  names,
  dz,
  w,
  bias,
  axes,
  channel,
  slices,
  labels,
  kernels,
}: BackwardRequest): Stage[] {
  const made = inputGradientByFormula(dz, w, { axes, groups: 1 }, kernels);
  const { rows, columns } = planeAxesOf(axes);
  const plane = (
    name: TensorName,
    tensor: Tensor,
    cut: readonly [number, number, number],
    axisOf: (axis: AxisGeometry) => PlaneAxis,
    variant: Plane['variant'] = 'plain',
  ): Plane =>
    planeFrom({
      name,
      tensor,
      cut,
      ...labelOf(labels, name),
      variant,
      rows: axisOf(rows),
      columns: axisOf(columns),
    });

  const source = plane(names.source, dz, [0, channel, slices.output], (axis) => dataAxis(axis.outputSize));
  const spread = plane(names.source, made.spread, [0, channel, slices.spread], spreadAxis);
  const tail = plane(names.source, made.tailFilled, [0, channel, slices.spread], tailAxis);
  const bordered = plane(names.source, made.bordered, [0, channel, slices.bordered], borderAxis);
  const kernelAxis = (axis: AxisGeometry): PlaneAxis => dataAxis(axis.kernelSize);
  const kernel = plane('W', w, [channel, 0, slices.tap], kernelAxis);
  const rotated = plane('W', made.rotatedKernel, [0, channel, slices.rotatedTap], kernelAxis, 'rotated');
  const uncropped = withBias(
    plane(names.target, made.uncropped, [0, 0, slices.padded], paddedAxis, 'uncropped'),
    bias,
  );
  const cropped = withBias(plane(names.target, made.cropped, [0, 0, slices.input], inputAxis), bias);

  const others = (): Plane['values'] | null => {
    if (axes.length < 3 && dz.shape[1] === 1) return null;
    const shown = correlateDilated(
      pick(made.bordered, [0], [channel]),
      keepTap(pick(made.rotatedKernel, [0], [channel]), slices.rotatedTap),
      axes,
      1,
      kernels,
    );
    return remaining(uncropped.values, planeValues(shown, [0, 0, slices.padded]), bias ?? 0);
  };
  const still = (id: Stage['id'], ...planes: Plane[]): Stage => ({ id, planes, motion: null });
  return [
    still(names.source === 'X' ? 'input' : 'gradient', source),
    ...(spread.values.length > source.values.length ? [still('spread', spread)] : []),
    ...(tail.values.length > spread.values.length ? [still('tail', tail)] : []),
    ...(bordered.values.length > tail.values.length ? [still('border', bordered)] : []),
    still('kernel', bordered, kernel),
    still('rotate', bordered, rotated),
    {
      id: 'sweep',
      planes: [bordered, rotated, uncropped],
      motion: {
        kind: 'gather',
        source: 0,
        kernel: 1,
        target: 2,
        rows: sweepMotion(rows),
        columns: sweepMotion(columns),
        others: others(),
        bias,
      },
    },
    still('crop', cropped),
  ];
}
