import type { Normalization } from '../../../model/graph/operation.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';

/** Operators that keep the shape of their first input (onnx/onnx: onnx/defs/math, onnx/defs/nn, onnx/defs/quantization). */
const activations: Readonly<Record<string, string>> = {
  Relu: 'relu',
  LeakyRelu: 'leaky-relu',
  Elu: 'elu',
  Selu: 'selu',
  Celu: 'celu',
  Sigmoid: 'sigmoid',
  HardSigmoid: 'hard-sigmoid',
  HardSwish: 'hard-swish',
  Mish: 'mish',
  Gelu: 'gelu',
  Tanh: 'tanh',
  Softplus: 'softplus',
  Softsign: 'softsign',
  ThresholdedRelu: 'thresholded-relu',
  Clip: 'clip',
  Erf: 'erf',
  Exp: 'exp',
  Log: 'log',
  Sqrt: 'sqrt',
  Reciprocal: 'reciprocal',
  Neg: 'negative',
  Abs: 'abs',
  Floor: 'floor',
  Ceil: 'ceil',
  Round: 'round',
  Sign: 'sign',
  Sin: 'sin',
  Cos: 'cos',
  Not: 'not',
  IsNaN: 'is-nan',
  CumSum: 'cumulative-sum',
};

const identities = ['Identity', 'Cast', 'CastLike', 'QuantizeLinear', 'DequantizeLinear', 'Shrink'];

export const pointwiseOperators: Readonly<Record<string, OperatorRule>> = {
  ...Object.fromEntries(
    Object.entries(activations).map(([type, name]) => [type, elementwise('activation', name)]),
  ),
  ...Object.fromEntries(identities.map((type) => [type, elementwise('identity', type.toLowerCase())])),
  PRelu: (call) => ({
    operation: {
      kind: 'elementwise',
      role: 'activation',
      name: 'prelu',
      learned: (call.shapes[1] ?? []).every((size) => size === 1) ? 'shared' : 'per-channel',
    },
  }),
  Dropout: elementwise('dropout', 'dropout'),
  Softmax: elementwise('softmax', 'softmax'),
  LogSoftmax: elementwise('softmax', 'log-softmax'),
  Hardmax: elementwise('softmax', 'hardmax'),
  BatchNormalization: (call) => normalization(call, 'batch', 1, 1),
  InstanceNormalization: (call) => normalization(call, 'instance', 1, 1),
  GroupNormalization: (call) => ({
    operation: { ...normalizationOperation('group', 1, 2), groups: call.int('num_groups', 1) },
  }),
  LayerNormalization: (call) => normalization(call, 'layer', call.int('axis', -1), call.has(2) ? 2 : 1),
  LRN: () => ({ operation: normalizationOperation('local-response', 1, 0) }),
  LpNormalization: (call) => ({ operation: normalizationOperation('l2', call.int('axis', -1), 0) }),
  MeanVarianceNormalization: () => ({ operation: normalizationOperation('instance', 1, 0) }),
};

function elementwise(role: 'activation' | 'dropout' | 'softmax' | 'identity', name: string): OperatorRule {
  const result: OperatorResult = { operation: { kind: 'elementwise', role, name } };
  return () => result;
}

function normalizationOperation(
  name: Normalization['name'],
  axis: number,
  parametersPerFeature: number,
): Normalization {
  return { kind: 'normalization', name, features: [], axis, parametersPerFeature };
}

/** The scale's length is the number of features; batch and instance norm learn a scale and a shift each. */
function normalization(
  call: OperatorCall,
  name: 'batch' | 'instance' | 'layer',
  axis: number,
  values: 1 | 2,
): OperatorResult {
  const features = (call.shapes[1] ?? []).map((size) => (typeof size === 'number' ? size : null));
  const parametersPerFeature = name === 'layer' ? values : 2;
  return { operation: { ...normalizationOperation(name, axis, parametersPerFeature), features } };
}
