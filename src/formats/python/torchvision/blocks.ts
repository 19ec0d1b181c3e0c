import { sameDim } from '../../../model/shapes/dims.ts';
import { PyFloat } from '../interpreter/atoms.ts';
import type { Kwargs } from '../interpreter/machine.ts';
import type { Bound } from '../interpreter/native.ts';
import { PyTuple, Unknown, type PyClass, type Value } from '../interpreter/values.ts';
import { layerClass, type Layer } from '../torch/declare.ts';
import { emit, tensorOf } from '../torch/emit.ts';
import { containers } from '../torch/nn/containers.ts';
import { convolutionLayers } from '../torch/nn/convolution.ts';
import { elementwise, elementwiseLayers } from '../torch/nn/elementwise.ts';
import { linearLayers } from '../torch/nn/linear.ts';
import { normalizationLayers } from '../torch/nn/normalization.ts';
import { poolingLayers } from '../torch/nn/pooling.ts';
import { listed, perAxis, shapeOf, toNumber } from '../torch/tensors.ts';
import { layerOf, made, numbered } from './made.ts';

const sequential = layerOf(containers, 'Sequential');
const defaults = { norm: 'norm_layer="", activation_layer=""', rest: 'inplace=True, bias=None' };

/** Arguments that an activation or a dropout is built with. */
function inPlace(args: Bound): Kwargs {
  const given = args.value('inplace');
  return new Map(given === null ? [] : [['inplace', given]]);
}

/** What is given for a class, or the class that is taken where nothing is. */
function chosen(args: Bound, name: string, usual: PyClass): Value {
  return args.given(name) ? args.value(name) : usual;
}

/** Half of what the kernel reaches beyond a cell, on both sides (torchvision/ops/misc.py). */
function samePadding(args: Bound): Value {
  const [kernel, dilation] = [args.value('kernel_size'), args.value('dilation')];
  const rank = listed(kernel)?.length ?? listed(dilation)?.length;
  const half = (size: number | null, step: number | null): Value =>
    size === null || step === null
      ? args.vm.unknown('a size that is not known')
      : Math.floor((size - 1) / 2) * step;
  if (kernel instanceof Unknown) return kernel;
  if (dilation instanceof Unknown) return dilation;
  if (rank === undefined) return half(toNumber(kernel), toNumber(dilation));
  const steps = perAxis(dilation, rank);
  return new PyTuple(perAxis(kernel, rank).map((size, axis) => half(size, steps[axis] ?? null)));
}

function convolved(args: Bound, convolution: Value, normalization: PyClass): readonly Value[] {
  const norm = chosen(args, 'norm_layer', normalization);
  const activation = chosen(args, 'activation_layer', layerOf(elementwiseLayers, 'ReLU'));
  const padding = args.value('padding') ?? samePadding(args);
  const bias = args.value('bias') ?? norm === null;
  const given = ['in_channels', 'out_channels', 'kernel_size', 'stride'].map((name) => args.value(name));
  const named: Kwargs = new Map<string, Value>([
    ['dilation', args.value('dilation')],
    ['groups', args.value('groups')],
    ['bias', bias],
  ]);
  return [
    made(args, convolution, [...given, padding], named),
    ...(norm === null ? [] : [made(args, norm, [args.value('out_channels')])]),
    ...(activation === null ? [] : [made(args, activation, [], inPlace(args))]),
  ];
}

const convolvedSignature = `in_channels, out_channels, kernel_size=3, stride=1, padding=None, groups=1, ${defaults.norm}, dilation=1, ${defaults.rest}`;

function block(name: string, base: PyClass, rank: 2 | 3, more = ''): PyClass {
  const convolution = layerOf(convolutionLayers, `Conv${rank}d`);
  const normalization = layerOf(normalizationLayers, `BatchNorm${rank}d`);
  return layerClass(name, {
    base,
    signature: `${convolvedSignature}${more}`,
    keeps: ['out_channels'],
    state: (args) => ({
      modules: numbered(convolved(args, args.value('conv_layer') ?? convolution, normalization)),
    }),
  });
}

const convNormActivation = block('ConvNormActivation', sequential, 2, ', conv_layer=None');

export const conv2dNormActivation = block('Conv2dNormActivation', convNormActivation, 2);

/** Linear layers with what may stand between them (torchvision/ops/misc.py). */
function perceptron(args: Bound): readonly Value[] {
  const { vm } = args;
  const widths = vm.items(args.value('hidden_channels'));
  if (widths instanceof Unknown) return [widths];
  const norm = args.value('norm_layer');
  const activation = chosen(args, 'activation_layer', layerOf(elementwiseLayers, 'ReLU'));
  const layers: Value[] = [];
  widths.forEach((width, index) => {
    const before = index === 0 ? args.value('in_channels') : (widths[index - 1] ?? null);
    const bias: Kwargs = new Map([['bias', args.value('bias')]]);
    layers.push(made(args, layerOf(linearLayers, 'Linear'), [before, width], bias, []));
    if (index < widths.length - 1) {
      if (norm !== null) layers.push(made(args, norm, [width]));
      layers.push(made(args, activation, [], inPlace(args)));
    }
    layers.push(made(args, layerOf(elementwiseLayers, 'Dropout'), [args.value('dropout')], inPlace(args)));
  });
  return layers;
}

/** Calls a part of a block, placed where the block itself is called. */
function part(layer: Layer, name: string, value: Value): Value {
  return layer.args.vm.call(layer.get(name), [value], undefined, layer.args.site);
}

const squeezeExcitation = layerClass('SqueezeExcitation', {
  signature: 'input_channels, squeeze_channels, activation="", scale_activation=""',
  keeps: [],
  state: (args) => {
    const [channels, squeezed] = [args.value('input_channels'), args.value('squeeze_channels')];
    const convolution = layerOf(convolutionLayers, 'Conv2d');
    return {
      modules: {
        avgpool: made(args, layerOf(poolingLayers, 'AdaptiveAvgPool2d'), [1]),
        fc1: made(args, convolution, [channels, squeezed, 1], undefined, ['in_channels', 'out_channels']),
        fc2: made(args, convolution, [squeezed, channels, 1], undefined, ['out_channels', 'in_channels']),
        activation: made(args, chosen(args, 'activation', layerOf(elementwiseLayers, 'ReLU')), []),
        scale_activation: made(
          args,
          chosen(args, 'scale_activation', layerOf(elementwiseLayers, 'Sigmoid')),
          [],
        ),
      },
    };
  },
  forward: (layer) => {
    const input = layer.args.value('input');
    const parts = ['avgpool', 'fc1', 'activation', 'fc2', 'scale_activation'];
    const scale = parts.reduce((value, name) => part(layer, name, value), input);
    // Where the channels are others than those that it was built for, this has been said of its convolutions.
    const fits = sameDim(shapeOf(scale)?.at(-3) ?? null, shapeOf(input)?.at(-3) ?? null) !== 'no';
    return fits ? layer.args.vm.binary('*', scale, input) : input;
  },
});

/** Statistics and weights that are kept and never learned. */
const frozen = layerClass('FrozenBatchNorm2d', {
  signature: 'num_features, eps=1e-05',
  keeps: ['eps'],
  state: (args) => {
    const features = [toNumber(args.value('num_features'))];
    return {
      buffers: { weight: features, bias: features, running_mean: features, running_var: features },
    };
  },
  inputs: 'x',
  forward: (layer) => {
    const [features] = layer.shapeOf('weight') ?? [];
    const eps = layer.get('eps');
    return emit(
      layer.args,
      'batch_norm',
      {
        kind: 'normalization',
        name: 'batch',
        features: [typeof features === 'number' ? features : null],
        axis: 1,
        ranks: [4],
        parametersPerFeature: 0,
        epsilon: eps instanceof PyFloat ? eps.value : toNumber(eps),
      },
      [tensorOf(layer.args, 'x')],
    );
  },
});

const permute = layerClass('Permute', {
  signature: 'dims',
  inputs: 'x',
  forward: ({ instance, args }) => {
    const { vm } = args;
    const dims = instance.attributes.get('dims') ?? null;
    return vm.call(vm.attribute(args.value('x'), 'permute'), [dims], undefined, args.site);
  },
});

/** Drops cells or samples: sizes stay. */
function dropping(name: string, signature: string): PyClass {
  return layerClass(name, {
    signature,
    forward: ({ args }) => elementwise(args, 'dropout', 'dropout'),
  });
}

export const blocks: Readonly<Record<string, PyClass>> = {
  ConvNormActivation: convNormActivation,
  Conv2dNormActivation: conv2dNormActivation,
  Conv3dNormActivation: block('Conv3dNormActivation', convNormActivation, 3),
  SqueezeExcitation: squeezeExcitation,
  MLP: layerClass('MLP', {
    base: sequential,
    signature:
      'in_channels, hidden_channels, norm_layer=None, activation_layer="", inplace=True, bias=True, dropout=0.0',
    keeps: [],
    state: (args) => ({ modules: numbered(perceptron(args)) }),
  }),
  FrozenBatchNorm2d: frozen,
  Permute: permute,
  StochasticDepth: dropping('StochasticDepth', 'p, mode'),
  DropBlock2d: dropping('DropBlock2d', 'p, block_size, inplace=False, eps=1e-06'),
  DropBlock3d: dropping('DropBlock3d', 'p, block_size, inplace=False, eps=1e-06'),
};
