import type { AxisGeometry } from '../geometry/axis.ts';
import type { BackwardRequest } from './formula-stages.ts';
import { keepTap, labelOf, onlySlice, planeAxesOf } from './cut.ts';
import type { Failure, Plane, Stage } from './lesson.ts';
import { dataAxis, inputAxis } from './plane-axes.ts';
import { alongOf } from './reads-stages.ts';
import { pick, planeFrom, planeValues, remaining, withBias } from './plane.ts';

/** dX cell by cell: which outputs read it, from the index bounds; `failure` ends it where a wrong bound leaves dZ. */
export function readerStage(request: BackwardRequest, failure: Failure | null): Stage {
  const { names, dz, w, bias, axes, channel, slices, labels, kernels } = request;
  const { rows, columns } = planeAxesOf(axes);
  const dx = withBias(
    planeFrom({
      name: names.target,
      tensor: kernels.convolutionInputGradient(dz, w, { axes, groups: 1 }),
      cut: [0, 0, slices.input],
      ...labelOf(labels, names.target),
      rows: inputAxis(rows),
      columns: inputAxis(columns),
    }),
    bias,
  );
  const data = (size: (axis: AxisGeometry) => number) => ({
    rows: dataAxis(size(rows)),
    columns: dataAxis(size(columns)),
  });
  const kernel = planeFrom({
    name: 'W',
    tensor: w,
    cut: [channel, 0, slices.tap],
    ...labelOf(labels, 'W'),
    ...data(({ kernelSize }) => kernelSize),
  });
  const source = planeFrom({
    name: names.source,
    tensor: dz,
    cut: [0, channel, slices.output],
    ...labelOf(labels, names.source),
    ...data(({ outputSize }) => outputSize),
  });
  return {
    id: 'readers',
    planes: [dx, kernel, source],
    motion: {
      kind: 'readers',
      source: 0,
      kernel: 1,
      target: 2,
      along: alongOf(axes, slices.input),
      looseBounds: failure !== null,
      reduce: null,
      others: othersOf(request, dx.values),
    },
    line: 'bounds',
    ...(failure && { failure }),
  };
}

/** What the channels and slices that are not shown add, and the bias. */
function othersOf({ dz, w, bias, axes, channel, slices, kernels }: BackwardRequest, whole: Plane['values']) {
  if (axes.length < 3 && dz.shape[1] === 1 && bias === null) return null;
  const shown = kernels.convolutionInputGradient(
    onlySlice(pick(dz, [0], [channel]), slices.output),
    keepTap(pick(w, [channel], null), slices.tap),
    { axes, groups: 1 },
  );
  return remaining(whole, planeValues(shown, [0, 0, slices.input]), 0);
}
