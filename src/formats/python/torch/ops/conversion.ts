import type { Bound } from '../../interpreter/native.ts';
import { multiplyDims, sameShape } from '../../../../model/shapes/dims.ts';
import type { Dim } from '../../../../model/graph/shape.ts';
import { PyFloat, PySymbol, PyToken, type DType } from '../../interpreter/atoms.ts';
import { PyClass, PyList, PyTensor, Unknown, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { dtypeOf, tokenOf } from '../dtypes.ts';
import { tensorOf } from '../emit.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { dimension, refuse } from '../refusals.ts';
import { broadcastsInto, fromDim, rounded, shapeOf, sizeTuple } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

function input(args: Bound): PyTensor {
  return tensorOf(args, 'input');
}

/** The same tensor with other elements: no node, and the same place in the graph. */
function converted(tensor: PyTensor, dtype: DType): PyTensor {
  if (tensor.dtype === dtype) return tensor;
  const result = new PyTensor(tensor.shape, dtype);
  result.ref = tensor.ref;
  result.why = tensor.why;
  result.data = tensor.data?.map((cell) => rounded(cell, dtype)) ?? null;
  return result;
}

function to(args: Bound): Value {
  const all = [...args.rest('args'), args.value('dtype'), args.value('other')];
  for (const each of all) {
    const dtype = each instanceof PyTensor ? each.dtype : dtypeOf(each);
    if (dtype) return converted(input(args), dtype);
  }
  return input(args);
}

/** The kind of element that NumPy's `dtype` names: Python's types, its own, or their names. */
function kindOf(dtype: Value): DType | null {
  const name =
    typeof dtype === 'string'
      ? dtype
      : dtype instanceof PyClass || dtype instanceof PyToken
        ? dtype.name
        : '';
  if (/^u?int\d*$/.test(name)) return 'int';
  if (/^float\d*$/.test(name)) return 'double';
  return name === 'bool' ? 'bool' : null;
}

/** NumPy's arrays, which are tensors here, have it. */
function astype(args: Bound): Value {
  const tensor = input(args);
  const kind = kindOf(args.value('dtype'));
  if (kind) return converted(tensor, kind);
  const unknown = new PyTensor(tensor.shape, tensor.dtype);
  unknown.ref = tensor.ref;
  return unknown;
}

function as(dtype: DType): FunctionTable[string] {
  return ['input, *args, **kwargs', (args) => converted(input(args), dtype)];
}

/** Methods that give the tensor itself. */
const same: FunctionTable[string] = ['input, *args, **kwargs', (args) => input(args)];

/** `copy_`: the tensor keeps its sizes, the values are repeated to fill them. */
function filledFrom(args: Bound): Value {
  const tensor = input(args);
  const values = shapeOf(args.value('src'));
  if (tensor.shape && values && !broadcastsInto(values, tensor.shape))
    refuse(
      args,
      'join-mismatch',
      said('The values {0} do not go into {1}.', shapeText(values), shapeText(tensor.shape)),
    );
  return tensor;
}

function clone(args: Bound): Value {
  const tensor = input(args);
  const copy = new PyTensor(tensor.shape, tensor.dtype);
  copy.ref = tensor.ref;
  copy.why = tensor.why;
  copy.data = tensor.data;
  return copy;
}

function item(args: Bound): Value {
  const tensor = input(args);
  const cell = tensor.data?.length === 1 ? tensor.data[0] : undefined;
  if (cell === undefined) return new Unknown('the value of a tensor', args.vm.place, true);
  if (tensor.dtype === 'bool') return cell !== 0;
  return tensor.dtype === 'int' ? cell : new PyFloat(cell);
}

function toList(args: Bound): Value {
  const tensor = input(args);
  const { shape, data, dtype } = tensor;
  if (!shape) return args.vm.unknown('the values of a tensor');
  if (shape.length === 0) return item(args);
  const boxed = (cell: number): Value =>
    dtype === 'int' ? cell : dtype === 'bool' ? cell !== 0 : new PyFloat(cell);
  const build = (place: number, offset: number, size: number): Value => {
    const length = shape[place];
    if (length === undefined)
      return data ? boxed(data[offset] ?? 0) : new Unknown('the value of a tensor', args.vm.place, true);
    const list = new PyList([]);
    if (typeof length !== 'number' || length > 10_000) list.open = args.vm.unknown('the values of a tensor');
    else {
      args.vm.charge(length);
      for (let index = 0; index < length; index++)
        list.items.push(build(place + 1, offset + index * (size / length), size / length));
    }
    return list;
  };
  const cells = shape.reduce<number>((total, dim) => total * (typeof dim === 'number' ? dim : 1), 1);
  return build(0, 0, cells);
}

function size(args: Bound): Value {
  const tensor = input(args);
  const dim = args.value('dim');
  if (dim === null) return sizeTuple(args.vm, tensor);
  if (!tensor.shape || typeof dim !== 'number')
    return new Unknown(
      tensor.why?.why ?? 'a size that is not known',
      tensor.why?.place ?? args.vm.place,
      true,
    );
  const found = tensor.shape.at(dim);
  if (found === undefined) {
    dimension(args, dim, tensor.shape);
    return args.vm.raise('IndexError', 'Dimension out of range');
  }
  return fromDim(args.vm, found, tensor);
}

function rank(args: Bound): Value {
  const { shape, why } = input(args);
  return shape
    ? shape.length
    : new Unknown(why?.why ?? 'the number of dimensions is not known', why?.place ?? args.vm.place, true);
}

function elements(args: Bound): Value {
  const tensor = input(args);
  if (!tensor.shape) return new Unknown('the number of values is not known', args.vm.place, true);
  const total = tensor.shape.reduce<Dim>((product, dim) => multiplyDims(product, dim), 1);
  return total !== null && typeof total === 'object'
    ? new PySymbol(total.symbol, total.factor)
    : fromDim(args.vm, total, tensor);
}

/** Known where both shapes are, with the batch as it is. */
function sameSize(args: Bound): Value {
  const [shape, other] = [input(args).shape, tensorOf(args, 'other').shape];
  if (!shape || !other || [...shape, ...other].includes(null))
    return args.vm.unknown('the shape of a tensor that is not known');
  return sameShape(shape, other);
}

const device = new PyToken('cpu');

export const conversionMethods: FunctionTable = {
  to: ['input, *args, dtype=None, other=None, device=None, **kwargs', to],
  type: ['input, *args, **kwargs', to],
  type_as: ['input, other, *args', to],
  float: as('float'),
  double: as('double'),
  half: as('half'),
  bfloat16: as('float'),
  int: as('int'),
  astype: ['input, dtype, *args, **kwargs', astype],
  long: as('int'),
  short: as('int'),
  char: as('int'),
  cfloat: as('complex'),
  cdouble: as('complex'),
  byte: as('int'),
  bool: as('bool'),
  clone: ['input, **kwargs', clone],
  item: ['input', item],
  __float__: ['input', item],
  __int__: ['input', (args) => args.vm.call(args.vm.lookup('int'), [item(args)])],
  __index__: ['input', item],
  tolist: ['input', toList],
  numpy: ['input, *args, **kwargs', (args) => args.vm.unknown('a NumPy array')],
  size: ['input, dim=None', size],
  dim: ['input', rank],
  ndimension: ['input', rank],
  numel: ['input', elements],
  nelement: ['input', elements],
  stride: ['input, dim=None', (args) => args.vm.unknown('the strides of a tensor')],
  is_floating_point: ['input', (args) => !['int', 'bool', 'complex'].includes(input(args).dtype)],
  is_complex: ['input', (args) => input(args).dtype === 'complex'],
  is_contiguous: ['input, **kwargs', () => true],
  get_device: ['input', (args) => args.vm.unknown('the device')],
  is_same_size: ['input, other', sameSize],
  is_signed: ['input', (args) => input(args).dtype !== 'bool'],
  is_conj: ['input', () => false],
  is_inference: ['input', () => false],
  is_pinned: ['input', () => false],
  is_shared: ['input', () => false],
  data_ptr: ['input', (args) => new Unknown('an address', args.vm.place, true)],
  storage_offset: ['input', (args) => new Unknown('the offset of a tensor', args.vm.place, true)],
  element_size: ['input', () => 4],
  backward: ['input, *args, **kwargs', () => null],
  register_hook: ['input, hook', () => null],
  ...Object.fromEntries(
    [
      'contiguous',
      'detach',
      'cuda',
      'cpu',
      'requires_grad_',
      'pin_memory',
      'share_memory_',
      'retain_grad',
      'detach_',
      'zero_',
      'fill_',
      'normal_',
      'uniform_',
      'random_',
      'bernoulli_',
      'exponential_',
      'trunc_normal_',
      'erfinv_',
      'clamp_',
      'to_dense',
      'as_subclass',
      'resolve_neg',
      'dequantize',
      'eq_',
      'record_stream',
      'rename',
      'refine_names',
      'align_to',
      'log_normal_',
      'cauchy_',
      'geometric_',
      'fill_diagonal_',
      'put_',
      'map_',
      'apply_',
      'xpu',
      'rename_',
      'align_as',
    ].map((name) => [name, same]),
  ),
  copy_: ['input, src, non_blocking=False', filledFrom],
};

export const conversionProperties: FunctionTable = {
  shape: ['input', (args) => sizeTuple(args.vm, input(args))],
  ndim: ['input', rank],
  dtype: ['input', (args) => tokenOf(input(args).dtype)],
  device: ['input', () => device],
  data: same,
  grad: ['input', () => null],
  real: same,
  imag: same,
  requires_grad: ['input', () => false],
  is_cuda: ['input', () => false],
  is_leaf: ['input', () => false],
  is_quantized: ['input', () => false],
  is_sparse: ['input', () => false],
  is_meta: ['input', () => false],
  is_cpu: ['input', () => true],
  is_mps: ['input', () => false],
  is_xpu: ['input', () => false],
  is_mkldnn: ['input', () => false],
  retains_grad: ['input', () => false],
  is_nested: ['input', () => false],
  grad_fn: ['input', () => null],
  layout: ['input', () => null],
};
