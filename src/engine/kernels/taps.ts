import type { AxisGeometry } from '../geometry/axis.ts';
import { inputCell, outputsOnInput } from '../geometry/readers.ts';
import { threeAxes } from '../geometry/window.ts';

/**
 * One kernel cell meeting a row of output cells: output `output + i` reads input `input + i·S` through kernel cell
 * `kernelCell`, for i = 0 … count − 1. All are flat places in one plane, S is the stride of the last axis.
 */
export interface TapRow {
  readonly kernelCell: number;
  readonly input: number;
  readonly output: number;
  readonly count: number;
}

/**
 * Every (kernel cell, output cell) of a window operation that falls on the input and not on padding, as rows.
 * Kernel cells come in C order, so sums over a window are in the order of its definition.
 */
export function tapRows(axes: readonly AxisGeometry[]): readonly TapRow[] {
  const [outer, middle, inner] = threeAxes(axes);
  const rows: TapRow[] = [];
  forEachKernelCell(axes, (kernelCell, k0, k1, k2) => {
    const range0 = outputsOnInput(outer, k0);
    const range1 = outputsOnInput(middle, k1);
    const { first, last } = outputsOnInput(inner, k2);
    if (last < first) return;
    for (let o0 = range0.first; o0 <= range0.last; o0++) {
      for (let o1 = range1.first; o1 <= range1.last; o1++) {
        const inputRow = inputCell(outer, o0, k0) * middle.inputSize + inputCell(middle, o1, k1);
        rows.push({
          kernelCell,
          input: inputRow * inner.inputSize + inputCell(inner, first, k2),
          output: (o0 * middle.outputSize + o1) * inner.outputSize + first,
          count: last - first + 1,
        });
      }
    }
  });
  return rows;
}

function forEachKernelCell(
  axes: readonly AxisGeometry[],
  visit: (kernelCell: number, k0: number, k1: number, k2: number) => void,
): void {
  const [outer, middle, inner] = threeAxes(axes);
  let kernelCell = 0;
  for (let k0 = 0; k0 < outer.kernelSize; k0++) {
    for (let k1 = 0; k1 < middle.kernelSize; k1++) {
      for (let k2 = 0; k2 < inner.kernelSize; k2++) visit(kernelCell++, k0, k1, k2);
    }
  }
}
