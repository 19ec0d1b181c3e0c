import { offsetAt } from './memory';
import { InPlace, multiplyTile, Packed } from './multiply-tile';
import { areEightNeighbours, packFour } from './pack';

/** Depth of a block: 640 · 8 floats of a B panel are 20 KB and stay in a first-level cache of 32 KB. */
const DEPTH_BLOCK: i32 = 640;

/**
 * C[r, c] = start[r] + Σ_k A(r, k)·B(k, c), where A(r, k) = a[aRows[r] + aDepth[k]] and B(k, c) = b[bDepth[k] +
 * bColumns[c]]. The tables of rows and columns are filled up to fours and eights by repeating an entry; C has room for
 * the rows, and exactly `columns` values in each. A is packed into `aPanels`, each B panel into `bPanel`; `edge` has
 * room for eight columns.
 */
export function contract(
  a: usize,
  aRows: usize,
  aDepth: usize,
  rows: i32,
  b: usize,
  bDepth: usize,
  bColumns: usize,
  columns: i32,
  depth: i32,
  start: usize,
  c: usize,
  aPanels: usize,
  bPanel: usize,
  edge: usize,
): void {
  const rowBytes: usize = (<usize>columns) << 2;
  const whole = columns & ~7;
  for (let from: i32 = 0; from < depth; from += DEPTH_BLOCK) {
    const count = min(DEPTH_BLOCK, depth - from);
    const aTable = aDepth + ((<usize>from) << 2);
    const bTable = bDepth + ((<usize>from) << 2);
    const panelBytes: usize = (<usize>count) << 4;
    for (let row: i32 = 0, panel = aPanels; row < rows; row += 4, panel += panelBytes) {
      packFour(a, aRows + ((<usize>row) << 2), aTable, count, panel, 16);
    }
    for (let column: i32 = 0; column < columns; column += 8) {
      const places = bColumns + ((<usize>column) << 2);
      const inside = column < whole;
      const step: usize = inside ? rowBytes : 32;
      let tile = inside ? c + ((<usize>column) << 2) : edge;
      let panel = aPanels;
      let row: i32 = 0;
      if (areEightNeighbours(places)) {
        const line = b + offsetAt(places, 0);
        multiplyTile<InPlace>(line, bTable, panel, bPanel, count, tile, step, from == 0 ? start : 0);
        tile += step << 2;
        panel += panelBytes;
        row = 4;
      } else {
        packFour(b, places, bTable, count, bPanel, 32);
        packFour(b, places + 16, bTable, count, bPanel + 16, 32);
      }
      for (; row < rows; row += 4) {
        multiplyTile<Packed>(
          0,
          0,
          panel,
          bPanel,
          count,
          tile,
          step,
          from == 0 ? start + ((<usize>row) << 2) : 0,
        );
        tile += step << 2;
        panel += panelBytes;
      }
    }
  }
  const left: usize = (<usize>(columns - whole)) << 2;
  if (!left) return;
  let to = c + rowBytes - left;
  for (let row: i32 = 0; row < rows; row++, to += rowBytes, edge += 32) memory.copy(to, edge, left);
}
