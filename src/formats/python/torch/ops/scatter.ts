import { shapeText } from '../../../../model/problems/number-text.ts';
import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapesDiffer } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTensor, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { dimension, placeOf, refuse, refuseIndex } from '../refusals.ts';
import { broadcastsInto, changes, shapeOf } from '../tensors.ts';
import { keeping } from './along.ts';
import { said } from '../../../../model/text/text.ts';

/** A copy of the input with another tensor in the place of a part: the input's sizes, where that tensor has the part's. */
function replaced(args: Bound, name: string, part: readonly Dim[] | null): Value {
  const [input, source] = [tensorOf(args, 'input'), tensorOf(args, 'src')];
  const { shape } = source;
  if (part && shape && shapesDiffer(part, shape))
    refuse(
      args,
      'join-mismatch',
      said('{0} replaces a part of {1}: {2} is not of its shape.', name, shapeText(part), shapeText(shape)),
    );
  return emitShape(args, name, input.shape, [input, source]);
}

function selectReplaced(args: Bound): Value {
  const shape = shapeOf(args.value('input'));
  const place = shape && dimension(args, args.value('dim'), shape);
  if (!shape || place === null) return replaced(args, 'select_scatter', null);
  refuseIndex(args, args.value('index'), shape[place] ?? null, place);
  return replaced(args, 'select_scatter', shape.toSpliced(place, 1));
}

/** Says which of the indices lie beyond a dimension, where their numbers are known. */
function checkIndices(args: Bound, shape: Shape, place: number | null): void {
  const index = args.value('index');
  if (!shape || place === null || !(index instanceof PyTensor)) return;
  const size = shape[place] ?? null;
  const outside = index.data?.find((cell) => typeof size === 'number' && (cell >= size || cell < -size));
  if (outside !== undefined) refuseIndex(args, outside, size, place);
}

/** Rows of another tensor, one for each index: it has them along the same dimension (aten/src/ATen/native/Indexing.cpp). */
function checkRows(args: Bound, name: string, part: 'is the same' | 'is repeated'): void {
  const [input, source] = [shapeOf(args.value('input')), shapeOf(args.value('source'))];
  const place = input && placeOf(args.value('dim'), input.length);
  checkIndices(args, input, place);
  if (!input || !source || place === null) return;
  const fits =
    part === 'is the same'
      ? !shapesDiffer(input.with(place, null), source)
      : source.length > place && broadcastsInto(source.toSpliced(place, 1), input.toSpliced(place, 1));
  const [count] = shapeOf(args.value('index')) ?? [];
  const rows = source[place] ?? null;
  if (!fits)
    refuse(
      args,
      'join-mismatch',
      said(
        '{0} takes parts of {1} along dimension {2}: {3} has other sizes.',
        name,
        shapeText(input),
        place,
        shapeText(source),
      ),
    );
  else if (typeof count === 'number' && typeof rows === 'number' && rows !== count)
    refuse(
      args,
      'join-mismatch',
      said('{0} takes an index for each part: there are {1} for {2}.', name, count, rows),
    );
}

/** aten/src/ATen/native/ScatterGatherChecks.h: an index may be longer than what it changes along its dimension alone. */
function checkScattered(args: Bound): void {
  const [input, index] = [shapeOf(args.value('input')), shapeOf(args.value('index'))];
  if (!input || !index || index.includes(0)) return;
  // Of a number alone PyTorch makes a vector.
  if (Math.max(1, input.length) !== Math.max(1, index.length)) {
    refuse(
      args,
      'rank-mismatch',
      said('The index {0} must have as many dimensions as {1}.', shapeText(index), shapeText(input)),
    );
    return;
  }
  const place = placeOf(args.value('dim'), input.length);
  if (place === null) return;
  const isLonger = (size: Dim, other: Dim | undefined): boolean =>
    typeof size === 'number' && typeof other === 'number' && size > other;
  if (index.some((size, at) => at !== place && isLonger(size, input[at])))
    refuse(
      args,
      'join-mismatch',
      said(
        'The index {0} is larger than {1}, which only dimension {2} may be.',
        shapeText(index),
        shapeText(input),
        place,
      ),
    );
  const source = shapeOf(args.value('src'));
  if (source && index.some((size, at) => isLonger(size, source[at])))
    refuse(
      args,
      'join-mismatch',
      said('The index {0} takes more values than {1} has.', shapeText(index), shapeText(source)),
    );
  checkIndices(args, input, place);
}

const rowsSignature = 'input, dim, index, source, *args, **kwargs';
const scatterSignature = 'input, dim=None, index=None, src=None, *args, **kwargs';

/** What is written into a tensor at indices, and what PyTorch checks of these. */
const written: Readonly<Record<string, readonly [signature: string, check: (args: Bound) => void]>> = {
  index_add: [rowsSignature, (args) => checkRows(args, 'index_add', 'is repeated')],
  index_copy: [rowsSignature, (args) => checkRows(args, 'index_copy', 'is the same')],
  index_fill: [
    'input, dim=None, index=None, *args, **kwargs',
    (args) => {
      const shape = shapeOf(args.value('input'));
      checkIndices(args, shape, shape && placeOf(args.value('dim'), shape.length));
    },
  ],
  scatter: [scatterSignature, checkScattered],
  scatter_add: [scatterSignature, checkScattered],
  scatter_reduce: [scatterSignature, checkScattered],
};

/** Functions that give a copy of a tensor with a part replaced. */
export const scatterFunctions: FunctionTable = {
  select_scatter: ['input, src, dim, index', selectReplaced],
  index_reduce: keeping('index_reduce', 'input, dim=None, index=None, *args, **kwargs', 'dim'),
  ...Object.fromEntries(
    Object.entries(written).map(([name, [signature, check]]) => {
      const [, keep] = keeping(name, signature, 'dim');
      return [
        name,
        [
          signature,
          (args: Bound) => {
            check(args);
            return keep(args);
          },
        ],
      ] as const;
    }),
  ),
};

/** The same in place: the tensor stays, its numbers do not. */
export const scatterMethods: FunctionTable = Object.fromEntries(
  Object.entries(written).map(([name, [signature, check]]) => [
    `${name}_`,
    [
      signature,
      (args: Bound) => {
        check(args);
        const input = args.value('input');
        if (!(input instanceof PyTensor)) return input;
        changes(args.vm, input);
        input.data = null;
        return input;
      },
    ] as const,
  ]),
);
