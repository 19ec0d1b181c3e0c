import type { Framework } from '../../graph/graph.ts';
import type { WindowParameters } from '../../graph/operation.ts';
import type { Layout } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import type { OperationInference } from '../inference.ts';
import type { SpatialTensor } from '../spatial.ts';
import { inferWindow } from '../window.ts';

/**
 * What blocks of S×S cells leave out where their number is rounded down. Sizes are those of windows of S cells, S apart,
 * but the values are read in the order of memory, in rows of S·⌊W/S⌋ (pjreddie/darknet: src/blas.c, reorg_cpu): cells
 * shift against each other, and the last values of a batch are never read.
 */
export function truncatedBlocks(
  { channels, sizes }: Pick<SpatialTensor, 'channels' | 'sizes'>,
  factor: number,
  layout: Layout,
  framework: Framework,
): Pick<OperationInference, 'axes' | 'findings'> {
  const known = sizes.filter((size) => typeof size === 'number');
  if (known.length < sizes.length || known.some((size) => size < factor)) return { axes: [], findings: [] };
  const each = <T>(value: T): readonly T[] => sizes.map(() => value);
  const window: WindowParameters = {
    kernel: each(factor),
    stride: each(factor),
    dilation: each(1),
    padding: { kind: 'explicit', sides: each({ before: 0, after: 0 }) },
    rounding: 'floor',
    layout,
  };
  const { axes, findings } = inferWindow(window, sizes, framework);
  const perChannel = product(known);
  const read = product(known.map((size) => size - (size % factor)));
  const scale = typeof channels === 'number' ? channels : null;
  const shifted =
    scale === null
      ? { values: null, unread: null }
      : { values: perChannel * scale, unread: (perChannel - read) * scale };
  return {
    axes,
    findings: findings.map((finding): Finding =>
      finding.code === 'pixels-lost' ? { ...finding, field: 'scale', shifted } : finding,
    ),
  };
}

function product(factors: readonly number[]): number {
  return factors.reduce((all, factor) => all * factor, 1);
}
