import type { Combine } from '../../../model/graph/operation.ts';
import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { inferOperation } from '../../../model/shapes/infer-operation.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';
import { sized } from './rearranging.ts';

/** Comparisons and other functions of several tensors whose shapes are broadcast. */
const broadcasting = [
  'Where',
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'And',
  'Or',
  'Xor',
  'BitwiseAnd',
  'BitwiseOr',
  'BitwiseXor',
  'BitShift',
  'Mod',
];

/** Products, joins and reductions (onnx/onnx: onnx/defs/math/defs.cc, onnx/defs/reduction/defs.cc). */
export const algebraOperators: Readonly<Record<string, OperatorRule>> = {
  Gemm: (call) => gemm(call),
  MatMul: (call) => matrixProduct(call),
  Add: (call) => combine(call, 'add'),
  Sum: (call) => combine(call, 'add'),
  Sub: (call) => combine(call, 'subtract'),
  Mul: (call) => combine(call, 'multiply'),
  Div: (call) => combine(call, 'divide'),
  Max: (call) => combine(call, 'maximum'),
  Min: (call) => combine(call, 'minimum'),
  Mean: (call) => combine(call, 'average'),
  Pow: (call) => combine(call, 'other'),
  ...Object.fromEntries(
    broadcasting.map((type) => [type, (call: OperatorCall) => sized(broadcastAll(call.shapes))]),
  ),
  MatMulInteger: (call) => matrixProduct(call),
  QLinearMatMul: (call) => product(call.shapes[0] ?? null, call.shapes[3] ?? null, [0, 3]),
  Det: ({ shapes: [matrices] }) => sized(matrices?.slice(0, -2) ?? null),
  ...Object.fromEntries(
    ['Sum', 'Mean', 'Max', 'Min', 'Prod', 'L1', 'L2', 'SumSquare', 'LogSum', 'LogSumExp'].map((name) => [
      `Reduce${name}`,
      (call: OperatorCall) => reduce(call, name.toLowerCase()),
    ]),
  ),
  ArgMax: (call) => argument(call),
  ArgMin: (call) => argument(call),
};

/** Y = A·B + C with optional transposition; a constant B is a linear layer. */
function gemm(call: OperatorCall): OperatorResult | null {
  const weights = call.shapes[1];
  if (weights?.length !== 2) return null;
  const [rows, columns] = call.int('transB', 0) === 1 ? [weights[1], weights[0]] : [weights[0], weights[1]];
  if (call.int('transA', 0) === 1) return sized([call.shapes[0]?.[1] ?? null, columns ?? null]);
  return linear(rows ?? null, columns ?? null, call.has(2));
}

function linear(inFeatures: Dim, outFeatures: Dim, bias: boolean): OperatorResult {
  const known = (size: Dim): number | null => (typeof size === 'number' ? size : null);
  return {
    operation: {
      kind: 'linear',
      inFeatures: known(inFeatures),
      outFeatures: known(outFeatures),
      bias,
      flattens: false,
    },
  };
}

/** With a parameter of rank 2 a linear layer without bias; else the last two dimensions, the rest broadcast. */
function matrixProduct(call: OperatorCall): OperatorResult | null {
  const [a, b] = call.shapes;
  if (call.isParameter(1) && a && b?.length === 2) return linear(b[0] ?? null, b[1] ?? null, false);
  return product(a ?? null, b ?? null, [0, 1]);
}

function product(a: Shape, b: Shape, tensors: readonly number[]): OperatorResult | null {
  if (!a || !b || a.length < 2 || b.length < 2) return null;
  const leading = broadcastAll([a.slice(0, -2), b.slice(0, -2)]);
  return leading && sizedFrom(tensors, [...leading, a.at(-2) ?? null, b.at(-1) ?? null]);
}

function sizedFrom(tensors: readonly number[], shape: Shape): OperatorResult {
  return { ...sized(shape), tensors };
}

/** NumPy's broadcast of shapes, by the one rule for it. */
function broadcastAll(shapes: readonly Shape[]): Shape {
  return (
    inferOperation({ kind: 'combine', name: 'add', broadcast: 'numpy' }, shapes, 'onnx').outputShapes[0] ??
    null
  );
}

/** Joins the tensors that flow; a constant operand changes nothing but, perhaps, the shape. */
function combine(call: OperatorCall, name: Combine['name']): OperatorResult {
  const tensors = call.shapes.map((_, input) => input).filter((input) => !call.isParameter(input));
  if (tensors.length === call.shapes.length) {
    return { operation: { kind: 'combine', name, broadcast: 'numpy' }, tensors };
  }
  const shape = broadcastAll(call.shapes);
  const flowing = call.shapes[tensors[0] ?? 0] ?? null;
  if (tensors.length === 1 && JSON.stringify(shape) === JSON.stringify(flowing)) {
    return { operation: { kind: 'elementwise', role: 'identity', name: `${name}-constant` }, tensors };
  }
  return sizedFrom(tensors, shape);
}

/** Axes are an attribute, or an input since opset 13 (ReduceSum) and 18; none means all. */
function reduce(call: OperatorCall, name: string): OperatorResult | null {
  const axes = call.numbers('axes', 1);
  if (axes === null) return null;
  const keepAxes = call.int('keepdims', 1) === 1;
  if (axes === undefined || axes.length === 0) {
    if (call.int('noop_with_empty_axes', 0) === 1) {
      return { operation: { kind: 'elementwise', role: 'identity', name: 'identity' } };
    }
    return { operation: { kind: 'reduce', axes: 'all', keepAxes, name } };
  }
  return { operation: { kind: 'reduce', axes, keepAxes, name } };
}

function argument(call: OperatorCall): OperatorResult {
  return {
    operation: { kind: 'reduce', axes: [call.int('axis', 0)], keepAxes: call.int('keepdims', 1) === 1 },
  };
}
