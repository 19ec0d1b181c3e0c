import type { Operation } from '../graph/operation.ts';
import type { SecondaryOutput } from '../graph/secondary-output.ts';
import type { Shape } from '../graph/shape.ts';
import { placeOf } from './dims.ts';
import type { OperationInference } from './inference.ts';

/** Puts the outputs that a layer gives besides its result behind it. */
export function withSecondaryOutputs(
  operation: Operation,
  inference: OperationInference,
): OperationInference {
  const secondary = 'secondary' in operation ? operation.secondary : undefined;
  if (secondary === undefined || secondary.length === 0) return inference;
  const [result = null] = inference.outputShapes;
  return { ...inference, outputShapes: [result, ...secondary.map((output) => sized(output, result))] };
}

function sized(output: SecondaryOutput, result: Shape): Shape {
  if (output === 'same' || result === null) return result;
  if ('axis' in output) return [result[output.axis] ?? null];
  const start = placeOf(output.onesFrom, result.length);
  return start === null ? null : result.map((dim, place) => (place < start ? dim : 1));
}
