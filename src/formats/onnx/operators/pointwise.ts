import type { Activation, Normalization } from '../../../model/graph/operation.ts';
import type { SecondaryOutput } from '../../../model/graph/secondary-output.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';

/** Operators that keep the shape of their first input (onnx/onnx: onnx/defs/math, onnx/defs/nn, onnx/defs/quantization). */
const activations: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Sigmoid: 'sigmoid',
  HardSwish: 'hard-swish',
  Mish: 'mish',
  Tanh: 'tanh',
  Softsign: 'softsign',
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
  ...Object.fromEntries(
    ['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'].map((type) => [
      type,
      type.toLowerCase(),
    ]),
  ),
  Not: 'not',
  BitwiseNot: 'bitwise-not',
  IsNaN: 'is-nan',
  IsInf: 'is-inf',
  CumSum: 'cumulative-sum',
};

const identities = ['Identity', 'Cast', 'CastLike', 'QuantizeLinear', 'DequantizeLinear', 'Shrink'];

/** What keeps the shape and moves, masks or replaces the values. */
const sameShapes = [
  'Bernoulli',
  'EyeLike',
  'RandomNormalLike',
  'RandomUniformLike',
  'ReverseSequence',
  'Scatter',
  'Trilu',
];

export const pointwiseOperators: Readonly<Record<string, OperatorRule>> = {
  ...Object.fromEntries(
    Object.entries(activations).map(([type, name]) => [type, elementwise('activation', name)]),
  ),
  ...Object.fromEntries(identities.map((type) => [type, elementwise('identity', type.toLowerCase())])),
  ...Object.fromEntries(sameShapes.map((type) => [type, elementwise('identity', type.toLowerCase())])),
  Swish: (call) => activation({ name: call.float('alpha', 1) === 1 ? 'silu' : 'swish-with-other-slope' }),
  PRelu: (call) => ({
    operation: {
      kind: 'elementwise',
      role: 'activation',
      name: 'prelu',
      learned: (call.shapes[1] ?? []).every((size) => size === 1) ? 'shared' : 'per-channel',
    },
  }),
  /** The mask has the data's sizes (onnx/onnx: onnx/defs/nn/defs.cc Dropout). */
  Dropout: (call) => ({
    operation: { kind: 'elementwise', role: 'dropout', name: 'dropout', ...call.secondary('same') },
  }),
  LeakyRelu: (call) => activation({ name: 'leaky-relu', negativeSlope: call.float('alpha', 0.01) }),
  Elu: (call) => activation({ name: 'elu', alpha: call.float('alpha', 1) }),
  Celu: (call) => activation({ name: 'celu', alpha: call.float('alpha', 1) }),
  Selu: (call) => activation({ name: hasSelusConstants(call) ? 'selu' : 'selu-with-other-constants' }),
  ThresholdedRelu: (call) => activation({ name: 'threshold', limit: call.float('alpha', 1), replacement: 0 }),
  Softplus: () => activation({ name: 'softplus', alpha: 1 }),
  Gelu: (call) => activation({ name: call.attribute('approximate')?.text === 'tanh' ? 'gelu-tanh' : 'gelu' }),
  HardSigmoid: (call) => activation({ name: isSixth(call) ? 'hard-sigmoid' : 'hard-sigmoid-steep' }),
  Clip: clip,
  Softmax: softmax('softmax'),
  LogSoftmax: softmax('log-softmax'),
  Hardmax: elementwise('softmax', 'hardmax'),
  BatchNormalization: (call) => normalization(call, 'batch', 1, 1),
  InstanceNormalization: (call) => normalization(call, 'instance', 1, 1),
  GroupNormalization: (call) => ({
    operation: {
      ...normalizationOperation('group', 1, 2),
      ...learnedBoth(call),
      groups: call.int('num_groups', 1),
    },
  }),
  LayerNormalization: (call) => normalization(call, 'layer', call.int('axis', -1), call.has(2) ? 2 : 1),
  RMSNormalization: (call) => ({
    operation: {
      ...normalizationOperation('rms', call.int('axis', -1), 1),
      epsilon: call.float('epsilon', 1e-5),
      learned: { scale: true, shift: false },
      features: knownFeatures(call),
    },
  }),
  LRN: (call) => ({
    operation: {
      ...normalizationOperation('local-response', 1, 0),
      response: {
        size: call.attribute('size')?.int ?? null,
        alpha: call.float('alpha', 1e-4),
        beta: call.float('beta', 0.75),
        k: call.float('bias', 1),
      },
    },
  }),
  LpNormalization: (call) => ({ operation: normalizationOperation('l2', call.int('axis', -1), 0) }),
  MeanVarianceNormalization: () => ({ operation: normalizationOperation('instance', 1, 0) }),
};

function activation(given: Activation): OperatorResult {
  return { operation: { kind: 'elementwise', role: 'activation', ...given } };
}

/** x/6 + 1/2, as PyTorch has it, rather than ONNX' own default of x/5 + 1/2. */
function isSixth(call: OperatorCall): boolean {
  return Math.abs(call.float('alpha', 0.2) - 1 / 6) < 1e-6 && call.float('beta', 0.5) === 0.5;
}

/** The operator's defaults, which are the paper's numbers in float32. */
function hasSelusConstants(call: OperatorCall): boolean {
  return (
    Math.abs(call.float('alpha', 1.67326319) - 1.67326319) < 1e-6 &&
    Math.abs(call.float('gamma', 1.05070102) - 1.05070102) < 1e-6
  );
}

/** Limits are attributes until opset 6, then inputs; one that is left out is none. */
function clip(call: OperatorCall): OperatorResult {
  const limit = (name: string, input: number, none: number): number | undefined => {
    const attribute = call.attribute(name)?.float;
    if (attribute !== undefined) return attribute;
    if (!call.has(input)) return none;
    const value = call.constants[input]?.values[0];
    return typeof value === 'number' ? value : undefined;
  };
  const [minimum, maximum] = [limit('min', 1, -Infinity), limit('max', 2, Infinity)];
  if (minimum === 0 && maximum === 6) return activation({ name: 'relu6' });
  return activation({
    name: 'clip',
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  });
}

/** Until opset 12 it flattened what follows the axis, which is the same for the last one. */
function softmax(name: string): OperatorRule {
  return (call) => {
    const axis = call.int('axis', call.opset < 13 ? 1 : -1);
    const isLast = axis === -1 || axis + 1 === call.rank;
    return {
      operation: {
        kind: 'elementwise',
        role: 'softmax',
        name,
        ...((call.opset >= 13 || isLast) && { axis }),
      },
    };
  };
}

function elementwise(role: 'activation' | 'dropout' | 'softmax' | 'identity', name: string): OperatorRule {
  const result: OperatorResult = { operation: { kind: 'elementwise', role, name } };
  return () => result;
}

function learnedBoth(call: OperatorCall): Pick<Normalization, 'epsilon' | 'learned'> {
  return { epsilon: call.float('epsilon', 1e-5), learned: { scale: true, shift: true } };
}

function normalizationOperation(
  name: Normalization['name'],
  axis: number,
  parametersPerFeature: number,
): Normalization {
  return { kind: 'normalization', name, features: [], axis, parametersPerFeature };
}

/**
 * The scale's length is the number of features; batch and instance norm learn a scale and a shift each. Outputs behind the
 * first are statistics: of batch norm one for each channel (the running ones, until opset 13 the saved ones too), of layer
 * norm mean and inverse deviation with 1 in place of each size that was averaged (onnx/onnx: onnx/defs/nn/defs.cc).
 */
function normalization(
  call: OperatorCall,
  name: 'batch' | 'instance' | 'layer',
  axis: number,
  values: 1 | 2,
): OperatorResult {
  const parametersPerFeature = name === 'layer' ? values : 2;
  const statistic: SecondaryOutput = name === 'layer' ? { onesFrom: axis } : { axis };
  return {
    operation: {
      ...normalizationOperation(name, axis, parametersPerFeature),
      ...learnedBoth(call),
      ...(name === 'layer' && { learned: { scale: true, shift: values === 2 } }),
      features: knownFeatures(call),
      ...call.secondary(statistic),
    },
  };
}

const knownFeatures = ({ shapes: [, scale] }: OperatorCall): readonly (number | null)[] =>
  (scale ?? []).map((size) => (typeof size === 'number' ? size : null));
