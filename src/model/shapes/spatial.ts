import type { Framework } from '../graph/graph.ts';
import type { Dim, Layout, Shape } from '../graph/shape.ts';
import type { Finding } from '../problems/finding.ts';
import { conventions } from './conventions.ts';

/** A tensor with spatial axes, taken apart. `batch` is empty where the framework takes one sample alone. */
export interface SpatialTensor {
  readonly batch: readonly Dim[];
  readonly channels: Dim;
  readonly sizes: readonly Dim[];
  readonly layout: Layout;
}

export interface SpatialReading {
  readonly tensor: SpatialTensor;
  readonly findings: readonly Finding[];
}

/**
 * Batch, channels and `spatialRank` sizes of an input; all unknown where the shape is, or where its rank does not
 * fit, which is then found.
 */
export function readSpatial(
  shape: Shape | undefined,
  spatialRank: number,
  layout: Layout,
  framework: Framework,
): SpatialReading {
  const unbatched = conventions[framework].unbatched && shape?.length === spatialRank + 1;
  if (!shape || (shape.length !== spatialRank + 2 && !unbatched)) {
    const sizes = Array<Dim>(spatialRank).fill(null);
    const tensor: SpatialTensor = { batch: [shape?.[0] ?? null], channels: null, sizes, layout };
    return { tensor, findings: shape ? [rankMismatch(shape, spatialRank, framework)] : [] };
  }
  const batch = unbatched ? [] : shape.slice(0, 1);
  const rest = shape.slice(batch.length);
  const channels = (layout === 'channels-first' ? rest[0] : rest.at(-1)) ?? null;
  const sizes = layout === 'channels-first' ? rest.slice(1) : rest.slice(0, -1);
  return { tensor: { batch, channels, sizes, layout }, findings: [] };
}

/** The shape of a tensor like `tensor` with other channels and sizes. */
export function spatialShape(tensor: SpatialTensor, channels: Dim, sizes: readonly Dim[]): Shape {
  return tensor.layout === 'channels-first'
    ? [...tensor.batch, channels, ...sizes]
    : [...tensor.batch, ...sizes, channels];
}

function rankMismatch(shape: readonly Dim[], spatialRank: number, framework: Framework): Finding {
  const batched = spatialRank + 2;
  const expected = conventions[framework].unbatched ? [spatialRank + 1, batched] : [batched];
  return { code: 'rank-mismatch', field: 'from', axes: [], inputShape: shape, expected };
}
