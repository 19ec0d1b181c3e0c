import type { Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { sameDim, shapesDiffer } from '../../../../model/shapes/dims.ts';
import { sliceBounds } from '../../interpreter/subscript.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyToken } from '../../interpreter/atoms.ts';
import { PySlice, PyTensor, PyTuple, Unknown, type Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emit, emitShape, tensorOf } from '../emit.ts';
import { indexed, listedIndices } from './index-shape.ts';
import { dimension, refuse, refuseIndex, takesRank, takesValues } from '../refusals.ts';
import { broadcastsInto, cellCount, changes, isTensorLike, shapeOf, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** `tensor[index]`. */
function getItem(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const index = args.value('index');
  if (!input.shape) return emitShape(args, 'getitem', null, [input]);
  if (input.shape.length === 0 && index instanceof PyToken) return input;
  const { shape, ranges } = indexed(args, input.shape, index);
  if (ranges) {
    const real = ranges.filter(({ start, end, step }) => start !== 0 || end !== null || step !== 1);
    const symbolic = real.some(({ axis }) => typeof input.shape?.[axis] !== 'number');
    if (real.length > 0 && !symbolic)
      return withCells(input, index, emit(args, 'getitem', { kind: 'slice', ranges: real }, [input]));
    if (real.length === 0) return withCells(input, index, emitShape(args, 'getitem', shape, [input]));
  }
  const inputs = [input, ...indexTensors(index)];
  return withCells(input, index, emitShape(args, 'getitem', shape, inputs));
}

/** Index tensors that come from the model's input are inputs of the node. */
function indexTensors(index: Value): PyTensor[] {
  const parts = index instanceof PyTuple ? index.items : [index];
  return parts.filter((part) => part instanceof PyTensor).filter(({ ref }) => ref !== null);
}

/** The cells of one item or slice along the first dimension of a tensor whose cells are known. */
function withCells(input: PyTensor, index: Value, output: PyTensor): PyTensor {
  const { data, shape } = input;
  const rows = shape?.[0];
  const single = index instanceof PyTuple && index.items.length === 1 ? (index.items[0] ?? null) : index;
  if (!data || typeof rows !== 'number' || rows === 0) return output;
  const size = data.length / rows;
  if (typeof single === 'number') {
    const row = single < 0 ? single + rows : single;
    output.data = data.slice(row * size, (row + 1) * size);
  } else if (single instanceof PySlice) {
    const bounds = sliceBounds(single, rows);
    if (!bounds || bounds.step < 1) return output;
    const cells: number[] = [];
    for (let row = bounds.start; row < bounds.stop; row += bounds.step)
      cells.push(...data.slice(row * size, (row + 1) * size));
    output.data = cells;
  }
  return output.data?.length === cellCount(output.shape) ? output : withoutCells(output);
}

function withoutCells(output: PyTensor): PyTensor {
  output.data = null;
  return output;
}

/** What is put into a part is broadcast to its sizes; 1s in front of these are dropped (torch/csrc/autograd/python_variable_indexing.cpp, slicePrefix1sSize). */
function checkSet(args: Bound, input: PyTensor, value: Value): void {
  if (!input.shape || !(value instanceof PyTensor) || !value.shape) return;
  const { shape } = indexed(args, input.shape, args.value('index'));
  if (!shape) return;
  const first = value.shape.findIndex((dim) => dim !== 1);
  const given = first < 0 ? [] : value.shape.slice(first);
  if (!broadcastsInto(given, shape))
    refuse(
      args,
      'join-mismatch',
      said('The values {0} do not go into {1}.', shapeText(value.shape), shapeText(shape)),
    );
}

/** `tensor[index] = value`: the tensor's cells come from both from here on. */
function setItem(args: Bound): Value {
  const input = args.value('input');
  const value = args.value('value');
  if (!(input instanceof PyTensor)) return null;
  changes(args.vm, input);
  input.data = null;
  checkSet(args, input, value);
  if (!isTensorLike(value) || !value.ref) return null;
  const output = emitShape(args, 'setitem', input.shape, [input, asTensor(value)]);
  input.ref = output.ref;
  return null;
}

/** As many cells as the index has; along all other dimensions it must not be longer than the input. */
function gathered(args: Bound): Value {
  const [input, index] = [tensorOf(args, 'input'), shapeOf(args.value('index'))];
  const { shape } = input;
  const along = shape ? dimension(args, args.value('dim'), shape) : null;
  const tooLong = index?.some((size, place) => {
    const limit = shape?.[place];
    return place !== along && typeof size === 'number' && typeof limit === 'number' && size > limit;
  });
  if (shape && index && shape.length > 0 && index.length > 0) {
    if (shape.length !== index.length)
      refuse(
        args,
        'rank-mismatch',
        said('The index {0} must have as many dimensions as {1}.', shapeText(index), shapeText(shape)),
      );
    else if (along !== null && tooLong)
      refuse(
        args,
        'join-mismatch',
        said(
          'The index {0} is longer than {1} along another dimension than {2}.',
          shapeText(index),
          shapeText(shape),
          along,
        ),
      );
  }
  return emitShape(args, 'gather', index, [input]);
}

/** The index and the input are broadcast along all other dimensions. */
function takenAlong(args: Bound): Shape {
  const [input, index] = [shapeOf(args.value('input')), shapeOf(args.value('indices'))];
  if (!input || !index || args.value('dim') === null) return index;
  const along = dimension(args, args.value('dim'), input);
  const differs = index.some((dim, place) => {
    const other = input[place] ?? null;
    return place !== along && dim !== 1 && other !== 1 && sameDim(dim, other) === 'no';
  });
  if (along !== null && differs)
    refuse(
      args,
      'join-mismatch',
      said('{0} and {1} do not broadcast: their sizes differ.', shapeText(input), shapeText(index)),
    );
  return index.map((dim, place) => (place !== along && dim === 1 ? (input[place] ?? null) : dim));
}

function indexSelected(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const index = shapeOf(args.value('index'));
  const place = input.shape ? dimension(args, args.value('dim'), input.shape) : null;
  takesRank(args, said('The index of {0}', 'index_select'), index, [0, 1]);
  if (input.shape?.length === 0 && index) return emitShape(args, 'index_select', [], [input]);
  if (place !== null && input.shape)
    for (const each of listedIndices(args.value('index')))
      refuseIndex(args, each, input.shape[place] ?? null, place);
  const count = index ? (index.length === 0 ? 1 : (index[0] ?? null)) : null;
  if (place !== null && input.shape?.[place] === 0 && typeof count === 'number' && count > 0)
    takesValues(args, 'index_select', input.shape, [place]);
  return emitShape(
    args,
    'index_select',
    input.shape && place !== null ? input.shape.with(place, count) : null,
    [input],
  );
}

function nonzero(args: Bound): Value {
  const shape = shapeOf(args.value('input'));
  if (args.takes('as_tuple') && args.value('as_tuple') === true) {
    if (!shape) return args.vm.unknown('the places of what is not zero');
    return new PyTuple(
      shape.map(() => emitShape(args, 'nonzero', [null], [tensorOf(args, 'input')], { dtype: 'int' })),
    );
  }
  return emitShape(args, 'nonzero', [null, shape?.length ?? null], [tensorOf(args, 'input')], {
    dtype: 'int',
  });
}

/** One row to look in, or one for each row of values (aten/src/ATen/native/BucketizationUtils.h). */
function searched(args: Bound): Value {
  const [sorted, values] = [shapeOf(args.value('input')), shapeOf(args.value('values'))];
  const fits =
    !sorted ||
    !values ||
    sorted.length === 1 ||
    (sorted.length > 0 && !shapesDiffer([...sorted.slice(0, -1), null], values));
  if (!fits)
    refuse(
      args,
      'join-mismatch',
      said(
        'searchsorted takes a row of its own for each row of {0}, or one for all: not {1}.',
        shapeText(values),
        shapeText(sorted),
      ),
    );
  return emitShape(args, 'searchsorted', values, [], { dtype: 'int' });
}

/** The values that differ, whose number is not known; where each stands, and how often, if that is asked for. */
function unique(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const dim = args.value('dim');
  const place = shape && dim !== null ? dimension(args, dim, shape) : null;
  const along = shape && place !== null ? shape.with(place, null) : null;
  const values = emitShape(args, 'unique', dim === null ? [null] : along, [input]);
  const inverse = dim === null ? shape : place === null ? null : [shape?.[place] ?? null];
  const outputs: Value[] = [values];
  if (args.value('return_inverse') === true)
    outputs.push(emitShape(args, 'unique', inverse, [input], { dtype: 'int' }));
  if (args.value('return_counts') === true)
    outputs.push(emitShape(args, 'unique', [null], [input], { dtype: 'int' }));
  return outputs.length === 1 ? values : new PyTuple(outputs);
}

export const indexingMethods: FunctionTable = {
  __getitem__: ['input, index', getItem],
  __setitem__: ['input, index, value', setItem],
  __len__: [
    'input',
    (args) => {
      const input = tensorOf(args, 'input');
      const size = input.shape?.[0];
      return typeof size === 'number' ? size : new Unknown('a size that is not known', args.vm.place, true);
    },
  ],
};

export const indexingFunctions: FunctionTable = {
  gather: ['input, dim, index, *, sparse_grad=False', gathered],
  take_along_dim: [
    'input, indices, dim=None',
    (args) => emitShape(args, 'take_along_dim', takenAlong(args), [tensorOf(args, 'input')]),
  ],
  take: [
    'input, index',
    (args) => emitShape(args, 'take', shapeOf(args.value('index')), [tensorOf(args, 'input')]),
  ],
  index_select: ['input, dim, index', indexSelected],
  masked_select: [
    'input, mask',
    (args) => emitShape(args, 'masked_select', [null], [tensorOf(args, 'input')]),
  ],
  nonzero: ['input, *, as_tuple=False', nonzero],
  argwhere: ['input', nonzero],
  unique: ['input, sorted=True, return_inverse=False, return_counts=False, dim=None', unique],
  unique_consecutive: ['input, return_inverse=False, return_counts=False, dim=None', unique],
  searchsorted: ['input, values, **kwargs', searched],
  bucketize: [
    'input, boundaries, **kwargs',
    (args) =>
      emitShape(args, 'bucketize', shapeOf(args.value('input')), [tensorOf(args, 'input')], { dtype: 'int' }),
  ],
  multinomial: [
    'input, num_samples, replacement=False',
    (args) => {
      const shape = shapeOf(args.value('input'));
      return emitShape(
        args,
        'multinomial',
        shape ? [...shape.slice(0, -1), toNumber(args.value('num_samples'))] : null,
        [tensorOf(args, 'input')],
        { dtype: 'int' },
      );
    },
  ],
};
