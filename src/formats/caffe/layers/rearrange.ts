import type { Derived, DerivedDim } from '../../../model/graph/derived.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import type { Dim } from '../../../model/graph/shape.ts';
import { fieldsOf, rankOf, unsized, type Layer, type LayerContext } from './layer.ts';
import { firstBottom } from './window.ts';

/** src/caffe/layers/flatten_layer.cpp. */
export function flatten(context: LayerContext): Layer {
  const reader = context.reader.inner('flatten_param');
  const start = reader.int('axis', 1, -32).value;
  const end = reader.int('end_axis', -1, -32).value;
  if (start === null || end === null) return unsized();
  const rank = rankOf(context);
  const fromFront = (axis: number, count: number) => (axis < 0 ? axis + count : axis);
  const flattened = rank === null ? null : rank - (fromFront(end, rank) - fromFront(start, rank));
  return { operation: { kind: 'flatten', start, end }, rank: flattened };
}

/** src/caffe/layers/reshape_layer.cpp: 0 copies a size, -1 is what remains; `axis` and `num_axes` keep others. */
export function reshape(context: LayerContext): Layer {
  const reader = context.reader.inner('reshape_param');
  const dims = reader.inner('shape').ints('dim', -1);
  const axis = reader.int('axis', 0, -33).value;
  const count = reader.int('num_axes', -1, -1).value;
  const rank = rankOf(context);
  if (axis === null || count === null) return unsized();
  const start = axis >= 0 ? axis : rank === null ? null : rank + axis + 1;
  if (start === null || start > 32 || (rank === null && count !== -1)) return unsized();
  const replaced = count === -1 || rank === null ? null : start + count;
  const kept = replaced === null || rank === null ? 0 : rank - replaced;
  // Sizes behind the replaced ones are copied from their own places, which only an equal count leaves where they are.
  if (kept !== 0 && dims.length !== count) return unsized();
  const target: (Dim | 'copy')[] = Array.from({ length: start }, () => 'copy' as const);
  for (const { value } of dims) target.push(value === 0 ? 'copy' : value);
  for (let index = 0; index < kept; index++) target.push('copy');
  const [first] = dims;
  return {
    operation: { kind: 'reshape', dims: target, keepsBatch: false },
    fields: first ? fieldsOf({ dims: first }) : {},
    rank: target.length,
  };
}

/** weiliu89/caffe: src/caffe/layers/permute_layer.cpp: dimensions that are not named keep their order, at the end. */
export function permute(context: LayerContext): Layer {
  const named = context.reader
    .inner('permute_param')
    .ints('order')
    .map(({ value }) => value);
  const rank = rankOf(context);
  const order = named.filter((axis) => axis !== null);
  if (order.length !== named.length || (rank === null && order.length === 0)) return unsized();
  for (let axis = 0; axis < (rank ?? 0); axis++) if (!order.includes(axis)) order.push(axis);
  return { operation: { kind: 'permute', order } };
}

/** src/caffe/layers/reduction_layer.cpp: everything from `axis` on becomes one number. */
export function reduction(context: LayerContext): Layer {
  const axis = context.reader.inner('reduction_param').int('axis', 0, -32).value;
  const rank = rankOf(context);
  if (axis === null || (axis < 0 && rank === null)) return unsized();
  const kept = axis < 0 ? axis + (rank ?? 0) : axis;
  const dims = Array.from({ length: Math.max(0, kept) }, (_, from) => ({ from }));
  return { operation: { kind: 'derived', dims, params: 0, macs: 0 }, rank: dims.length };
}

/** src/caffe/layers/tile_layer.cpp: one dimension, several times over. */
export function tile(context: LayerContext): Layer {
  const reader = context.reader.inner('tile_param');
  const times = reader.int('tiles', 0, 1).value;
  const axis = reader.int('axis', 1, -32).value;
  return changed(context, axis, (from) => (times === null ? null : { from, times }));
}

/** src/caffe/layers/argmax_layer.cpp: along `axis`, or over a whole sample. */
export function argMax(context: LayerContext): Layer {
  const reader = context.reader.inner('argmax_param');
  const top = reader.int('top_k', 1, 1).value;
  if (reader.has('axis')) return changed(context, reader.int('axis', 0, -32).value, () => top);
  const rank = Math.max(rankOf(context) ?? 3, 3);
  const values = reader.bool('out_max_val', false) ? 2 : 1;
  const rest = Array.from({ length: rank - 3 }, () => 1);
  return {
    operation: { kind: 'derived', dims: [{ from: 0 }, values, top, ...rest], params: 0, macs: 0 },
    rank,
  };
}

/** src/caffe/layers/batch_reindex_layer.cpp: samples in the order of the second bottom's indices. */
export function batchReindex(context: LayerContext): Layer {
  const rank = rankOf(context);
  if (rank === null) return unsized();
  const dims = Array.from({ length: rank }, (_, from) => (from === 0 ? { from, input: 1 } : { from }));
  return { operation: { kind: 'derived', dims, params: 0, macs: 0 } };
}

/** src/caffe/layers/filter_layer.cpp: of every bottom but the last the samples that the last one's values select. */
export function filter({ bottoms }: LayerContext): Layer {
  const [first, ...more] = bottoms.slice(0, -1).map(({ rank }, input): Derived['dims'] | null => {
    if (rank === null) return null;
    return Array.from({ length: rank }, (_, from) => (from === 0 ? null : { from, input }));
  });
  const sized = more.filter((dims) => dims !== null);
  if (!first || sized.length < more.length) return unsized(Math.max(1, bottoms.length - 1));
  return { operation: { kind: 'derived', dims: first, more: sized, params: 0, macs: 0 }, tops: 'each' };
}

/** The shape of the bottom with one size changed. */
function changed(
  context: LayerContext,
  axis: number | null,
  dim: (place: number) => DerivedDim | Dim,
): Layer {
  const rank = rankOf(context);
  if (axis === null || rank === null) return unsized();
  const place = axis < 0 ? axis + rank : axis;
  const dims = Array.from({ length: rank }, (_, from) => (from === place ? dim(from) : { from }));
  return { operation: { kind: 'derived', dims, params: 0, macs: 0 } };
}

/** Reorg of YOLO's Caffe: blocks of S×S cells become channels, or the other way round. */
export function reorg(context: LayerContext): Layer {
  const reader = context.reader.inner('reorg_param');
  const stride = reader.int('stride', 1, 1);
  const operation: Operation = {
    kind: 'pixel-shuffle',
    direction: reader.bool('reverse', false) ? 'shuffle' : 'unshuffle',
    factor: stride.value,
    layout: 'channels-first',
    truncates: true,
    order: 'other',
  };
  return { operation, inputs: firstBottom(context), fields: fieldsOf({ scale: stride }) };
}
