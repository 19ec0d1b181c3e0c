import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTuple, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { refuse, takesSquare } from '../refusals.ts';
import { shapeOf } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** A matrix with what stands in front of it; `rank` is the smaller one of its sizes. */
interface Matrix {
  readonly front: readonly Dim[];
  readonly rows: Dim;
  readonly columns: Dim;
  readonly rank: Dim;
}

const squares = new Set([
  'eig',
  'eigh',
  'eigvals',
  'eigvalsh',
  'slogdet',
  'matrix_exp',
  'cholesky_inverse',
  'inv_ex',
  'cholesky_ex',
]);

type Parts = (matrix: Matrix, args: Bound) => readonly (readonly Dim[])[];

/** Matrices that one matrix is taken apart into, as PyTorch's documentation gives their sizes. */
function parts(name: string, signature: string, rule: Parts): FunctionTable[string] {
  return [
    signature,
    (args) => {
      const input = tensorOf(args, 'input');
      const matrix = input.shape && matrixOf(args, name, input.shape);
      if (matrix && squares.has(name)) takesSquare(args, name, input.shape);
      const count = rule({ front: [], rows: null, columns: null, rank: null }, args).length;
      const shapes: readonly Shape[] = matrix
        ? rule(matrix, args).map((sizes) => [...matrix.front, ...sizes])
        : Array.from({ length: count }, () => null);
      const outputs = shapes.map((shape) => emitShape(args, name, shape, [input], { macs: null }));
      return outputs.length === 1 ? (outputs[0] ?? null) : new PyTuple(outputs);
    },
  ];
}

function matrixOf(args: Bound, name: string, shape: readonly Dim[]): Matrix | null {
  const [rows, columns] = [shape.at(-2), shape.at(-1)];
  if (rows === undefined || columns === undefined) {
    refuse(args, 'rank-mismatch', said('{0} takes matrices, or batches of them.', name));
    return null;
  }
  const rank = typeof rows === 'number' && typeof columns === 'number' ? Math.min(rows, columns) : null;
  return { front: shape.slice(0, -2), rows, columns, rank };
}

const isWhole = (args: Bound): boolean => args.value('full_matrices') !== false;

/** As many rows as the first matrix has columns, and as wide as the second one. */
function solved(name: string, signature: string, right: string): FunctionTable[string] {
  return [
    signature,
    (args) => emitShape(args, name, shapeOf(args.value(right)), [tensorOf(args, right)], { macs: null }),
  ];
}

function leastSquares(args: Bound): Value {
  const [a, b] = [tensorOf(args, 'input'), tensorOf(args, 'other')];
  const shape =
    a.shape && b.shape && a.shape.length > 1 && b.shape.length > 1
      ? [...b.shape.slice(0, -2), a.shape.at(-1) ?? null, b.shape.at(-1) ?? null]
      : null;
  return new PyTuple([
    emitShape(args, 'lstsq', shape, [a, b], { macs: null }),
    ...(['the residuals', 'the rank', 'the singular values'] as const).map((what) => args.vm.unknown(what)),
  ]);
}

export const decompositionFunctions: FunctionTable = {
  svd: parts('svd', 'input, some=True, compute_uv=True', ({ rows, columns, rank }, args) => {
    const some = args.value('some') !== false;
    return [[rows, some ? rank : rows], [rank], [columns, some ? rank : columns]];
  }),
  qr: parts('qr', 'input, some=True', ({ rows, columns, rank }, args) => {
    const inner = args.value('some') === false ? rows : rank;
    return [
      [rows, inner],
      [inner, columns],
    ];
  }),
  matrix_exp: parts('matrix_exp', 'input', ({ rows, columns }) => [[rows, columns]]),
  cholesky_inverse: parts('cholesky_inverse', 'input, upper=False', ({ rows, columns }) => [[rows, columns]]),
  cholesky_solve: solved('cholesky_solve', 'input, input2, upper=False', 'input'),
};

/** `torch.linalg`. */
export const linearDecompositions: FunctionTable = {
  svd: parts('svd', 'input, full_matrices=True, *, driver=None', ({ rows, columns, rank }, args) => [
    [rows, isWhole(args) ? rows : rank],
    [rank],
    [isWhole(args) ? columns : rank, columns],
  ]),
  svdvals: parts('svdvals', 'input, *, driver=None', ({ rank }) => [[rank]]),
  qr: parts('qr', 'input, mode="reduced"', ({ rows, columns, rank }, args) => {
    const inner = args.value('mode') === 'complete' ? rows : rank;
    return [
      [rows, inner],
      [inner, columns],
    ];
  }),
  eig: parts('eig', 'input', ({ rows }) => [[rows], [rows, rows]]),
  eigh: parts('eigh', 'input, UPLO="L"', ({ rows }) => [[rows], [rows, rows]]),
  eigvals: parts('eigvals', 'input', ({ rows }) => [[rows]]),
  eigvalsh: parts('eigvalsh', 'input, UPLO="L"', ({ rows }) => [[rows]]),
  matrix_norm: parts('matrix_norm', 'input, ord="fro", dim=(-2, -1), keepdim=False', (_, args) => [
    args.value('keepdim') === true ? [1, 1] : [],
  ]),
  matrix_rank: parts('matrix_rank', 'input, tol=None, hermitian=False', () => [[]]),
  cond: parts('cond', 'input, p=None', () => [[]]),
  matrix_exp: parts('matrix_exp', 'input', ({ rows, columns }) => [[rows, columns]]),
  slogdet: parts('slogdet', 'input', () => [[], []]),
  solve: solved('solve', 'input, other, *, left=True', 'other'),
  solve_triangular: solved(
    'solve_triangular',
    'input, other, *, upper, left=True, unitriangular=False',
    'other',
  ),
  inv_ex: parts('inv_ex', 'input, *, check_errors=False', ({ rows, columns }) => [[rows, columns], []]),
  cholesky_ex: parts('cholesky_ex', 'input, *, upper=False, check_errors=False', ({ rows, columns }) => [
    [rows, columns],
    [],
  ]),
  lu_factor: parts('lu_factor', 'input, *, pivot=True', ({ rows, columns, rank }) => [
    [rows, columns],
    [rank],
  ]),
  lu: parts('lu', 'input, *, pivot=True', ({ rows, columns, rank }) => [
    [rows, rows],
    [rows, rank],
    [rank, columns],
  ]),
  lstsq: ['input, other, rcond=None, *, driver=None', leastSquares],
};
