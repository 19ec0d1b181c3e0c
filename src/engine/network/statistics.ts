import type { Tensor } from '../tensor.ts';

/** What a chart shows of one tensor. Values that are not finite are counted and left out of everything else. */
export interface TensorStatistics {
  readonly count: number;
  readonly norm: number;
  readonly mean: number;
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly shareOfZeros: number;
  readonly notFinite: number;
  /** Equal bins from minimum to maximum. */
  readonly histogram: readonly number[];
}

const bins = 32;

export function statisticsOf({ data }: Tensor): TensorStatistics {
  let [sum, squares, zeros, notFinite] = [0, 0, 0, 0];
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) {
      notFinite++;
      continue;
    }
    sum += value;
    squares += value * value;
    if (value === 0) zeros++;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const count = data.length;
  const finite = count - notFinite;
  if (finite === 0) [minimum, maximum] = [0, 0];
  const mean = finite === 0 ? 0 : sum / finite;
  return {
    count,
    norm: Math.sqrt(squares),
    mean,
    deviation: finite === 0 ? 0 : Math.sqrt(Math.max(0, squares / finite - mean * mean)),
    minimum,
    maximum,
    shareOfZeros: count === 0 ? 0 : zeros / count,
    notFinite,
    histogram: histogramOf(data, minimum, maximum),
  };
}

function histogramOf(data: Tensor['data'], minimum: number, maximum: number): readonly number[] {
  const counts = new Array<number>(bins).fill(0);
  const scale = maximum > minimum ? bins / (maximum - minimum) : 0;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(bins - 1, Math.floor((value - minimum) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
