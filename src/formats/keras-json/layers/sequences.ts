import type { Derived, DerivedDim } from '../../../model/graph/derived.ts';
import type { Operation, Value } from '../../../model/graph/operation.ts';
import { listItems, type LayerConfig } from '../config.ts';
import { productOrNull } from '../../../model/shapes/inference.ts';
import { perRank, type LayerRule } from './layer-rule.ts';

/** A recurrent layer: gates that each read the input and the state before, and the states that it keeps. */
interface Cell {
  readonly gates: number;
  readonly states: number;
  /** Biases of each gate. */
  readonly biases: (config: LayerConfig) => number;
}

const oneBias = (): number => 1;

/** keras/src/layers/rnn/lstm.py, gru.py (two biases with `reset_after`), simple_rnn.py; CuDNN's of Keras 2 have two. */
const cells: ReadonlyMap<string, Cell> = new Map<string, Cell>([
  ['LSTM', { gates: 4, states: 2, biases: oneBias }],
  ['GRU', { gates: 3, states: 1, biases: (config) => (config.switch('reset_after', true) ? 2 : 1) }],
  ['SimpleRNN', { gates: 1, states: 1, biases: oneBias }],
  ['CuDNNLSTM', { gates: 4, states: 2, biases: () => 2 }],
  ['CuDNNGRU', { gates: 3, states: 1, biases: () => 2 }],
]);

function recurrent(name: string, cell: Cell): LayerRule {
  return (config) => sequence(config, name, cell, 'one');
}

/** keras/src/layers/rnn/bidirectional.py: one copy reads forwards, one backwards; without a merge mode both come out. */
const bidirectional: LayerRule = (config, context) => {
  const name = config.inside('layer').text('class_name') ?? '';
  const cell = cells.get(name);
  if (cell === undefined) return { kind: 'unknown', outputs: 1, declared: context.declaredOutput };
  const tree = config.value('merge_mode');
  const mode = tree?.kind === 'scalar' ? tree.value : 'concat';
  const merged = mode === null ? 'both' : mode === 'concat' ? 'concatenated' : 'merged';
  return sequence(config.inside('layer').inside('config'), name, cell, merged);
};

/** keras/src/layers/rnn/rnn.py: the last step, or all of them, then the states where they are asked for. */
function sequence(
  config: LayerConfig,
  name: string,
  { gates, states, biases }: Cell,
  directions: 'one' | 'both' | 'concatenated' | 'merged',
): Derived {
  const units = config.whole('units', 'outFeatures', 1);
  const copies = directions === 'one' ? 1 : 2;
  const wide = directions === 'concatenated' && units !== null ? units * 2 : units;
  const steps = config.switch('return_sequences', false) ? [{ from: 1 }] : [];
  const dims = [{ from: 0 }, ...steps, wide];
  const state = [{ from: 0 }, units];
  const kept = config.switch('return_state', false)
    ? Array.from({ length: copies * states }, () => state)
    : [];
  const more = [...(directions === 'both' ? [dims] : []), ...kept];
  const rest = more.length === 0 ? {} : { more };
  if (units === null) return { kind: 'derived', inputRank: 3, dims, ...rest, params: null, macs: null };
  const width = copies * gates * units;
  const isBiased = name.startsWith('CuDNN') || config.switch('use_bias', true);
  const params = [
    { times: width, over: [2] },
    { times: width * (units + (isBiased ? biases(config) : 0)), over: [] },
  ];
  const macs = [
    { times: width, over: [0, 1, 2] },
    { times: width * units, over: [0, 1] },
  ];
  return { kind: 'derived', inputRank: 3, dims, ...rest, params, macs };
}

/**
 * keras/src/layers/rnn/conv_lstm.py: [N, T, spatial…, C] (or the channels behind T): the convolution's sizes, of the last
 * step or of all. Its convolution refuses what Conv2D does.
 */
function convLstm(config: LayerConfig, axes: number): Operation {
  if (config.switch('return_state', false)) return { kind: 'unknown', outputs: 3 };
  const kernel = config.perAxis('kernel_size', 'kernel', axes, unknownSizes(axes));
  const stride = config.perAxis('strides', 'stride', axes, 1);
  const dilation = config.perAxis('dilation_rate', 'dilation', axes, 1);
  const padding = config.padding(axes);
  const isSame = padding.kind === 'same-upper';
  const filters = config.whole('filters', 'outChannels', 1);
  const isFirst = config.layout() === 'channels-first';
  const sizes = kernel.map((size, axis) => {
    const from = axis + (isFirst ? 3 : 2);
    return windowSize(from, size, stride[axis] ?? null, dilation[axis] ?? null, isSame);
  });
  const steps = config.switch('return_sequences', false) ? [{ from: 1 }] : [];
  const dims = isFirst ? [filters, ...sizes] : [...sizes, filters];
  const window = { kernel, stride, dilation, padding };
  const layer = { ...open([{ from: 0 }, ...steps, ...dims], axes + 3), window };
  const cells = kernel.reduce<Value>((product, size) => productOrNull(product, size), 1);
  const width = productOrNull(filters, 4);
  if (cells === null || width === null || filters === null) return layer;
  // A kernel and a recurrent kernel for each of four gates, and one bias.
  const own = width * (cells * filters + (config.switch('use_bias', true) ? 1 : 0));
  const params = [
    { times: cells * width, over: [isFirst ? 2 : axes + 2] },
    { times: own, over: [] },
  ];
  return { ...layer, params };
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
  ...[...cells].map(([name, cell]): [string, LayerRule] => [name, recurrent(name, cell)]),
  ['Bidirectional', bidirectional],
  ...perRank((rank) => `ConvLSTM${rank}`, convLstm),
  ['EinsumDense', einsumDense],
];
