import { offsetAt } from './memory';

/**
 * A copy of planes with zeros around them, written from front to back; a row's cells stand sorted by their remainder by
 * a step. Vectors may reach beyond a part's end: what follows overwrites it, and behind the last there is room.
 *
 * The table holds, for the outer axis and then for the middle one, how many slices are zeros before, copied, and zeros
 * after, and the bytes from one copied slice to the next; then the bytes of a row with its zeros, the bytes of the step,
 * the number of remainders, and for each of them: bytes to its first cell, zeros before, cells, zeros after.
 */
export function padPlanes(from: usize, planeBytes: usize, planes: i32, table: usize, to: usize): void {
  const rowBytes = offsetAt(table, 8);
  const middleBefore = offsetAt(table, 4) * rowBytes;
  const rows = load<i32>(table, 20);
  const middleAfter = offsetAt(table, 6) * rowBytes;
  const sliceBytes = middleBefore + <usize>rows * rowBytes + middleAfter;
  const outerBefore = offsetAt(table, 0) * sliceBytes;
  const slices = load<i32>(table, 4);
  const outerAfter = offsetAt(table, 2) * sliceBytes;
  for (let plane: i32 = 0; plane < planes; plane++, from += planeBytes) {
    to = putZeros(to, outerBefore);
    for (let i: i32 = 0, slice = from; i < slices; i++, slice += offsetAt(table, 3)) {
      to = putZeros(to, middleBefore);
      for (let j: i32 = 0, row = slice; j < rows; j++, row += offsetAt(table, 7)) to = putRow(to, row, table);
      to = putZeros(to, middleAfter);
    }
    to = putZeros(to, outerAfter);
  }
}

function putRow(to: usize, row: usize, table: usize): usize {
  const step = offsetAt(table, 9);
  const end = table + 44 + (offsetAt(table, 10) << 4);
  for (let entry = table + 44; entry < end; entry += 16) {
    to = putZeros(to, offsetAt(entry, 1) << 2);
    to = putCells(to, row + offsetAt(entry, 0), step, offsetAt(entry, 2) << 2);
    to = putZeros(to, offsetAt(entry, 3) << 2);
  }
  return to;
}

function putZeros(to: usize, bytes: usize): usize {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, f32x4.splat(0));
  return to + bytes;
}

function putCells(to: usize, from: usize, step: usize, bytes: usize): usize {
  const end = to + bytes;
  if (step == 4) {
    for (; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
  } else if (step == 8) {
    for (; to < end; to += 16, from += 32) {
      v128.store(to, v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6));
    }
  } else {
    for (; to < end; to += 4, from += step) store<f32>(to, load<f32>(from));
  }
  return end;
}
