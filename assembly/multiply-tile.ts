import { offsetAt } from './memory';
import { multiplyAdd } from './multiply-add';

/** Where a tile's B stands. Types, so that each has a loop of its own; all that counts is which is an integer. */
export type Packed = f32;
export type InPlace = i32;

/**
 * A tile of 4 × 8 sums in eight registers: a[k][0 … 3] times b[k][0 … 7], summed over k. It starts from `start`'s four
 * values; where that is 0 the tile holds the sums of the depths before, and they are added at the end: a sum of blocks
 * rounds less than one long sum. A B in place has its eight neighbours at line + depth[k] and is packed into `b` on the
 * way, while the multiply-adds are what the machine waits for.
 */
export function multiplyTile<B>(
  line: usize,
  depth: usize,
  a: usize,
  b: usize,
  count: i32,
  tile: usize,
  rowBytes: usize,
  start: usize,
): void {
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
    s00 = f32x4.splat(0);
    s01 = s00;
    s10 = s00;
    s11 = s00;
    s20 = s00;
    s21 = s00;
    s30 = s00;
    s31 = s00;
  }
  const end = a + ((<usize>count) << 4);
  while (a < end) {
    let b0: v128, b1: v128;
    if (isInteger<B>()) {
      const at = line + offsetAt(depth, 0);
      b0 = v128.load(at);
      b1 = v128.load(at, 16);
      v128.store(b, b0);
      v128.store(b, b1, 16);
      depth += 4;
    } else {
      b0 = v128.load(b);
      b1 = v128.load(b, 16);
    }
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
  if (!start) {
    s00 = f32x4.add(v128.load(tile), s00);
    s01 = f32x4.add(v128.load(tile, 16), s01);
    s10 = f32x4.add(v128.load(tile1), s10);
    s11 = f32x4.add(v128.load(tile1, 16), s11);
    s20 = f32x4.add(v128.load(tile2), s20);
    s21 = f32x4.add(v128.load(tile2, 16), s21);
    s30 = f32x4.add(v128.load(tile3), s30);
    s31 = f32x4.add(v128.load(tile3, 16), s31);
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
