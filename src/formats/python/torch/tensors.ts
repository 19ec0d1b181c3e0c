import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { sameDim } from '../../../model/shapes/dims.ts';
import { libraryClass } from '../interpreter/native.ts';
import type { Machine } from '../interpreter/machine.ts';
import { objectType } from '../library/object.ts';
import { tupleType } from '../library/sequences.ts';
import { PyFloat, PySymbol, type DType } from '../interpreter/atoms.ts';
import {
  PyInstance,
  PyList,
  PyTensor,
  PyTuple,
  Unknown,
  type PyClass,
  type Value,
} from '../interpreter/values.ts';

/** `torch.Size`: what `x.shape` is. */
export const sizeType: PyClass = libraryClass('Size', [tupleType]);

export const tensorType: PyClass = libraryClass('Tensor', [objectType]);

/** Tensors with more cells are not computed, only sized. */
export const mostCells = 4096;

/** All of the numbers, or null where one of them is unknown. */
export function allKnown(values: readonly (number | null | undefined)[]): number[] | null {
  const known = values.filter((value) => typeof value === 'number');
  return known.length === values.length ? known : null;
}

/** A dimension as the number that Python code sees. */
export function fromDim(vm: Machine, dim: Dim | undefined, tensor: PyTensor | null = null): Value {
  if (typeof dim === 'number') return dim;
  if (dim) return new PySymbol(dim.symbol, dim.factor);
  const { why } = tensor ?? { why: null };
  return new Unknown(why?.why ?? 'a size that is not known', why?.place ?? vm.place, true);
}

/** A number of Python code as a dimension; null where it is none. */
export function toDim(value: Value | undefined): Dim {
  if (typeof value === 'number') return value;
  if (value instanceof PySymbol) return { symbol: value.symbol, factor: value.factor };
  if (value instanceof PyTensor && value.data?.length === 1) return value.data[0] ?? null;
  if (value instanceof PyFloat && Number.isInteger(value.value)) return value.value;
  return value instanceof PyInstance && typeof value.base === 'number' ? value.base : null;
}

/** A whole number, or null where it is unknown: a hyper-parameter. */
export function toNumber(value: Value | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  // Beyond that nothing is counted exactly.
  if (value instanceof PyFloat) return Math.abs(value.value) <= Number.MAX_SAFE_INTEGER ? value.value : null;
  // A member of an IntEnum is a number.
  if (value instanceof PyInstance) return typeof value.base === 'number' ? value.base : null;
  return value instanceof PyTensor && value.data?.length === 1 ? (value.data[0] ?? null) : null;
}

/** The items of a list or tuple; undefined for anything else. */
export function listed(value: Value | undefined): readonly Value[] | undefined {
  if (value instanceof PyTuple) return value.items;
  return value instanceof PyList && !value.open ? value.items : undefined;
}

/** One value per axis: PyTorch takes a number for all axes, or one for each. */
export function perAxis(value: Value | undefined, rank: number): (number | null)[] {
  const items = listed(value);
  if (items) {
    // A single item stands for all axes, as in torch's expand_param.
    const only = items.length === 1 ? items[0] : undefined;
    return Array.from({ length: rank }, (_, axis) => toNumber(only ?? items[axis]));
  }
  return Array.from({ length: rank }, () => toNumber(value));
}

/** Sizes given as one list or as several arguments. */
export function sizes(args: readonly Value[]): Dim[] | null {
  const [first] = args;
  const items =
    args.length === 1 ? (listed(first) ?? (first instanceof Unknown && !first.numeric ? null : args)) : args;
  return items ? items.map(toDim) : null;
}

export function shapeOf(value: Value | undefined): Shape {
  return value instanceof PyTensor ? value.shape : null;
}

/** Whether values of one shape fill another one, repeated along sizes of 1. */
export function broadcastsInto(given: readonly Dim[], room: readonly Dim[]): boolean {
  return (
    given.length <= room.length &&
    given.every((dim, place) => {
      const size = room[place + room.length - given.length] ?? null;
      return dim === 1 || sameDim(dim, size) !== 'no';
    })
  );
}

export function sizeTuple(vm: Machine, tensor: PyTensor): Value {
  if (!tensor.shape) return tensor.why ?? vm.unknown('the shape of a tensor that is not known');
  return new PyTuple(
    tensor.shape.map((dim) => fromDim(vm, dim, tensor)),
    sizeType,
  );
}

/** How many cells, where every size is a number. */
export function cellCount(shape: Shape): number | null {
  if (!shape) return null;
  let count = 1;
  for (const dim of shape) {
    if (typeof dim !== 'number') return null;
    count *= dim;
  }
  return count;
}

/** A tensor that no node made, with its numbers where there are few. */
export function constant(
  shape: Shape,
  dtype: DType,
  data: (() => readonly number[]) | null = null,
): PyTensor {
  const tensor = new PyTensor(shape, dtype);
  const count = data && cellCount(shape);
  if (data && count !== null && count <= mostCells) tensor.data = data().map((cell) => rounded(cell, dtype));
  return tensor;
}

/** A tensor's numbers change in place. One that no node made may be a weight, or kept by a module. */
export function changes({ journal }: Machine, tensor: PyTensor): void {
  journal.writes++;
  if (tensor.ref === null) journal.unrepeatable();
}

/** A number as its element type holds it. */
export function rounded(value: number, dtype: DType): number {
  switch (dtype) {
    case 'float':
    case 'half':
      return Math.fround(value);
    case 'int':
      return Math.trunc(value) + 0;
    case 'bool':
      return value === 0 ? 0 : 1;
    case 'double':
    case 'complex':
      return value;
  }
}

const promotion: readonly DType[] = ['bool', 'int', 'half', 'float', 'double', 'complex'];

/** The element type of two operands; a Python number only decides between whole and not. */
export function promoted(left: Value, right: Value): DType {
  if (left instanceof PyTensor && right instanceof PyTensor) {
    return promotion[Math.max(promotion.indexOf(left.dtype), promotion.indexOf(right.dtype))] ?? 'float';
  }
  const tensor = left instanceof PyTensor ? left : right instanceof PyTensor ? right : null;
  const other = tensor === left ? right : left;
  if (!tensor) return 'float';
  const whole = tensor.dtype === 'int' || tensor.dtype === 'bool';
  if (other instanceof PyFloat && whole) return 'float';
  return typeof other === 'number' && tensor.dtype === 'bool' ? 'int' : tensor.dtype;
}

/** Whether a value may be a tensor: only such take part in shapes. */
export function isTensorLike(value: Value): value is PyTensor | Unknown {
  return value instanceof PyTensor || (value instanceof Unknown && !value.numeric);
}
