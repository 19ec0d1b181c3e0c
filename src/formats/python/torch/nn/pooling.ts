import type { AdaptivePool, Operation, Pool } from '../../../../model/graph/operation.ts';
import type { Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { shapesDiffer } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTuple, type PyClass, type Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable, type Layer } from '../declare.ts';
import { bases } from './bases.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { refuse, takesRank } from '../refusals.ts';
import { takesPerAxis } from '../whole-count.ts';
import { allKnown, constant, listed, perAxis, shapeOf, toNumber } from '../tensors.ts';
import { poolOperation } from '../windows.ts';
import { said } from '../../../../model/text/text.ts';

const ranks = [1, 2, 3];

/** Reads a setting from a layer's attributes or a function's arguments. */
type Get = (name: string) => Value;

function pooled(args: Bound, mode: Pool['mode'], rank: number, name: string, get: Get): Value {
  const operation = poolOperation(mode, {
    rank,
    kernel: get('kernel_size'),
    stride: get('stride'),
    padding: mode === 'lp' ? 0 : get('padding'),
    dilation: mode === 'max' ? get('dilation') : 1,
    ceil: get('ceil_mode'),
    countIncludePadding: get('count_include_pad') === true,
    divisor: mode === 'average' && rank > 1 ? get('divisor_override') : null,
  });
  const input = tensorOf(args, 'input');
  const others = mode === 'lp' ? [] : mode === 'max' ? ['padding', 'dilation'] : ['padding'];
  takesPerAxis(args, 'kernel_size', get('kernel_size'), rank, mode === 'lp' ? 'for one' : 'for all');
  for (const each of ['stride', ...others]) takesPerAxis(args, each, get(each), rank);
  if (mode === 'average' && rank > 1 && toNumber(get('divisor_override')) === 0)
    refuse(args, 'refused-hyperparameter', 'divisor_override is 0: PyTorch takes any number but that.');
  checkCells(args, input.shape, rank);
  if (mode === 'lp' && rank === 1 && listed(get('kernel_size')))
    refuse(args, 'refused-hyperparameter', 'lp_pool1d takes one number as its kernel, no tuple.');
  if (mode === 'average' && rank === 3) checkUnpadded(args, input.shape, operation);
  const output = emit(args, name, operation, [input]);
  if (get('return_indices') !== true) return output;
  // The pool gives both: a node of their own would be a second step of the layer.
  const indices = constant(output.shape, 'int');
  indices.ref = output.ref;
  indices.why = output.why;
  return new PyTuple([output, indices]);
}

/** aten/src/ATen/native/Pool.h, pool2d_shape_check and its kin: nothing but the batch may be empty. */
function checkCells(args: Bound, shape: Shape, rank: number): void {
  const sample = shape?.slice(-rank - 1);
  if (sample?.includes(0) === true)
    refuse(args, 'impossible', said('A pool needs cells: {0} has none.', shapeText(shape)));
}

/** aten/src/ATen/native/Pool.h, pool3d_shape_check: an average over three axes wants its kernel inside of the input itself. */
function checkUnpadded(args: Bound, shape: Shape, operation: Operation): void {
  if (!shape || operation.kind !== 'pool') return;
  const tooSmall = operation.kernel.some((kernel, axis) => {
    const size = shape.at(axis - 3);
    return kernel !== null && typeof size === 'number' && size < kernel;
  });
  if (tooSmall && shape.length >= 4)
    refuse(
      args,
      'impossible',
      said(
        'The kernel {0} is larger than the input {1}.',
        operation.kernel.join('×'),
        shapeText(shape.slice(-3)),
      ),
    );
}

function adaptivePooled(
  args: Bound,
  mode: AdaptivePool['mode'],
  rank: number,
  name: string,
  get: Get,
): Value {
  const given = get('output_size');
  const items = listed(given);
  const sizeAt = (axis: number): Value => (items ? (items[items.length === 1 ? 0 : axis] ?? null) : given);
  const outputSize = Array.from({ length: rank }, (_, axis) => {
    const size = sizeAt(axis);
    return size === null ? ('input' as const) : toNumber(size);
  });
  if (given === null || (rank === 1 && outputSize[0] === 'input'))
    refuse(
      args,
      'refused-hyperparameter',
      said('{0}{1}d takes a number as its output size, not None.', name.replace(/\dd$/, ''), rank),
    );
  takesPerAxis(args, 'output_size', given, rank, 'for one');
  const operation: AdaptivePool = { kind: 'adaptive-pool', mode, outputSize, layout: 'channels-first' };
  const input = tensorOf(args, 'input');
  checkCells(args, input.shape, mode === 'max' ? rank : rank - 1);
  const output = emit(args, name, operation, [input]);
  return get('return_indices') === true ? new PyTuple([output, output]) : output;
}

/** Max pooling undone: the sizes of the convolution that would give the input (torch/nn/functional.py, _unpool_output_size). */
function unpooled(args: Bound, rank: number, get: Get): Value {
  const input = shapeOf(args.value('input'));
  const wanted = args.value('output_size');
  const kernel = perAxis(get('kernel_size'), rank);
  const stride = get('stride') === null ? kernel : perAxis(get('stride'), rank);
  const padding = perAxis(get('padding'), rank);
  if (!input) return emitShape(args, 'max_unpool', null, [tensorOf(args, 'input')]);
  const indices = shapeOf(args.value('indices'));
  if (indices && shapesDiffer(indices, input))
    refuse(
      args,
      'join-mismatch',
      said(
        'max_unpool takes an index for each value: {0} is not the shape of {1}.',
        shapeText(indices),
        shapeText(input),
      ),
    );
  takesRank(args, `max_unpool${rank}d`, input, [rank + 1, rank + 2]);
  checkCells(args, input, rank);
  const given = listed(wanted);
  const usual = kernel.map((k, axis) => {
    const size = input.at(axis - rank);
    const all = allKnown([typeof size === 'number' ? size : null, k, stride[axis], padding[axis]]);
    const [w = 0, f = 1, s = 1, p = 0] = all ?? [];
    return all && (w - 1) * s - 2 * p + f;
  });
  if (given) checkUnpooled(args, given, usual, stride);
  const sizes = given ? usual.map((_, axis) => toNumber(given.at(axis - rank))) : usual;
  if (sizes.some((size) => size !== null && size < 0))
    refuse(args, 'impossible', said('The output would have {0} cells: take less padding.', sizes.join('×')));
  return emitShape(args, 'max_unpool', [...input.slice(0, -rank), ...sizes], [tensorOf(args, 'input')]);
}

/** torch/nn/functional.py, _unpool_output_size: a size that is wanted is less than a stride away from the usual one. */
function checkUnpooled(
  args: Bound,
  given: readonly Value[],
  usual: readonly (number | null)[],
  stride: readonly (number | null)[],
): void {
  const rank = usual.length;
  if (given.length !== rank && given.length !== rank + 2) {
    refuse(
      args,
      'refused-hyperparameter',
      said('output_size takes {0} or {1} numbers, not {2}.', rank, rank + 2, given.length),
    );
    return;
  }
  usual.forEach((size, axis) => {
    const [wanted, step] = [toNumber(given.at(axis - rank)), stride[axis] ?? null];
    if (size === null || wanted === null || step === null || Math.abs(wanted - size) < step) return;
    refuse(
      args,
      'refused-hyperparameter',
      said(
        'output_size {0}: a size between {1} and {2} is undone here.',
        wanted,
        size - step + 1,
        size + step - 1,
      ),
    );
  });
}

/** aten/src/ATen/native/FractionalMaxPool2d.cpp and …3d.cpp: windows of the kernel's size must find room. */
function checkFractional(
  args: Bound,
  input: Shape,
  sizes: readonly (number | null)[],
  kernel: readonly (number | null)[],
): void {
  const rank = sizes.length;
  sizes.forEach((output, axis) => {
    const size = input?.at(axis - rank);
    const window = kernel[axis] ?? null;
    if (typeof size !== 'number' || output === null || window === null) return;
    const needed = output + window - 1 + (rank === 3 ? 1 : 0);
    if (output >= 0 && needed <= size) return;
    refuse(
      args,
      'impossible',
      said('{0} windows of {1} need {2} cells, the input has {3}.', output, window, needed, size),
    );
  });
}

/** torch/nn/modules/pooling.py, FractionalMaxPool2d: either says how many values come out. */
function checkSizing(args: Bound): void {
  const [size, ratio] = [args.value('output_size'), args.value('output_ratio')];
  if ((size === null) === (ratio === null))
    refuse(
      args,
      'invalid-value',
      size === null
        ? 'Give output_size or output_ratio: neither is given.'
        : 'Give either output_size or output_ratio, not both.',
    );
}

function fractional(args: Bound, rank: number, get: Get): Value {
  const input = shapeOf(args.value('input'));
  const wanted = get('output_size');
  const ratio = get('output_ratio');
  const ratios = listed(ratio) ?? Array.from({ length: rank }, () => ratio);
  const sizes =
    wanted === null
      ? ratios.map((each, axis) => {
          const size = input?.at(axis - rank);
          const factor = toNumber(each);
          return typeof size === 'number' && factor !== null ? Math.floor(size * factor) : null;
        })
      : perAxis(wanted, rank);
  const shape = input ? [...input.slice(0, -rank), ...sizes] : null;
  takesPerAxis(args, 'kernel_size', get('kernel_size'), rank, 'for one');
  takesPerAxis(args, 'output_size', wanted, rank, 'for one');
  if (takesRank(args, `fractional_max_pool${rank}d`, input, [rank + 1, rank + 2]))
    checkFractional(args, input, sizes, perAxis(get('kernel_size'), rank));
  const output = emitShape(args, 'fractional_max_pool', shape, [tensorOf(args, 'input')]);
  return get('return_indices') === true ? new PyTuple([output, output]) : output;
}

const fromLayer =
  (layer: Layer): Get =>
  (name) =>
    layer.get(name);
const fromArgs =
  (args: Bound): Get =>
  (name) =>
    args.value(name);

const maxSignature = 'kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False';
const averageSignature = (rank: number): string =>
  `kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True${rank > 1 ? ', divisor_override=None' : ''}`;

/** A layer keeps None as the stride that it replaces by the kernel. */
function strideOrKernel(args: Bound): { attributes: Record<string, Value> } {
  const stride = args.value('stride');
  return { attributes: { stride: stride ?? args.value('kernel_size') } };
}

function layersOf(rank: number): PyClass[] {
  return [
    layerClass(`MaxPool${rank}d`, {
      base: bases._MaxPoolNd,
      signature: maxSignature,
      state: strideOrKernel,
      forward: (layer) => pooled(layer.args, 'max', rank, 'max_pool', fromLayer(layer)),
    }),
    layerClass(`AvgPool${rank}d`, {
      base: bases._AvgPoolNd,
      signature: averageSignature(rank),
      state: strideOrKernel,
      forward: (layer) => pooled(layer.args, 'average', rank, 'avg_pool', fromLayer(layer)),
    }),
    layerClass(`LPPool${rank}d`, {
      signature: 'norm_type, kernel_size, stride=None, ceil_mode=False',
      forward: (layer) => pooled(layer.args, 'lp', rank, 'lp_pool', fromLayer(layer)),
    }),
    layerClass(`AdaptiveAvgPool${rank}d`, {
      base: bases._AdaptiveAvgPoolNd,
      signature: 'output_size',
      forward: (layer) => adaptivePooled(layer.args, 'average', rank, 'adaptive_avg_pool', fromLayer(layer)),
    }),
    layerClass(`AdaptiveMaxPool${rank}d`, {
      base: bases._AdaptiveMaxPoolNd,
      signature: 'output_size, return_indices=False',
      forward: (layer) => adaptivePooled(layer.args, 'max', rank, 'adaptive_max_pool', fromLayer(layer)),
    }),
    layerClass(`MaxUnpool${rank}d`, {
      signature: 'kernel_size, stride=None, padding=0',
      inputs: 'input, indices, output_size=None',
      forward: (layer) => unpooled(layer.args, rank, fromLayer(layer)),
    }),
    layerClass(`FractionalMaxPool${rank}d`, {
      signature:
        'kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
      state: (args) => {
        checkSizing(args);
        return {};
      },
      forward: (layer) => fractional(layer.args, rank, fromLayer(layer)),
    }),
  ];
}

export const poolingLayers: Readonly<Record<string, PyClass>> = Object.fromEntries(
  ranks.flatMap(layersOf).map((type) => [type.name, type]),
);

const fractionalSignature =
  'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None';

/** What the functions are called that give the places of the largest values besides. */
const indexed =
  (args: Bound): Get =>
  (name) =>
    name === 'return_indices' ? true : args.value(name);

function functionsOf(rank: number): [string, FunctionTable[string]][] {
  const max = 'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False';
  return [
    [`max_pool${rank}d`, [max, (args) => pooled(args, 'max', rank, `max_pool${rank}d`, fromArgs(args))]],
    [
      `max_pool${rank}d_with_indices`,
      [max, (args) => pooled(args, 'max', rank, `max_pool${rank}d`, indexed(args))],
    ],
    [
      `avg_pool${rank}d`,
      [
        `input, ${averageSignature(rank)}`,
        (args) => pooled(args, 'average', rank, `avg_pool${rank}d`, fromArgs(args)),
      ],
    ],
    [
      `lp_pool${rank}d`,
      [
        'input, norm_type, kernel_size, stride=None, ceil_mode=False',
        (args) => pooled(args, 'lp', rank, `lp_pool${rank}d`, fromArgs(args)),
      ],
    ],
    [
      `adaptive_avg_pool${rank}d`,
      [
        'input, output_size',
        (args) => adaptivePooled(args, 'average', rank, `adaptive_avg_pool${rank}d`, fromArgs(args)),
      ],
    ],
    [
      `adaptive_max_pool${rank}d`,
      [
        'input, output_size, return_indices=False',
        (args) => adaptivePooled(args, 'max', rank, `adaptive_max_pool${rank}d`, fromArgs(args)),
      ],
    ],
    [
      `adaptive_max_pool${rank}d_with_indices`,
      [
        'input, output_size, return_indices=False',
        (args) => adaptivePooled(args, 'max', rank, `adaptive_max_pool${rank}d`, indexed(args)),
      ],
    ],
    [
      `max_unpool${rank}d`,
      [
        'input, indices, kernel_size, stride=None, padding=0, output_size=None',
        (args) => unpooled(args, rank, fromArgs(args)),
      ],
    ],
    ...[['', fromArgs] as const, ['_with_indices', indexed] as const].map(
      ([end, from]): [string, FunctionTable[string]] => [
        `fractional_max_pool${rank}d${end}`,
        [
          fractionalSignature,
          (args) => {
            checkSizing(args);
            return fractional(args, rank, from(args));
          },
        ],
      ],
    ),
  ];
}

export const poolingFunctions: FunctionTable = Object.fromEntries(ranks.flatMap(functionsOf));
