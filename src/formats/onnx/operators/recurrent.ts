import type { Dim } from '../../../model/graph/shape.ts';
import { elementCount, productOf } from '../../../model/shapes/dims.ts';
import { productOrNull } from '../../../model/shapes/inference.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';

/** Recurrent layers, by how many gates they have (onnx/onnx: onnx/defs/rnn/defs.cc). */
export const recurrentOperators: Readonly<Record<string, OperatorRule>> = {
  RNN: (call) => recurrent(call, 1, 1),
  GRU: (call) => recurrent(call, 3, 1),
  LSTM: (call) => recurrent(call, 4, 2),
};

/**
 * All steps as [T, directions, N, hidden], then the last states as [directions, N, hidden]; with `layout` 1 the batch stands
 * first in all of them.
 */
function recurrent(call: OperatorCall, gates: number, states: number): OperatorResult | null {
  const [input = null, kernel = null] = call.shapes;
  if (input?.length !== 3) return null;
  const hidden: Dim = call.attribute('hidden_size')?.int ?? call.shapes[2]?.[2] ?? null;
  const directions = call.attribute('direction')?.text === 'bidirectional' ? 2 : 1;
  const batchFirst = call.int('layout', 0) === 1;
  const [steps = null, batch = null] = batchFirst ? [input[1], input[0]] : input;
  const all = batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
  const last = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
  const outputs = [all, ...Array.from({ length: states }, () => last)];
  const features = productOf([kernel?.[2] ?? input[2] ?? null, 1]);
  const known = (size: Dim): number | null => (typeof size === 'number' ? size : null);
  const width = productOrNull(directions, gates, known(hidden));
  const perStep = sum(known(features), known(hidden));
  // Kernel and recurrent kernel each have a bias; an LSTM may look at its cell through three more.
  const biases = (call.has(3) ? 2 * gates : 0) + (call.has(7) ? 3 : 0);
  const params = sum(productOrNull(width, perStep), productOrNull(directions, biases, known(hidden)));
  const macs = productOrNull(elementCount([batch]), known(steps), width, perStep);
  return {
    operation: { kind: 'declared', outputs: outputs.slice(0, call.node.outputs.length), params, macs },
  };
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
