import { offsetAt } from './memory';
import { multiplyAdd } from './multiply-add';

/**
 * dW of one out-channel, both operands read where they stand: out[t] = Σ over the runs of Σ_i dz[dzRuns + i]·x[xRuns +
 * tap t + i], for the `width` neighbours i of each run. Taps come in fours, the table filled up by repeating one; `out`
 * has room for them. `mask` has four words, all ones for each of the values in a run's last vector.
 */
export function correlateToTaps(
  dz: usize,
  dzRuns: usize,
  x: usize,
  xRuns: usize,
  runs: i32,
  width: i32,
  taps: usize,
  tapCount: i32,
  mask: usize,
  out: usize,
): void {
  const last = v128.load(mask);
  for (let tap: i32 = 0; tap < tapCount; tap += 4, taps += 16, out += 16) {
    const t0 = offsetAt(taps, 0);
    const t1 = offsetAt(taps, 1);
    const t2 = offsetAt(taps, 2);
    const t3 = offsetAt(taps, 3);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let run: i32 = 0; run < runs; run++) {
      let source = dz + offsetAt(dzRuns, run);
      let at = x + offsetAt(xRuns, run);
      let left = width;
      for (; left > 4; left -= 4, source += 16, at += 16) {
        const gradient = v128.load(source);
        s0 = multiplyAdd(gradient, v128.load(at + t0), s0);
        s1 = multiplyAdd(gradient, v128.load(at + t1), s1);
        s2 = multiplyAdd(gradient, v128.load(at + t2), s2);
        s3 = multiplyAdd(gradient, v128.load(at + t3), s3);
      }
      // Beyond the run the other operand may be anything, even not a number: both are masked.
      const gradient = v128.and(v128.load(source), last);
      s0 = multiplyAdd(gradient, v128.and(v128.load(at + t0), last), s0);
      s1 = multiplyAdd(gradient, v128.and(v128.load(at + t1), last), s1);
      s2 = multiplyAdd(gradient, v128.and(v128.load(at + t2), last), s2);
      s3 = multiplyAdd(gradient, v128.and(v128.load(at + t3), last), s3);
    }
    v128.store(out, sumsOf(s0, s1, s2, s3));
  }
}

/** The sum of each vector's lanes. */
function sumsOf(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  const s01 = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
  const s23 = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f64>(s01, s23, 0, 2), v128.shuffle<f64>(s01, s23, 1, 3));
}
