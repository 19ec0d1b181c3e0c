import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { addDims, multiplyDims } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTuple, type PyTensor, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emitShape, tensorOf } from '../emit.ts';
import { newDimension, refuse, takesRank, takesSquare } from '../refusals.ts';
import { constant, listed, toDim, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** What one shape makes another one of; null where it cannot be known. */
type Rule = (shape: readonly Dim[], args: Bound) => Shape;

function shaped(
  name: string,
  signature: string,
  rule: Rule,
  takes: readonly number[] | 'square' | 'matrix' | null = null,
): FunctionTable[string] {
  return [
    signature,
    (args) => {
      const input = tensorOf(args, 'input');
      const fits =
        takes === 'square'
          ? takesSquare(args, name, input.shape)
          : takes === 'matrix'
            ? takesMatrix(args, name, input.shape)
            : takes === null || takesRank(args, name, input.shape, takes);
      if (!fits) return emitShape(args, name, null, [input]);
      return emitShape(args, name, input.shape && rule(input.shape, args), [input]);
    },
  ];
}

function takesMatrix(args: Bound, name: string, shape: Shape): boolean {
  if (!shape || shape.length > 1) return true;
  refuse(
    args,
    'rank-mismatch',
    said('{0} takes matrices, or batches of them: {1} is none.', name, shapeText(shape)),
  );
  return false;
}

/** A square with a diagonal of so many cells beside the main one. */
function square(length: Dim, offset: number): Dim[] {
  const size = addDims(length, Math.abs(offset));
  return [size, size];
}

function whole(args: Bound, name: string): number {
  return toNumber(args.value(name)) ?? 0;
}

/** torch.diag: a vector on the diagonal of a matrix, or the diagonal of a matrix. */
const diag: Rule = ([rows = null, columns], args) => {
  const offset = whole(args, 'diagonal');
  if (columns === undefined) return square(rows, offset);
  if (typeof rows !== 'number' || typeof columns !== 'number') return [null];
  return [Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns))];
};

/** Each row is a variable, and has a number with each other one. */
const amongRows: Rule = (shape) => (shape.length < 2 ? [] : [shape[0] ?? null, shape[0] ?? null]);

const transposed: Rule = (shape) => [...shape.slice(0, -2), shape.at(-1) ?? null, shape.at(-2) ?? null];

const diagEmbed: Rule = (shape, args) => {
  const rank = shape.length + 1;
  const [first, second] = [args.value('dim1'), args.value('dim2')].map((dim) =>
    newDimension(args, dim, shape),
  );
  if (first !== null && first === second)
    refuse(args, 'reshape-mismatch', 'A diagonal lies in the plane of two different dimensions.');
  if (first === null || second === null || first === second) return null;
  const [size = null] = square(shape.at(-1) ?? null, whole(args, 'offset'));
  const rest = shape.slice(0, -1);
  return Array.from({ length: rank }, (_, place) =>
    place === first || place === second ? size : (rest.shift() ?? null),
  );
};

/** Cells of a triangle of `rows` × `columns` on and below the diagonal `offset`. */
function triangle(rows: number, columns: number, offset: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) count += Math.max(0, Math.min(columns, row + offset + 1));
  return count;
}

function indices(upper: boolean): FunctionTable[string] {
  return [
    'row, col, offset=0, *, dtype=None, device=None, layout=None',
    (args) => {
      const [rows, columns] = [toNumber(args.value('row')), toNumber(args.value('col'))];
      const offset = whole(args, 'offset');
      if (rows === null || columns === null || rows > 100_000) return constant([2, null], 'int');
      const count = upper
        ? rows * columns - triangle(rows, columns, offset - 1)
        : triangle(rows, columns, offset);
      return constant([2, count], 'int');
    },
  ];
}

/** Kronecker's product: size by size, missing ones count as 1. */
function kron(args: Bound): Value {
  const [a, b] = [tensorOf(args, 'input'), tensorOf(args, 'other')];
  if (!a.shape || !b.shape) return emitShape(args, 'kron', null, [a, b]);
  const rank = Math.max(a.shape.length, b.shape.length);
  const from = (shape: readonly Dim[], place: number): Dim => {
    const at = place - (rank - shape.length);
    return at < 0 ? 1 : (shape[at] ?? null);
  };
  const [first, second] = [a.shape, b.shape];
  const shape = Array.from({ length: rank }, (_, place) =>
    multiplyDims(from(first, place), from(second, place)),
  );
  return emitShape(args, 'kron', shape, [a, b]);
}

/** Matrices along the diagonal of one; vectors are rows. */
function blockDiag(args: Bound): Value {
  const given = args.rest('tensors');
  const tensors = (given.length === 1 ? (listed(given[0]) ?? given) : given).map(asTensor);
  let rows: Dim = 0;
  let columns: Dim = 0;
  for (const { shape } of tensors) {
    takesRank(args, said('Each matrix of {0}', 'block_diag'), shape, [0, 1, 2]);
    const [height, width] = !shape ? [null, null] : shape.length > 1 ? shape : [1, shape[0] ?? 1];
    rows = addDims(rows, height ?? null);
    columns = addDims(columns, width ?? null);
  }
  return emitShape(args, 'block_diag', [rows, columns], tensors);
}

function both(args: Bound, name: string, shape: Shape, input: PyTensor): Value {
  return new PyTuple([emitShape(args, name, shape, [input]), emitShape(args, name, shape, [input])]);
}

/** `torch.diag` and its kin, as PyTorch's documentation gives their shapes. */
export const matrixFunctions: FunctionTable = {
  diag: shaped('diag', 'input, diagonal=0, *, out=None', diag, [1, 2]),
  diagflat: shaped('diagflat', 'input, offset=0', (shape, args) =>
    square(
      shape.reduce<Dim>((total, dim) => multiplyDims(total, dim), 1),
      whole(args, 'offset'),
    ),
  ),
  diag_embed: shaped('diag_embed', 'input, offset=0, dim1=-2, dim2=-1', diagEmbed),
  trace: shaped('trace', 'input', () => [], [2]),
  det: shaped('det', 'input', (shape) => shape.slice(0, -2), 'square'),
  logdet: shaped('logdet', 'input', (shape) => shape.slice(0, -2), 'square'),
  slogdet: [
    'input',
    (args) => {
      const input = tensorOf(args, 'input');
      takesSquare(args, 'slogdet', input.shape);
      return both(args, 'slogdet', input.shape?.slice(0, -2) ?? null, input);
    },
  ],
  inverse: shaped('inverse', 'input, *, out=None', (shape) => shape, 'square'),
  pinverse: shaped('pinverse', 'input, rcond=1e-15', transposed),
  matrix_power: shaped('matrix_power', 'input, n, *, out=None', (shape) => shape, 'square'),
  cholesky: shaped('cholesky', 'input, upper=False, *, out=None', (shape) => shape, 'square'),
  cov: shaped('cov', 'input, *, correction=1, fweights=None, aweights=None', amongRows, [0, 1, 2]),
  // A single row with itself is a number (aten/src/ATen/native/Correlation.cpp).
  corrcoef: shaped(
    'corrcoef',
    'input',
    (shape, args) => (shape.length === 2 && shape[0] === 1 ? [] : amongRows(shape, args)),
    [0, 1, 2],
  ),
  kron: ['input, other, *, out=None', kron],
};

/** `torch.linalg`. */
export const linearAlgebra: FunctionTable = {
  det: shaped('det', 'input', (shape) => shape.slice(0, -2), 'square'),
  inv: shaped('inv', 'input', (shape) => shape, 'square'),
  cholesky: shaped('cholesky', 'input, *, upper=False', (shape) => shape, 'square'),
  matrix_power: shaped('matrix_power', 'input, n', (shape) => shape, 'square'),
  pinv: shaped('pinv', 'input, *args, **kwargs', transposed, 'matrix'),
};

export const matrixCreation: FunctionTable = {
  tril_indices: indices(false),
  triu_indices: indices(true),
  block_diag: ['*tensors', blockDiag],
};

/** `torch.hann_window` and its kin: so many numbers, whether or not the window is periodic. */
export const windowFunctions: FunctionTable = Object.fromEntries(
  ['hann', 'hamming', 'bartlett', 'blackman', 'kaiser'].map((name) => [
    `${name}_window`,
    [
      'window_length, *args, periodic=True, alpha=None, beta=None, dtype=None, device=None, layout=None, requires_grad=False',
      (args: Bound) => constant([toDim(args.value('window_length'))], 'float'),
    ] as const,
  ]),
);
