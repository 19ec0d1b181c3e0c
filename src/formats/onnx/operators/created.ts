import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { knownNumbers } from '../constant.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';
import { sized } from './rearranging.ts';

/**
 * Tensors that an operator makes: by numbers, from a table, or as many as values demand, which is unknown
 * (onnx/onnx: onnx/defs/generator/defs.cc, onnx/defs/tensor/defs.cc, onnx/defs/object_detection/defs.cc).
 */
export const creatingOperators: Readonly<Record<string, OperatorRule>> = {
  RandomNormal: (call) => sized(call.attribute('shape')?.ints ?? null),
  RandomUniform: (call) => sized(call.attribute('shape')?.ints ?? null),
  Multinomial: (call) => sized([call.shapes[0]?.[0] ?? null, call.int('sample_size', 1)]),
  OneHot: (call) => oneHot(call),
  Size: () => sized([]),
  NonZero: (call) => sized([call.rank, null]),
  NonMaxSuppression: () => sized([null, 3]),
  AffineGrid: (call) => affineGrid(call),
  NegativeLogLikelihoodLoss: (call) => sized(lossOf(call)),
  SoftmaxCrossEntropyLoss: (call) => sized(lossOf(call), call.shapes[0] ?? null),
  DynamicQuantizeLinear: (call) => sized(call.shapes[0] ?? null, [], []),
};

/** A dimension of `depth` at `axis` of the indices. */
function oneHot(call: OperatorCall): OperatorResult | null {
  const [indices] = call.shapes;
  if (!indices) return null;
  const depth = knownNumbers(call.constants[1])?.[0] ?? null;
  const axis = call.int('axis', -1);
  return sized(indices.toSpliced(axis < 0 ? axis + indices.length + 1 : axis, 0, depth));
}

/** [N, C, spatial…] gives a grid of places, [N, spatial…, rank]. */
function affineGrid(call: OperatorCall): OperatorResult | null {
  const size: readonly Dim[] | undefined = call.constants[1]?.values;
  return size ? sized([size[0] ?? null, ...size.slice(2), size.length - 2]) : null;
}

/** One number, or with `reduction` none one for each label. */
function lossOf(call: OperatorCall): Shape {
  return call.attribute('reduction')?.text === 'none' ? (call.shapes[1] ?? null) : [];
}
