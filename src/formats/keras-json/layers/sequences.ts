import type { Derived, DerivedDim, Operation, Value } from '../../../model/graph/operation.ts';
import { listItems, type LayerConfig } from '../config.ts';
import { perRank, type LayerRule } from './layer-rule.ts';

/** keras/src/layers/rnn/rnn.py: the last step, or all of them; its parameters need the input's features. */
const recurrent: LayerRule = (config) => sequence(config, config.whole('units', 'outFeatures', 1));

const bidirectional: LayerRule = (config, context) => {
  const inner = config.value('layer');
  const units = inner?.kind === 'mapping' ? innerConfig(config).whole('units', 'outFeatures', 1) : null;
  const mode = config.text('merge_mode');
  if (mode === null) return { kind: 'unknown', outputs: 2, declared: context.declaredOutput };
  return sequence(innerConfig(config), mode === 'concat' && units !== null ? units * 2 : units);
};

function sequence(config: LayerConfig, units: number | null): Operation {
  if (config.switch('return_state', false)) return { kind: 'unknown', outputs: 3 };
  const steps = config.switch('return_sequences', false) ? [{ from: 1 }] : [];
  return { kind: 'derived', dims: [{ from: 0 }, ...steps, units], params: null, macs: null };
}

function innerConfig(config: LayerConfig): LayerConfig {
  return config.inside('layer').inside('config');
}

/**
 * keras/src/layers/rnn/conv_lstm.py: [N, T, spatial…, C] (or the channels behind T): the convolution's sizes, of the last
 * step or of all.
 */
function convLstm(config: LayerConfig, axes: number): Operation {
  if (config.switch('return_state', false)) return { kind: 'unknown', outputs: 3 };
  const kernel = config.perAxis('kernel_size', 'kernel', axes, unknownSizes(axes));
  const stride = config.perAxis('strides', 'stride', axes, 1);
  const dilation = config.perAxis('dilation_rate', 'dilation', axes, 1);
  const isSame = config.padding(axes).kind === 'same-upper';
  const filters = config.whole('filters', 'outChannels', 1);
  const isFirst = config.layout() === 'channels-first';
  const sizes = kernel.map((size, axis) => {
    const from = axis + (isFirst ? 3 : 2);
    return windowSize(from, size, stride[axis] ?? null, dilation[axis] ?? null, isSame);
  });
  const steps = config.switch('return_sequences', false) ? [{ from: 1 }] : [];
  const dims = isFirst ? [filters, ...sizes] : [...sizes, filters];
  return open([{ from: 0 }, ...steps, ...dims], axes + 3);
}

/** ⌊(W − F')/S⌋ + 1, or ⌈W/S⌉ with the padding `same`. */
function windowSize(
  from: number,
  kernel: Value,
  stride: Value,
  dilation: Value,
  isSame: boolean,
): DerivedDim | null {
  if (kernel === null || stride === null || dilation === null) return null;
  if (isSame) return { from, offset: stride - 1, over: stride };
  return { from, offset: -dilation * (kernel - 1) - 1, over: stride, plus: 1 };
}

const unknownSizes = (axes: number): readonly null[] => Array.from({ length: axes }, () => null);

/** keras/src/layers/attention/multi_head_attention.py: as the query, or with the features of `output_shape`. */
const multiHeadAttention: LayerRule = (config, { declaredInput }) => {
  const rank = declaredInput?.length ?? 3;
  const kept = Array.from({ length: rank - 1 }, (_, from) => ({ from }));
  const features = config.wholes('output_shape', 'outFeatures', 1);
  if (features !== null && features.length > 1) return { kind: 'unknown', outputs: 1 };
  return open([...kept, features?.[0] ?? { from: rank - 1 }], rank);
};

/** keras/src/layers/attention/attention.py: a row for each query; its features are the value's, which is another input. */
const attention: LayerRule = (config) =>
  config.switch('return_attention_scores', false)
    ? { kind: 'unknown', outputs: 2 }
    : open([{ from: 0 }, { from: 1 }, null], 3);

/** keras/src/layers/core/einsum_dense.py: what `output_shape` leaves open is where the equation takes it from. */
const einsumDense: LayerRule = (config, { declaredOutput }) => {
  const [, input = '', output = ''] = /^(\w+),\w+->(\w+)$/.exec(config.text('equation') ?? '') ?? [];
  const given = listItems(config.value('output_shape'))?.map((item) =>
    item.kind === 'scalar' && typeof item.value === 'number' ? item.value : null,
  );
  if (input === '' || given?.length !== output.length - 1) {
    return { kind: 'unknown', outputs: 1, declared: declaredOutput };
  }
  const dims = Array.from(output, (letter, place) => {
    const size = place === 0 ? null : (given[place - 1] ?? null);
    if (size !== null) return size;
    const from = input.indexOf(letter);
    return from < 0 ? null : { from };
  });
  return open(dims, input.length);
};

function open(dims: Derived['dims'], inputRank: number): Derived {
  return { kind: 'derived', inputRank, dims, params: null, macs: null };
}

export const sequenceRules: readonly (readonly [string, LayerRule])[] = [
  ['LSTM', recurrent],
  ['GRU', recurrent],
  ['SimpleRNN', recurrent],
  ['CuDNNLSTM', recurrent],
  ['CuDNNGRU', recurrent],
  ['Bidirectional', bidirectional],
  ...perRank((rank) => `ConvLSTM${rank}`, convLstm),
  ['MultiHeadAttention', multiHeadAttention],
  ['GroupedQueryAttention', multiHeadAttention],
  ['GroupQueryAttention', multiHeadAttention],
  ['Attention', attention],
  ['AdditiveAttention', attention],
  ['EinsumDense', einsumDense],
];
