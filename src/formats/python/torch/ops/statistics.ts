import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import type { DType } from '../../interpreter/atoms.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTensor, PyTuple, Unknown, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { dimension, placeOf, refuse, takesRank, takesValues } from '../refusals.ts';
import { listed, toDim } from '../tensors.ts';
import { broadcastsWith } from './index-shape.ts';
import { said } from '../../../../model/text/text.ts';

/** What is left of a shape when one dimension, or all, are reduced; null where that one is unknown. */
function without(args: Bound, shape: readonly Dim[], dim: Value, keep: boolean): Shape {
  if (dim === null) return keep ? shape.map(() => 1) : [];
  const place = dimension(args, dim, shape);
  if (shape.length === 0) return [];
  return place === null ? null : shape.toSpliced(place, 1, ...(keep ? [1] : []));
}

function reducedShape(args: Bound, input: PyTensor): Shape {
  return input.shape && without(args, input.shape, args.value('dim'), args.value('keepdim') === true);
}

/** torch.quantile: several quantiles are a dimension of their own, in front. */
function quantile(name: string): FunctionTable[string] {
  return [
    'input, q, dim=None, keepdim=False, *, interpolation="linear", out=None',
    (args) => {
      const input = tensorOf(args, 'input');
      const q = args.value('q');
      const rest = reducedShape(args, input);
      takesValues(args, name, input.shape, 'all');
      const front = q instanceof PyTensor ? q.shape : q instanceof Unknown && !q.numeric ? null : [];
      return emitShape(args, name, rest && front && [...front, ...rest], [input]);
    },
  ];
}

function aminmax(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const shape = reducedShape(args, input);
  const dim = args.value('dim');
  takesValues(args, 'aminmax', input.shape, dim === null ? 'all' : [placeOf(dim, input.shape?.length ?? 0)]);
  return new PyTuple([emitShape(args, 'amin', shape, [input]), emitShape(args, 'amax', shape, [input])]);
}

function histogram(args: Bound): Value {
  return emitShape(args, 'histc', [toDim(args.value('bins'))], [tensorOf(args, 'input')]);
}

/** A function that only changes what the cells are. */
function cells(
  name: string,
  dtype: DType,
  change: (shape: readonly Dim[]) => Shape = (shape) => shape,
): FunctionTable[string] {
  return [
    'input',
    (args) => {
      const input = tensorOf(args, 'input');
      return emitShape(args, name, input.shape && change(input.shape), [input], { dtype });
    },
  ];
}

/** One number of two tensors. */
function scalarOf(name: string): FunctionTable[string] {
  return [
    'input, other, p=2',
    (args) => {
      const inputs = [tensorOf(args, 'input'), tensorOf(args, 'other')] as const;
      const [first, second] = inputs.map(({ shape }) => shape);
      if (first && second && !broadcastsWith(first, second))
        refuse(
          args,
          'join-mismatch',
          said('{0} and {1} do not broadcast: their sizes differ.', shapeText(first), shapeText(second)),
        );
      return emitShape(args, name, [], inputs);
    },
  ];
}

/** The rows of all ways to take one number of each vector. */
function cartesianProduct(args: Bound): Value {
  const given = args.rest('tensors');
  const tensors = (given.length === 1 ? (listed(given[0]) ?? given) : given).filter(
    (each) => each instanceof PyTensor,
  );
  for (const { shape } of tensors) takesRank(args, said('Each vector of {0}', 'cartesian_prod'), shape, [1]);
  const lengths = tensors.map(({ shape }) => (typeof shape?.[0] === 'number' ? shape[0] : null));
  const count = lengths.reduce<number | null>(
    (total, length) => (total === null || length === null ? null : total * length),
    1,
  );
  return emitShape(args, 'cartesian_prod', tensors.length === 1 ? [count] : [count, tensors.length], tensors);
}

export const statisticsFunctions: FunctionTable = {
  quantile: quantile('quantile'),
  nanquantile: quantile('nanquantile'),
  aminmax: ['input, *, dim=None, keepdim=False, out=None', aminmax],
  histc: ['input, bins=100, min=0, max=0, *, out=None', histogram],
  dist: scalarOf('dist'),
  isin: [
    'elements, test_elements, *, assume_unique=False, invert=False',
    (args) => {
      const elements = tensorOf(args, 'elements');
      return emitShape(args, 'isin', elements.shape, [elements], { dtype: 'bool' });
    },
  ],
  allclose: ['input, other, rtol=1e-05, atol=1e-08, equal_nan=False', values],
  equal: ['input, other', values],
};

/** What the numbers decide is not known. */
function values(args: Bound): Value {
  return args.vm.unknown('the values of a tensor');
}

/** Complex numbers as pairs, and the other way round. */
export const complexFunctions: FunctionTable = {
  view_as_real: cells('view_as_real', 'float', (shape) => [...shape, 2]),
  view_as_complex: cells('view_as_complex', 'complex', (shape) => shape.slice(0, -1)),
};

export const cartesianFunctions: FunctionTable = {
  cartesian_prod: ['*tensors', cartesianProduct],
};
