import { keepTap, labelOf, overPadding, planeAxesOf } from './cut.ts';
import type { BackwardRequest } from './formula-stages.ts';
import type { Stage } from './lesson.ts';
import { dataAxis, inputAxis, paddedAxis, windowMotion } from './plane-axes.ts';
import { pick, planeFrom, planeValues, withBias } from './plane.ts';

/** dX by scattering: each cell of dZ adds its share of the kernel into the window that it read. */
export function scatterStages({
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
  const padded = { axes: axes.map(overPadding), groups: 1 };
  const sum = kernels.convolutionInputGradient(dz, w, padded);
  const others = kernels.convolutionInputGradient(dz, withoutChannel(w, channel, slices.tap), padded);
  const cropped = kernels.convolutionInputGradient(dz, w, { axes, groups: 1 });
  const { rows, columns } = planeAxesOf(axes);
  const source = planeFrom({
    name: names.source,
    tensor: dz,
    cut: [0, channel, slices.output],
    ...labelOf(labels, names.source),
    rows: dataAxis(rows.outputSize),
    columns: dataAxis(columns.outputSize),
  });
  const kernel = planeFrom({
    name: 'W',
    tensor: w,
    cut: [channel, 0, slices.tap],
    ...labelOf(labels, 'W'),
    rows: dataAxis(rows.kernelSize),
    columns: dataAxis(columns.kernelSize),
  });
  const target = withBias(
    planeFrom({
      name: names.target,
      tensor: sum,
      cut: [0, 0, slices.padded],
      ...labelOf(labels, names.target),
      variant: 'uncropped',
      rows: paddedAxis(rows),
      columns: paddedAxis(columns),
    }),
    bias,
  );
  const result = withBias(
    planeFrom({
      name: names.target,
      tensor: cropped,
      cut: [0, 0, slices.input],
      ...labelOf(labels, names.target),
      rows: inputAxis(rows),
      columns: inputAxis(columns),
    }),
    bias,
  );
  const shownAlone = axes.length < 3 && dz.shape[1] === 1;
  return [
    {
      id: 'scatter',
      planes: [source, kernel, target],
      motion: {
        kind: 'scatter',
        source: 0,
        kernel: 1,
        target: 2,
        rows: windowMotion(rows),
        columns: windowMotion(columns),
        others:
          shownAlone && bias === null
            ? null
            : planeValues(others, [0, 0, slices.padded]).map((value) => value + (bias ?? 0)),
        bias: bias !== null,
      },
    },
    { id: 'crop', planes: [result], motion: null },
  ];
}

/** The kernel without the plane that is shown: what all others add. */
function withoutChannel(w: BackwardRequest['w'], channel: number, tap: number): BackwardRequest['w'] {
  const data = w.data.slice();
  const shown = keepTap(pick(w, [channel], null), tap);
  const start = channel * shown.data.length;
  shown.data.forEach((value, i) => {
    if (value !== 0) data[start + i] = 0;
  });
  return { shape: w.shape, data };
}
