import { roundUp } from './tables.ts';
import type { KernelSession } from './session.ts';

/** A = the kernel: entry (r, k) stands at rows[r] + depth[k]. All offsets are in bytes. */
export interface KernelMatrix {
  readonly rowCount: number;
  /** Filled up to a multiple of four. */
  readonly rows: Int32Array;
  readonly depth: Int32Array;
}

/** B = im2col, never stored: entry (k, c) stands at depth[k] + columns[c]. */
export interface WindowMatrix {
  readonly depth: Int32Array;
  readonly columnCount: number;
  /** Filled up to a multiple of eight. */
  readonly columns: Int32Array;
  /** The same columns as runs of `runWidth` neighbours. */
  readonly runs: Int32Array;
  readonly runWidth: number;
}

/** Up to so many rows, packing B costs more than it saves. */
export const fewRows = 3;

/** A contraction that stands ready in the kernels' memory, for one group after another. */
export type Contraction = (a: number, b: number, start: number, c: number) => void;

/**
 * C[r, c] = start[r] + Σ_k A(r, k)·B(k, c) in the kernels' memory, C with room for its rows filled up to four. `start`
 * is an address with as many values.
 */
export function contraction(
  { run, workspace }: KernelSession,
  kernel: KernelMatrix,
  windows: WindowMatrix,
): Contraction {
  const depth = kernel.depth.length;
  const rows = kernel.rows.length;
  const aRows = workspace.table(withFourMore(kernel.rows));
  const aDepth = workspace.table(kernel.depth);
  const bDepth = workspace.table(windows.depth);
  const block = Math.min(depth, depthBlock);
  if (kernel.rowCount <= fewRows) {
    const panel = workspace.allocate(4 * depth);
    const runs = workspace.table(windows.runs);
    return (a, b, start, c) => {
      run.packFour(a, aRows, aDepth, depth, panel, 16);
      run.contractInPlace(
        ...[panel, kernel.rowCount],
        ...[b, bDepth, runs, windows.runs.length, windows.runWidth],
        ...[depth, start, c],
      );
    };
  }
  const bColumns = workspace.table(windows.columns);
  const panels = workspace.allocate(rows * block);
  const panel = workspace.allocate(8 * block);
  const edge = workspace.allocate(8 * rows);
  return (a, b, start, c) => {
    run.contract(
      ...[a, aRows, aDepth, rows],
      ...[b, bDepth, bColumns, windows.columnCount],
      ...[depth, start, c, panels, panel, edge],
    );
  };
}

/** Rows are packed in groups that may reach beyond the last. */
function withFourMore(rows: Int32Array): Int32Array {
  const filled = new Int32Array(rows.length + 4).fill(rows.at(-1) ?? 0);
  filled.set(rows);
  return filled;
}

/** As in assembly/contract.ts. */
const depthBlock = 288;

/** Room for the rows of a product of so many columns. */
export function productSize(kernel: KernelMatrix, columns: number): number {
  return roundUp(kernel.rowCount, 4) * columns;
}
