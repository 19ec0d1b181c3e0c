import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { dimText, shapeText } from '../../../../model/problems/number-text.ts';
import { sameShape, shapesDiffer } from '../../../../model/shapes/dims.ts';
import { PyTuple, type PyClass, type Value } from '../../interpreter/values.ts';
import { layerClass, type Layer, type LayerState } from '../declare.ts';
import { bases } from './bases.ts';
import { emitAll, tensorOf } from '../emit.ts';
import { packed, packedOf } from '../packed.ts';
import { argumentPlace, refuse, refuseNumber, takesRank } from '../refusals.ts';
import { allKnown, shapeOf, toNumber } from '../tensors.ts';
import type { Bound } from '../../interpreter/native.ts';
import { wholeCount } from '../whole-count.ts';
import { said } from '../../../../model/text/text.ts';

/** Gates of each kind: how often its weights are stacked (torch/nn/modules/rnn.py). */
const gates = { RNN: 1, LSTM: 4, GRU: 3 } as const;
type Kind = keyof typeof gates;

function weights(kind: Kind): (args: Bound) => LayerState {
  return (args) => {
    const names = ['input_size', 'hidden_size', 'num_layers', 'proj_size'];
    const all = allKnown(names.map((name) => wholeCount(args, name)));
    const parameters: Record<string, Shape> = {};
    if (!all) return {};
    const [input = 0, hidden = 0, layers = 0, projection = 0] = all;
    if (projection > 0 && kind !== 'LSTM')
      args.vm.hooks.report({
        code: 'refused-hyperparameter',
        message: said('{0} takes no proj_size: only an LSTM projects its state.', kind),
        place: argumentPlace(args, 'proj_size'),
      });
    else if (projection > 0 && projection >= hidden)
      args.vm.hooks.report({
        code: 'refused-hyperparameter',
        message: said('proj_size {0} must be smaller than hidden_size {1}.', projection, hidden),
        place: argumentPlace(args, 'proj_size'),
      });
    const directions = args.value('bidirectional') === true ? 2 : 1;
    const out = projection > 0 ? projection : hidden;
    for (let layer = 0; layer < Math.min(layers, 1000); layer++) {
      for (let direction = 0; direction < directions; direction++) {
        const suffix = `l${layer}${direction === 1 ? '_reverse' : ''}`;
        parameters[`weight_ih_${suffix}`] = [gates[kind] * hidden, layer === 0 ? input : out * directions];
        parameters[`weight_hh_${suffix}`] = [gates[kind] * hidden, out];
        if (args.value('bias') !== false) {
          parameters[`bias_ih_${suffix}`] = [gates[kind] * hidden];
          parameters[`bias_hh_${suffix}`] = [gates[kind] * hidden];
        }
        if (projection > 0) parameters[`weight_hr_${suffix}`] = [projection, hidden];
      }
    }
    return { parameters };
  };
}

function forward(kind: Kind): (layer: Layer) => Value {
  return (layer) => {
    const given = packedOf(layer.args.value('input'));
    const input = given ? given.data.shape : shapeOf(layer.args.value('input'));
    if (given || takesRank(layer.args, kind, input, [2, 3])) checkWidth(layer, input);
    const [hidden = null, layers = null, projection = null] = ['hidden_size', 'num_layers', 'proj_size'].map(
      (name) => toNumber(layer.get(name)),
    );
    const directions = layer.flag('bidirectional') ? 2 : 1;
    const out = projection !== null && projection > 0 ? projection : hidden;
    const width = out === null ? null : out * directions;
    const batched = given !== null || input?.length !== 2;
    const batch: Dim = given ? given.batch : (input?.[layer.flag('batch_first') ? 0 : 1] ?? null);
    const state = (size: number | null): Shape => [
      layers === null ? null : layers * directions,
      ...(batched ? [batch] : []),
      size,
    ];
    checkStates(layer, kind === 'LSTM' ? [state(out), state(hidden)] : [state(out)], input, batch);
    const outputs: Shape[] = [input ? [...input.slice(0, -1), width] : null, state(out)];
    if (kind === 'LSTM') outputs.push(state(hidden));
    const params = parameterCount(layer);
    const [output, last, cell] = emitAll(
      layer.args,
      kind.toLowerCase(),
      { kind: 'declared', outputs, params, macs: null },
      [given ? given.data : tensorOf(layer.args, 'input')],
    );
    const states = cell ? new PyTuple([last ?? null, cell]) : (last ?? null);
    return new PyTuple([given ? packed(output ?? null, given.rest) : (output ?? null), states]);
  };
}

/** The first state is of the input's batch (torch/nn/modules/rnn.py, check_hidden_size). */
function checkStates(layer: Layer, expected: readonly Shape[], input: Shape, batch: Dim): void {
  const given = layer.args.value('hx');
  const states = given instanceof PyTuple ? given.items : [given];
  for (const [place, wanted] of expected.entries()) {
    const found = shapeOf(states[place] ?? null);
    const isKnown = wanted && found && ![...wanted, ...found].includes(null);
    if (!isKnown || sameShape(wanted, found)) continue;
    const order = layer.flag('batch_first') ? 'True' : 'False';
    const must = said('The first state must be {0}, not {1}.', shapeText(wanted), shapeText(found));
    const message =
      input?.length === 3
        ? said(
            '{0} With batch_first={1} the input {2} has a batch of {3}.',
            must,
            order,
            shapeText(input),
            dimText(batch),
          )
        : must;
    refuse(layer.args, 'join-mismatch', message);
    return;
  }
}

/** The last size of the input is the one that the layer was built for. */
function checkWidth(layer: Layer, input: Shape): void {
  const [declared, actual] = [toNumber(layer.get('input_size')), input?.at(-1)];
  if (declared === null || typeof actual !== 'number' || actual === declared) return;
  refuseNumber(
    layer.instance,
    layer.args,
    'input_size',
    'features-mismatch',
    said(
      'The layer takes {0} features, but its input {1} has {2} in its last dimension.',
      declared,
      shapeText(input),
      actual,
    ),
    actual,
  );
}

function parameterCount(layer: Layer): number | null {
  let total = 0;
  for (const value of layer.instance.attributes.values()) {
    if (typeof value !== 'object' || value?.kind !== 'tensor') continue;
    for (const cells of [
      value.shape?.reduce<number | null>(
        (count, dim) => (count === null || typeof dim !== 'number' ? null : count * dim),
        1,
      ) ?? null,
    ]) {
      if (cells === null) return null;
      total += cells;
    }
  }
  return total;
}

/** torch/nn/modules/rnn.py, RNN and RNNCell. */
function checkNonlinearity(args: Bound): void {
  const given = args.string('nonlinearity');
  if (given === undefined || given === 'tanh' || given === 'relu') return;
  args.vm.hooks.report({
    code: 'refused-hyperparameter',
    message: said("nonlinearity is '{0}': PyTorch takes 'tanh' or 'relu'.", given),
    place: argumentPlace(args, 'nonlinearity') ?? args.vm.place,
  });
}

function recurrent(kind: Kind): PyClass {
  const common =
    'input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0';
  const signature = kind === 'RNN' ? common.replace('bias=True', 'nonlinearity="tanh", bias=True') : common;
  return layerClass(kind, {
    base: bases.RNNBase,
    placed: true,
    signature,
    state: (args) => {
      if (kind === 'RNN') checkNonlinearity(args);
      return weights(kind)(args);
    },
    inputs: 'input, hx=None',
    takesOthers: true,
    forward: forward(kind),
  });
}

/** aten/src/ATen/native/RNN.cpp, check_rnn_cell_forward_hidden: a state for each sample. */
function checkState(layer: Layer, input: Shape): void {
  const { args } = layer;
  const given = args.value('hx');
  const states = given instanceof PyTuple ? given.items : [given];
  const hidden = toNumber(layer.get('hidden_size'));
  if (!input || hidden === null) return;
  const wanted = [...input.slice(0, -1), hidden];
  const other = states.map(shapeOf).find((shape) => shape && shapesDiffer(shape, wanted));
  if (other)
    refuse(
      args,
      'features-mismatch',
      said('The first state must be {0}, not {1}.', shapeText(wanted), shapeText(other)),
    );
}

function cell(kind: Kind): PyClass {
  return layerClass(`${kind}Cell`, {
    base: bases.RNNCellBase,
    placed: true,
    signature: `input_size, hidden_size, bias=True${kind === 'RNN' ? ', nonlinearity="tanh"' : ''}`,
    state: (args) => {
      if (kind === 'RNN') checkNonlinearity(args);
      const [input, hidden] = [wholeCount(args, 'input_size'), wholeCount(args, 'hidden_size')];
      const stacked = hidden === null ? null : gates[kind] * hidden;
      const bias = args.value('bias') === false ? 'none' : [stacked];
      return {
        parameters: {
          weight_ih: [stacked, input],
          weight_hh: [stacked, hidden],
          bias_ih: bias,
          bias_hh: bias,
        },
      };
    },
    inputs: 'input, hx=None',
    forward: (layer) => {
      const input = shapeOf(layer.args.value('input'));
      if (takesRank(layer.args, `${kind}Cell`, input, [1, 2])) {
        checkWidth(layer, input);
        checkState(layer, input);
      }
      const shape = input ? [...input.slice(0, -1), toNumber(layer.get('hidden_size'))] : null;
      // The next state, and of an LSTM that of its cell.
      const outputs = kind === 'LSTM' ? [shape, shape] : [shape];
      const states = emitAll(
        layer.args,
        `${kind.toLowerCase()}_cell`,
        { kind: 'declared', outputs, params: parameterCount(layer), macs: null },
        [tensorOf(layer.args, 'input')],
      );
      return kind === 'LSTM' ? new PyTuple(states) : (states[0] ?? null);
    },
  });
}

export const recurrentLayers: Readonly<Record<string, PyClass>> = Object.fromEntries(
  (['RNN', 'LSTM', 'GRU'] as const)
    .flatMap((kind) => [recurrent(kind), cell(kind)])
    .map((type) => [type.name, type]),
);
