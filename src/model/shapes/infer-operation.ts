import type { Framework } from '../graph/graph.ts';
import type { EachStep, Operation } from '../graph/operation.ts';
import type { Dim, Shape } from '../graph/shape.ts';
import type { Finding } from '../problems/finding.ts';
import { inferred, productOrNull, type OperationInference } from './inference.ts';
import { combine } from './operations/combine.ts';
import { concat } from './operations/concat.ts';
import { contraction } from './operations/contraction.ts';
import { convolution } from './operations/convolution.ts';
import { slice, split } from './operations/cut.ts';
import { custom } from './operations/custom.ts';
import { elementwise } from './operations/elementwise.ts';
import { declared, derived, detectionHead, input, unknown } from './operations/given.ts';
import { linear } from './operations/linear.ts';
import { normalization } from './operations/normalization.ts';
import { cropLike } from './operations/crop-like.ts';
import { pad } from './operations/pad.ts';
import { pool } from './operations/pool.ts';
import { permute, reduce } from './operations/rearrange.ts';
import { flatten, reshape } from './operations/reshape.ts';
import { pixelShuffle, upsample } from './operations/resize.ts';
import { transposedConvolution } from './operations/transposed-convolution.ts';
import { adaptivePool, globalPool } from './operations/whole-input-pool.ts';
import { withSecondaryOutputs } from './secondary-outputs.ts';

/**
 * Output shapes, costs and findings of one operation. Shapes are in the framework's own order. What is unknown going
 * in is unknown coming out, unless the layer declares it; where the framework refuses, a finding says so and the
 * sizes are those that the layer's declaration leads to, as far as there are any. Never throws.
 */
export function inferOperation(
  operation: Operation,
  inputShapes: readonly Shape[],
  framework: Framework,
): OperationInference {
  const inference = withSecondaryOutputs(
    operation,
    imageless(operation, inputShapes, framework) ?? byKind(operation, inputShapes, framework),
  );
  const { outputShapes, findings } = inference;
  const isRefused = findings.some(({ code }) => code === 'refused-hyperparameter');
  if (!isRefused && outputShapes.every(isSound)) return inference;
  return {
    ...inference,
    outputShapes: outputShapes.map(soundShape),
    findings: isRefused ? findings.filter(({ code }) => !isMisfit(code)) : findings,
  };
}

/** What a layer costs that does not run is no news. */
function isMisfit(code: Finding['code']): boolean {
  return code === 'padding-unused' || code === 'overhang' || code === 'subsampled' || code === 'pixels-lost';
}

/**
 * Darknet's layers that take height and width on trust multiply by 0 where there are none (pjreddie/darknet:
 * src/batchnorm_layer.c, src/normalization_layer.c, src/shortcut_layer.c, src/upsample_layer.c).
 */
function imageless(
  operation: Operation,
  [inputShape = null]: readonly Shape[],
  framework: Framework,
): OperationInference | null {
  const trusts =
    operation.kind === 'normalization' ||
    operation.kind === 'upsample' ||
    (operation.kind === 'combine' && operation.broadcast === 'as-first');
  if (framework !== 'darknet' || !trusts || inputShape?.length !== 2) return null;
  const findings = [
    { code: 'rank-mismatch', field: 'type', axes: [], inputShape, expected: [4], empty: true },
  ] as const;
  return inferred([inputShape[0] ?? null, 0], { findings });
}

/** Sizes are whole and not negative; what a refused value led to instead is unknown. */
function isSound(shape: Shape): boolean {
  return shape === null || shape.every(isSoundDim);
}

function isSoundDim(dim: Dim): boolean {
  if (dim === null) return true;
  const count = typeof dim === 'number' ? dim : dim.factor;
  return Number.isSafeInteger(count) && count >= 0;
}

function soundShape(shape: Shape): Shape {
  return shape?.map((dim) => (isSoundDim(dim) ? dim : null)) ?? null;
}

function byKind(
  operation: Operation,
  inputShapes: readonly Shape[],
  framework: Framework,
): OperationInference {
  switch (operation.kind) {
    case 'input':
      return input(operation, inputShapes, framework);
    case 'convolution':
      return convolution(operation, inputShapes, framework);
    case 'transposed-convolution':
      return transposedConvolution(operation, inputShapes, framework);
    case 'pool':
      return pool(operation, inputShapes, framework);
    case 'adaptive-pool':
      return adaptivePool(operation, inputShapes, framework);
    case 'global-pool':
      return globalPool(operation, inputShapes, framework);
    case 'elementwise':
      return elementwise(operation, inputShapes, framework);
    case 'normalization':
      return normalization(operation, inputShapes, framework);
    case 'linear':
      return linear(operation, inputShapes, framework);
    case 'flatten':
      return flatten(operation, inputShapes, framework);
    case 'reshape':
      return reshape(operation, inputShapes, framework);
    case 'permute':
      return permute(operation, inputShapes, framework);
    case 'pad':
      return pad(operation, inputShapes, framework);
    case 'crop-like':
      return cropLike(operation, inputShapes, framework);
    case 'slice':
      return slice(operation, inputShapes, framework);
    case 'split':
      return split(operation, inputShapes, framework);
    case 'concat':
      return concat(operation, inputShapes, framework);
    case 'combine':
      return combine(operation, inputShapes, framework);
    case 'contraction':
      return contraction(operation, inputShapes, framework);
    case 'upsample':
      return upsample(operation, inputShapes, framework);
    case 'pixel-shuffle':
      return pixelShuffle(operation, inputShapes, framework);
    case 'reduce':
      return reduce(operation, inputShapes, framework);
    case 'derived':
      return derived(operation, inputShapes, framework);
    case 'detection-head':
      return detectionHead(operation, inputShapes, framework);
    case 'declared':
      return declared(operation, inputShapes, framework);
    case 'each-step':
      return eachStep(operation, inputShapes, framework);
    case 'custom':
      return custom(operation, inputShapes, framework);
    case 'unknown':
      return unknown(operation, inputShapes, framework);
  }
}

/** keras/src/layers/rnn/time_distributed.py: the layer inside takes [N, …] of each step of [N, T, …]. */
function eachStep(
  { inner }: EachStep,
  [inputShape = null]: readonly Shape[],
  framework: Framework,
): OperationInference {
  const steps = inputShape?.[1] ?? null;
  const step = inputShape && [inputShape[0] ?? null, ...inputShape.slice(2)];
  const inference = inferOperation(inner, [step], framework);
  return {
    ...inference,
    outputShapes: inference.outputShapes.map(
      (shape) => shape && [shape[0] ?? null, steps, ...shape.slice(1)],
    ),
    macs: productOrNull(inference.macs, typeof steps === 'number' ? steps : null),
  };
}
