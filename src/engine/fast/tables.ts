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

export function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}

/** A table filled up to a multiple by repeating its last entry; what is computed for the copies is never read. */
export function filledUp(table: Int32Array, multiple: number): Int32Array {
  const length = roundUp(table.length, multiple);
  if (length === table.length) return table;
  const filled = new Int32Array(length).fill(table.at(-1) ?? 0);
  filled.set(table);
  return filled;
}
