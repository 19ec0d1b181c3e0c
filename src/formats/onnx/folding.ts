import type { Dim } from '../../model/graph/shape.ts';
import { multiplyDims } from '../../model/shapes/dims.ts';
import type { OnnxNode } from './proto.ts';
import { knownNumbers, scalar, vector, type Constant } from './constant.ts';

/** What a folded operator reads: its inputs as constants, null where one is a real tensor or left out. */
export type Fold = (node: OnnxNode, inputs: readonly (Constant | null)[]) => Constant | null;

const largestFold = 4096;

/**
 * The operators with which exporters compute sizes, on constants (onnx/onnx: onnx/defs). Each gives null where it
 * cannot know its result. `Shape` is not here: it reads a shape, not a value.
 */
export const folds: Readonly<Record<string, Fold>> = {
  Add: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: (_node, [a, b]) => broadcast(a, b, (x, y) => multiplyDims(x, y)),
  Div: arithmetic((a, b) =>
    b === 0 ? null : Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b,
  ),
  Mod: arithmetic((a, b) => (b === 0 ? null : ((a % b) + b) % b)),
  Min: arithmetic(Math.min),
  Max: arithmetic(Math.max),
  Equal: arithmetic((a, b) => Number(a === b)),
  Greater: arithmetic((a, b) => Number(a > b)),
  Less: arithmetic((a, b) => Number(a < b)),
  Floor: perValue(Math.floor),
  Ceil: perValue(Math.ceil),
  Neg: perValue((value) => -value),
  Abs: perValue(Math.abs),
  Not: perValue((value) => Number(value === 0)),
  Identity: (_node, [input]) => input ?? null,
  Cast: (node, [input]) => cast(node, input),
  Concat: (_node, inputs) => concat(inputs),
  Gather: (node, [data, indices]) => gather(node, data, indices),
  Slice: (node, inputs) => slice(node, inputs),
  Squeeze: (_node, [input]) => (input?.values.length === 1 ? scalar(input.values[0] ?? null) : null),
  Transpose: (node, [input]) => transpose(node, input),
  Unsqueeze: (_node, [input]) => (input?.dims.length === 0 ? vector(input.values) : null),
  Reshape: (_node, [input, shape]) => reshape(input, shape),
  Range: (_node, inputs) => range(inputs),
  ConstantOfShape: (node, [shape]) => constantOfShape(node, shape),
  ReduceProd: (_node, [input]) =>
    input ? vector([input.values.reduce<Dim>((product, value) => multiplyDims(product, value), 1)]) : null,
  Where: (_node, [condition, yes, no]) => where(condition, yes, no),
  Expand: (_node, [input, shape]) => expand(input, shape),
};

function arithmetic(combine: (a: number, b: number) => number | null): Fold {
  return (_node, [a, b]) =>
    broadcast(a, b, (x, y) => (typeof x === 'number' && typeof y === 'number' ? combine(x, y) : null));
}

function perValue(change: (value: number) => number): Fold {
  return (_node, [input]) =>
    input
      ? { ...input, values: input.values.map((value) => (typeof value === 'number' ? change(value) : null)) }
      : null;
}

/** Equal lengths, or one of them a single value: all that exporters use on sizes. */
function broadcast(
  a: Constant | null | undefined,
  b: Constant | null | undefined,
  combine: (x: Dim, y: Dim) => Dim,
): Constant | null {
  if (!a || !b) return null;
  const [longer, length] = a.values.length >= b.values.length ? [a, a.values.length] : [b, b.values.length];
  if (![a, b].every(({ values }) => values.length === length || values.length === 1)) return null;
  const at = (values: readonly Dim[], index: number): Dim => values[values.length === 1 ? 0 : index] ?? null;
  return {
    dims: longer.dims,
    values: longer.values.map((_, index) => combine(at(a.values, index), at(b.values, index))),
  };
}

/** To a whole-number type (TensorProto.DataType 2 … 7, 12, 13) fractions are cut off. */
function cast(node: OnnxNode, input: Constant | null | undefined): Constant | null {
  const to = node.attributes.get('to')?.int ?? 0;
  const cutsFractions = (to >= 2 && to <= 7) || to === 12 || to === 13;
  if (!input || !cutsFractions) return input ?? null;
  return {
    ...input,
    values: input.values.map((value) => (typeof value === 'number' ? Math.trunc(value) : value)),
  };
}

function concat(inputs: readonly (Constant | null)[]): Constant | null {
  const parts: Dim[] = [];
  for (const input of inputs) {
    if (input?.dims.length !== 1) return null;
    parts.push(...input.values);
  }
  return parts.length <= largestFold ? vector(parts) : null;
}

function gather(
  node: OnnxNode,
  data: Constant | null | undefined,
  indices: Constant | null | undefined,
): Constant | null {
  const places = knownNumbers(indices);
  if (!data || !indices || !places || data.dims.length !== 1 || (node.attributes.get('axis')?.int ?? 0) !== 0)
    return null;
  return { dims: indices.dims, values: places.map((place) => data.values.at(place) ?? null) };
}

/** The first dimension only; starts and ends are attributes before opset 10, inputs since. */
function slice(
  node: OnnxNode,
  [data, starts, ends, axes, steps]: readonly (Constant | null)[],
): Constant | null {
  const start = (knownNumbers(starts) ?? node.attributes.get('starts')?.ints)?.[0];
  const end = (knownNumbers(ends) ?? node.attributes.get('ends')?.ints)?.[0];
  const step = steps ? knownNumbers(steps)?.[0] : 1;
  const onlyFirst = !axes || (axes.values.length === 1 && axes.values[0] === 0);
  const [length] = data?.dims ?? [];
  if (!data || length === undefined || start === undefined || end === undefined || !onlyFirst) return null;
  const row = data.values.length / length;
  const from = (place: number): readonly Dim[] => data.values.slice(place * row, (place + 1) * row);
  const places = Array.from({ length }, (_, place) => place);
  // Exporters turn a list round by the step −1 from the last place to one before the first.
  const taken =
    step === 1
      ? places.slice(start, end)
      : step === -1 && start === -1 && end < -length
        ? places.reverse()
        : null;
  return taken && { dims: [taken.length, ...data.dims.slice(1)], values: taken.flatMap(from) };
}

/** Rows and columns exchanged. */
function transpose(node: OnnxNode, input: Constant | null | undefined): Constant | null {
  const [rows, columns] = input?.dims ?? [];
  const order = node.attributes.get('perm')?.ints ?? [1, 0];
  if (!input || rows === undefined || columns === undefined || input.dims.length !== 2 || order[0] !== 1)
    return null;
  const at = (index: number): Dim =>
    input.values[(index % rows) * columns + Math.floor(index / rows)] ?? null;
  return { dims: [columns, rows], values: input.values.map((_, index) => at(index)) };
}

function reshape(input: Constant | null | undefined, shape: Constant | null | undefined): Constant | null {
  const wanted = knownNumbers(shape);
  if (!input || !wanted) return null;
  const given = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const dims = wanted.map((size) => (size === -1 ? input.values.length / given : size));
  return dims.reduce((product, size) => product * size, 1) === input.values.length
    ? { dims, values: input.values }
    : null;
}

function range(inputs: readonly (Constant | null)[]): Constant | null {
  const [start, limit, delta] = inputs.map((input) => knownNumbers(input)?.[0]);
  if (start === undefined || limit === undefined || !delta) return null;
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  return count <= largestFold
    ? vector(Array.from({ length: count }, (_, index) => start + index * delta))
    : null;
}

function constantOfShape(node: OnnxNode, shape: Constant | null | undefined): Constant | null {
  const dims = knownNumbers(shape);
  const count = dims?.reduce((product, size) => product * size, 1) ?? Infinity;
  if (!dims || count > largestFold) return null;
  const value = node.attributes.get('value')?.tensor?.values?.[0] ?? 0;
  return { dims, values: Array.from({ length: count }, () => value) };
}

function where(
  condition: Constant | null | undefined,
  yes: Constant | null | undefined,
  no: Constant | null | undefined,
): Constant | null {
  if (!condition || !yes || !no) return null;
  const pick = (from: Constant, index: number): Dim =>
    from.values[from.values.length === 1 ? 0 : index] ?? null;
  const values = condition.values.map((flag, index) =>
    flag === null ? null : pick(flag === 0 ? no : yes, index),
  );
  return { dims: condition.dims, values };
}

function expand(input: Constant | null | undefined, shape: Constant | null | undefined): Constant | null {
  const dims = knownNumbers(shape);
  if (input?.values.length !== 1 || dims?.length !== 1) return null;
  const count = dims[0] ?? 0;
  return count <= largestFold ? vector(Array.from({ length: count }, () => input.values[0] ?? null)) : null;
}
