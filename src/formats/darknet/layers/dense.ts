import type { Operation } from '../../../model/graph/operation.ts';
import { after, fieldsOf, insertionsOf, type Layer, type LayerContext } from './layer.ts';
import { flat } from './resize.ts';

/** pjreddie/darknet: src/connected_layer.c: all values of the input, [N, output, 1, 1]. */
export function connected(context: LayerContext): Layer {
  const { reader } = context;
  const output = reader.int('output', 1, { min: 1 });
  return {
    operation: {
      kind: 'linear',
      inFeatures: null,
      outFeatures: output.value,
      bias: true,
      flattens: true,
      spatialAxes: 2,
      batchNormalized: reader.flag('batch_normalize'),
    },
    inputs: [context.previous],
    fields: fieldsOf({ outFeatures: output }),
    insertions: insertionsOf(reader, { outFeatures: 'output' }),
  };
}

/** rnn, gru, lstm: [N, output]. Their weights depend on the number of inputs, and are not counted. */
export function recurrent(context: LayerContext): Layer {
  const output = context.reader.int('output', 1, { min: 1 });
  return after(
    context,
    { kind: 'derived', dims: [{ from: 0 }, output.value], params: null, macs: null },
    fieldsOf({ outFeatures: output }),
  );
}

/** crnn, conv_lstm: the channels change, width and height must stay (AlexeyAB/darknet asserts it). */
export function convolutionalRecurrent(context: LayerContext): Layer {
  const { reader } = context;
  const key = reader.has('output_filters') ? 'output_filters' : 'output';
  const output = reader.int(key, 1, { min: 1 });
  return after(
    context,
    {
      kind: 'derived',
      inputRank: 4,
      dims: [{ from: 0 }, output.value, { from: 2 }, { from: 3 }],
      params: null,
      macs: null,
    },
    fieldsOf({ outChannels: output }),
  );
}

/** softmax, cost, contrastive: darknet gives them no width and height. */
export function flattened(context: LayerContext): Layer {
  return after(context, flat());
}

/** Layers that change values only. */
export function elementwise(role: 'activation' | 'dropout' | 'identity', name: string) {
  return (context: LayerContext): Layer => after(context, { kind: 'elementwise', role, name });
}

export function activation(context: LayerContext): Layer {
  const name = context.reader.word('activation') ?? 'linear';
  return after(context, { kind: 'elementwise', role: 'activation', name });
}

function normalization(name: 'batch' | 'local-response', parametersPerFeature: number): Operation {
  return { kind: 'normalization', name, features: [], axis: 1, parametersPerFeature };
}

export function batchnorm(context: LayerContext): Layer {
  return after(context, normalization('batch', 2));
}

export function localResponse(context: LayerContext): Layer {
  return after(context, normalization('local-response', 0));
}
