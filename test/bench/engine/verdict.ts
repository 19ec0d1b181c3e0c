import { ours, oursWithoutWinograd, type Cell, type Report } from './measure.ts';
import { median } from './timing.ts';

/** The libraries that ours has to be ahead of: they run where ours does. The others are shown beside them. */
const rivals = ['onnxruntime-web', 'tfjs-wasm'];

/** By how much, in the median over all cells that a rival takes part in. */
const requiredRatio = 1.8;

/** Error limits, as shares of the largest value. */
const errorLimit = 1e-5;
const winogradErrorLimit = 5e-5;

/** ResNet-18 at 224, forward and backward with its statistics. */
const requiredNetworkMilliseconds = 700;

/** How many times faster ours is than the faster rival; null where no rival takes part. */
export function ratioOf({ milliseconds }: Cell): number | null {
  const times = rivals.map((name) => milliseconds[name]).filter((time) => time !== undefined);
  return times.length === 0 ? null : Math.min(...times) / (milliseconds[ours] ?? Infinity);
}

export function medianRatio(cells: readonly Cell[]): number {
  return median(cells.map(ratioOf).filter((ratio) => ratio !== null));
}

/** Every limit that a report misses, as a sentence. */
export function shortfalls({ cells, networks }: Report): readonly string[] {
  const missed: string[] = [];
  for (const cell of cells) {
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
  }
  const ratios = medianRatio(cells);
  if (ratios < requiredRatio) {
    missed.push(`The median ratio is ${ratios.toFixed(2)}, at least ${requiredRatio} is required.`);
  }
  for (const { name, pass, milliseconds } of networks) {
    if (
      name === 'ResNet-18' &&
      pass === 'forward and backward' &&
      milliseconds > requiredNetworkMilliseconds
    ) {
      missed.push(
        `${name} ${pass} takes ${milliseconds.toFixed(0)} ms, ${requiredNetworkMilliseconds} are allowed.`,
      );
    }
  }
  return missed;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
