import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { elementCount, sameDim } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emitShape, tensorOf } from '../emit.ts';
import { listed, shapeOf, toNumber } from '../tensors.ts';

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

/** Python's `@`: vectors, matrices and batches of matrices. */
export function product(args: Bound, name: string, left: Value, right: Value): Value {
  const [a, b] = [asTensor(left), asTensor(right)];
  const [first, second] = [a.shape, b.shape];
  if (!first || !second || first.length === 0 || second.length === 0)
    return emitShape(args, name, null, [a, b], { macs: null });
  const rows = first.length === 1 ? [] : [first.at(-2) ?? null];
  const columns = second.length === 1 ? [] : [second.at(-1) ?? null];
  const inner = first.at(-1) ?? null;
  const other = second.at(second.length === 1 ? -1 : -2) ?? null;
  if (sameDim(inner, other) === 'no') refuse(args, first, second);
  const batch = broadcastBatch(first.slice(0, -2), second.slice(0, -2));
  const shape: Shape = batch ? [...batch, ...rows, ...columns] : null;
  const cells = elementCount(shape);
  const macs = cells === null || typeof inner !== 'number' ? null : cells * inner;
  return emitShape(args, name, shape, [a, b], { macs });
}

function shown(shape: readonly Dim[]): string {
  return shape.map((dim) => (typeof dim === 'number' ? dim : dim ? dim.symbol : '?')).join('×');
}

function refuse(args: Bound, left: readonly Dim[], right: readonly Dim[]): void {
  args.vm.hooks.report({
    code: 'features-mismatch',
    message: `A matrix product of ${shown(left)} and ${shown(right)}: the last size of the first must be the ${right.length === 1 ? 'only' : 'second last'} size of the second.`,
    place: args.vm.place,
  });
}

const letters = /[a-zA-Z]/g;

/** One operand's subscripts with its sizes; `...` stands for what the letters leave over. */
function labelled(term: string, shape: readonly Dim[]): Map<string, Dim> | null {
  const [before = '', after = null] = term.includes('...') ? term.split('...') : [term, null];
  const front = before.match(letters) ?? [];
  const back = after?.match(letters) ?? [];
  const rest = shape.length - front.length - back.length;
  if (rest < 0 || (after === null && rest !== 0)) return null;
  const labels = [...front, ...Array.from({ length: rest }, (_, index) => `.${rest - index}`), ...back];
  return new Map(labels.map((label, place) => [label, shape[place] ?? null]));
}

function einsum(args: Bound): Value {
  const equation = args.value('equation');
  const given = args.rest('operands');
  const operands = (given.length === 1 ? (listed(given[0]) ?? given) : given).map(asTensor);
  if (typeof equation !== 'string') return emitShape(args, 'einsum', null, operands, { macs: null });
  const [input = '', output] = equation.replaceAll(' ', '').split('->');
  const terms = input.split(',');
  const sizes = new Map<string, Dim>();
  for (const [index, term] of terms.entries()) {
    const shape = operands[index]?.shape;
    const labels = shape ? labelled(term, shape) : null;
    if (!labels) return emitShape(args, 'einsum', null, operands, { macs: null });
    for (const [label, dim] of labels) {
      const known = sizes.get(label);
      if (known === undefined || known === 1 || known === null) sizes.set(label, dim);
      else if (sameDim(known, dim) === 'no' && dim !== 1) {
        args.vm.hooks.report({
          code: 'join-mismatch',
          message: `In '${equation}' ${label} is ${shown([known])} in one operand and ${shown([dim])} in another.`,
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
  const shape = order.map((label) => sizes.get(label) ?? null);
  const macs = elementCount([...sizes.values()]);
  return emitShape(args, 'einsum', shape, operands, { macs: operands.length > 1 ? macs : 0 });
}

/** Without `->`: letters that occur once, in alphabetical order. */
function implicitOutput(input: string, dots: boolean): string {
  const all: readonly string[] = input.match(letters) ?? [];
  const once = all.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  return (dots ? '...' : '') + once.join('');
}

function tensordot(args: Bound): Value {
  const [a, b] = [tensorOf(args, 'input'), tensorOf(args, 'other')];
  const count = toNumber(args.value('dims'));
  const shape =
    a.shape && b.shape && count !== null
      ? [...a.shape.slice(0, a.shape.length - count), ...b.shape.slice(count)]
      : null;
  return emitShape(args, 'tensordot', shape, [a, b], { macs: null });
}

function outer(args: Bound): Value {
  const [a, b] = [shapeOf(args.value('input')), shapeOf(args.value('vec2'))];
  const shape = a?.length === 1 && b?.length === 1 ? [a[0] ?? null, b[0] ?? null] : null;
  return emitShape(args, 'outer', shape, [tensorOf(args, 'input'), tensorOf(args, 'vec2')]);
}

/** Distances of all rows of one to all rows of the other. */
function cdist(args: Bound): Value {
  const [a, b] = [shapeOf(args.value('input')), shapeOf(args.value('other'))];
  const shape = a && b ? [...a.slice(0, -1), b.at(-2) ?? null] : null;
  return emitShape(args, 'cdist', shape, [tensorOf(args, 'input'), tensorOf(args, 'other')]);
}

function matrixProduct(name: string): FunctionTable[string] {
  return [
    'input, other, *, out=None, mat2=None, vec=None',
    (args) => product(args, name, args.value('input'), args.value('other')),
  ];
}

function withAdded(name: string): FunctionTable[string] {
  return [
    'input, mat1, mat2, *, beta=1, alpha=1',
    (args) => product(args, name, args.value('mat1'), args.value('mat2')),
  ];
}

export const linearAlgebraFunctions: FunctionTable = {
  matmul: matrixProduct('matmul'),
  mm: ['input, mat2', (args) => product(args, 'mm', args.value('input'), args.value('mat2'))],
  bmm: ['input, mat2', (args) => product(args, 'bmm', args.value('input'), args.value('mat2'))],
  mv: ['input, vec', (args) => product(args, 'mv', args.value('input'), args.value('vec'))],
  dot: matrixProduct('dot'),
  inner: [
    'input, other',
    (args) => emitShape(args, 'inner', null, [tensorOf(args, 'input'), tensorOf(args, 'other')]),
  ],
  addmm: withAdded('addmm'),
  baddbmm: [
    'input, batch1, batch2, *, beta=1, alpha=1',
    (args) => product(args, 'baddbmm', args.value('batch1'), args.value('batch2')),
  ],
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
