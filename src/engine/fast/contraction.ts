import type { KernelExports } from './wasm-module.ts';
import type { Workspace } from './workspace.ts';

/** A matrix whose entry (i, j) stands at `base` + outer[i] + inner[j]: byte offsets into the kernels' memory. */
export interface GatheredMatrix {
  readonly base: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Rows of a product that `readRow` gives; they stand in the kernels' memory until the next operation. */
export interface Product {
  readonly row: (index: number) => Float32Array;
}

/**
 * C = A·B (+ one value per row), with both matrices gathered through tables, so that no im2col matrix is stored.
 * All three passes of a convolution are of this form; they differ only in their tables.
 */
export function multiplyGathered(
  run: KernelExports,
  workspace: Workspace,
  a: GatheredMatrix,
  b: GatheredMatrix,
  start: ArrayLike<number> | null,
): Product {
  const rows = roundUp(a.rows.length, 4);
  const columns = roundUp(b.columns.length, 8);
  const depth = b.rows.length;
  const startValues = new Float32Array(rows);
  if (start) startValues.set(start);
  const c = workspace.allocate(rows * columns);
  const [aRows, aDepth] = [workspace.table(repeatLast(a.rows, rows)), workspace.table(a.columns)];
  const [bDepth, bColumns] = [workspace.table(b.rows), workspace.table(repeatLast(b.columns, columns))];
  const startAt = workspace.floats(startValues);
  const panels = workspace.allocate(rows * Math.min(depth, depthBlock));
  const panel = workspace.allocate(8 * Math.min(depth, depthBlock));
  run.contract(
    ...[a.base, aRows, aDepth, rows],
    ...[b.base, bDepth, bColumns, columns],
    ...[depth, startAt, c, panels, panel],
  );
  return { row: (index) => workspace.view(c + index * columns * 4, b.columns.length) };
}

/** As in assembly/kernels.ts. */
const depthBlock = 640;

function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}

/** A table filled up to a length; what is computed for the copies is never read. */
function repeatLast(table: Int32Array, length: number): Int32Array {
  const filled = new Int32Array(length).fill(table.at(-1) ?? 0);
  filled.set(table);
  return filled;
}
