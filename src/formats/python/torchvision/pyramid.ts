import { dictOf } from '../interpreter/keys.ts';
import type { Kwargs } from '../interpreter/machine.ts';
import { PyInstance, PyList, PyTuple, Unknown, type PyClass, type Value } from '../interpreter/values.ts';
import { orderedDict } from '../library/collections.ts';
import { layerClass, type Layer, type LayerState } from '../torch/declare.ts';
import type { Bound } from '../interpreter/native.ts';
import { libraryClass } from '../interpreter/native.ts';
import { isModule, moduleType } from '../torch/module.ts';
import { containers } from '../torch/nn/containers.ts';
import { convolutionLayers } from '../torch/nn/convolution.ts';
import { layerOf, made } from './made.ts';
import { conv2dNormActivation } from './blocks.ts';

const extraBlock = libraryClass('ExtraFPNBlock', [moduleType]);
const convolution = layerOf(convolutionLayers, 'Conv2d');

function listOf(args: Bound, modules: readonly Value[]): Value {
  return args.vm.call(layerOf(containers, 'ModuleList'), [new PyList([...modules])]);
}

/** A 1×1 and a 3×3 convolution for each map, with a norm where one is given. */
function parts(args: Bound): LayerState {
  const { vm } = args;
  const channels = vm.items(args.value('in_channels_list'));
  const out = args.value('out_channels');
  const step = (before: Value, kernel: number, name: string): Value =>
    made(
      args,
      conv2dNormActivation,
      [before, out],
      new Map<string, Value>([
        ['kernel_size', kernel],
        ['norm_layer', args.value('norm_layer')],
        ['activation_layer', null],
      ]),
      [name, 'out_channels'],
    );
  const each = channels instanceof Unknown ? [] : channels;
  const modules: Record<string, Value> = {
    inner_blocks: listOf(
      args,
      each.map((before) => step(before, 1, '')),
    ),
    layer_blocks: listOf(
      args,
      each.map(() => step(out, 3, '')),
    ),
  };
  if (isModule(args.value('extra_blocks'))) modules['extra_blocks'] = args.value('extra_blocks');
  return {
    modules,
    attributes: isModule(args.value('extra_blocks')) ? {} : { extra_blocks: null },
  };
}

/** The part of a map, or the map itself where there is none. */
function run(layer: Layer, list: string, index: number, value: Value): Value {
  const { vm, site } = layer.args;
  const blocks = layer.get(list);
  if (!(blocks instanceof PyInstance)) return value;
  const all = [...blocks.attributes.values()].filter(isModule);
  const block = all.at(index);
  return block === undefined || index >= all.length ? value : vm.call(block, [value], undefined, site);
}

/** From the smallest map upwards: each is enlarged and added to the next one (torchvision/ops/feature_pyramid_network.py). */
function forward(layer: Layer): Value {
  const { vm, site } = layer.args;
  const given = layer.args.value('x');
  const names = vm.items(vm.call(vm.attribute(given, 'keys'), []));
  const maps = vm.items(vm.call(vm.attribute(given, 'values'), []));
  if (names instanceof Unknown) return names;
  if (maps instanceof Unknown) return maps;
  if (layer.get('in_channels_list') instanceof Unknown) return layer.get('in_channels_list');
  let last = run(layer, 'inner_blocks', -1, maps.at(-1) ?? null);
  const results = [run(layer, 'layer_blocks', -1, last)];
  for (let index = maps.length - 2; index >= 0; index--) {
    const lateral = run(layer, 'inner_blocks', index, maps[index] ?? null);
    const sizes = vm.attribute(lateral, 'shape');
    const size = new PyTuple([vm.subscript(sizes, -2), vm.subscript(sizes, -1)]);
    const enlarged = functional(
      layer,
      'interpolate',
      [last],
      new Map<string, Value>([
        ['size', size],
        ['mode', 'nearest'],
      ]),
    );
    last = vm.binary('+', lateral, enlarged);
    results.unshift(run(layer, 'layer_blocks', index, last));
  }
  const extra = layer.get('extra_blocks');
  if (extra === null) return named(names, results);
  const both = vm.call(
    extra,
    [new PyList(results), new PyList([...maps]), new PyList([...names])],
    undefined,
    site,
  );
  const [more, moreNames] = [vm.items(vm.subscript(both, 0)), vm.items(vm.subscript(both, 1))];
  if (more instanceof Unknown) return more;
  return moreNames instanceof Unknown ? moreNames : named(moreNames, more);
}

function named(names: readonly Value[], maps: readonly Value[]): Value {
  const count = Math.min(names.length, maps.length);
  return dictOf(
    names.slice(0, count).map((name, index) => [name, maps[index] ?? null] as const),
    orderedDict,
  );
}

const pyramid = layerClass('FeaturePyramidNetwork', {
  signature: 'in_channels_list, out_channels, extra_blocks=None, norm_layer=None',
  keeps: ['in_channels_list'],
  state: parts,
  inputs: 'x',
  forward,
});

/** The maps so far, those of the backbone and the names, which an extra block lengthens. */
function lengthened(
  { args }: Layer,
  more: (result: Value, map: Value) => readonly (readonly [string, Value])[],
): Value {
  const { vm } = args;
  const [results, maps, names] = args.values.slice(1).map((list) => vm.items(list));
  if (!results || results instanceof Unknown) return results ?? null;
  if (!maps || maps instanceof Unknown) return maps ?? null;
  if (!names || names instanceof Unknown) return names ?? null;
  const added = more(results.at(-1) ?? null, maps.at(-1) ?? null);
  return new PyTuple([
    new PyList([...results, ...added.map(([, value]) => value)]),
    new PyList([...names, ...added.map(([name]) => name)]),
  ]);
}

function functional(layer: Layer, name: string, given: readonly Value[], named?: Kwargs): Value {
  const { vm, site } = layer.args;
  return vm.call(vm.attribute(vm.importModule('torch.nn.functional'), name), given, named, site);
}

const lastLevelMaxPool = layerClass('LastLevelMaxPool', {
  base: extraBlock,
  signature: '',
  inputs: 'x, y, names',
  forward: (layer) =>
    lengthened(layer, (result) => [['pool', functional(layer, 'max_pool2d', [result, 1, 2, 0])]]),
});

const lastLevelP6P7 = layerClass('LastLevelP6P7', {
  base: extraBlock,
  signature: 'in_channels, out_channels',
  keeps: [],
  state: (args) => {
    const [before, out] = [args.value('in_channels'), args.value('out_channels')];
    return {
      modules: {
        p6: made(args, convolution, [before, out, 3, 2, 1]),
        p7: made(args, convolution, [out, out, 3, 2, 1], undefined, ['', 'out_channels']),
      },
      attributes: { use_P5: before === out },
    };
  },
  inputs: 'p, c, names',
  forward: (layer) =>
    lengthened(layer, (result, map) => {
      const { vm, site } = layer.args;
      const p6 = vm.call(layer.get('p6'), [layer.flag('use_P5') ? result : map], undefined, site);
      const p7 = vm.call(layer.get('p7'), [functional(layer, 'relu', [p6])], undefined, site);
      return [
        ['p6', p6],
        ['p7', p7],
      ];
    }),
});

/** torchvision/ops/feature_pyramid_network.py. */
export const pyramids: Readonly<Record<string, PyClass>> = {
  FeaturePyramidNetwork: pyramid,
  ExtraFPNBlock: extraBlock,
  LastLevelMaxPool: lastLevelMaxPool,
  LastLevelP6P7: lastLevelP6P7,
};
