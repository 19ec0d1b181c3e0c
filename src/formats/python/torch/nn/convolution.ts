import { PyList, PyTensor, PyTuple, Unknown, type PyClass, type Value } from '../../interpreter/values.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { native, type Bound } from '../../interpreter/native.ts';
import { layerClass, type FunctionTable, type Layer, type LayerState } from '../declare.ts';
import { bases } from './bases.ts';
import { emit, tensorOf } from '../emit.ts';
import { argumentPlace, refuse } from '../refusals.ts';
import { takesPerAxis, wholeCount } from '../whole-count.ts';
import { allKnown, constant, listed, perAxis, shapeOf, toNumber } from '../tensors.ts';
import { convolutionOperation, transposedOperation, type ConvolutionSettings } from '../windows.ts';
import { said, type Text } from '../../../../model/text/text.ts';

const signature =
  'in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros"';
const lazySignature = signature.slice('in_channels, '.length);
const transposedSignature =
  'in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros"';
const lazyTransposedSignature = transposedSignature.slice('in_channels, '.length);

/** A list per axis, as the layer's attributes hold it. */
function tuple(value: Value, rank: number): Value {
  if (value instanceof Unknown || typeof value === 'string') return value;
  return new PyTuple(perAxis(value, rank).map((each) => each ?? null));
}

/** torch/nn/modules/conv.py: padding by name, and what stands in the padding. */
function refuseNames(args: Bound, transposed: boolean): void {
  const [padding, mode] = [args.value('padding'), args.value('padding_mode')];
  const report = (name: string, message: Text): void => {
    args.vm.hooks.report({
      code: 'refused-hyperparameter',
      message,
      place: argumentPlace(args, name),
    });
  };
  // Shape inference refuses `same` in a transposed convolution where it runs, and knows what would do.
  const names = transposed ? ['same'] : ['same', 'valid'];
  if (typeof padding === 'string' && !names.includes(padding))
    report(
      'padding',
      said(
        transposed
          ? "padding is '{0}': PyTorch takes numbers."
          : "padding is '{0}': PyTorch takes numbers, 'same' or 'valid'.",
        padding,
      ),
    );
  if (typeof mode !== 'string' || mode === 'zeros') return;
  if (transposed)
    report('padding_mode', said("padding_mode is '{0}': a transposed convolution takes 'zeros' only.", mode));
  else if (!paddingModes.includes(mode))
    report(
      'padding_mode',
      said(
        "padding_mode is '{0}': PyTorch takes {1}.",
        mode,
        paddingModes.map((each) => `'${each}'`).join(', '),
      ),
    );
}

const paddingModes = ['zeros', 'reflect', 'replicate', 'circular'];

function checkAxes(args: Bound, rank: number, transposed: boolean): void {
  for (const name of ['stride', 'padding', 'dilation', ...(transposed ? ['output_padding'] : [])])
    takesPerAxis(args, name, args.value(name), rank);
}

function state(rank: number, transposed: boolean, lazy: boolean): (args: Bound) => LayerState {
  return (args) => {
    refuseNames(args, transposed);
    const inChannels = lazy ? null : wholeCount(args, 'in_channels');
    const outChannels = wholeCount(args, 'out_channels');
    const groups = wholeCount(args, 'groups');
    takesPerAxis(args, 'kernel_size', args.value('kernel_size'), rank, 'for one');
    checkAxes(args, rank, transposed);
    const kernel = perAxis(args.value('kernel_size'), rank);
    const [first, second] = transposed ? [inChannels, outChannels] : [outChannels, inChannels];
    const perGroup = second === null || groups === null ? null : second / groups;
    const sizes = (name: string): Value => tuple(args.value(name), rank);
    return {
      attributes: {
        kernel_size: sizes('kernel_size'),
        stride: sizes('stride'),
        padding: sizes('padding'),
        dilation: sizes('dilation'),
        in_channels: inChannels ?? args.value('in_channels'),
        out_channels: outChannels ?? args.value('out_channels'),
        output_padding: tuple(transposed ? args.value('output_padding') : 0, rank),
        transposed,
      },
      parameters: {
        weight: [first, Number.isInteger(perGroup) ? perGroup : null, ...kernel],
        bias: args.value('bias') === false ? 'none' : [outChannels],
      },
    };
  };
}

function settingsOf(layer: Layer, rank: number): ConvolutionSettings {
  return {
    rank,
    inChannels: toNumber(layer.get('in_channels')),
    outChannels: toNumber(layer.get('out_channels')),
    kernel: perAxis(layer.get('kernel_size'), rank),
    stride: layer.get('stride'),
    padding: layer.get('padding'),
    dilation: layer.get('dilation'),
    groups: layer.get('groups'),
    bias: layer.get('bias') !== null,
    paddingMode: layer.get('padding_mode'),
  };
}

/** What the weight's shape says, where code has replaced it: it is what PyTorch reads. */
function replaced(layer: Layer, settings: ConvolutionSettings, transposed: boolean): ConvolutionSettings {
  const weight = layer.shapeOf('weight');
  const groups = toNumber(layer.get('groups'));
  if (weight?.length !== settings.rank + 2 || groups === null) return settings;
  const [first, second, ...kernel] = weight;
  const whole = (dim: unknown): number | null => (typeof dim === 'number' ? dim : null);
  const spread = whole(second) === null ? null : (whole(second) ?? 0) * groups;
  const outChannels = transposed ? spread : whole(first);
  const inChannels = transposed ? whole(first) : spread;
  return {
    ...settings,
    inChannels: inChannels ?? settings.inChannels,
    outChannels: outChannels ?? settings.outChannels,
    kernel: kernel.map((each, axis) => whole(each) ?? settings.kernel[axis] ?? null),
  };
}

/** A lazy layer takes its channels from its first input. */
function materialize(layer: Layer, rank: number, transposed: boolean): void {
  const channels = shapeOf(layer.args.value('input'))?.at(-rank - 1);
  if (layer.get('in_channels') !== null || typeof channels !== 'number') return;
  const groups = toNumber(layer.get('groups')) ?? 1;
  const out = toNumber(layer.get('out_channels'));
  const kernel = perAxis(layer.get('kernel_size'), rank);
  layer.args.vm.journal.touch(layer.instance);
  layer.instance.attributes.set('in_channels', channels);
  const shape = transposed ? [channels, out === null ? null : out / groups] : [out, channels / groups];
  const weight = constant([...shape, ...kernel], 'float');
  weight.role = 'parameter';
  layer.instance.attributes.set('weight', weight);
}

/** aten/src/ATen/native/PadNd.cpp, _pad_circular: it takes a batch. */
function checkCircular({ args, instance }: Layer, rank: number): void {
  const shape = shapeOf(args.value('input'));
  if (instance.attributes.get('padding_mode') === 'circular' && shape?.length === rank + 1)
    refuse(
      args,
      'rank-mismatch',
      said('Circular padding takes a batch: {0} is one sample.', shapeText(shape)),
    );
}

function forward(rank: number, transposed: boolean): (layer: Layer) => Value {
  return (layer) => {
    materialize(layer, rank, transposed);
    const settings = replaced(layer, settingsOf(layer, rank), transposed);
    checkCircular(layer, rank);
    const operation = transposed
      ? transposedOperation(settings, outputPadding(layer, rank))
      : convolutionOperation(settings);
    return emit(layer.args, transposed ? 'conv_transpose' : 'conv', operation, [
      tensorOf(layer.args, 'input'),
    ]);
  };
}

/** `output_size` of a transposed forward decides the output padding. */
function outputPadding(layer: Layer, rank: number): Value {
  const wanted = layer.args.value('output_size');
  const input = shapeOf(layer.args.value('input'));
  if (wanted === null || !input) return layer.get('output_padding');
  // Batch and channels may stand in front (torch/nn/modules/conv.py, _output_padding).
  const items = listed(wanted);
  const sizes = perAxis(items && items.length > rank ? new PyTuple(items.slice(-rank)) : wanted, rank);
  const each = (name: string): (number | null)[] => perAxis(layer.get(name), rank);
  const [kernel, stride, padding, dilation] = [
    each('kernel_size'),
    each('stride'),
    each('padding'),
    each('dilation'),
  ];
  return new PyTuple(
    sizes.map((size, axis) => {
      const from = input.at(axis - rank);
      const all = allKnown([
        size,
        typeof from === 'number' ? from : null,
        kernel[axis],
        stride[axis],
        padding[axis],
        dilation[axis],
      ]);
      const [wanted = 0, w = 0, k = 1, s = 1, p = 0, d = 1] = all ?? [];
      return all && wanted - ((w - 1) * s - 2 * p + d * (k - 1) + 1);
    }),
  );
}

/** `_conv_forward(input, weight, bias)`: the layer with a weight that its own code has made (torch/nn/modules/conv.py). */
function withWeight(rank: number): Value {
  return native('_conv_forward', 'self, input, weight, bias=None', (args) => {
    const { vm, site } = args;
    const get = (name: string): Value => vm.attribute(args.value('self'), name);
    const functional = (name: string): Value => vm.attribute(vm.importModule('torch.nn.functional'), name);
    const [mode, padding] = [get('padding_mode'), get('padding')];
    const isPadded = mode !== 'zeros' && listed(padding) !== undefined;
    const around = (listed(padding) ?? []).toReversed().flatMap((each) => [each, each]);
    const input = isPadded
      ? vm.call(functional('pad'), [args.value('input'), new PyList(around)], new Map([['mode', mode]]), site)
      : args.value('input');
    const settings = [get('stride'), isPadded ? 0 : padding, get('dilation'), get('groups')];
    const given = [input, args.value('weight'), args.value('bias'), ...settings];
    return vm.call(functional(`conv${rank}d`), given, undefined, site);
  });
}

function convolution(rank: number, lazy: boolean): PyClass {
  const type = layerClass(`${lazy ? 'Lazy' : ''}Conv${rank}d`, {
    base: bases._ConvNd,
    placed: true,
    signature: lazy ? lazySignature : signature,
    state: state(rank, false, lazy),
    forward: forward(rank, false),
  });
  type.names.set('_conv_forward', withWeight(rank));
  return type;
}

function transposedConvolution(rank: number, lazy: boolean): PyClass {
  return layerClass(`${lazy ? 'Lazy' : ''}ConvTranspose${rank}d`, {
    base: bases._ConvTransposeNd,
    placed: true,
    signature: lazy ? lazyTransposedSignature : transposedSignature,
    state: state(rank, true, lazy),
    inputs: 'input, output_size=None',
    forward: forward(rank, true),
  });
}

export const convolutionLayers: Readonly<Record<string, PyClass>> = Object.fromEntries(
  [1, 2, 3].flatMap((rank) =>
    [false, true].flatMap((lazy) =>
      [convolution(rank, lazy), transposedConvolution(rank, lazy)].map((type) => [type.name, type]),
    ),
  ),
);

/** `F.conv2d`: channels and kernel are the weight's. */
function functional(rank: number, transposed: boolean): (args: Bound) => Value {
  return (args) => {
    const weight = args.value('weight') instanceof PyTensor ? shapeOf(args.value('weight')) : null;
    const groups = toNumber(args.value('groups'));
    const whole = (place: number): number | null => {
      const dim = weight?.[place];
      return typeof dim === 'number' ? dim : null;
    };
    const spread = whole(1) === null || groups === null ? null : (whole(1) ?? 0) * groups;
    const settings: ConvolutionSettings = {
      rank,
      inChannels: transposed ? whole(0) : spread,
      outChannels: transposed ? spread : whole(0),
      kernel: Array.from({ length: rank }, (_, axis) => whole(axis + 2)),
      stride: args.value('stride'),
      padding: args.value('padding'),
      dilation: args.value('dilation'),
      groups: args.value('groups'),
      bias: args.value('bias') !== null,
    };
    checkAxes(args, rank, transposed);
    const bias = shapeOf(args.value('bias'));
    const [cells] = bias ?? [];
    const { outChannels } = settings;
    if (
      bias &&
      outChannels !== null &&
      (bias.length !== 1 || (typeof cells === 'number' && cells !== outChannels))
    )
      refuse(
        args,
        'channel-mismatch',
        said(
          'The bias {0} must be one number for each of {1} output channels.',
          shapeText(bias),
          outChannels,
        ),
      );
    const operation = transposed
      ? transposedOperation(settings, args.value('output_padding'))
      : convolutionOperation(settings);
    return emit(args, `${transposed ? 'conv_transpose' : 'conv'}${rank}d`, operation, [
      tensorOf(args, 'input'),
    ]);
  };
}

const plain = 'input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1';
const adjoint = 'input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1';

function functionsOf(rank: number): [string, FunctionTable[string]][] {
  return [
    [`conv${rank}d`, [plain, functional(rank, false)]],
    [`conv_transpose${rank}d`, [adjoint, functional(rank, true)]],
  ];
}

export const convolutionFunctions: FunctionTable = Object.fromEntries([1, 2, 3].flatMap(functionsOf));
