import { inputCell, readersOf } from '../../engine/geometry/readers.ts';
import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Motion } from '../../engine/trace/lesson.ts';
import type { Cell } from './steps.ts';

/** An output cell that reads an input cell, and the kernel cell through which it does. */
interface Reader {
  readonly output: Cell;
  readonly tap: Cell;
}

/** Every output that reads the input cell, in C order. */
export function readersAt({ along }: Extract<Motion, { kind: 'readers' }>, { row, column }: Cell): Reader[] {
  const tap = (axis: AxisGeometry, x: number, output: number): number =>
    (x - inputCell(axis, output, 0)) / axis.dilation;
  return readersOf(along.rows, row).flatMap((r) =>
    readersOf(along.columns, column).map((c) => ({
      output: { row: r, column: c },
      tap: { row: tap(along.rows, row, r), column: tap(along.columns, column, c) },
    })),
  );
}
