import type { Plane } from '../../engine/trace/lesson.ts';

/** How many channels, and of a volume how many kernel slices, one cell of `target` is a sum over: those of its group. */
export function summedOver(
  { shape: [first = 1, second = 1, ...spatial] }: Pick<Plane, 'shape'>,
  { shape: [, made = 1] }: Pick<Plane, 'shape'>,
): { readonly channels: number; readonly slices: number } {
  // A kernel [A, B/groups, …] connects A channels with B: a sum for one of B is over A/groups of them, and the other way round.
  const channels = Math.max(1, Math.round((first * second) / made));
  return {
    channels,
    slices: spatial.length > 2 ? (spatial[0] ?? 1) : 1,
  };
}
