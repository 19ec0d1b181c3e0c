import type { Pad } from '../../../../model/graph/operation.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { PyClass, Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { listed, toNumber } from '../tensors.ts';

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
    const [before, after] = items ? [items[place], items[place + 1]] : [value, value];
    return { before: toNumber(before), after: toNumber(after) };
  });
}

function layer(name: string, rank: number): PyClass {
  return layerClass(`${name}Pad${rank}d`, {
    signature: name === 'Constant' ? 'padding, value' : 'padding',
    forward: ({ args, instance }) =>
      emit(
        args,
        'pad',
        {
          kind: 'pad',
          sides: sidesOf(instance.attributes.get('padding') ?? null, rank),
          mode: modes[name] ?? 'zeros',
          ...(name === 'Constant' && { value: toNumber(instance.attributes.get('value') ?? null) }),
          layout: 'channels-first',
        },
        [tensorOf(args, 'input')],
      ),
  });
}

export const paddingLayers: Readonly<Record<string, PyClass>> = Object.fromEntries(
  ['Zero', 'Constant', 'Reflection', 'Replication', 'Circular']
    .flatMap((name) => [1, 2, 3].map((rank) => layer(name, rank)))
    .map((type) => [type.name, type]),
);

/** `F.pad`: as many of the last dimensions as there are pairs, channels and batch included. */
function padded(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const pairs = listed(args.value('pad'));
  const { shape } = input;
  if (!pairs || !shape) return emitShape(args, 'pad', shape?.map(() => null) ?? null, [input]);
  const rank = pairs.length / 2;
  const mode = modes[args.string('mode') ?? 'constant'] ?? 'zeros';
  const spatial = shape.length - 2;
  if (rank <= spatial) {
    const sides = [
      ...Array.from({ length: spatial - rank }, () => ({ before: 0, after: 0 })),
      ...sidesOf(args.value('pad'), rank),
    ];
    const given = args.value('value');
    const value = given === null ? 0 : toNumber(given);
    return emit(args, 'pad', { kind: 'pad', sides, mode, value, layout: 'channels-first' }, [input]);
  }
  const sides = sidesOf(args.value('pad'), rank);
  const sizes = shape.map((dim, place) => {
    const side = sides[place - (shape.length - rank)];
    if (!side || (side.before === 0 && side.after === 0)) return dim;
    return typeof dim === 'number' && side.before !== null && side.after !== null
      ? dim + side.before + side.after
      : null;
  });
  return emitShape(args, 'pad', sizes, [input]);
}

export const paddingFunctions: FunctionTable = {
  pad: ['input, pad, mode="constant", value=None', padded],
  constant_pad_nd: ['input, pad, value=0', (args) => padded(args)],
};
