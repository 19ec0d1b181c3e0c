import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { addDims } from '../../../model/shapes/dims.ts';
import { shapeText } from '../../../model/problems/number-text.ts';
import { namespace } from '../interpreter/namespace.ts';
import { natives, type Bound } from '../interpreter/native.ts';
import { PyList, PyTensor, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { namedTupleClass } from '../library/collections.ts';
import { emitShape, tensorOf } from './emit.ts';
import { refuse, takesRank } from './refusals.ts';
import { allKnown, constant, listed, shapeOf, toDim, toNumber } from './tensors.ts';
import { said } from '../../../model/text/text.ts';

/**
 * Sequences of several lengths one behind the other, as torch/nn/utils/rnn.py packs them for recurrent layers. The
 * indices are PyTorch's None where nothing was sorted; here they always have a place for each sequence, so that the
 * number of sequences is known.
 */
const packedSequence = namedTupleClass('PackedSequence', [
  'data',
  'batch_sizes',
  'sorted_indices',
  'unsorted_indices',
]);
for (const [name, method] of Object.entries(
  natives(
    Object.fromEntries(
      ['to', 'cuda', 'cpu', 'float', 'double', 'half', 'pin_memory'].map((name) => [
        name,
        ['self, *args, **kwargs', (args: Bound) => args.value('self')] as const,
      ]),
    ),
  ),
))
  packedSequence.names.set(name, method);

/** What recurrent layers read of packed sequences. */
export interface Packed {
  readonly data: PyTensor;
  /** How many sequences there are, and how many steps the longest one has. */
  readonly batch: Dim;
  readonly steps: Dim;
  readonly rest: readonly Value[];
}

/** Null for what is no packed sequence. */
export function packedOf(value: Value): Packed | null {
  if (!(value instanceof PyTuple) || value.type !== packedSequence) return null;
  const [data, ...rest] = value.items;
  const [sizes, indices] = rest.map(shapeOf);
  if (!(data instanceof PyTensor)) return null;
  return { data, batch: indices?.[0] ?? null, steps: sizes?.[0] ?? null, rest };
}

export function packed(data: Value, rest: readonly Value[]): PyTuple {
  return new PyTuple([data, ...rest], packedSequence);
}

function packedFrom(data: PyTensor, batch: Dim, steps: Dim): PyTuple {
  return packed(
    data,
    [[steps], [batch], [batch]].map((shape) => constant(shape, 'int')),
  );
}

/** Lengths that are written, or in a tensor whose cells are known. */
function lengthsOf(value: Value): readonly number[] | null {
  const items = value instanceof PyTensor ? value.data : listed(value)?.map(toNumber);
  return items ? allKnown(items) : null;
}

function pack(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const given = args.value('lengths');
  const lengths = lengthsOf(given);
  const isBatchFirst = args.value('batch_first') === true;
  const batch = shape?.[isBatchFirst ? 0 : 1] ?? null;
  if (shape && shape.length < 2)
    refuse(
      args,
      'rank-mismatch',
      said('Sequences have a batch and steps: {0} has not both.', shapeText(shape)),
    );
  const count = lengths?.length ?? shapeOf(given)?.[0] ?? null;
  if (typeof count === 'number' && typeof batch === 'number' && count !== batch)
    refuse(
      args,
      'join-mismatch',
      said('There are {0} lengths for the {1} sequences of {2}.', count, batch, shapeText(shape)),
    );
  const isSorted =
    lengths?.every((length, place) => place === 0 || length <= (lengths[place - 1] ?? 0)) ?? true;
  if (!isSorted && args.value('enforce_sorted') !== false)
    refuse(args, 'invalid-value', 'The lengths must not grow: sort them, or give enforce_sorted=False.');
  const total = lengths?.reduce((sum, length) => sum + length, 0) ?? null;
  const data = emitShape(args, 'pack_padded_sequence', shape && [total, ...shape.slice(2)], [input]);
  return packedFrom(data, batch, lengths && lengths.length > 0 ? Math.max(...lengths) : null);
}

/** Back to one tensor, which is as long as the longest sequence, or as it is asked to be; and the lengths. */
function padPacked(args: Bound): Value {
  const given = packedOf(args.value('sequence'));
  if (!given) return args.vm.unknown('sequences that are not known');
  const { data, batch, steps } = given;
  const total = args.value('total_length') === null ? steps : toDim(args.value('total_length'));
  const places = args.value('batch_first') === true ? [batch, total] : [total, batch];
  const shape = data.shape && [...places, ...data.shape.slice(1)];
  return new PyTuple([emitShape(args, 'pad_packed_sequence', shape, [data]), constant([batch], 'int')]);
}

/** The tensors of a list, and the length of the longest one. */
function sequencesOf(
  args: Bound,
): { readonly tensors: readonly PyTensor[]; readonly longest: Dim } | Unknown {
  const items = args.vm.items(args.value('sequences'));
  if (items instanceof Unknown) return items;
  const tensors = items.filter((item) => item instanceof PyTensor);
  if (tensors.length < items.length) return args.vm.unknown('sequences that are not known');
  for (const { shape } of tensors) takesRank(args, 'A sequence', shape, [1, 2, 3, 4, 5]);
  const lengths = allKnown(tensors.map(({ shape }) => (typeof shape?.[0] === 'number' ? shape[0] : null)));
  return { tensors, longest: lengths && lengths.length > 0 ? Math.max(...lengths) : null };
}

function padSequence(args: Bound): Value {
  const sequences = sequencesOf(args);
  if (sequences instanceof Unknown) return sequences;
  const { tensors, longest } = sequences;
  const rest = tensors[0]?.shape?.slice(1) ?? null;
  const places = args.value('batch_first') === true ? [tensors.length, longest] : [longest, tensors.length];
  return emitShape(args, 'pad_sequence', rest && [...places, ...rest], tensors);
}

function packSequence(args: Bound): Value {
  const sequences = sequencesOf(args);
  if (sequences instanceof Unknown) return sequences;
  const { tensors, longest } = sequences;
  const total = tensors.reduce<Dim>((sum, { shape }) => addDims(sum, shape?.[0] ?? null), 0);
  const rest = tensors[0]?.shape?.slice(1) ?? null;
  return packedFrom(
    emitShape(args, 'pack_sequence', rest && [total, ...rest], tensors),
    tensors.length,
    longest,
  );
}

/** Each sequence by itself, as long as it is. */
function unpad(args: Bound): Value {
  const input = tensorOf(args, 'padded_sequences');
  const lengths = lengthsOf(args.value('lengths'));
  const rest: Shape = input.shape?.slice(2) ?? null;
  if (!lengths || !rest) return args.vm.unknown('lengths that are not known');
  return new PyList(lengths.map((length) => emitShape(args, 'unpad_sequence', [length, ...rest], [input])));
}

/** `torch.nn.utils.rnn`. */
export const packing = namespace('torch.nn.utils.rnn', {
  PackedSequence: packedSequence,
  ...natives(
    {
      pack_padded_sequence: ['input, lengths, batch_first=False, enforce_sorted=True', pack],
      pad_packed_sequence: ['sequence, batch_first=False, padding_value=0.0, total_length=None', padPacked],
      pad_sequence: ['sequences, batch_first=False, padding_value=0.0, padding_side="right"', padSequence],
      pack_sequence: ['sequences, enforce_sorted=True', packSequence],
      unpad_sequence: ['padded_sequences, lengths, batch_first=False', unpad],
    },
    { takesUnknown: true },
  ),
});
