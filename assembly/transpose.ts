/** Lane `i` of four vectors, as one vector: row i of the 4×4 transposition. */
export function transposed0(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
  return v128.shuffle<f64>(
    v128.shuffle<f32>(v0, v1, 0, 4, 1, 5),
    v128.shuffle<f32>(v2, v3, 0, 4, 1, 5),
    0,
    2,
  );
}

export function transposed1(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
  return v128.shuffle<f64>(
    v128.shuffle<f32>(v0, v1, 0, 4, 1, 5),
    v128.shuffle<f32>(v2, v3, 0, 4, 1, 5),
    1,
    3,
  );
}

export function transposed2(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
  return v128.shuffle<f64>(
    v128.shuffle<f32>(v0, v1, 2, 6, 3, 7),
    v128.shuffle<f32>(v2, v3, 2, 6, 3, 7),
    0,
    2,
  );
}

export function transposed3(v0: v128, v1: v128, v2: v128, v3: v128): v128 {
  return v128.shuffle<f64>(
    v128.shuffle<f32>(v0, v1, 2, 6, 3, 7),
    v128.shuffle<f32>(v2, v3, 2, 6, 3, 7),
    1,
    3,
  );
}
