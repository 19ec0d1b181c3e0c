import type { Cell } from './cell.ts';
import { ours, oursWithoutWinograd, rivals } from './contestant.ts';

/** Error limits, as shares of the largest value. */
const errorLimit = 1e-5;
const winogradErrorLimit = 5e-5;

/** How many times faster ours is than the faster rival; null where no rival takes part. */
export function ratioOf({ milliseconds }: Pick<Cell, 'milliseconds'>): number | null {
  const times = rivals.map((name) => milliseconds[name]).filter((time) => time !== undefined);
  return times.length === 0 ? null : Math.min(...times) / (milliseconds[ours] ?? Infinity);
}

/** Every limit that a cell misses, as a sentence. */
export function cellShortfalls(cell: Cell): readonly string[] {
  const missed: string[] = [];
  const place = `${cell.workload} ${cell.pass}`;
  const ratio = ratioOf(cell);
  if (ratio !== null && ratio <= 1) missed.push(`${place}: ${ratio.toFixed(2)} times the faster peer.`);
  const { share, requiredShare } = cell;
  if (cell.pass === 'forward' && requiredShare !== null && (share ?? 0) < requiredShare) {
    missed.push(`${place}: ${percent(share ?? 0)} of the ceiling, ${percent(requiredShare)} are required.`);
  }
  for (const [name, error] of Object.entries(cell.errors)) {
    const limit = name === oursWithoutWinograd ? errorLimit : winogradErrorLimit;
    if (error > limit) missed.push(`${place}: ${name} is off by ${error.toExponential(1)} of the maximum.`);
  }
  return missed;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
