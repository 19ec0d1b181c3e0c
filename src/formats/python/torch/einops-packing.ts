import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { multiplyDims, addDims } from '../../../model/shapes/dims.ts';
import type { Bound } from '../interpreter/native.ts';
import { PyList, PyTuple, type Value } from '../interpreter/values.ts';
import type { FunctionTable } from './declare.ts';
import { asTensor, emitAll, emitShape, tensorOf } from './emit.ts';
import { fromDim, listed, toDim } from './tensors.ts';

/** How many dimensions stand before and after the star of `b * d`; null where it is no such pattern. */
function aroundStar(pattern: string | null): readonly [before: number, after: number] | null {
  const names = pattern?.trim().split(/\s+/) ?? [];
  const star = names.indexOf('*');
  return star < 0 || names.lastIndexOf('*') !== star ? null : [star, names.length - 1 - star];
}

function productOf(dims: readonly Dim[]): Dim {
  return dims.reduce(multiplyDims, 1);
}

/** einops.pack: what the star stands for is flattened in each tensor; these are joined there, and their sizes kept. */
function pack(args: Bound): Value {
  const { vm } = args;
  const around = aroundStar(args.string('pattern') ?? null);
  const tensors = listed(args.value('tensors'))?.map(asTensor);
  const shapes = tensors?.map(({ shape }) => shape) ?? [];
  const [first] = shapes;
  if (
    !around ||
    !tensors ||
    !first ||
    !shapes.every((shape) => (shape?.length ?? 0) >= around[0] + around[1])
  )
    return new PyTuple([
      emitShape(args, 'pack', null, tensors ?? []),
      vm.unknown('sizes that are not known'),
    ]);
  const [before, after] = around;
  const inside = (shape: Shape): readonly Dim[] => shape?.slice(before, shape.length - after) ?? [];
  const joined = shapes.map((shape) => productOf(inside(shape))).reduce(addDims);
  const shape = [...first.slice(0, before), joined, ...first.slice(first.length - after)];
  const sizes = tensors.map(
    (tensor) => new PyTuple(inside(tensor.shape).map((size) => fromDim(vm, size, tensor))),
  );
  return new PyTuple([emitShape(args, 'pack', shape, tensors), new PyList(sizes)]);
}

/** einops.unpack: the parts that pack joined, with the sizes that they had. */
function unpack(args: Bound): Value {
  const around = aroundStar(args.string('pattern') ?? null);
  const tensor = tensorOf(args, 'tensor');
  const kept = listed(args.value('packed_shapes'));
  const { shape } = tensor;
  if (!around || !kept) return args.vm.unknown('sizes that are not known');
  const [before] = around;
  const outputs = kept.map((each): Shape => {
    const sizes = listed(each)?.map(toDim);
    return shape && sizes && !sizes.includes(-1)
      ? [...shape.slice(0, before), ...sizes, ...shape.slice(before + 1)]
      : null;
  });
  return new PyList([
    ...emitAll(args, 'unpack', { kind: 'declared', outputs, params: 0, macs: 0 }, [tensor]),
  ]);
}

export const packingFunctions: FunctionTable = {
  pack: ['tensors, pattern', pack],
  unpack: ['tensor, packed_shapes, pattern', unpack],
};
