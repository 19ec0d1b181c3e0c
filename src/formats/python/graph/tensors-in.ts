import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { dictOf } from '../interpreter/keys.ts';
import { PyDict, PyInstance, PyList, PyTensor, PyTuple, type Value } from '../interpreter/values.ts';

/** Tensors in values, lists, tuples and dicts, in order. */
export function tensorsIn(values: readonly Value[]): PyTensor[] {
  return values.flatMap((value): PyTensor[] => {
    if (value instanceof PyTensor) return [value];
    if (value instanceof PyList || value instanceof PyTuple) return tensorsIn(value.items);
    return value instanceof PyDict ? tensorsIn(value.values) : [];
  });
}

/** Whether objects that may hold tensors out of sight are among the values. */
export function holdsObjects(value: Value): boolean {
  if (value instanceof PyList || value instanceof PyTuple) return value.items.some(holdsObjects);
  if (value instanceof PyDict) return value.values.some(holdsObjects);
  return value instanceof PyInstance;
}

/** The same lists, tuples and dicts with other tensors in them. */
export function mapTensors(value: Value, change: (tensor: PyTensor) => PyTensor): Value {
  if (value instanceof PyTensor) return change(value);
  if (value instanceof PyTuple)
    return new PyTuple(
      value.items.map((item) => mapTensors(item, change)),
      value.type,
    );
  if (value instanceof PyList) {
    const list = new PyList(value.items.map((item) => mapTensors(item, change)));
    list.open = value.open;
    return list;
  }
  if (!(value instanceof PyDict)) return value;
  const dict = dictOf(
    [...value.entries.values()].map((entry) => [entry.key, mapTensors(entry.value, change)] as const),
    value.type,
  );
  dict.open = value.open;
  return dict;
}

/** What two shapes have in common. */
export function joinShapes(first: Shape, second: Shape): Shape {
  if (!first || first.length !== second?.length) return null;
  return first.map((dim, place): Dim => (JSON.stringify(dim) === JSON.stringify(second[place]) ? dim : null));
}
