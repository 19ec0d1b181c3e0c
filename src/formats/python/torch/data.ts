import { PyFloat, type DType } from '../interpreter/atoms.ts';
import { PyTensor, type Value } from '../interpreter/values.ts';
import { cellCount, constant } from './tensors.ts';

/** A tensor or number with all its cells known. */
interface Cells {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

function cellsOf(value: Value): Cells | null {
  if (typeof value === 'number') return { shape: [], data: [value] };
  if (typeof value === 'boolean') return { shape: [], data: [Number(value)] };
  if (value instanceof PyFloat) return { shape: [], data: [value.value] };
  if (!(value instanceof PyTensor) || !value.data || !value.shape) return null;
  const shape = value.shape.filter((dim) => typeof dim === 'number');
  return shape.length === value.shape.length ? { shape, data: value.data } : null;
}

/** Steps from cell to cell along each dimension; 0 where a size of 1 is repeated. */
function steps(shape: readonly number[], rank: number): number[] {
  const result: number[] = [];
  let step = 1;
  for (let place = shape.length - 1; place >= 0; place--) {
    const size = shape[place] ?? 1;
    result.unshift(size === 1 ? 0 : step);
    step *= size;
  }
  return [...Array<number>(rank - shape.length).fill(0), ...result];
}

/** Which cell of an operand a cell of what it is broadcast to takes. */
function placeIn(operand: Cells, whole: readonly number[], count: number): (cell: number) => number {
  if (operand.data.length === 1) return () => 0;
  if (operand.data.length === count) return (cell) => cell;
  const strides = steps(operand.shape, whole.length);
  return (cell) => {
    let rest = cell;
    let offset = 0;
    for (let place = whole.length - 1; place >= 0; place--) {
      const size = whole[place] ?? 1;
      offset += (rest % size) * (strides[place] ?? 0);
      rest = Math.floor(rest / size);
    }
    return offset;
  };
}

/** The cells of `operator` over operands that are broadcast together; null where any is unknown. */
export function cellwise(
  operands: readonly Value[],
  dtype: DType,
  operator: (...cells: number[]) => number,
): PyTensor | null {
  const all: Cells[] = [];
  for (const operand of operands) {
    const cells = cellsOf(operand);
    if (!cells) return null;
    all.push(cells);
  }
  const rank = Math.max(...all.map(({ shape }) => shape.length));
  const shape = Array.from({ length: rank }, (_, place) =>
    Math.max(...all.map((each) => each.shape[place - rank + each.shape.length] ?? 1)),
  );
  const fits = all.every((each) =>
    each.shape.every((size, place) => size === 1 || size === shape[place + rank - each.shape.length]),
  );
  const count = cellCount(shape);
  if (!fits || count === null || count > 4096) return null;
  const read = all.map((each) => ({ data: each.data, place: placeIn(each, shape, count) }));
  // One list for all cells: a ResNet's frozen norms have some hundred thousand.
  const cells = all.map(() => NaN);
  const data: number[] = [];
  for (let cell = 0; cell < count; cell++) {
    read.forEach((from, operand) => {
      cells[operand] = from.data[from.place(cell)] ?? NaN;
    });
    data.push(operator(...cells));
  }
  return constant(shape, dtype, () => data);
}

/** All cells reduced to one. */
export function reduceCells(
  tensor: PyTensor,
  dtype: DType,
  reducer: (cells: readonly number[]) => number,
): PyTensor | null {
  const { data } = tensor;
  return data && data.length > 0 ? constant([], dtype, () => [reducer(data)]) : null;
}

/** The same cells under another shape. */
export function sameCells(input: PyTensor, output: PyTensor): PyTensor {
  if (input.data?.length === cellCount(output.shape)) output.data = input.data;
  return output;
}
