import type { Machine } from '../../interpreter/machine.ts';
import type { Bound } from '../../interpreter/native.ts';
import { native } from '../../interpreter/native.ts';
import { PyDescriptor, PyInstance, type PyClass, type Value } from '../../interpreter/values.ts';
import { deepCopy } from '../../library/copy.ts';
import { layerClass, torchFunctions, type Layer, type LayerState } from '../declare.ts';
import { isModule } from '../module.ts';
import { argumentPlace } from '../refusals.ts';
import { constant } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';
import { attentionLayers, checkHeads } from './attention.ts';
import { containers } from './containers.ts';
import { elementwiseFunctions, elementwiseLayers } from './elementwise.ts';
import { linearLayers } from './linear.ts';
import { normalizationLayers } from './normalization.ts';

/** torch/nn/modules/transformer.py: these layers are made of others, which PyTorch names and counts one by one. */
const { MultiheadAttention = null } = attentionLayers;
const { Linear = null } = linearLayers;
const { LayerNorm = null } = normalizationLayers;
const { Dropout = null } = elementwiseLayers;
const { ModuleList = null } = containers;
const activations = torchFunctions(elementwiseFunctions);

const shared =
  'dropout=0.1, activation="relu", layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True';
const sizes = `d_model, nhead, dim_feedforward=2048, ${shared}`;

type Modules = Record<string, Value>;

/** torch/nn/modules/transformer.py, _get_activation_fn. */
const named = ['relu', 'gelu'];

/** The parts of an encoder or decoder layer, in the order in which PyTorch registers them. */
function parts(attentions: readonly string[], norms: number): (args: Bound) => LayerState {
  return (args) => {
    checkHeads(args, 'd_model', 'nhead');
    const { vm } = args;
    const width = args.value('d_model');
    const bias: readonly [string, Value] = ['bias', args.value('bias')];
    const make = (type: Value, given: readonly Value[], ...named: (readonly [string, Value])[]): Value =>
      vm.call(type, given, new Map(named));
    const modules: Modules = {};
    for (const name of attentions) {
      modules[name] = make(
        MultiheadAttention,
        [width, args.value('nhead')],
        ['dropout', args.value('dropout')],
        ['batch_first', args.value('batch_first')],
        bias,
      );
    }
    const hidden = args.value('dim_feedforward');
    modules['linear1'] = make(Linear, [width, hidden], bias);
    modules['dropout'] = make(Dropout, [args.value('dropout')]);
    modules['linear2'] = make(Linear, [hidden, width], bias);
    const numbers = Array.from({ length: norms }, (_, index) => (index + 1).toString());
    for (const number of numbers)
      modules[`norm${number}`] = make(LayerNorm, [width], ['eps', args.value('layer_norm_eps')], bias);
    for (const number of numbers) modules[`dropout${number}`] = make(Dropout, [args.value('dropout')]);
    const activation = args.value('activation');
    if (typeof activation === 'string' && !named.includes(activation))
      vm.hooks.report({
        code: 'refused-hyperparameter',
        message: said(
          "activation is '{0}': PyTorch takes {1} by name, or a function.",
          activation,
          named.map((each) => `'${each}'`).join(', '),
        ),
        place: argumentPlace(args, 'activation') ?? vm.place,
      });
    if (isModule(activation)) modules['activation'] = activation;
    return { modules };
  };
}

/** Calls of a layer's own parts, placed where the layer itself is called. */
class Parts {
  readonly vm: Machine;

  constructor(readonly layer: Layer) {
    this.vm = layer.args.vm;
  }

  call(name: string, value: Value): Value {
    return this.vm.call(this.layer.get(name), [value], undefined, this.layer.args.site);
  }

  attend(name: string, number: number, query: Value, memory: Value): Value {
    const { vm, layer } = this;
    const attention = layer.get(name);
    const result = vm.call(
      attention,
      [query, memory, memory],
      new Map([['need_weights', false]]),
      layer.args.site,
    );
    return this.call(`dropout${number}`, vm.subscript(result, 0));
  }

  feedForward(number: number, value: Value): Value {
    const { vm, layer } = this;
    const chosen = layer.get('activation');
    const activation = typeof chosen === 'string' ? (activations[chosen] ?? chosen) : chosen;
    const hidden = vm.call(activation, [this.call('linear1', value)], undefined, layer.args.site);
    return this.call(`dropout${number}`, this.call('linear2', this.call('dropout', hidden)));
  }

  /** x + f(norm(x)), or norm(x + f(x)). */
  residual(number: number, value: Value, step: (value: Value) => Value): Value {
    const norm = `norm${number}`;
    if (this.layer.flag('norm_first')) return this.vm.binary('+', value, step(this.call(norm, value)));
    return this.call(norm, this.vm.binary('+', value, step(value)));
  }
}

const encoderLayer = layerClass('TransformerEncoderLayer', {
  placed: true,
  signature: sizes,
  state: parts(['self_attn'], 2),
  inputs: 'src, src_mask=None, src_key_padding_mask=None, is_causal=False',
  forward: (layer) => {
    const own = new Parts(layer);
    const attended = own.residual(1, layer.args.value('src'), (x) => own.attend('self_attn', 1, x, x));
    return own.residual(2, attended, (x) => own.feedForward(2, x));
  },
});

const decoderLayer = layerClass('TransformerDecoderLayer', {
  placed: true,
  signature: sizes,
  state: parts(['self_attn', 'multihead_attn'], 3),
  inputs:
    'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False',
  forward: (layer) => {
    const own = new Parts(layer);
    const { args } = layer;
    const first = own.residual(1, args.value('tgt'), (x) => own.attend('self_attn', 1, x, x));
    const second = own.residual(2, first, (x) => own.attend('multihead_attn', 2, x, args.value('memory')));
    return own.residual(3, second, (x) => own.feedForward(3, x));
  },
});

/** So many copies of a layer in a ModuleList, and the norm behind them where there is one. */
function stack(args: Bound, name: string): LayerState {
  const { vm } = args;
  const count = args.int('num_layers');
  if (count === undefined) return {};
  const copies = Array.from({ length: Math.min(count, 1000) }, () => deepCopy(vm, args.value(name)));
  const layers = vm.call(ModuleList, []);
  copies.forEach((copy, index) => {
    if (layers instanceof PyInstance) layers.attributes.set(index.toString(), copy);
  });
  return { modules: { layers, norm: args.value('norm') }, attributes: { [name]: null } };
}

function runStack(layer: Layer, first: string, others: readonly Value[]): Value {
  const { vm, site } = layer.args;
  let value = layer.args.value(first);
  const layers = layer.get('layers');
  if (!isModule(layers)) return vm.unknown('how many layers there are');
  for (const each of layers.attributes.values())
    if (isModule(each)) value = vm.call(each, [value, ...others], undefined, site);
  const norm = layer.get('norm');
  return norm === null ? value : vm.call(norm, [value], undefined, site);
}

const encoder = layerClass('TransformerEncoder', {
  signature: 'encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True',
  state: (args) => stack(args, 'encoder_layer'),
  inputs: 'src, mask=None, src_key_padding_mask=None, is_causal=None',
  forward: (layer) => runStack(layer, 'src', []),
});

const decoder = layerClass('TransformerDecoder', {
  signature: 'decoder_layer, num_layers, norm=None',
  state: (args) => stack(args, 'decoder_layer'),
  inputs:
    'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False',
  forward: (layer) => runStack(layer, 'tgt', [layer.args.value('memory')]),
});

/** The encoder or decoder of a whole transformer: the one that is given, or one of the sizes that are. */
function half(args: Bound, custom: string, layerType: PyClass, stackType: PyClass, count: string): Value {
  const given = args.value(custom);
  if (given !== null) return given;
  const { vm } = args;
  const names = [
    'd_model', 'nhead', 'dim_feedforward', 'dropout', 'activation', 'layer_norm_eps', 'batch_first', 'norm_first', 'bias',
  ]; // prettier-ignore
  const layer = vm.call(layerType, [], new Map(names.map((name) => [name, args.value(name)])));
  const norm = vm.call(
    LayerNorm,
    [args.value('d_model')],
    new Map([
      ['eps', args.value('layer_norm_eps')],
      ['bias', args.value('bias')],
    ]),
  );
  return vm.call(stackType, [layer, args.value(count), norm]);
}

const transformer = layerClass('Transformer', {
  placed: true,
  signature: `d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, ${shared.replace(
    'layer_norm_eps',
    'custom_encoder=None, custom_decoder=None, layer_norm_eps',
  )}`,
  state: (args) => {
    checkHeads(args, 'd_model', 'nhead');
    return {
      modules: {
        encoder: half(args, 'custom_encoder', encoderLayer, encoder, 'num_encoder_layers'),
        decoder: half(args, 'custom_decoder', decoderLayer, decoder, 'num_decoder_layers'),
      },
      attributes: { custom_encoder: null, custom_decoder: null },
    };
  },
  inputs: 'src, tgt, *args, **kwargs',
  forward: (layer) => {
    const { vm, site } = layer.args;
    const memory = vm.call(layer.get('encoder'), [layer.args.value('src')], undefined, site);
    return vm.call(layer.get('decoder'), [layer.args.value('tgt'), memory], undefined, site);
  },
  members: {
    generate_square_subsequent_mask: new PyDescriptor(
      'static',
      native('generate_square_subsequent_mask', 'sz, device=None, dtype=None', (args) => {
        const size = args.int('sz') ?? null;
        return constant([size, size], 'float');
      }),
    ),
  },
});

export const transformerLayers: Readonly<Record<string, PyClass>> = {
  TransformerEncoderLayer: encoderLayer,
  TransformerDecoderLayer: decoderLayer,
  TransformerEncoder: encoder,
  TransformerDecoder: decoder,
  Transformer: transformer,
};
