/** Entry `index` of a table of byte offsets. */
export function offsetAt(table: usize, index: i32): usize {
  return <usize>load<i32>(table + ((<usize>index) << 2));
}

/** The first `count` (1 … 4) lanes. */
export function storeLanes(to: usize, values: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, values);
    return;
  }
  v128.store_lane<f32>(to, values, 0);
  if (count > 1) v128.store_lane<f32>(to, values, 1, 4);
  if (count > 2) v128.store_lane<f32>(to, values, 2, 8);
}
