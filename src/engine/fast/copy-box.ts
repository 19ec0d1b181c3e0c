import type { KernelExports } from './wasm-module.ts';

/** One level of a nested copy, in values: how many, and how far apart they stand in the source and in the target. */
export type BoxLevel = readonly [count: number, from: number, to: number];

export type Box = readonly [BoxLevel, BoxLevel, BoxLevel, BoxLevel];

/** Copies a box of values between two addresses. */
export function copyBox(run: KernelExports, from: number, to: number, [a, b, c, d]: Box): void {
  run.copyBox(
    from,
    to,
    ...([a[0], a[1] * 4, a[2] * 4] as const),
    ...([b[0], b[1] * 4, b[2] * 4] as const),
    ...([c[0], c[1] * 4, c[2] * 4] as const),
    ...([d[0], d[1] * 4, d[2] * 4] as const),
  );
}
