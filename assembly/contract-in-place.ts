import { offsetAt, storeLanes } from './memory';
import { multiplyAdd } from './multiply-add';

/**
 * The same product as `contract` for one to three rows, too few to pay for packing B: it is read where it stands.
 * Columns come as `runs` of `width` neighbours each, which begin at the places in bRuns. A stands packed as [k][4].
 */
export function contractInPlace(
  a: usize,
  rows: i32,
  b: usize,
  bDepth: usize,
  bRuns: usize,
  runs: i32,
  width: i32,
  depth: i32,
  start: usize,
  c: usize,
): void {
  const rowBytes: usize = (<usize>(runs * width)) << 2;
  for (let run: i32 = 0; run < runs; run++) {
    let from = b + offsetAt(bRuns, run);
    if (rows == 1) {
      let left = width;
      for (; left >= 32; left -= 32, from += 128, c += 128)
        multiplyThirtyTwo(a, from, bDepth, depth, start, c);
      for (; left >= 16; left -= 16, from += 64, c += 64) multiplySixteen(a, from, bDepth, depth, start, c);
      for (; left > 0; left -= 4, from += 16) {
        multiplyFour(a, from, bDepth, depth, start, c, min(left, 4));
        c += (<usize>min(left, 4)) << 2;
      }
    } else {
      let left = width;
      for (; left > 8; left -= 12, from += 48) {
        multiplyTwelveColumns(a, rows, from, bDepth, depth, start, c, rowBytes, min(left, 12));
        c += (<usize>min(left, 12)) << 2;
      }
      if (left > 0) {
        multiplyEightColumns(a, rows, from, bDepth, depth, start, c, rowBytes, left);
        c += (<usize>left) << 2;
      }
    }
  }
}

/** One row, thirty-two columns: eight chains of sums, as a multiply-add takes four cycles and two can begin in each. */
function multiplyThirtyTwo(a: usize, b: usize, bDepth: usize, depth: i32, start: usize, c: usize): void {
  let s0 = v128.load32_splat(start);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (let k: i32 = 0; k < depth; k++, a += 16) {
    const at = b + offsetAt(bDepth, k);
    const factor = v128.load32_splat(a);
    s0 = multiplyAdd(factor, v128.load(at), s0);
    s1 = multiplyAdd(factor, v128.load(at, 16), s1);
    s2 = multiplyAdd(factor, v128.load(at, 32), s2);
    s3 = multiplyAdd(factor, v128.load(at, 48), s3);
    s4 = multiplyAdd(factor, v128.load(at, 64), s4);
    s5 = multiplyAdd(factor, v128.load(at, 80), s5);
    s6 = multiplyAdd(factor, v128.load(at, 96), s6);
    s7 = multiplyAdd(factor, v128.load(at, 112), s7);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, s4, 64);
  v128.store(c, s5, 80);
  v128.store(c, s6, 96);
  v128.store(c, s7, 112);
}

/** One row, sixteen columns. */
function multiplySixteen(a: usize, b: usize, bDepth: usize, depth: i32, start: usize, c: usize): void {
  let s0 = v128.load32_splat(start);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let k: i32 = 0; k < depth; k++, a += 16) {
    const at = b + offsetAt(bDepth, k);
    const factor = v128.load32_splat(a);
    s0 = multiplyAdd(factor, v128.load(at), s0);
    s1 = multiplyAdd(factor, v128.load(at, 16), s1);
    s2 = multiplyAdd(factor, v128.load(at, 32), s2);
    s3 = multiplyAdd(factor, v128.load(at, 48), s3);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

/** One row, up to four columns. */
function multiplyFour(
  a: usize,
  b: usize,
  bDepth: usize,
  depth: i32,
  start: usize,
  c: usize,
  count: i32,
): void {
  let sum = v128.load32_splat(start);
  for (let k: i32 = 0; k < depth; k++, a += 16) {
    sum = multiplyAdd(v128.load32_splat(a), v128.load(b + offsetAt(bDepth, k)), sum);
  }
  storeLanes(c, sum, count);
}

/** Two or three rows, nine to twelve columns. */
function multiplyTwelveColumns(
  a: usize,
  rows: i32,
  b: usize,
  bDepth: usize,
  depth: i32,
  start: usize,
  c: usize,
  rowBytes: usize,
  count: i32,
): void {
  let s00 = v128.load32_splat(start, 0);
  let s01 = s00;
  let s02 = s00;
  let s10 = v128.load32_splat(start, 4);
  let s11 = s10;
  let s12 = s10;
  let s20 = v128.load32_splat(start, 8);
  let s21 = s20;
  let s22 = s20;
  for (let k: i32 = 0; k < depth; k++, a += 16) {
    const at = b + offsetAt(bDepth, k);
    const b0 = v128.load(at);
    const b1 = v128.load(at, 16);
    const b2 = v128.load(at, 32);
    const a0 = v128.load32_splat(a, 0);
    s00 = multiplyAdd(a0, b0, s00);
    s01 = multiplyAdd(a0, b1, s01);
    s02 = multiplyAdd(a0, b2, s02);
    const a1 = v128.load32_splat(a, 4);
    s10 = multiplyAdd(a1, b0, s10);
    s11 = multiplyAdd(a1, b1, s11);
    s12 = multiplyAdd(a1, b2, s12);
    const a2 = v128.load32_splat(a, 8);
    s20 = multiplyAdd(a2, b0, s20);
    s21 = multiplyAdd(a2, b1, s21);
    s22 = multiplyAdd(a2, b2, s22);
  }
  storeTwelve(c, s00, s01, s02, count);
  storeTwelve(c + rowBytes, s10, s11, s12, count);
  if (rows > 2) storeTwelve(c + 2 * rowBytes, s20, s21, s22, count);
}

/** Two or three rows, up to eight columns. */
function multiplyEightColumns(
  a: usize,
  rows: i32,
  b: usize,
  bDepth: usize,
  depth: i32,
  start: usize,
  c: usize,
  rowBytes: usize,
  count: i32,
): void {
  let s00 = v128.load32_splat(start, 0);
  let s01 = s00;
  let s10 = v128.load32_splat(start, 4);
  let s11 = s10;
  let s20 = v128.load32_splat(start, 8);
  let s21 = s20;
  for (let k: i32 = 0; k < depth; k++, a += 16) {
    const at = b + offsetAt(bDepth, k);
    const b0 = v128.load(at);
    const b1 = v128.load(at, 16);
    const a0 = v128.load32_splat(a, 0);
    s00 = multiplyAdd(a0, b0, s00);
    s01 = multiplyAdd(a0, b1, s01);
    const a1 = v128.load32_splat(a, 4);
    s10 = multiplyAdd(a1, b0, s10);
    s11 = multiplyAdd(a1, b1, s11);
    const a2 = v128.load32_splat(a, 8);
    s20 = multiplyAdd(a2, b0, s20);
    s21 = multiplyAdd(a2, b1, s21);
  }
  storeEight(c, s00, s01, count);
  storeEight(c + rowBytes, s10, s11, count);
  if (rows > 2) storeEight(c + 2 * rowBytes, s20, s21, count);
}

function storeTwelve(to: usize, first: v128, second: v128, third: v128, count: i32): void {
  v128.store(to, first);
  v128.store(to, second, 16);
  storeLanes(to + 32, third, count - 8);
}

function storeEight(to: usize, first: v128, second: v128, count: i32): void {
  storeLanes(to, first, count);
  if (count > 4) storeLanes(to + 16, second, count - 4);
}
