import { offsetAt } from './memory';
import { multiplyTallTile } from './multiply-tall-tile';
import { InPlace, multiplyTile, Packed } from './multiply-tile';
import { areEightNeighbours, packFour } from './pack';

/**
 * Depth of a block: 288 · 8 floats of a B panel and 288 · 6 of an A panel are 16 KB, and stay in a first-level cache of
 * 32 KB while the next A panel comes in.
 */
const DEPTH_BLOCK: i32 = 288;

/**
 * C[r, c] = start[r] + Σ_k A(r, k)·B(k, c), where A(r, k) = a[aRows[r] + aDepth[k]] and B(k, c) = b[bDepth[k] +
 * bColumns[c]]. The tables of rows and columns are filled up to fours and eights by repeating an entry, that of rows by
 * four entries more; C has room for the rows, and exactly `columns` values in each. A is packed into `aPanels`, each B
 * panel into `bPanel`; `edge` has room for eight columns.
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
  const lowRows = rowsInFours(rows);
  for (let from: i32 = 0; from < depth; from += DEPTH_BLOCK) {
    const count = min(DEPTH_BLOCK, depth - from);
    const bTable = bDepth + ((<usize>from) << 2);
    packRows(a, aRows, aDepth + ((<usize>from) << 2), rows, lowRows, count, aPanels);
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
        panel += (<usize>count) << 4;
        row = 4;
      } else {
        packFour(b, places, bTable, count, bPanel, 32);
        packFour(b, places + 16, bTable, count, bPanel + 16, 32);
      }
      for (; row < lowRows; row += 4) {
        const begin = from == 0 ? start + ((<usize>row) << 2) : 0;
        multiplyTile<Packed>(0, 0, panel, bPanel, count, tile, step, begin);
        tile += step << 2;
        panel += (<usize>count) << 4;
      }
      for (; row < rows; row += 6) {
        const begin = from == 0 ? start + ((<usize>row) << 2) : 0;
        multiplyTallTile(panel, bPanel, count, tile, step, begin);
        tile += step * 6;
        panel += <usize>count * 24;
      }
    }
  }
  const left: usize = (<usize>(columns - whole)) << 2;
  if (!left) return;
  let to = c + rowBytes - left;
  for (let row: i32 = 0; row < rows; row++, to += rowBytes, edge += 32) memory.copy(to, edge, left);
}

/** Of a multiple of four rows, those that go in fours: the first, which may be in place, and what sixes leave over. */
function rowsInFours(rows: i32): i32 {
  if (!ASC_FEATURE_RELAXED_SIMD) return rows;
  return 4 + ((rows - 4) % 12);
}

/** Panels of [k][4] for the first `lowRows`, then of [k][6]. */
function packRows(
  a: usize,
  rowTable: usize,
  depth: usize,
  rows: i32,
  lowRows: i32,
  count: i32,
  out: usize,
): void {
  let row: i32 = 0;
  for (; row < lowRows; row += 4, rowTable += 16, out += (<usize>count) << 4) {
    packFour(a, rowTable, depth, count, out, 16);
  }
  for (; row < rows; row += 6, rowTable += 24, out += <usize>count * 24) {
    // Rows 4 and 5 with two more, which rows 0 to 3 of the next k overwrite.
    packFour(a, rowTable + 16, depth, count, out + 16, 24);
    packFour(a, rowTable, depth, count, out, 24);
  }
}
