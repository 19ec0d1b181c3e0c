import { offsetAt } from './memory';

/**
 * Values of four lines of a gathered matrix, interleaved: out[k] = the four lines' values at depth k, `outStep` apart.
 * Lines that are neighbours in memory go in vectors; so do four depths that are, through a 4×4 transposition.
 */
export function packFour(
  base: usize,
  lines: usize,
  depth: usize,
  count: i32,
  out: usize,
  outStep: usize,
): void {
  const l0 = base + offsetAt(lines, 0);
  const l1 = base + offsetAt(lines, 1);
  const l2 = base + offsetAt(lines, 2);
  const l3 = base + offsetAt(lines, 3);
  if (l1 - l0 == 4 && l2 - l0 == 8 && l3 - l0 == 12) {
    for (let k: i32 = 0; k < count; k++, out += outStep) v128.store(out, v128.load(l0 + offsetAt(depth, k)));
    return;
  }
  let k: i32 = 0;
  while (k < count) {
    const at = offsetAt(depth, k);
    if (k + 4 <= count && isRun(depth, k, at)) {
      const v0 = v128.load(l0 + at);
      const v1 = v128.load(l1 + at);
      const v2 = v128.load(l2 + at);
      const v3 = v128.load(l3 + at);
      const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<f64>(low01, low23, 0, 2));
      out += outStep;
      v128.store(out, v128.shuffle<f64>(low01, low23, 1, 3));
      out += outStep;
      v128.store(out, v128.shuffle<f64>(high01, high23, 0, 2));
      out += outStep;
      v128.store(out, v128.shuffle<f64>(high01, high23, 1, 3));
      out += outStep;
      k += 4;
    } else {
      store<f32>(out, load<f32>(l0 + at), 0);
      store<f32>(out, load<f32>(l1 + at), 4);
      store<f32>(out, load<f32>(l2 + at), 8);
      store<f32>(out, load<f32>(l3 + at), 12);
      out += outStep;
      k++;
    }
  }
}

/** Whether the eight entries of a table of offsets are neighbouring values. */
export function areEightNeighbours(table: usize): bool {
  const first = offsetAt(table, 0);
  return isRun(table, 0, first) && isRun(table, 4, first + 16) && offsetAt(table, 4) - first == 16;
}

/** Whether entries k … k + 3 of a table of offsets are neighbouring values. */
function isRun(table: usize, k: i32, at: usize): bool {
  return (
    offsetAt(table, k + 1) - at == 4 && offsetAt(table, k + 2) - at == 8 && offsetAt(table, k + 3) - at == 12
  );
}
