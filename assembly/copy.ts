// Copies between layouts: cropping, exchanging axes, putting phases between each other.

/**
 * Copies a box of values, nested four deep: each level has its count and its steps in the source and in the target.
 * Neighbours on both sides go in vectors.
 */
export function copyBox(
  from: usize,
  to: usize,
  count0: i32,
  from0: usize,
  to0: usize,
  count1: i32,
  from1: usize,
  to1: usize,
  count2: i32,
  from2: usize,
  to2: usize,
  count3: i32,
  from3: usize,
  to3: usize,
): void {
  for (let i0: i32 = 0; i0 < count0; i0++, from += from0, to += to0) {
    for (let i1: i32 = 0, a1 = from, b1 = to; i1 < count1; i1++, a1 += from1, b1 += to1) {
      for (let i2: i32 = 0, a2 = a1, b2 = b1; i2 < count2; i2++, a2 += from2, b2 += to2) {
        if (from3 == 4 && to3 == 4 && count3 >= 4) {
          copyRow(a2, b2, count3);
        } else if (from3 == 4) {
          spreadRow(a2, b2, count3, to3);
        } else {
          for (let i3: i32 = 0, a3 = a2, b3 = b2; i3 < count3; i3++, a3 += from3, b3 += to3) {
            store<f32>(b3, load<f32>(a3));
          }
        }
      }
    }
  }
}

/** At least four values; the last vector overlaps the one before, so that nothing beyond the row is touched. */
function copyRow(from: usize, to: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  if (at < bytes) v128.store(to + bytes - 16, v128.load(from + bytes - 16));
}

/** Neighbours that go to places `step` apart. */
function spreadRow(from: usize, to: usize, count: i32, step: usize): void {
  let left = count;
  for (; left >= 4; left -= 4, from += 16) {
    const values = v128.load(from);
    v128.store_lane<f32>(to, values, 0);
    to += step;
    v128.store_lane<f32>(to, values, 1);
    to += step;
    v128.store_lane<f32>(to, values, 2);
    to += step;
    v128.store_lane<f32>(to, values, 3);
    to += step;
  }
  for (; left > 0; left--, from += 4, to += step) store<f32>(to, load<f32>(from));
}

export function clear(from: usize, bytes: usize): void {
  memory.fill(from, 0, bytes);
}
