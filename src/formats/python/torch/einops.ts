import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { dimText, shapeText } from '../../../model/problems/number-text.ts';
import { divideDims, multiplyDims } from '../../../model/shapes/dims.ts';
import { PyDict, type PyNamespace, type Value } from '../interpreter/values.ts';
import { dictOf } from '../interpreter/keys.ts';
import { namespace } from '../interpreter/namespace.ts';
import type { Bound } from '../interpreter/native.ts';
import { layerClass, torchFunctions, type FunctionTable } from './declare.ts';
import { packingFunctions } from './einops-packing.ts';
import { asTensor, emitShape, tensorOf } from './emit.ts';
import { refuse } from './refusals.ts';
import { fromDim, listed, toDim } from './tensors.ts';
import { said } from '../../../model/text/text.ts';

/** One dimension of a pattern: the names whose sizes it multiplies; or `...`, all dimensions that others leave. */
type Side = readonly (readonly string[] | '...')[];

const rest = '...';

/** `b (h p) w ... -> …`, as einops/parsing.py reads it; `()` and `1` are dimensions of size 1. */
function sideOf(text: string): Side {
  return [...text.matchAll(/\(([^()]*)\)|[^\s()]+/g)].map(([whole, inside]) =>
    whole === rest ? rest : (inside ?? whole).split(/\s+/).filter((name) => name !== '' && name !== '1'),
  );
}

/** Sizes by name, from the input's dimensions and what the call says; null where the pattern does not fit. */
function sizesOf(
  args: Bound,
  side: Side,
  shape: readonly Dim[],
  given: Map<string, Dim>,
): Map<string, Dim> | null {
  const others = side.filter((group) => group !== rest).length;
  const open = side.includes(rest);
  if (open ? shape.length < others : shape.length !== others) {
    const named = side.map((group) =>
      group === rest ? rest : group.length === 1 ? group.join('') : `(${group.join(' ')})`,
    );
    refuse(
      args,
      'rank-mismatch',
      said(
        open
          ? "The pattern '{0}' has {1} dimensions or more, {2} has {3}."
          : "The pattern '{0}' has {1} dimensions, {2} has {3}.",
        named.join(' '),
        others,
        shapeText(shape),
        shape.length,
      ),
    );
    return null;
  }
  const sizes = new Map(given);
  let place = 0;
  for (const group of side) {
    if (group === rest) {
      for (let index = 0; index < shape.length - others; index++)
        sizes.set(`${rest}${index}`, shape[place++] ?? null);
      continue;
    }
    if (!readGroup(args, group, shape[place++] ?? null, sizes)) return null;
  }
  return sizes;
}

/** One dimension's names: all but one of them are known, and that one is what is left. */
function readGroup(args: Bound, group: readonly string[], size: Dim, sizes: Map<string, Dim>): boolean {
  const open = group.filter((name) => !sizes.has(name));
  const known = group
    .filter((name) => sizes.has(name))
    .reduce<Dim>((total, name) => multiplyDims(total, sizes.get(name) ?? null), 1);
  const [only, ...more] = open;
  if (only === undefined || more.length > 0) {
    for (const name of open) sizes.set(name, null);
    const differs =
      open.length === 0 && typeof size === 'number' && typeof known === 'number' && size !== known;
    if (differs)
      refuse(
        args,
        'reshape-mismatch',
        said("'{0}' is {1}, but the dimension has {2}.", group.join(' '), dimText(known), dimText(size)),
      );
    return !differs;
  }
  const left = divideDims(size, known);
  if (left === null && typeof size === 'number' && typeof known === 'number') {
    refuse(
      args,
      'reshape-mismatch',
      said("A dimension of {0} cannot be divided by {1} in '({2})'.", size, known, group.join(' ')),
    );
    return false;
  }
  sizes.set(only, left);
  return true;
}

function shapeFrom(side: Side, sizes: ReadonlyMap<string, Dim>): Shape {
  return side.flatMap((group): Dim[] => {
    const kept = [...sizes].filter(([name]) => name.startsWith(rest)).map(([, size]) => size);
    if (group === rest) return kept;
    return [
      group.reduce<Dim>(
        (total, name) =>
          name === rest
            ? kept.reduce<Dim>(multiplyDims, total)
            : multiplyDims(total, sizes.get(name) ?? null),
        1,
      ),
    ];
  });
}

/** Tensors in a list are stacked in front. */
function inputShape(value: Value): { readonly shape: Shape; readonly tensors: readonly Value[] } {
  const items = listed(value);
  const tensors = (items ?? [value]).map(asTensor);
  const [first] = tensors;
  return { shape: first?.shape ? (items ? [items.length, ...first.shape] : first.shape) : null, tensors };
}

function axesOf(value: Value): Map<string, Dim> {
  const axes = new Map<string, Dim>();
  if (!(value instanceof PyDict)) return axes;
  for (const { key, value: size } of value.entries.values())
    if (typeof key === 'string') axes.set(key, toDim(size));
  return axes;
}

/** `rearrange`, `reduce` and `repeat`: the sides of the pattern say which sizes come out. */
function rearranged(args: Bound, name: string, value: Value, pattern: Value, axes: Value): Value {
  const { shape, tensors } = inputShape(value);
  const [from, to] = typeof pattern === 'string' ? pattern.split('->').map(sideOf) : [];
  if (!shape || !from || !to) return emitShape(args, name, null, tensors);
  const sizes = sizesOf(args, from, shape, axesOf(axes));
  return emitShape(args, name, sizes && shapeFrom(to, sizes), tensors);
}

/** Names of several letters, separated by blanks: every name of the result comes from an operand. */
function einsum(args: Bound): Value {
  const given = args.rest('operands');
  const pattern = given.at(-1);
  const tensors = given.slice(0, -1).map(asTensor);
  const [from, to] = typeof pattern === 'string' ? pattern.split('->') : [];
  let sizes: Map<string, Dim> | null = new Map<string, Dim>();
  for (const [index, term] of (from ?? '').split(',').entries()) {
    const shape = tensors[index]?.shape;
    sizes = shape && sizes ? sizesOf(args, sideOf(term), shape, sizes) : null;
  }
  return emitShape(args, 'einsum', sizes && to !== undefined ? shapeFrom(sideOf(to), sizes) : null, tensors, {
    macs: null,
  });
}

/** `parse_shape(x, 'b c h _')`: sizes by name. */
function parsedShape(args: Bound): Value {
  const tensor = tensorOf(args, 'x');
  const names = args.string('pattern')?.trim().split(/\s+/) ?? [];
  if (tensor.shape?.length !== names.length)
    return args.vm.unknown('the shape of a tensor that is not known');
  const { shape } = tensor;
  return dictOf(
    names.flatMap((name, place): [Value, Value][] =>
      name === '_' ? [] : [[name, fromDim(args.vm, shape[place], tensor)]],
    ),
  );
}

const functions: FunctionTable = {
  rearrange: [
    'tensor, pattern, **axes',
    (args) => rearranged(args, 'rearrange', args.value('tensor'), args.value('pattern'), args.value('axes')),
  ],
  repeat: [
    'tensor, pattern, **axes',
    (args) => rearranged(args, 'repeat', args.value('tensor'), args.value('pattern'), args.value('axes')),
  ],
  reduce: [
    'tensor, pattern, reduction, **axes',
    (args) => rearranged(args, 'reduce', args.value('tensor'), args.value('pattern'), args.value('axes')),
  ],
  einsum: ['*operands', einsum],
  parse_shape: ['x, pattern', parsedShape],
  ...packingFunctions,
};

/** The same as layers without weights. */
function layer(name: string, signature: string): Value {
  return layerClass(name, {
    signature,
    forward: ({ args, instance: { attributes } }) =>
      rearranged(
        args,
        name.toLowerCase(),
        args.value('input'),
        attributes.get('pattern') ?? null,
        attributes.get('axes') ?? null,
      ),
  });
}

const layers = namespace('einops.layers.torch', {
  Rearrange: layer('Rearrange', 'pattern, **axes'),
  Reduce: layer('Reduce', 'pattern, reduction, **axes'),
});

/** einops, as its documentation gives the rules: a pattern says which sizes come out. */
export const einops: readonly PyNamespace[] = [
  namespace('einops', {
    ...torchFunctions(functions),
    layers: namespace('einops.layers', { torch: layers }),
  }),
  namespace('einops.einops', torchFunctions(functions)),
  namespace('einops.layers', { torch: layers }),
  layers,
];
