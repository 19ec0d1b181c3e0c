// What the machine can do at best: multiply-adds among registers. Only the benchmark runs it.
import { multiplyAdd } from './multiply-add';

/** Twelve chains, as a multiply-add takes four cycles and two can begin in each: eight would just do. */
export function multiplyAddTurns(turns: i32, factor: f32): f32 {
  const m = f32x4.splat(factor);
  let s0 = m,
    s1 = m,
    s2 = m,
    s3 = m,
    s4 = m,
    s5 = m;
  let s6 = m,
    s7 = m,
    s8 = m,
    s9 = m,
    s10 = m,
    s11 = m;
  for (let i: i32 = 0; i < turns; i++) {
    s0 = multiplyAdd(s0, m, m);
    s1 = multiplyAdd(s1, m, m);
    s2 = multiplyAdd(s2, m, m);
    s3 = multiplyAdd(s3, m, m);
    s4 = multiplyAdd(s4, m, m);
    s5 = multiplyAdd(s5, m, m);
    s6 = multiplyAdd(s6, m, m);
    s7 = multiplyAdd(s7, m, m);
    s8 = multiplyAdd(s8, m, m);
    s9 = multiplyAdd(s9, m, m);
    s10 = multiplyAdd(s10, m, m);
    s11 = multiplyAdd(s11, m, m);
  }
  const a = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const b = f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7));
  const c = f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11));
  const sum = f32x4.add(f32x4.add(a, b), c);
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3)
  );
}
