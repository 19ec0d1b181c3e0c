import { noKwargs, type Kwargs } from '../interpreter/machine.ts';
import type { Bound } from '../interpreter/native.ts';
import { PyInstance, type PyClass, type Value } from '../interpreter/values.ts';
import type { LayerState } from '../torch/declare.ts';

/**
 * A layer that a block makes of its own arguments. It stands where the block is built, and its numbers are the block's:
 * `parameters` are those of the block's call, under the names that they have in the layer.
 */
export function made(
  args: Bound,
  type: Value,
  given: readonly Value[],
  named: Kwargs = noKwargs,
  parameters: readonly string[] = args.parameters,
): Value {
  const layer = args.vm.call(type, given, named, args.site);
  if (layer instanceof PyInstance && layer.configured && args.site)
    layer.configured = { site: args.site, parameters, positional: 0 };
  return layer;
}

/** What a Sequential of these layers holds. */
export function numbered(layers: readonly Value[]): NonNullable<LayerState['modules']> {
  return Object.fromEntries(layers.map((layer, index) => [index.toString(), layer]));
}

/** A class that must be there. */
export function layerOf(types: Readonly<Record<string, PyClass>>, name: string): PyClass {
  const type = types[name];
  if (!type) throw new Error(`There is no layer ${name}.`);
  return type;
}
