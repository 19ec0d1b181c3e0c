import type { AxisGeometry } from '../geometry/axis.ts';
import { biasGradient } from '../kernels/bias.ts';
import { kernelGradientByFormula } from '../kernels/kernel-gradient-formula.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import type { Tensor } from '../tensor.ts';
import { padInput } from './correlate-stages.ts';
import { labelOf, onlySlice, planeAxesOf, type Labels, type Slices } from './cut.ts';
import type { Plane, Stage, TensorName } from './lesson.ts';
import { dataAxis, paddedAxis, slideMotion, spreadAxis, trimmedAxis, windowMotion } from './plane-axes.ts';
import { pick, planeFrom, planeValues, remaining } from './plane.ts';

export interface KernelGradientRequest {
  /** Of a convolution X and dZ; of a transposed one dZ and X. */
  readonly names: { readonly source: TensorName; readonly kernel: TensorName };
  /** [N, 1, input…] */
  readonly x: Tensor;
  /** [N, 1, output…] */
  readonly dz: Tensor;
  readonly axes: readonly AxisGeometry[];
  readonly batch: number;
  readonly slices: Slices;
  readonly labels: Labels;
  readonly kernels: ProductKernels;
}

/** The sample's dZ as it is. */
export function gradientPlane({ names, dz, axes, batch, slices, labels }: KernelGradientRequest): Plane {
  const { rows, columns } = planeAxesOf(axes);
  return planeFrom({
    name: names.kernel,
    tensor: dz,
    cut: [batch, 0, slices.output],
    ...labelOf(labels, names.kernel),
    rows: dataAxis(rows.outputSize),
    columns: dataAxis(columns.outputSize),
  });
}

/** The sample's padded input. */
function inputPlane({ names, x, axes, batch, slices, labels }: KernelGradientRequest): Plane {
  const { rows, columns } = planeAxesOf(axes);
  return planeFrom({
    name: names.source,
    tensor: padInput(x, axes),
    cut: [batch, 0, slices.padded],
    ...labelOf(labels, names.source),
    rows: paddedAxis(rows),
    columns: paddedAxis(columns),
  });
}

/** dW, of all samples. */
function kernelPlane({ axes, slices, labels }: KernelGradientRequest, tensor: Tensor): Plane {
  const { rows, columns } = planeAxesOf(axes);
  return planeFrom({
    name: 'dW',
    tensor,
    cut: [0, 0, slices.tap],
    ...labelOf(labels, 'dW'),
    rows: dataAxis(rows.kernelSize),
    columns: dataAxis(columns.kernelSize),
  });
}

/** dW of one input and output channel: dZ, spread by the stride, slides over the padded input. */
export function kernelGradientStages(request: KernelGradientRequest): Stage[] {
  const { names, x, dz, axes, batch, slices, labels, kernels } = request;
  const made = kernelGradientByFormula(x, dz, { axes, groups: 1 });
  const { rows, columns } = planeAxesOf(axes);
  const source = planeFrom({
    name: names.source,
    tensor: made.trimmedInput,
    cut: [batch, 0, slices.padded],
    ...labelOf(labels, names.source),
    rows: trimmedAxis(rows),
    columns: trimmedAxis(columns),
  });
  const plain = gradientPlane(request);
  const spread = planeFrom({
    name: names.kernel,
    tensor: made.spread,
    cut: [batch, 0, slices.spread],
    ...labelOf(labels, names.kernel),
    rows: spreadAxis(rows),
    columns: spreadAxis(columns),
  });
  const target = kernelPlane(request, made.kernelGradient);
  const others = (): Plane['values'] | null => {
    if (axes.length < 3 && x.shape[0] === 1) return null;
    const shownGradient = onlySlice(pick(dz, [batch], null), slices.output);
    const shown = kernels.convolutionKernelGradient(pick(x, [batch], null), shownGradient, {
      axes,
      groups: 1,
    });
    return remaining(target.values, planeValues(shown, [0, 0, slices.tap]), 0);
  };
  return [
    { id: names.kernel === 'X' ? 'input' : 'gradient', planes: [plain], motion: null },
    ...(spread.values.length > plain.values.length
      ? [{ id: 'spread' as const, planes: [spread], motion: null }]
      : []),
    {
      id: 'slide',
      planes: [source, spread, target],
      motion: {
        kind: 'gather',
        source: 0,
        kernel: 1,
        target: 2,
        rows: slideMotion(rows),
        columns: slideMotion(columns),
        others: others(),
        bias: null,
      },
    },
  ];
}

/** dW by scattering: each cell of dZ adds itself times the window that it read. */
export function collectStage(request: KernelGradientRequest): Stage {
  const { x, dz, axes, batch, slices, kernels } = request;
  const { rows, columns } = planeAxesOf(axes);
  const dw = kernels.convolutionKernelGradient(x, dz, { axes, groups: 1 });
  const shown = kernels.convolutionKernelGradient(
    pick(x, [batch], null),
    onlySlice(pick(dz, [batch], null), slices.output),
    {
      axes,
      groups: 1,
    },
  );
  const target = kernelPlane(request, dw);
  return {
    id: 'collect',
    planes: [gradientPlane(request), inputPlane(request), target],
    motion: {
      kind: 'collect',
      source: 0,
      window: 1,
      target: 2,
      rows: windowMotion(rows),
      columns: windowMotion(columns),
      others:
        axes.length < 3 && x.shape[0] === 1
          ? null
          : remaining(target.values, planeValues(shown, [0, 0, slices.tap]), 0),
    },
  };
}

/** db of one channel: the sum of its dZ over batch and space. `dz` is [N, 1, output…]. */
export function biasStage(dz: Tensor, batch: number, slice: number, labels: Labels): Stage {
  const total = biasGradient(dz).data[0] ?? 0;
  const spatial = dz.shape.slice(2);
  const source = planeFrom({
    name: 'dZ',
    tensor: dz,
    cut: [batch, 0, slice],
    ...labelOf(labels, 'dZ'),
    rows: dataAxis(spatial.at(-2) ?? 1),
    columns: dataAxis(spatial.at(-1) ?? 1),
  });
  const shown = Array.from(source.values).reduce((sum, value) => sum + value, 0);
  const target: Plane = {
    tensor: 'db',
    ...labelOf(labels, 'db'),
    variant: 'plain',
    rows: dataAxis(1),
    columns: dataAxis(1),
    values: Float64Array.of(total),
  };
  return {
    id: 'sum-bias',
    planes: [source, target],
    motion: {
      kind: 'total',
      source: 0,
      target: 1,
      others: source.values.length === dz.data.length ? 0 : total - shown,
    },
  };
}
