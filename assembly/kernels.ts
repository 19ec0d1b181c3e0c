// The engine's WebAssembly kernels, in AssemblyScript. Compiled twice by build.mjs: for SIMD, and for relaxed SIMD,
// whose fused multiply-add rounds once where SIMD rounds twice. docs/engine.md explains them with a picture.

import { multiplyAdd } from './multiply-add';

/** Depth of a block: 640 · 8 floats of a B panel are 20 KB and stay in a first-level cache of 32 KB. */
const DEPTH_BLOCK: i32 = 640;

function offsetAt(table: usize, index: i32): usize {
  return <usize>load<i32>(table + ((<usize>index) << 2));
}

/**
 * C[r, c] = start[r] + Σ_k A(r, k)·B(k, c), where A(r, k) = a[aRows[r] + aDepth[k]] and B(k, c) = b[bDepth[k] +
 * bColumns[c]]. All tables hold byte offsets. Rows come in fours, columns in eights: tables are filled up to that by
 * repeating an entry, and C is [rows, columns] of these sizes. A is packed into `aPanels`, each B panel into `bPanel`.
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
): void {
  const rowBytes: usize = (<usize>columns) << 2;
  for (let from: i32 = 0; from < depth; from += DEPTH_BLOCK) {
    const count = min(DEPTH_BLOCK, depth - from);
    const aTable = aDepth + ((<usize>from) << 2);
    const bTable = bDepth + ((<usize>from) << 2);
    const panelBytes: usize = (<usize>count) << 4;
    for (let row: i32 = 0, panel = aPanels; row < rows; row += 4, panel += panelBytes) {
      packFour(a, aRows + ((<usize>row) << 2), aTable, count, panel);
    }
    for (let column: i32 = 0; column < columns; column += 8) {
      packEight(b, bColumns + ((<usize>column) << 2), bTable, count, bPanel);
      let tile = c + ((<usize>column) << 2);
      let panel = aPanels;
      for (let row: i32 = 0; row < rows; row += 4) {
        multiplyTile(panel, bPanel, count, tile, rowBytes, from == 0 ? start + ((<usize>row) << 2) : 0);
        tile += rowBytes << 2;
        panel += panelBytes;
      }
    }
  }
}

/** Values of four rows, interleaved: out[k][0 … 3]. */
function packFour(base: usize, rows: usize, depth: usize, count: i32, out: usize): void {
  const r0 = base + offsetAt(rows, 0);
  const r1 = base + offsetAt(rows, 1);
  const r2 = base + offsetAt(rows, 2);
  const r3 = base + offsetAt(rows, 3);
  for (let k: i32 = 0; k < count; k++) {
    const at = offsetAt(depth, k);
    store<f32>(out, load<f32>(r0 + at), 0);
    store<f32>(out, load<f32>(r1 + at), 4);
    store<f32>(out, load<f32>(r2 + at), 8);
    store<f32>(out, load<f32>(r3 + at), 12);
    out += 16;
  }
}

/** Values of eight columns, interleaved: out[k][0 … 7]. Neighbours in memory, or every second value, go in vectors. */
function packEight(base: usize, columns: usize, depth: usize, count: i32, out: usize): void {
  const c0 = base + offsetAt(columns, 0);
  const c1 = base + offsetAt(columns, 1);
  const c2 = base + offsetAt(columns, 2);
  const c3 = base + offsetAt(columns, 3);
  const c4 = base + offsetAt(columns, 4);
  const c5 = base + offsetAt(columns, 5);
  const c6 = base + offsetAt(columns, 6);
  const c7 = base + offsetAt(columns, 7);
  const step = c1 - c0;
  const even =
    c2 - c1 == step &&
    c3 - c2 == step &&
    c4 - c3 == step &&
    c5 - c4 == step &&
    c6 - c5 == step &&
    c7 - c6 == step;
  if (even && step == 4) {
    for (let k: i32 = 0; k < count; k++) {
      const at = c0 + offsetAt(depth, k);
      v128.store(out, v128.load(at), 0);
      v128.store(out, v128.load(at, 16), 16);
      out += 32;
    }
    return;
  }
  if (even && step == 8) {
    for (let k: i32 = 0; k < count; k++) {
      const at = c0 + offsetAt(depth, k);
      const first = v128.shuffle<f32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6);
      // The last vector ends with the last value, so that nothing beyond it is read.
      const second = v128.shuffle<f32>(v128.load(at, 32), v128.load(at, 44), 0, 2, 5, 7);
      v128.store(out, first, 0);
      v128.store(out, second, 16);
      out += 32;
    }
    return;
  }
  for (let k: i32 = 0; k < count; k++) {
    const at = offsetAt(depth, k);
    store<f32>(out, load<f32>(c0 + at), 0);
    store<f32>(out, load<f32>(c1 + at), 4);
    store<f32>(out, load<f32>(c2 + at), 8);
    store<f32>(out, load<f32>(c3 + at), 12);
    store<f32>(out, load<f32>(c4 + at), 16);
    store<f32>(out, load<f32>(c5 + at), 20);
    store<f32>(out, load<f32>(c6 + at), 24);
    store<f32>(out, load<f32>(c7 + at), 28);
    out += 32;
  }
}

/** A tile of 4 × 8 sums in eight registers. It starts from `start`'s four values, or where that is 0 from the tile itself. */
function multiplyTile(a: usize, b: usize, count: i32, tile: usize, rowBytes: usize, start: usize): void {
  const tile1 = tile + rowBytes;
  const tile2 = tile1 + rowBytes;
  const tile3 = tile2 + rowBytes;
  let s00: v128, s01: v128, s10: v128, s11: v128, s20: v128, s21: v128, s30: v128, s31: v128;
  if (start) {
    s00 = v128.load32_splat(start, 0);
    s10 = v128.load32_splat(start, 4);
    s20 = v128.load32_splat(start, 8);
    s30 = v128.load32_splat(start, 12);
    s01 = s00;
    s11 = s10;
    s21 = s20;
    s31 = s30;
  } else {
    s00 = v128.load(tile);
    s01 = v128.load(tile, 16);
    s10 = v128.load(tile1);
    s11 = v128.load(tile1, 16);
    s20 = v128.load(tile2);
    s21 = v128.load(tile2, 16);
    s30 = v128.load(tile3);
    s31 = v128.load(tile3, 16);
  }
  for (let k: i32 = 0; k < count; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a, 0);
    s00 = multiplyAdd(a0, b0, s00);
    s01 = multiplyAdd(a0, b1, s01);
    const a1 = v128.load32_splat(a, 4);
    s10 = multiplyAdd(a1, b0, s10);
    s11 = multiplyAdd(a1, b1, s11);
    const a2 = v128.load32_splat(a, 8);
    s20 = multiplyAdd(a2, b0, s20);
    s21 = multiplyAdd(a2, b1, s21);
    const a3 = v128.load32_splat(a, 12);
    s30 = multiplyAdd(a3, b0, s30);
    s31 = multiplyAdd(a3, b1, s31);
    a += 16;
    b += 32;
  }
  v128.store(tile, s00);
  v128.store(tile, s01, 16);
  v128.store(tile1, s10);
  v128.store(tile1, s11, 16);
  v128.store(tile2, s20);
  v128.store(tile2, s21, 16);
  v128.store(tile3, s30);
  v128.store(tile3, s31, 16);
}

/** Copies `count` rows of `bytes` each; row i goes from + fromTable[i] → to + toTable[i]. */
export function copyRows(
  from: usize,
  fromTable: usize,
  to: usize,
  toTable: usize,
  count: i32,
  bytes: usize,
): void {
  for (let i: i32 = 0; i < count; i++)
    memory.copy(to + offsetAt(toTable, i), from + offsetAt(fromTable, i), bytes);
}

export function clear(from: usize, bytes: usize): void {
  memory.fill(from, 0, bytes);
}
