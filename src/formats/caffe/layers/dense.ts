import { fieldsOf, rankOf, unsized, type Layer, type LayerContext } from './layer.ts';
import { required } from './window.ts';

/** src/caffe/layers/inner_product_layer.cpp: everything from `axis` on becomes num_output values. */
export function innerProduct(context: LayerContext): Layer {
  const reader = context.reader.inner('inner_product_param');
  const output = required(context, reader, 'num_output');
  const axis = positiveAxis(reader.int('axis', 1, -32).value, rankOf(context));
  return {
    operation: {
      kind: 'linear',
      inFeatures: null,
      outFeatures: output.value,
      bias: reader.bool('bias_term', true),
      flattens: true,
      ...(axis === 1 ? {} : { axis }),
    },
    fields: fieldsOf({ outFeatures: output }),
    rank: axis + 1,
  };
}

/** An axis counted from the front; 1 where that is not known. */
function positiveAxis(axis: number | null, rank: number | null): number {
  if (axis === null) return 1;
  if (axis >= 0) return axis;
  return rank === null ? 1 : Math.max(0, axis + rank);
}

/** src/caffe/layers/recurrent_layer.cpp: [T, N, num_output]. Its weights depend on the input, and are not counted. */
export function recurrent(context: LayerContext): Layer {
  const output = required(context, context.reader.inner('recurrent_param'), 'num_output');
  return {
    operation: {
      kind: 'derived',
      dims: [{ from: 0 }, { from: 1 }, output.value],
      params: null,
      macs: null,
    },
    fields: fieldsOf({ outFeatures: output }),
    rank: 3,
  };
}

/** src/caffe/layers/embed_layer.cpp: one more dimension. */
export function embed(context: LayerContext): Layer {
  const reader = context.reader.inner('embed_param');
  const output = required(context, reader, 'num_output');
  const words = required(context, reader, 'input_dim');
  const rank = rankOf(context);
  if (rank === null) return unsized();
  const bias = reader.bool('bias_term', true) ? 1 : 0;
  const params = output.value === null || words.value === null ? null : output.value * (words.value + bias);
  const dims = Array.from({ length: rank }, (_, from) => ({ from }));
  return {
    operation: { kind: 'derived', dims: [...dims, output.value], params, macs: 0 },
    fields: fieldsOf({ outFeatures: output }),
    rank: rank + 1,
  };
}
