import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTuple, Unknown, type PyTensor, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emit, emitAll, emitShape, tensorOf } from '../emit.ts';
import { refuse } from '../refusals.ts';
import { allKnown, listed, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';
import { dimensionsText } from '../counts.ts';

/** The shape with at least so many dimensions, as torch.atleast_1d, _2d and _3d add them. */
function atLeast(rank: number, shape: readonly Dim[]): Dim[] {
  if (shape.length >= rank) return [...shape];
  if (shape.length === 0) return Array.from({ length: rank }, () => 1);
  if (rank === 2) return [1, ...shape];
  return shape.length === 1 ? [1, ...shape, 1] : [...shape, 1];
}

function raised(args: Bound, tensor: PyTensor, change: (shape: readonly Dim[]) => Shape): PyTensor {
  const { shape } = tensor;
  const to = shape && change(shape);
  return !shape || to?.length === shape.length ? tensor : emitShape(args, 'reshape', to, [tensor]);
}

function atLeastFunction(rank: number): FunctionTable[string] {
  return [
    '*tensors',
    (args) => {
      const given = args.rest('tensors');
      const list = given.length === 1 ? listed(given[0]) : given;
      const change = (each: Value): PyTensor => raised(args, asTensor(each), (shape) => atLeast(rank, shape));
      return given.length === 1 && !list ? change(given[0] ?? null) : new PyTuple((list ?? []).map(change));
    },
  ];
}

/** Tensors joined along a dimension after each was given enough of them. */
function stacked(
  name: string,
  axis: number,
  change: (shape: readonly Dim[]) => Shape,
): FunctionTable[string] {
  return [
    'tensors, *, out=None',
    (args) => {
      const tensors = args.vm.items(args.value('tensors'));
      if (tensors instanceof Unknown) return emitShape(args, name, null, [tensors]);
      return emit(
        args,
        name,
        { kind: 'concat', axis },
        tensors.map((each) => raised(args, asTensor(each), change)),
      );
    },
  ];
}

/** torch.hsplit, vsplit and dsplit: into so many parts of one size, or before these indices. */
function splitAlong(name: string, least: number, axis: (rank: number) => number): FunctionTable[string] {
  return [
    'input, indices_or_sections=None, *, indices=None, sections=None',
    (args) => {
      const input = tensorOf(args, 'input');
      const how = args.value('indices_or_sections') ?? args.value('indices') ?? args.value('sections');
      if (input.shape && input.shape.length < least) {
        refuse(
          args,
          'rank-mismatch',
          said(
            '{0} takes at least {1}, {2} has {3}.',
            name,
            dimensionsText(least),
            shapeText(input.shape),
            input.shape.length,
          ),
        );
      }
      const place = axis(input.shape?.length ?? 2);
      const size = input.shape?.[place];
      const starts = allKnown((listed(how) ?? []).map(toNumber));
      if (typeof size !== 'number' || !starts) return args.vm.unknown('a number of parts that is not known');
      if (listed(how)) {
        const ends = [...starts, size].map((end) => Math.max(0, Math.min(size, end < 0 ? end + size : end)));
        const sizes = ends.map((end, index) => Math.max(0, end - (ends[index - 1] ?? 0)));
        return new PyTuple(
          emitAll(args, name, { kind: 'split', axis: place, parts: sizes.length, sizes }, [input]),
        );
      }
      const parts = toNumber(how);
      if (parts !== null && (parts < 1 || size % parts !== 0))
        refuse(args, 'reshape-mismatch', said('{0} cannot cut {1} into {2} equal parts.', name, size, parts));
      if (parts === null || parts < 1 || size % parts !== 0)
        return args.vm.unknown('a number of parts that does not divide the size');
      const sizes = Array.from({ length: parts }, () => size / parts);
      return new PyTuple(
        emitAll(args, name, { kind: 'split', axis: place, parts: sizes.length, sizes }, [input]),
      );
    },
  ];
}

export const stackingFunctions: FunctionTable = {
  column_stack: stacked('column_stack', 1, (shape) =>
    shape.length > 1 ? shape : [...(shape.length === 0 ? [1] : shape), 1],
  ),
  dstack: stacked('dstack', 2, (shape) => atLeast(3, shape)),
  row_stack: stacked('row_stack', 0, (shape) => atLeast(2, shape)),
  vstack: stacked('vstack', 0, (shape) => atLeast(2, shape)),
  atleast_1d: atLeastFunction(1),
  atleast_2d: atLeastFunction(2),
  atleast_3d: atLeastFunction(3),
};

export const splittingFunctions: FunctionTable = {
  hsplit: splitAlong('hsplit', 1, (rank) => (rank === 1 ? 0 : 1)),
  vsplit: splitAlong('vsplit', 2, () => 0),
  dsplit: splitAlong('dsplit', 3, () => 2),
};
