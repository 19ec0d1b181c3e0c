import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { dimText, shapeText } from '../../../../model/problems/number-text.ts';
import { elementCount, sameDim } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emitShape, tensorOf } from '../emit.ts';
import { dimension, refuse, takesDimensions, takesRank } from '../refusals.ts';
import { broadcastsInto, listed, shapeOf, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';
import { implicitOutput, letters, refuseCount, refuseOutput } from './einsum-letters.ts';

/** Sizes in front of the last two, broadcast together; null where they cannot be. */
function broadcastBatch(a: readonly Dim[], b: readonly Dim[]): Dim[] | null {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let place = 0; place < rank; place++) {
    const x = place < rank - a.length ? 1 : (a[place - rank + a.length] ?? null);
    const y = place < rank - b.length ? 1 : (b[place - rank + b.length] ?? null);
    if (x === 1) result.push(y);
    else if (y === 1 || sameDim(x, y) === 'yes') result.push(x);
    else if (sameDim(x, y) === 'no') return null;
    else result.push(x ?? y);
  }
  return result;
}

/** Python's `@`: vectors, matrices and batches of matrices, whose products may be summed up. */
export function product(
  args: Bound,
  name: string,
  left: Value,
  right: Value,
  sums: 'each' | 'all' = 'each',
): Value {
  const [a, b] = [asTensor(left), asTensor(right)];
  const [first, second] = [a.shape, b.shape];
  if (first?.length === 0 || second?.length === 0)
    refuse(args, 'rank-mismatch', said('{0} takes vectors and matrices, not a single number.', name));
  if (!first || !second || first.length === 0 || second.length === 0)
    return emitShape(args, name, null, [a, b], { macs: null });
  const rows = first.length === 1 ? [] : [first.at(-2) ?? null];
  const columns = second.length === 1 ? [] : [second.at(-1) ?? null];
  const inner = first.at(-1) ?? null;
  const other = second.at(second.length === 1 ? -1 : -2) ?? null;
  const [leftRank = null, rightRank = null] = ranks[name] ?? [];
  const fits =
    (leftRank === null || takesRank(args, said('The first matrix of {0}', name), first, [leftRank])) &&
    (rightRank === null || takesRank(args, said('The second matrix of {0}', name), second, [rightRank]));
  if (!fits) return emitShape(args, name, null, [a, b], { macs: null });
  if (sameDim(inner, other) === 'no') refuseProduct(args, first, second);
  const batch = broadcastBatch(first.slice(0, -2), second.slice(0, -2));
  const strict = leftRank === 3 && sameDim(first[0] ?? null, second[0] ?? null) === 'no';
  if (!batch || strict)
    refuse(
      args,
      'join-mismatch',
      said(
        'A product of {0} and {1}: their batches of {2} and {3} do not go together.',
        shown(first),
        shown(second),
        shown(first.slice(0, -2)),
        shown(second.slice(0, -2)),
      ),
    );
  const shape: Shape = batch ? [...batch, ...rows, ...columns] : null;
  const cells = elementCount(shape);
  const macs = cells === null || typeof inner !== 'number' ? null : cells * inner;
  return emitShape(args, name, sums === 'all' ? (shape?.slice(1) ?? null) : shape, [a, b], { macs });
}

function shown(shape: readonly Dim[]): string {
  return shape.map(dimText).join('×');
}

function refuseProduct(args: Bound, left: readonly Dim[], right: readonly Dim[]): void {
  args.vm.hooks.report({
    code: 'features-mismatch',
    message: said(
      right.length === 1
        ? 'A matrix product of {0} and {1}: the last size of the first must be the only size of the second.'
        : 'A matrix product of {0} and {1}: the last size of the first must be the second last size of the second.',
      shown(left),
      shown(right),
    ),
    place: args.vm.place,
  });
}

/** Products that take operands of certain ranks only; others broadcast what stands before the matrices. */
const ranks: Readonly<Record<string, readonly [left: number, right: number]>> = {
  mm: [2, 2],
  bmm: [3, 3],
  mv: [2, 1],
  dot: [1, 1],
  vdot: [1, 1],
  addmm: [2, 2],
  baddbmm: [3, 3],
  addbmm: [3, 3],
  addmv: [2, 1],
};

/** One operand's subscripts with its sizes; `...` stands for what the letters leave over. */
function labelled(
  term: string,
  shape: readonly Dim[],
): readonly (readonly [label: string, dim: Dim])[] | null {
  const [before = '', after = null] = term.includes('...') ? term.split('...') : [term, null];
  const front = before.match(letters) ?? [];
  const back = after?.match(letters) ?? [];
  const rest = shape.length - front.length - back.length;
  if (rest < 0 || (after === null && rest !== 0)) return null;
  const labels = [...front, ...Array.from({ length: rest }, (_, index) => `.${rest - index}`), ...back];
  return labels.map((label, place) => [label, shape[place] ?? null]);
}

function einsum(args: Bound): Value {
  const equation = args.value('equation');
  const given = args.rest('operands');
  const operands = (given.length === 1 ? (listed(given[0]) ?? given) : given).map(asTensor);
  if (typeof equation !== 'string') return emitShape(args, 'einsum', null, operands, { macs: null });
  const [input = '', output] = equation.replaceAll(' ', '').split('->');
  const terms = input.split(',');
  if (terms.length !== operands.length && refuseCount(args, equation, terms.length, operands.length))
    return emitShape(args, 'einsum', null, operands, { macs: null });
  const sizes = new Map<string, Dim>();
  for (const [index, term] of terms.entries()) {
    const shape = operands[index]?.shape;
    const labels = shape ? labelled(term, shape) : null;
    if (shape && !labels)
      refuse(
        args,
        'rank-mismatch',
        said(
          "In '{0}' {1} does not name the {2} dimensions of {3}.",
          equation,
          term,
          shape.length,
          shapeText(shape),
        ),
      );
    if (!labels) return emitShape(args, 'einsum', null, operands, { macs: null });
    const twice = labels.find(([label, dim]) =>
      labels.some(([other, size]) => other === label && sameDim(size, dim) === 'no'),
    );
    if (twice) {
      const places = labels.filter(([label]) => label === twice[0]).map(([, dim]) => dim);
      args.vm.hooks.report({
        code: 'join-mismatch',
        message: said(
          "In '{0}' {1} stands for dimensions of one operand that differ: {2}.",
          equation,
          twice[0],
          shown(places),
        ),
        place: args.vm.place,
      });
      continue;
    }
    for (const [label, dim] of labels) {
      const known = sizes.get(label);
      if (known === undefined || known === 1 || known === null) sizes.set(label, dim);
      else if (sameDim(known, dim) === 'no' && dim !== 1) {
        args.vm.hooks.report({
          code: 'join-mismatch',
          message: said(
            "In '{0}' {1} is {2} in one operand and {3} in another.",
            equation,
            label,
            shown([known]),
            shown([dim]),
          ),
          place: args.vm.place,
        });
      }
    }
  }
  const dots = [...sizes.keys()]
    .filter((label) => label.startsWith('.'))
    .sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  const target = output ?? implicitOutput(input, dots.length > 0);
  const order = target.includes('...')
    ? [
        ...((target.split('...')[0] ?? '').match(letters) ?? []),
        ...dots,
        ...((target.split('...')[1] ?? '').match(letters) ?? []),
      ]
    : [...(target.match(letters) ?? [])];
  refuseOutput(args, equation, order, terms.join(''));
  const shape = order.map((label) => sizes.get(label) ?? null);
  const macs = elementCount([...sizes.values()]);
  return emitShape(args, 'einsum', shape, operands, { macs: operands.length > 1 ? macs : 0 });
}

/** The last `dims` of one with the first of the other, or the dimensions that two lists name. */
function tensordot(args: Bound): Value {
  const [a, b] = [tensorOf(args, 'input'), tensorOf(args, 'other')];
  const dims = args.value('dims');
  const count = toNumber(dims);
  const unknown = emitShape.bind(null, args, 'tensordot', null, [a, b], { macs: null });
  const { shape: first } = a;
  const { shape: second } = b;
  if (!first || !second) return unknown();
  if (count !== null && count > Math.min(first.length, second.length)) {
    const both = `${shapeText(first)} and ${shapeText(second)}`;
    refuse(
      args,
      'rank-mismatch',
      said('tensordot sums over {0} dimensions, which {1} do not both have.', count, both),
    );
    return unknown();
  }
  const [from, to] =
    count === null
      ? (listed(dims) ?? []).map((each, side) =>
          (listed(each) ?? [each]).map((dim) => {
            const shape = side === 0 ? first : second;
            return takesDimensions(args, 'tensordot', shape) ? dimension(args, dim, shape) : null;
          }),
        )
      : [Array.from({ length: count }, (_, index) => first.length - count + index), [...Array(count).keys()]];
  if (from?.length !== to?.length || !from || !to || [...from, ...to].includes(null)) return unknown();
  const differing = from.findIndex((place, index) => {
    const [x, y] = [first[place ?? 0] ?? null, second[to[index] ?? 0] ?? null];
    return x !== 1 && y !== 1 && sameDim(x, y) === 'no';
  });
  if (differing >= 0)
    refuse(
      args,
      'features-mismatch',
      said(
        'tensordot sums over {0} of {1} and {2} of {3}: these must be equal.',
        dimText(first[from[differing] ?? 0] ?? null),
        shapeText(first),
        dimText(second[to[differing] ?? 0] ?? null),
        shapeText(second),
      ),
    );
  const shape = [
    ...first.filter((_, place) => !from.includes(place)),
    ...second.filter((_, place) => !to.includes(place)),
  ];
  return emitShape(args, 'tensordot', shape, [a, b], { macs: null });
}

function outer(args: Bound): Value {
  const [a, b] = [shapeOf(args.value('input')), shapeOf(args.value('vec2'))];
  takesRank(args, said('Each vector of {0}', 'outer'), a, [1]);
  takesRank(args, said('Each vector of {0}', 'outer'), b, [1]);
  const shape = a?.length === 1 && b?.length === 1 ? [a[0] ?? null, b[0] ?? null] : null;
  return emitShape(args, 'outer', shape, [tensorOf(args, 'input'), tensorOf(args, 'vec2')]);
}

/** Sums over the last dimension of both. */
function inner(args: Bound): Value {
  const [a, b] = [tensorOf(args, 'input'), tensorOf(args, 'other')];
  if (!a.shape || !b.shape) return emitShape(args, 'inner', null, [a, b]);
  const scalar = [a.shape, b.shape].find((shape) => shape.length === 0);
  if (!scalar && sameDim(a.shape.at(-1) ?? null, b.shape.at(-1) ?? null) === 'no')
    refuse(
      args,
      'features-mismatch',
      said(
        'inner sums over the last sizes of {0} and {1}: these must be equal.',
        shapeText(a.shape),
        shapeText(b.shape),
      ),
    );
  const shape = scalar ? [...a.shape, ...b.shape] : [...a.shape.slice(0, -1), ...b.shape.slice(0, -1)];
  return emitShape(args, 'inner', shape, [a, b]);
}

/** Distances of all rows of one to all rows of the other. */
function cdist(args: Bound): Value {
  const [a, b] = [shapeOf(args.value('input')), shapeOf(args.value('other'))];
  for (const shape of [a, b])
    if (shape && shape.length < 2)
      refuse(args, 'rank-mismatch', said('{0} takes matrices, not {1}.', 'cdist', shapeText(shape)));
  if ((a?.length ?? 2) < 2 || (b?.length ?? 2) < 2)
    return emitShape(args, 'cdist', null, [tensorOf(args, 'input'), tensorOf(args, 'other')]);
  const batch = a && b ? broadcastBatch(a.slice(0, -2), b.slice(0, -2)) : null;
  if (a && b && !batch)
    refuse(
      args,
      'join-mismatch',
      said('The batches of {0} and {1} do not go together.', shapeText(a), shapeText(b)),
    );
  const shape = a && b && batch ? [...batch, a.at(-2) ?? null, b.at(-2) ?? null] : null;
  if (a && b && sameDim(a.at(-1) ?? null, b.at(-1) ?? null) === 'no')
    refuse(
      args,
      'features-mismatch',
      said('cdist compares rows of one length: those of {0} and {1} differ.', shapeText(a), shapeText(b)),
    );
  return emitShape(args, 'cdist', shape, [tensorOf(args, 'input'), tensorOf(args, 'other')]);
}

function matrixProduct(name: string): FunctionTable[string] {
  return [
    'input, other, *, out=None, mat2=None, vec=None',
    (args) => product(args, name, args.value('input'), args.value('other')),
  ];
}

/** A product of two arguments that is added to the input, which is repeated to its sizes. */
function withAdded(
  name: string,
  [first, second]: readonly [string, string],
  sums: 'each' | 'all' = 'each',
): FunctionTable[string] {
  return [
    `input, ${first}, ${second}, *, beta=1, alpha=1, out=None`,
    (args) => {
      const result = product(args, name, args.value(first), args.value(second), sums);
      checkAdded(args, shapeOf(result));
      return result;
    },
  ];
}

function checkAdded(args: Bound, shape: Shape): void {
  const added = shapeOf(args.value('input'));
  if (!added || !shape || broadcastsInto(added, shape)) return;
  refuse(
    args,
    'join-mismatch',
    said('The values {0} do not go into {1}.', shapeText(added), shapeText(shape)),
  );
}

/** aten/src/ATen/native/LinearAlgebra.cpp, addr: each number of one vector by each of the other. */
function addedOuter(args: Bound): Value {
  const [a, b] = [tensorOf(args, 'vec1'), tensorOf(args, 'vec2')];
  const areVectors = [a, b].every(({ shape }) => takesRank(args, 'addr', shape, [1]));
  const shape = areVectors && a.shape && b.shape ? [...a.shape, ...b.shape] : null;
  checkAdded(args, shape);
  return emitShape(args, 'addr', shape, [a, b]);
}

/** Matrices multiplied one after the other; the first and the last of multi_dot may be vectors. */
function chained(args: Bound, name: string, ends: readonly number[]): Value {
  const given = args.rest('tensors');
  const tensors = given.length === 1 ? (listed(given[0]) ?? given) : given;
  for (const [place, tensor] of tensors.entries()) {
    const atEnd = place === 0 || place === tensors.length - 1;
    if (!takesRank(args, said('A matrix of {0}', name), shapeOf(tensor), atEnd ? ends : [2]))
      return emitShape(args, name, null, tensors.map(asTensor), { macs: null });
  }
  const [first = null, ...rest] = tensors;
  return rest.reduce((left, right) => product(args, name, left, right), first);
}

/** Products along one dimension, summed up. */
function vectorProduct(args: Bound): Value {
  const products = args.vm.binary('*', args.value('input'), args.value('other'));
  return args.vm.call(args.vm.attribute(products, 'sum'), [args.value('dim')]);
}

/** `torch` and `torch.linalg`: none of these is a method. */
export const chainFunctions: FunctionTable = {
  chain_matmul: ['*tensors', (args) => chained(args, 'chain_matmul', [2])],
};
export const linearProducts: FunctionTable = {
  multi_dot: ['*tensors, out=None', (args) => chained(args, 'multi_dot', [1, 2])],
  vecdot: ['input, other, *, dim=-1, out=None', vectorProduct],
};

export const linearAlgebraFunctions: FunctionTable = {
  matmul: matrixProduct('matmul'),
  mm: ['input, mat2', (args) => product(args, 'mm', args.value('input'), args.value('mat2'))],
  // How a matrix is kept changes no shape.
  spmm: ['input, mat2', (args) => product(args, 'mm', args.value('input'), args.value('mat2'))],
  dsmm: ['input, mat2', (args) => product(args, 'mm', args.value('input'), args.value('mat2'))],
  bmm: ['input, mat2', (args) => product(args, 'bmm', args.value('input'), args.value('mat2'))],
  mv: ['input, vec', (args) => product(args, 'mv', args.value('input'), args.value('vec'))],
  dot: matrixProduct('dot'),
  vdot: matrixProduct('vdot'),
  inner: ['input, other', inner],
  addmm: withAdded('addmm', ['mat1', 'mat2']),
  addmv: withAdded('addmv', ['mat', 'vec']),
  addbmm: withAdded('addbmm', ['batch1', 'batch2'], 'all'),
  baddbmm: withAdded('baddbmm', ['batch1', 'batch2']),
  addr: ['input, vec1, vec2, *, beta=1, alpha=1, out=None', addedOuter],
  einsum: ['equation, *operands', einsum],
  tensordot: ['input, other, dims=2', tensordot],
  outer: ['input, vec2', outer],
  ger: ['input, vec2', outer],
  cdist: ['input, other, p=2.0, compute_mode=None', cdist],
};

export const matrixOperators: FunctionTable = {
  __matmul__: matrixProduct('matmul'),
  __rmatmul__: ['input, other', (args) => product(args, 'matmul', args.value('other'), args.value('input'))],
};
