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
  const count = data.length;
  // A run of ResNet-18 passes here with 27 million values: by index, as an iterator takes four times as long, and without
  // branches that a ReLU's values would mislead every other time.
  for (let i = 0; i < count; i++) {
    const value = data[i] ?? 0;
    if (!Number.isFinite(value)) {
      notFinite++;
      continue;
    }
    sum += value;
    squares += value * value;
    zeros += Number(value === 0);
    minimum = value < minimum ? value : minimum;
    maximum = value > maximum ? value : maximum;
  }
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
    histogram: histogramOf(data, minimum, maximum, notFinite),
  };
}

function histogramOf(
  data: Tensor['data'],
  minimum: number,
  maximum: number,
  notFinite: number,
): readonly number[] {
  // One bin more for the maximum itself, which belongs to the last.
  const counts = new Uint32Array(bins + 1);
  const scale = maximum > minimum ? bins / (maximum - minimum) : 0;
  const count = data.length;
  for (let i = 0; i < count; i++) {
    // What is not finite becomes 0 here, and is taken off again.
    const bin = (((data[i] ?? 0) - minimum) * scale) | 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const histogram = [...counts.subarray(0, bins)];
  histogram[0] = (histogram[0] ?? 0) - notFinite;
  histogram[bins - 1] = (histogram[bins - 1] ?? 0) + (counts[bins] ?? 0);
  return histogram;
}
