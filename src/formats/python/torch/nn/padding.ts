import type { Pad } from '../../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { addDims } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTuple, type PyClass, type Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { refuse, refuseWord } from '../refusals.ts';
import { listed, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';
import { dimensionsText, numbersText, spatialText } from '../counts.ts';

const modes: Readonly<Record<string, Pad['mode']>> = {
  Zero: 'zeros',
  Constant: 'zeros',
  Reflection: 'reflect',
  Replication: 'replicate',
  Circular: 'circular',
  constant: 'zeros',
  reflect: 'reflect',
  replicate: 'replicate',
  circular: 'circular',
};

/** PyTorch lists the sides of the last axis first. */
function sidesOf(value: Value, rank: number): Pad['sides'] {
  const items = listed(value);
  return Array.from({ length: rank }, (_, axis) => {
    const place = 2 * (rank - 1 - axis);
    // Nothing is put around axes that are not listed.
    const [before, after] = items ? [items[place] ?? 0, items[place + 1] ?? 0] : [value, value];
    return { before: toNumber(before), after: toNumber(after) };
  });
}

function layer(name: string, rank: number): PyClass {
  return layerClass(`${name}Pad${rank}d`, {
    signature: name === 'Constant' ? 'padding, value' : 'padding',
    forward: ({ args, instance }) => {
      const input = tensorOf(args, 'input');
      const padding = instance.attributes.get('padding') ?? null;
      const mode = modes[name] ?? 'zeros';
      const value = name === 'Constant' ? toNumber(instance.attributes.get('value') ?? null) : 0;
      const dimensions = input.shape?.length ?? rank + 2;
      const pairs = listed(padding);
      // What is padded is what is listed, whatever the layer is called, and constants go around any axes.
      const isOther = pairs !== undefined && pairs.length !== 2 * rank && input.shape !== null;
      if (
        isOther ||
        (mode === 'zeros' && dimensions >= rank && dimensions !== rank + 1 && dimensions !== rank + 2)
      )
        return padded(args, { pairs: pairs ?? Array<Value>(2 * rank).fill(padding), mode, value });
      const given = name === 'Constant' ? { value } : {};
      const sides = sidesOf(padding, rank);
      return emit(args, 'pad', { kind: 'pad', sides, mode, ...given, layout: 'channels-first' }, [input]);
    },
  });
}

export const paddingLayers: Readonly<Record<string, PyClass>> = Object.fromEntries(
  ['Zero', 'Constant', 'Reflection', 'Replication', 'Circular']
    .flatMap((name) => [1, 2, 3].map((rank) => layer(name, rank)))
    .map((type) => [type.name, type]),
);

/** The last sizes with what is put around them. */
function grown(shape: Shape, sides: Pad['sides']): Shape {
  if (!shape) return null;
  return shape.map((dim, place) => {
    const side = sides[place - (shape.length - sides.length)];
    if (!side || (side.before === 0 && side.after === 0)) return dim;
    return side.before === null || side.after === null ? null : addDims(dim, side.before + side.after);
  });
}

interface Padded {
  readonly pairs: readonly Value[];
  readonly mode: Pad['mode'];
  readonly value: number | null;
}

/** `F.pad` */
function paddedBy(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const pairs = listed(args.value('pad'));
  if (args.takes('mode'))
    refuseWord(args, 'pad', 'mode', args.value('mode'), ['constant', 'reflect', 'replicate', 'circular']);
  if (!pairs) return emitShape(args, 'pad', input.shape?.map(() => null) ?? null, [input]);
  const given = args.value('value');
  const mode = modes[args.string('mode') ?? 'constant'] ?? 'zeros';
  return padded(args, { pairs, mode, value: given === null ? 0 : toNumber(given) });
}

/** As many of the last dimensions as there are pairs, channels and batch included. */
function padded(args: Bound, { pairs, mode, value }: Padded): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  if (!shape) return emitShape(args, 'pad', null, [input]);
  const rank = pairs.length / 2;
  const listedSides = new PyTuple(pairs);
  const spatial = shape.length - 2;
  if (pairs.length % 2 !== 0 || rank > shape.length) {
    refuse(
      args,
      'invalid-value',
      said(
        'pad takes a pair for each of at most {0}: it is given {1}.',
        dimensionsText(shape.length),
        numbersText(pairs.length),
      ),
    );
    return emitShape(args, 'pad', null, [input]);
  }
  checkMode(args, mode, rank, spatial);
  // What is put around by reflection and the like is exactly the spatial axes (torch/nn/functional.py, pad).
  if (rank === spatial || (rank < spatial && mode === 'zeros')) {
    const sides = [
      ...Array.from({ length: spatial - rank }, () => ({ before: 0, after: 0 })),
      ...sidesOf(listedSides, rank),
    ];
    return emit(args, 'pad', { kind: 'pad', sides, mode, value, layout: 'channels-first' }, [input]);
  }
  const sides = sidesOf(listedSides, rank);
  if (mode !== 'zeros')
    return emit(args, 'pad', { kind: 'pad', sides, mode, layout: 'channels-first' }, [input]);
  checkCropped(args, shape, sides);
  return emitShape(args, 'pad', grown(shape, sides), [input]);
}

/** aten/src/ATen/native/PadNd.cpp: what is cropped is cropped before anything is put around. */
function checkCropped(args: Bound, shape: readonly Dim[], sides: Pad['sides']): void {
  sides.forEach(({ before, after }, axis) => {
    const place = axis + shape.length - sides.length;
    const size = shape[place];
    if (typeof size !== 'number' || before === null || after === null) return;
    const cropped = -Math.min(0, before) - Math.min(0, after);
    if (cropped > size)
      refuse(
        args,
        'impossible',
        said('pad cannot crop {0} from the {1} of dimension {2}.', cropped, size, place),
      );
  });
}

/** torch/nn/functional.py, pad, and _pad_circular in aten/src/ATen/native/PadNd.cpp. */
function checkMode(args: Bound, mode: Pad['mode'], rank: number, spatial: number): void {
  if (mode === 'zeros') return;
  const filled = args.takes('mode') && toNumber(args.value('value')) !== null;
  if (filled && toNumber(args.value('value')) !== 0)
    refuse(args, 'invalid-value', said("A value is put around in mode 'constant' only, not in '{0}'.", mode));
  if (mode === 'circular' ? rank !== spatial : rank > 3)
    refuse(
      args,
      'rank-mismatch',
      said(
        "'{0}' takes a pair for each of {1}, not {2}.",
        mode,
        spatialText(Math.max(0, Math.min(spatial, 3))),
        rank,
      ),
    );
}

export const paddingFunctions: FunctionTable = {
  pad: ['input, pad, mode="constant", value=None', paddedBy],
  constant_pad_nd: ['input, pad, value=0', paddedBy],
};
