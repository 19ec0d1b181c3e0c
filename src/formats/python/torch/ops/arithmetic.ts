import type { Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { DType } from '../../interpreter/atoms.ts';
import { PyTensor, Unknown, type Value } from '../../interpreter/values.ts';
import { roundHalfEven } from '../../library/numbers.ts';
import { cellwise } from '../data.ts';
import type { FunctionTable } from '../declare.ts';
import { asTensor, emit } from '../emit.ts';
import { binary } from './binary-rules.ts';
import { isTensorLike, promoted, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

function resultType(name: string, left: Value, right: Value): DType {
  const rule = binary[name];
  if (rule?.dtype) return rule.dtype;
  const dtype = promoted(left, right);
  return name === 'div' && (dtype === 'int' || dtype === 'bool') ? 'float' : dtype;
}

/** `left op right`, broadcast; numbers take part without a shape. */
export function combined(args: Bound, name: string, left: Value, right: Value, isScaled = false): Value {
  const rule = binary[name];
  const dtype = resultType(name, left, right);
  if (rule) {
    const known = cellwise([left, right], dtype, rule.compute);
    if (known && !hasOrigin(left) && !hasOrigin(right)) return known;
  }
  const tensors = [left, right].filter(isTensorLike);
  if (tensors.length < 2)
    return emit(args, name, { kind: 'elementwise', role: 'identity', name }, tensors, dtype);
  warnOfExpansion(args, left, right);
  return emit(
    args,
    name,
    { kind: 'combine', name: isScaled ? 'other' : (rule?.combine ?? 'other'), broadcast: 'numpy' },
    tensors,
    dtype,
  );
}

function hasOrigin(value: Value): boolean {
  return value instanceof PyTensor && value.ref !== null;
}

/**
 * [N, 1] with [N] gives [N, N] without a word: the same values, once as a column and once as a row, of different rank.
 * Where the ranks agree somebody has put the 1 there on purpose.
 */
export function warnOfExpansion(args: Bound, left: Value, right: Value, isOfLoss = false): void {
  if (!(left instanceof PyTensor) || !(right instanceof PyTensor)) return;
  // What no layer has computed may be a row on purpose, but for a loss, which pairs values with their targets.
  if (!isOfLoss && (!left.ref || !right.ref)) return;
  const [a, b] = [left.shape, right.shape];
  if (!a || !b || a.length === b.length) return;
  const squeezed = (shape: Shape): string => JSON.stringify(shape?.filter((dim) => dim !== 1));
  if (squeezed(a) !== squeezed(b) || squeezed(a) === '[]' || a.includes(null)) return;
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  const tail = longer.slice(longer.length - shorter.length);
  const grows = tail.some((dim, place) => dim === 1 && shorter[place] !== 1);
  if (!grows) return;
  args.vm.hooks.report({
    code: 'broadcast-expands',
    message: said(
      '{0} and {1} hold the same number of values, but broadcasting pairs each with all others. Give both the same number of dimensions, with squeeze() or unsqueeze().',
      shapeText(a),
      shapeText(b),
    ),
    place: args.vm.place,
  });
}

const withOther = 'input, other, *, out=None';

/** The first of two arguments may be the number: `torch.pow(2, x)`, and `2 - x` by its reflected method. */
export function entry(name: string, signature = withOther): FunctionTable[string] {
  return [
    signature,
    (args) => combined(args, name, args.value('input'), args.value('other'), isScaled(args)),
  ];
}

/** `add(other, alpha=2)` is more than a sum. */
const isScaled = (args: Bound): boolean => args.takes('alpha') && toNumber(args.value('alpha')) !== 1;

function reflected(name: string): FunctionTable[string] {
  return ['input, other', (args) => combined(args, name, args.value('other'), args.value('input'))];
}

const names: Readonly<Record<string, string>> = {
  multiply: 'mul',
  subtract: 'sub',
  divide: 'div',
  true_divide: 'div',
  not_equal: 'ne',
  greater: 'gt',
  less: 'lt',
  greater_equal: 'ge',
  less_equal: 'le',
  arctan2: 'atan2',
};

const operators: Readonly<Record<string, string>> = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  truediv: 'div',
  floordiv: 'floor_divide',
  mod: 'remainder',
  pow: 'pow',
  and: 'bitwise_and',
  or: 'bitwise_or',
  xor: 'bitwise_xor',
  lshift: 'bitwise_left_shift',
  rshift: 'bitwise_right_shift',
};
const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

export const arithmeticFunctions: FunctionTable = {
  ...Object.fromEntries(Object.keys(binary).map((name) => [name, entry(name)])),
  ...Object.fromEntries(Object.entries(names).map(([alias, name]) => [alias, entry(name)])),
  add: entry('add', 'input, other, *, alpha=1, out=None'),
  sub: entry('sub', 'input, other, *, alpha=1, out=None'),
  div: [
    'input, other, *, rounding_mode=None, out=None',
    (args) =>
      combined(
        args,
        args.value('rounding_mode') === 'floor' ? 'floor_divide' : 'div',
        args.value('input'),
        args.value('other'),
      ),
  ],
  pow: [
    'input, exponent, *, out=None',
    (args) => combined(args, 'pow', args.value('input'), args.value('exponent')),
  ],
  rsub: [
    'input, other, *, alpha=1',
    (args) => combined(args, 'sub', args.value('other'), args.value('input'), isScaled(args)),
  ],
  isclose: [
    'input, other, rtol=1e-05, atol=1e-08, equal_nan=False',
    (args) => {
      const operands = [args.value('input'), args.value('other')];
      return emit(args, 'isclose', { kind: 'combine', name: 'other', broadcast: 'numpy' }, operands, 'bool');
    },
  ],
  // The mask is broadcast to the tensor, or the tensor to the mask.
  masked_fill: [
    'input, mask, value',
    (args) => {
      const [input, mask] = [args.value('input'), args.value('mask')];
      const both = [input, mask].filter((each) => each instanceof PyTensor && each.shape !== null);
      if (both.length < 2)
        return emit(args, 'masked_fill', { kind: 'elementwise', role: 'identity', name: 'masked-fill' }, [
          asTensor(input),
        ]);
      const dtype = input instanceof PyTensor ? input.dtype : null;
      return emit(args, 'masked_fill', { kind: 'combine', name: 'other', broadcast: 'numpy' }, both, dtype);
    },
  ],
  where: ['condition, input=None, other=None, *, y=None', where],
  lerp: ['input, end, weight', (args) => combined(args, 'lerp', args.value('input'), args.value('end'))],
  addcmul: [
    'input, tensor1, tensor2, *, value=1',
    (args) =>
      combined(
        args,
        'add',
        args.value('input'),
        combined(args, 'mul', args.value('tensor1'), args.value('tensor2')),
      ),
  ],
  addcdiv: [
    'input, tensor1, tensor2, *, value=1',
    (args) =>
      combined(
        args,
        'add',
        args.value('input'),
        combined(args, 'div', args.value('tensor1'), args.value('tensor2')),
      ),
  ],
};

function where(args: Bound): Value {
  const condition = args.value('condition');
  if (!args.given('input')) {
    const rank = condition instanceof PyTensor ? condition.shape?.length : undefined;
    return args.vm.unknown(
      rank === undefined
        ? 'the places where a condition holds'
        : said('the places where a condition holds in {0} dimensions', rank),
    );
  }
  const tensors = [condition, args.value('input'), args.value('y') ?? args.value('other')].filter(
    isTensorLike,
  );
  return emit(
    args,
    'where',
    { kind: 'combine', name: 'other', broadcast: 'numpy' },
    tensors,
    promoted(args.value('input'), args.value('other')),
  );
}

/** Python's operators on tensors, and comparisons. */
export const operatorMethods: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(operators).flatMap(([operator, name]) => [
      [`__${operator}__`, entry(name)] as const,
      [`__r${operator}__`, reflected(name)] as const,
    ]),
  ),
  ...Object.fromEntries(comparisons.map((name) => [`__${name}__`, entry(name)])),
};

/** Functions of each cell that are no activation. */
const unary: Readonly<Record<string, (cell: number) => number>> = {
  abs: Math.abs,
  neg: (x) => -x,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  exp2: (x) => 2 ** x,
  positive: (x) => x,
  sinc: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  round: roundHalfEven,
  frac: (x) => x - Math.trunc(x),
  sign: Math.sign,
  erf: () => NaN,
  erfinv: () => NaN,
};
const aliases: Readonly<Record<string, string>> = {
  absolute: 'abs',
  negative: 'neg',
  fix: 'trunc',
  arctan: 'atan',
  arcsin: 'asin',
  arccos: 'acos',
  arcsinh: 'asinh',
  arccosh: 'acosh',
  arctanh: 'atanh',
};
const keepsType = new Set(['abs', 'neg', 'floor', 'ceil', 'trunc', 'round', 'sign', 'square', 'positive']);

function mapped(args: Bound, name: string): Value {
  const input = args.value('input');
  const compute = unary[name];
  const whole = input instanceof PyTensor && (input.dtype === 'int' || input.dtype === 'bool');
  const dtype: DType =
    whole && !keepsType.has(name) ? 'float' : input instanceof PyTensor ? input.dtype : 'float';
  const known = compute && !hasOrigin(input) ? cellwise([input], dtype, compute) : null;
  if (known?.data?.every((cell) => !Number.isNaN(cell))) return known;
  return emit(args, name, { kind: 'elementwise', role: 'identity', name }, [asTensor(input)], dtype);
}

/** The same shape whatever the values: signature, name. */
const shapeless: readonly string[] = [
  'sigmoid', 'tanh', 'relu', 'erfc', 'logit', 'isnan', 'isinf', 'isfinite', 'logical_not', 'bitwise_not', 'nan_to_num', 'fill',
  'masked_scatter', 'renorm', 'clip', 'sgn', 'angle', 'fake_quantize_per_tensor_affine',
  'bernoulli', 'deg2rad', 'rad2deg', 'lgamma', 'digamma', 'quantize_per_tensor', 'index_put', 'sigmoid_', 'resolve_conj', 'conj',
  'conj_physical', 'i0', 'mvlgamma', 'signbit', 'isneginf', 'isposinf', 'isreal', 'msort', 'put',
]; // prettier-ignore
const truths = new Set([
  'isnan',
  'isinf',
  'isfinite',
  'logical_not',
  'signbit',
  'isneginf',
  'isposinf',
  'isreal',
]);

export function unchanged(name: string): FunctionTable[string] {
  const role = name.includes('dropout')
    ? 'dropout'
    : /relu|sigmoid|tanh|elu/.test(name)
      ? 'activation'
      : 'identity';
  return [
    'input, *args, **kwargs',
    (args) =>
      emit(
        args,
        name,
        { kind: 'elementwise', role, name: name.replaceAll('_', '-') },
        [asTensor(args.value('input'))],
        truths.has(name) ? 'bool' : null,
      ),
  ];
}

function clamped(args: Bound): Value {
  const input = args.value('input');
  const [low, high] = [args.value('min'), args.value('max')];
  const operands = [input, low ?? -Infinity, high ?? Infinity];
  const known = hasOrigin(input)
    ? null
    : cellwise(operands, input instanceof PyTensor ? input.dtype : 'float', (x = NaN, min = NaN, max = NaN) =>
        Math.min(Math.max(x, min), max),
      );
  if (known) return known;
  const tensors = operands.filter(
    (each) => each instanceof PyTensor || (each === input && each instanceof Unknown),
  );
  if (tensors.length > 1)
    return emit(args, 'clamp', { kind: 'combine', name: 'other', broadcast: 'numpy' }, tensors);
  return emit(args, 'clamp', { kind: 'elementwise', role: 'identity', name: 'clamp' }, [asTensor(input)]);
}

export const unaryFunctions: FunctionTable = {
  ...Object.fromEntries(shapeless.map((name) => [name, unchanged(name)])),
  ...Object.fromEntries(
    [...Object.keys(unary).map((name) => [name, name] as const), ...Object.entries(aliases)].map(
      ([alias, name]) => [alias, ['input, *args, **kwargs', (args: Bound) => mapped(args, name)] as const],
    ),
  ),
  clamp: ['input, min=None, max=None, *, out=None', clamped],
  clip: ['input, min=None, max=None, *, out=None', clamped],
  clamp_min: ['input, min', (args) => clamped(args)],
  clamp_max: ['input, max', (args) => clamped(args)],
  __neg__: ['input', (args) => mapped(args, 'neg')],
  __pos__: ['input', (args) => args.value('input')],
  __abs__: ['input', (args) => mapped(args, 'abs')],
  __invert__: unchanged('logical_not'),
};
