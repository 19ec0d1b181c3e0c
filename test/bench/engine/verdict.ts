import type { Cell } from './cell.ts';
import { cellShortfalls, ratioOf } from './limits.ts';
import type { Report } from './measure.ts';
import { median } from './timing.ts';

/** By how much, in the median over all cells that a rival takes part in. */
const requiredRatio = 1.8;

/** ResNet-18 at 224, forward and backward with its statistics. */
const requiredNetworkMilliseconds = 700;

export function medianRatio(cells: readonly Cell[]): number {
  return median(cells.map(ratioOf).filter((ratio) => ratio !== null));
}

/** Every limit that a report misses, as a sentence. */
export function shortfalls({ cells, isWhole, networks }: Report): readonly string[] {
  const missed = cells.flatMap(cellShortfalls);
  const ratios = medianRatio(cells);
  if (isWhole && ratios < requiredRatio) {
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
