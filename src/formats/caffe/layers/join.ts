import type { Combine } from '../../../model/graph/operation.ts';
import type { MessageReader } from '../message-reader.ts';
import { rankOf, unsized, type Layer, type LayerContext } from './layer.ts';
import { said } from '../../../model/text/text.ts';

/** src/caffe/layers/concat_layer.cpp; `concat_dim` is the older name of `axis`. */
export function concat(context: LayerContext): Layer {
  const axis = axisOf(context.reader.inner('concat_param'), 'concat_dim');
  return { operation: { kind: 'concat', axis } };
}

function axisOf(reader: MessageReader, older: string): number {
  return (reader.has(older) ? reader.int(older, 1) : reader.int('axis', 1, -32)).value ?? 1;
}

/** src/caffe/layers/eltwise_layer.cpp: equal shapes only. */
export function eltwise(context: LayerContext): Layer {
  const reader = context.reader.inner('eltwise_param');
  const operation = reader.word('operation')?.value;
  const name: Combine['name'] =
    operation === 'PROD' || operation === '0'
      ? 'multiply'
      : operation === 'MAX' || operation === '2'
        ? 'maximum'
        : 'add';
  const factors = reader
    .all('coeff')
    .map(({ value }) => (value.kind === 'scalar' ? Number(value.value) : null));
  const isPlain = factors.every((factor) => factor === 1);
  return { operation: { kind: 'combine', name, broadcast: 'none', ...(isPlain ? {} : { factors }) } };
}

/** hujie-frank/SENet: Axpy, bottom 0 times bottom 1 plus bottom 2, as bottom 1. */
export function axpy(context: LayerContext): Layer {
  const [factors = null, ...rest] = context.bottoms.map(({ tensor }) => tensor);
  return {
    operation: { kind: 'combine', name: 'other', broadcast: 'as-first' },
    inputs: [...rest, factors],
    rank: context.bottoms[1]?.rank ?? null,
  };
}

/** src/caffe/layers/slice_layer.cpp: at the given points, or into equal parts; `slice_dim` is the older name of `axis`. */
export function slice(context: LayerContext): Layer {
  const reader = context.reader.inner('slice_param');
  const axis = axisOf(reader, 'slice_dim');
  const points = reader.ints('slice_point', 1).map(({ value, source }) => ({ value, span: source?.span }));
  const parts = context.topCount;
  const first = points[0];
  if (!first) return { operation: { kind: 'split', axis, parts, sizes: null }, tops: 'each' };
  if (points.length !== parts - 1) {
    const message = said(
      '{0} parts do not match {1} tops: give one `slice_point` fewer than tops.',
      points.length + 1,
      parts,
    );
    reader.problem('invalid-value', 'error', message, first.span ?? reader.message.span);
    return unsized(parts);
  }
  let previous: number | null = 0;
  const sizes: (number | null)[] = [];
  for (const { value, span } of points) {
    if (value !== null && previous !== null && value <= previous && span) {
      reader.problem(
        'invalid-value',
        'error',
        said('Each `slice_point` must be more than the one before ({0}).', previous),
        span,
      );
    }
    sizes.push(value === null || previous === null || value <= previous ? null : value - previous);
    previous = value;
  }
  if (sizes.includes(null)) return unsized(parts);
  return { operation: { kind: 'split', axis, parts, sizes: [...sizes, null] }, tops: 'each' };
}

/** src/caffe/layers/crop_layer.cpp: bottom 0 cut to the sizes of bottom 1, from `axis` on. */
export function crop(context: LayerContext): Layer {
  const reader = context.reader.inner('crop_param');
  const rank = rankOf(context);
  const given = reader.int('axis', 2, -32).value ?? 2;
  const axis = given < 0 && rank !== null ? given + rank : given;
  if (axis < 0) return unsized();
  const offsets = reader.ints('offset').map(({ value }) => value);
  const [first] = reader.ints('offset');
  return {
    operation: { kind: 'crop-like', axis, offsets },
    fields: first?.source ? { outputSize: first.source } : {},
    rank,
  };
}
