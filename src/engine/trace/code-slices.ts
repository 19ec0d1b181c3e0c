import type { AxisGeometry } from '../geometry/axis.ts';
import { readersOf } from '../geometry/readers.ts';
import { threeAxes } from '../geometry/window.ts';
import { slicesOf, type Labels, type Slices } from './cut.ts';
import { range } from './plane.ts';
import type { TensorName } from './lesson.ts';

interface Cut {
  readonly axes: readonly AxisGeometry[];
  readonly slices: Slices;
  readonly labels: Labels;
}

/** Which tensors are cut at the input's slice, and which at the output's: a transposed convolution has them the other way round. */
export type Sides = Readonly<Record<'inputs' | 'outputs', readonly TensorName[]>>;

export const convolutionSides: Sides = { inputs: ['X', 'dX'], outputs: ['Z', 'dZ'] };
export const transposedSides: Sides = { inputs: ['Z', 'dZ'], outputs: ['X', 'dX'] };

/** The same request, cut at an input slice that is left where the last slices are lost to a mistake. */
export function cutWithin<T extends Cut>(request: T, inputSlices: number, sides: Sides): T {
  if (request.axes.length < 3 || request.slices.input < inputSlices) return request;
  const [read] = range(Math.max(0, inputSlices)).flatMap((slice) => {
    const input = inputSlices - 1 - slice;
    return readersOf(threeAxes(request.axes)[0], input).length > 0 ? [input] : [];
  });
  return read === undefined ? request : cutAt(request, read, sides);
}

/** The same request, cut at this input slice and at one that reads it, where there is one. */
export function cutAt<T extends Cut>(request: T, input: number, sides: Sides): T {
  const [outer] = threeAxes(request.axes);
  const output = readersOf(outer, input).at(-1);
  if (request.axes.length < 3 || output === undefined) return request;
  const tap = (input + outer.padding.before - output * outer.stride) / outer.dilation;
  const slices = slicesOf(request.axes, { outSlice: output, kernelSlice: tap });
  const sliceOf = (name: string): number =>
    sides.inputs.some((other) => other === name)
      ? input
      : sides.outputs.some((other) => other === name)
        ? output
        : tap;
  const labels = Object.fromEntries(
    Object.entries(request.labels).map(([name, label]) => [
      name,
      label.at.length > 2 ? { ...label, at: label.at.with(-1, sliceOf(name)) } : label,
    ]),
  );
  return { ...request, slices, labels };
}
