// Winograd's algorithm F(4×4, 3×3) (Lavin and Gray 2016, https://arxiv.org/abs/1509.09308): 4×4 outputs of a 3×3 kernel
// with stride 1 from 36 products instead of 144. Z = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A for a tile d of 6×6 inputs; summed over
// channels, ⊙ becomes one matrix product at each of the 36 positions. Vectors hold one value of four tiles, or of the
// kernels of four rows.
//
// The matrices come from evaluating polynomials at 0, ±a, ±b and ∞ (Toom and Cook; Barabasz et al. 2018,
// https://arxiv.org/abs/1803.10986, on how the points decide the error). The usual a = 1, b = 2 rounds twice as much as
// a = 3/4, b = 3/2, whose squares and products are as exact in binary:
//   Bᵀ: a²b² − (a² + b²)x² + x⁴ | x⁴ ± ax³ − b²x² ∓ ab²x | x⁴ ± bx³ − a²x² ∓ a²bx | x⁵ − (a² + b²)x³ + a²b²x
//   G:  1/a²b² | (1, ±a, a²)/2a²(a² − b²) | (1, ±b, b²)/2b²(b² − a²) | (0, 0, 1)
//   Aᵀ: row i: 0ⁱ, aⁱ, (−a)ⁱ, bⁱ, (−b)ⁱ, and 1 for ∞ in the last

import { offsetAt } from './memory';
import { multiplyAdd } from './multiply-add';
import { multiplyTile, Packed } from './multiply-tile';
import { transposed0, transposed1, transposed2, transposed3 } from './transpose';

const POSITIONS: i32 = 36;

/**
 * U = G·g·Gᵀ of every kernel, as panels [position][row/4][depth][4]. Kernels of one row are `depthStep` apart, rows
 * `rowStep`, filled up to fours by the caller's memory. `rotated` turns each kernel by 180°.
 */
export function transformKernel(
  w: usize,
  rows: i32,
  rowStep: usize,
  depth: i32,
  depthStep: usize,
  rotated: i32,
  u: usize,
  positionBytes: usize,
  scratch: usize,
): void {
  for (let row: i32 = 0; row < rows; row += 4) {
    const s1 = row + 1 < rows ? rowStep : 0;
    const s2 = row + 2 < rows ? 2 * rowStep : 0;
    const s3 = row + 3 < rows ? 3 * rowStep : 0;
    let from = w;
    for (let k: i32 = 0; k < depth; k++, from += depthStep, u += 16) {
      gatherKernels(from, from + s1, from + s2, from + s3, rotated, scratch);
      // G·g by columns, then ·Gᵀ by rows.
      for (let column: usize = 0; column < 48; column += 16) {
        kernelColumn(scratch + column, 48, scratch + 144 + column, 48);
      }
      for (let i: usize = 0; i < 6; i++) {
        kernelColumn(scratch + 144 + i * 48, 16, u + i * 6 * positionBytes, positionBytes);
      }
    }
    w += rowStep << 2;
  }
}

/** Nine vectors: each cell of four kernels. */
function gatherKernels(k0: usize, k1: usize, k2: usize, k3: usize, rotated: i32, out: usize): void {
  const step: usize = rotated ? -16 : 16;
  if (rotated) out += 128;
  for (let half: usize = 0; half < 32; half += 16) {
    const v0 = v128.load(k0 + half);
    const v1 = v128.load(k1 + half);
    const v2 = v128.load(k2 + half);
    const v3 = v128.load(k3 + half);
    v128.store(out, transposed0(v0, v1, v2, v3));
    out += step;
    v128.store(out, transposed1(v0, v1, v2, v3));
    out += step;
    v128.store(out, transposed2(v0, v1, v2, v3));
    out += step;
    v128.store(out, transposed3(v0, v1, v2, v3));
    out += step;
  }
  store<f32>(out, load<f32>(k0, 32), 0);
  store<f32>(out, load<f32>(k1, 32), 4);
  store<f32>(out, load<f32>(k2, 32), 8);
  store<f32>(out, load<f32>(k3, 32), 12);
}

/** G times three vectors. */
function kernelColumn(from: usize, step: usize, out: usize, outStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = v128.load(from + 2 * step);
  const evenA = multiplyAdd(g2, f32x4.splat(-8.0 / 27.0), f32x4.mul(g0, f32x4.splat(-128.0 / 243.0)));
  const oddA = f32x4.mul(g1, f32x4.splat(-32.0 / 81.0));
  const evenB = multiplyAdd(g2, f32x4.splat(8.0 / 27.0), f32x4.mul(g0, f32x4.splat(32.0 / 243.0)));
  const oddB = f32x4.mul(g1, f32x4.splat(16.0 / 81.0));
  v128.store(out, f32x4.mul(g0, f32x4.splat(64.0 / 81.0)));
  v128.store(out + outStep, f32x4.add(evenA, oddA));
  v128.store(out + 2 * outStep, f32x4.sub(evenA, oddA));
  v128.store(out + 3 * outStep, f32x4.add(evenB, oddB));
  v128.store(out + 4 * outStep, f32x4.sub(evenB, oddB));
  v128.store(out + 5 * outStep, g2);
}

/**
 * V = Bᵀ·d·B of a block of tiles, as panels [position][tile/8][channel][8]. `tiles` (a multiple of 8) of them begin at
 * the places in the table, in the first channel's plane.
 */
export function transformInput(
  x: usize,
  places: usize,
  tiles: i32,
  channels: i32,
  planeBytes: usize,
  rowBytes: usize,
  v: usize,
  positionBytes: usize,
  scratch: usize,
): void {
  const panelBytes: usize = (<usize>channels) << 5;
  for (let tile: i32 = 0; tile < tiles; tile += 4, places += 16) {
    let t0 = x + offsetAt(places, 0);
    let t1 = x + offsetAt(places, 1);
    let t2 = x + offsetAt(places, 2);
    let t3 = x + offsetAt(places, 3);
    let out = v + <usize>(tile >> 3) * panelBytes + ((<usize>(tile & 4)) << 2);
    for (let c: i32 = 0; c < channels; c++, out += 32) {
      // d·B by rows, then Bᵀ· by columns.
      for (let i: usize = 0, row: usize = 0; i < 6; i++, row += rowBytes) {
        inputRow(t0 + row, t1 + row, t2 + row, t3 + row, scratch + i * 96);
      }
      for (let j: usize = 0; j < 6; j++) {
        const from = scratch + j * 16;
        inputColumn(
          v128.load(from),
          v128.load(from, 96),
          v128.load(from, 192),
          v128.load(from, 288),
          v128.load(from, 384),
          v128.load(from, 480),
          out + j * positionBytes,
          6 * positionBytes,
        );
      }
      t0 += planeBytes;
      t1 += planeBytes;
      t2 += planeBytes;
      t3 += planeBytes;
    }
  }
}

/** One row of six inputs of four tiles, times B. */
function inputRow(r0: usize, r1: usize, r2: usize, r3: usize, out: usize): void {
  const v0 = v128.load(r0);
  const v1 = v128.load(r1);
  const v2 = v128.load(r2);
  const v3 = v128.load(r3);
  const d0 = transposed0(v0, v1, v2, v3);
  const d1 = transposed1(v0, v1, v2, v3);
  const d2 = transposed2(v0, v1, v2, v3);
  const d3 = transposed3(v0, v1, v2, v3);
  const w01 = v128.shuffle<f32>(v128.load64_zero(r0 + 16), v128.load64_zero(r1 + 16), 0, 4, 1, 5);
  const w23 = v128.shuffle<f32>(v128.load64_zero(r2 + 16), v128.load64_zero(r3 + 16), 0, 4, 1, 5);
  const d4 = v128.shuffle<f64>(w01, w23, 0, 2);
  const d5 = v128.shuffle<f64>(w01, w23, 1, 3);
  inputColumn(d0, d1, d2, d3, d4, d5, out, 16);
}

/** Bᵀ times six vectors. */
function inputColumn(
  d0: v128,
  d1: v128,
  d2: v128,
  d3: v128,
  d4: v128,
  d5: v128,
  out: usize,
  step: usize,
): void {
  const sumOfSquares = f32x4.splat(-45.0 / 16.0);
  const productOfSquares = f32x4.splat(81.0 / 64.0);
  v128.store(out, multiplyAdd(d2, sumOfSquares, multiplyAdd(d0, productOfSquares, d4)));
  const evenA = multiplyAdd(d2, f32x4.splat(-2.25), d4);
  const oddA = multiplyAdd(d1, f32x4.splat(-1.6875), f32x4.mul(d3, f32x4.splat(0.75)));
  v128.store(out + step, f32x4.add(evenA, oddA));
  v128.store(out + 2 * step, f32x4.sub(evenA, oddA));
  const evenB = multiplyAdd(d2, f32x4.splat(-0.5625), d4);
  const oddB = multiplyAdd(d1, f32x4.splat(-0.84375), f32x4.mul(d3, f32x4.splat(1.5)));
  v128.store(out + 3 * step, f32x4.add(evenB, oddB));
  v128.store(out + 4 * step, f32x4.sub(evenB, oddB));
  v128.store(out + 5 * step, multiplyAdd(d3, sumOfSquares, multiplyAdd(d1, productOfSquares, d5)));
}

/** M = U·V at each position: [position][row][tile]. Sums begin at `start`'s four values, which are 0. */
export function multiplyPositions(
  u: usize,
  uPositionBytes: usize,
  rows: i32,
  v: usize,
  vPositionBytes: usize,
  tiles: i32,
  depth: i32,
  m: usize,
  mPositionBytes: usize,
  start: usize,
): void {
  const rowBytes: usize = (<usize>tiles) << 2;
  const uPanelBytes: usize = (<usize>depth) << 4;
  const vPanelBytes: usize = (<usize>depth) << 5;
  for (let position: i32 = 0; position < POSITIONS; position++) {
    let uPanel = u;
    let line = m;
    for (let row: i32 = 0; row < rows; row += 4, uPanel += uPanelBytes, line += rowBytes << 2) {
      let vPanel = v;
      let tile = line;
      for (let column: i32 = 0; column < tiles; column += 8, vPanel += vPanelBytes, tile += 32) {
        multiplyTile<Packed>(0, 0, uPanel, vPanel, depth, tile, rowBytes, start);
      }
    }
    u += uPositionBytes;
    v += vPositionBytes;
    m += mPositionBytes;
  }
}

/** Z = Aᵀ·m·A + bias of a block of tiles, whose 4×4 outputs go to the places in the table, in each row's plane. */
export function transformOutput(
  m: usize,
  positionBytes: usize,
  rows: i32,
  tiles: i32,
  bias: usize,
  z: usize,
  places: usize,
  planeBytes: usize,
  rowBytes: usize,
  scratch: usize,
): void {
  for (let row: i32 = 0; row < rows; row++, z += planeBytes, bias += 4) {
    const start = v128.load32_splat(bias);
    let table = places;
    for (let tile: i32 = 0; tile < tiles; tile += 4, table += 16, m += 16) {
      // m·A by rows, then Aᵀ· by columns.
      for (let i: usize = 0; i < 6; i++)
        outputRow(m + i * 6 * positionBytes, positionBytes, scratch + i * 64);
      for (let x: usize = 0; x < 64; x += 16) outputColumn(scratch + x, start);
      const t0 = z + offsetAt(table, 0);
      const t1 = z + offsetAt(table, 1);
      const t2 = z + offsetAt(table, 2);
      const t3 = z + offsetAt(table, 3);
      for (let y: usize = 0, to: usize = 0; y < 4; y++, to += rowBytes) {
        const from = scratch + y * 64;
        const v0 = v128.load(from);
        const v1 = v128.load(from, 16);
        const v2 = v128.load(from, 32);
        const v3 = v128.load(from, 48);
        v128.store(t0 + to, transposed0(v0, v1, v2, v3));
        v128.store(t1 + to, transposed1(v0, v1, v2, v3));
        v128.store(t2 + to, transposed2(v0, v1, v2, v3));
        v128.store(t3 + to, transposed3(v0, v1, v2, v3));
      }
    }
  }
}

/** Six products in a row, times A: four vectors. */
function outputRow(m: usize, step: usize, out: usize): void {
  const m0 = v128.load(m);
  const m1 = v128.load(m + step);
  const m2 = v128.load(m + 2 * step);
  const m3 = v128.load(m + 3 * step);
  const m4 = v128.load(m + 4 * step);
  const m5 = v128.load(m + 5 * step);
  const evenA = f32x4.add(m1, m2);
  const oddA = f32x4.sub(m1, m2);
  const evenB = f32x4.add(m3, m4);
  const oddB = f32x4.sub(m3, m4);
  v128.store(out, f32x4.add(f32x4.add(m0, evenA), evenB));
  v128.store(out, multiplyAdd(oddB, f32x4.splat(1.5), f32x4.mul(oddA, f32x4.splat(0.75))), 16);
  v128.store(out, multiplyAdd(evenB, f32x4.splat(2.25), f32x4.mul(evenA, f32x4.splat(0.5625))), 32);
  v128.store(out, multiplyAdd(oddB, f32x4.splat(3.375), multiplyAdd(oddA, f32x4.splat(0.421875), m5)), 48);
}

/** The same by columns, in place over the first four of six rows that are 64 bytes apart, plus the bias. */
function outputColumn(at: usize, start: v128): void {
  const m0 = v128.load(at);
  const m1 = v128.load(at, 64);
  const m2 = v128.load(at, 128);
  const m3 = v128.load(at, 192);
  const m4 = v128.load(at, 256);
  const m5 = v128.load(at, 320);
  const evenA = f32x4.add(m1, m2);
  const oddA = f32x4.sub(m1, m2);
  const evenB = f32x4.add(m3, m4);
  const oddB = f32x4.sub(m3, m4);
  v128.store(at, f32x4.add(f32x4.add(f32x4.add(m0, start), evenA), evenB));
  v128.store(at, multiplyAdd(oddB, f32x4.splat(1.5), multiplyAdd(oddA, f32x4.splat(0.75), start)), 64);
  v128.store(at, multiplyAdd(evenB, f32x4.splat(2.25), multiplyAdd(evenA, f32x4.splat(0.5625), start)), 128);
  const last = f32x4.add(m5, start);
  v128.store(at, multiplyAdd(oddB, f32x4.splat(3.375), multiplyAdd(oddA, f32x4.splat(0.421875), last)), 192);
}
