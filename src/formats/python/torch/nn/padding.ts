import type { Pad } from '../../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { addDims } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { PyClass, Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { refuse } from '../refusals.ts';
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

/** aten/src/ATen/native/PadNd.cpp: two numbers for an axis; only constants leave axes out. */
function checkPairs(args: Bound, padding: Value, rank: number, mode: Pad['mode']): void {
  const count = listed(padding)?.length ?? 2 * rank;
  if (count % 2 !== 0 || (mode !== 'zeros' && count !== 2 * rank))
    refuse(args, 'invalid-value', said('padding takes two numbers for each axis: {0} are given.', count));
}

function layer(name: string, rank: number): PyClass {
  return layerClass(`${name}Pad${rank}d`, {
    signature: name === 'Constant' ? 'padding, value' : 'padding',
    forward: ({ args, instance }) => {
      const input = tensorOf(args, 'input');
      const sides = sidesOf(instance.attributes.get('padding') ?? null, rank);
      const mode = modes[name] ?? 'zeros';
      checkPairs(args, instance.attributes.get('padding') ?? null, rank, mode);
      const value = name === 'Constant' ? toNumber(instance.attributes.get('value') ?? null) : 0;
      const dimensions = input.shape?.length ?? rank + 2;
      // Constants go around the last axes whatever stands before them.
      if (mode === 'zeros' && dimensions >= rank && dimensions !== rank + 1 && dimensions !== rank + 2)
        return emitShape(args, 'pad', grown(input.shape, sides), [input]);
      const given = name === 'Constant' ? { value } : {};
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

/** `F.pad`: as many of the last dimensions as there are pairs, channels and batch included. */
function padded(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const pairs = listed(args.value('pad'));
  const { shape } = input;
  if (!pairs || !shape) return emitShape(args, 'pad', shape?.map(() => null) ?? null, [input]);
  const rank = pairs.length / 2;
  const mode = modes[args.string('mode') ?? 'constant'] ?? 'zeros';
  const spatial = shape.length - 2;
  checkMode(args, mode, rank, spatial);
  // What is put around by reflection and the like is exactly the spatial axes (torch/nn/functional.py, pad).
  if (rank === spatial || (rank < spatial && mode === 'zeros')) {
    const sides = [
      ...Array.from({ length: spatial - rank }, () => ({ before: 0, after: 0 })),
      ...sidesOf(args.value('pad'), rank),
    ];
    const given = args.value('value');
    const value = given === null ? 0 : toNumber(given);
    return emit(args, 'pad', { kind: 'pad', sides, mode, value, layout: 'channels-first' }, [input]);
  }
  const sides = sidesOf(args.value('pad'), rank);
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
  pad: ['input, pad, mode="constant", value=None', padded],
  constant_pad_nd: ['input, pad, value=0', (args) => padded(args)],
};
