import { multiplyAdd } from './multiply-add';

/**
 * A tile of 6 × 8 sums in twelve registers: a[k][0 … 5] times b[k][0 … 7], summed over k, from `start` as in the other
 * tile. With the operands it fills the fifteen registers that V8 gives, so it is for the fused multiply-add only, which
 * needs none between product and sum. Twelve chains of sums keep two multiply-adds of four cycles busy with room to
 * spare; the eight of the other tile just do.
 */
export function multiplyTallTile(
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
  const tile4 = tile3 + rowBytes;
  const tile5 = tile4 + rowBytes;
  let s00: v128, s01: v128, s10: v128, s11: v128, s20: v128, s21: v128;
  let s30: v128, s31: v128, s40: v128, s41: v128, s50: v128, s51: v128;
  if (start) {
    s00 = v128.load32_splat(start, 0);
    s10 = v128.load32_splat(start, 4);
    s20 = v128.load32_splat(start, 8);
    s30 = v128.load32_splat(start, 12);
    s40 = v128.load32_splat(start, 16);
    s50 = v128.load32_splat(start, 20);
    s01 = s00;
    s11 = s10;
    s21 = s20;
    s31 = s30;
    s41 = s40;
    s51 = s50;
  } else {
    s00 = f32x4.splat(0);
    s01 = s00;
    s10 = s00;
    s11 = s00;
    s20 = s00;
    s21 = s00;
    s30 = s00;
    s31 = s00;
    s40 = s00;
    s41 = s00;
    s50 = s00;
    s51 = s00;
  }
  const end = b + ((<usize>count) << 5);
  while (b < end) {
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
    const a4 = v128.load32_splat(a, 16);
    s40 = multiplyAdd(a4, b0, s40);
    s41 = multiplyAdd(a4, b1, s41);
    const a5 = v128.load32_splat(a, 20);
    s50 = multiplyAdd(a5, b0, s50);
    s51 = multiplyAdd(a5, b1, s51);
    a += 24;
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
    s40 = f32x4.add(v128.load(tile4), s40);
    s41 = f32x4.add(v128.load(tile4, 16), s41);
    s50 = f32x4.add(v128.load(tile5), s50);
    s51 = f32x4.add(v128.load(tile5, 16), s51);
  }
  v128.store(tile, s00);
  v128.store(tile, s01, 16);
  v128.store(tile1, s10);
  v128.store(tile1, s11, 16);
  v128.store(tile2, s20);
  v128.store(tile2, s21, 16);
  v128.store(tile3, s30);
  v128.store(tile3, s31, 16);
  v128.store(tile4, s40);
  v128.store(tile4, s41, 16);
  v128.store(tile5, s50);
  v128.store(tile5, s51, 16);
}
