import { darknetActivation, fusedActivation } from './activation.ts';
import { after, fieldsOf, insertionsOf, type Layer, type LayerContext } from './layer.ts';
import { convolutionPadding } from './convolution.ts';
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
      ...fusedActivation(reader, 'logistic'),
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

/**
 * The channels change, width and height must stay (AlexeyAB/darknet: src/crnn_layer.c asserts it). Pjreddie's, which
 * reads `output_filters`, takes the width for the height (pjreddie/darknet: src/parser.c parse_crnn).
 */
export function convolutionalRecurrent(context: LayerContext): Layer {
  const { reader } = context;
  const isLater = reader.has('output') && !reader.has('output_filters');
  const output = reader.int(isLater ? 'output' : 'output_filters', 1, { min: 1 });
  return after(
    context,
    {
      kind: 'derived',
      inputRank: 4,
      dims: [{ from: 0 }, output.value, { from: isLater ? 2 : 3 }, { from: isLater ? 3 : 2 }],
      params: null,
      macs: null,
    },
    fieldsOf({ outChannels: output }),
  );
}

/** (W + 2P − F)/S + 1, as the convolutions inside give (AlexeyAB/darknet: src/conv_lstm_layer.c); 3 and no padding unless given. */
export function convLstm(context: LayerContext): Layer {
  const { reader } = context;
  const output = reader.int('output', 1, { min: 1 });
  const size = reader.int('size', 3, { min: 1 });
  const stride = reader.int('stride', 1, { min: 1 });
  const padding = convolutionPadding(reader, size.value);
  const known = size.value !== null && stride.value !== null && padding.value !== null;
  const sized = (from: number) =>
    known ? { from, offset: 2 * padding.value - size.value, over: stride.value, plus: 1 } : null;
  return after(
    context,
    {
      kind: 'derived',
      inputRank: 4,
      dims: [{ from: 0 }, output.value, sized(2), sized(3)],
      params: null,
      macs: null,
    },
    fieldsOf({ outChannels: output, kernel: size, stride, padding }),
  );
}

/** cost, contrastive: darknet gives them no width and height. */
export function flattened(context: LayerContext): Layer {
  return after(context, flat());
}

/** No width and height either; over all values of a sample unless there are groups or a tree (src/softmax_layer.c). */
export function softmax(context: LayerContext): Layer {
  const { reader } = context;
  const isPlain =
    !['tree', 'spatial', 'noloss'].some((key) => reader.has(key)) &&
    reader.int('groups', 1).value === 1 &&
    (reader.word('temperature') ?? '1') === '1';
  return after(context, { ...flat(), ...(isPlain && { values: 'softmax' as const }) });
}

/** Layers that change values only. */
export function elementwise(role: 'activation' | 'dropout' | 'identity', name: string) {
  return (context: LayerContext): Layer => after(context, { kind: 'elementwise', role, name });
}

export function activation(context: LayerContext): Layer {
  const name = context.reader.word('activation') ?? 'linear';
  return after(context, { kind: 'elementwise', role: 'activation', ...darknetActivation(name) });
}

/** AlexeyAB/darknet: src/batchnorm_layer.c, src/blas.c normalize_cpu: 0.00001 is added to the variance. */
export function batchnorm(context: LayerContext): Layer {
  return after(context, {
    kind: 'normalization',
    name: 'batch',
    features: [],
    axis: 1,
    parametersPerFeature: 2,
    epsilon: 1e-5,
    learned: { scale: true, shift: true },
  });
}

/** src/normalization_layer.c: its sum is not divided by the size, and its window is shifted for even sizes. */
export function localResponse(context: LayerContext): Layer {
  return after(context, {
    kind: 'normalization',
    name: 'local-response',
    features: [],
    axis: 1,
    parametersPerFeature: 0,
  });
}
