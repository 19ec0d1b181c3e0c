/** Byte offsets of every combination of per-axis offsets, last axis fastest. All offsets in float32 cells. */
export function offsetTable(...axes: readonly (readonly number[])[]): Int32Array {
  let table = Int32Array.of(0);
  for (const axis of axes) {
    const next = new Int32Array(table.length * axis.length);
    let at = 0;
    for (const base of table) for (const offset of axis) next[at++] = base + offset * 4;
    table = next;
  }
  return table;
}

/** start, start + step, … */
export function steps(count: number, step: number, start = 0): readonly number[] {
  return Array.from({ length: count }, (_, i) => start + i * step);
}
