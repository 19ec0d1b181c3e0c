import { sameShape } from '../../engine/tensor.ts';
import { assertNever } from '../../util/assert-never.ts';
import { compileCombine } from './compile-combine.ts';
import { compileConvolution, compileLinear, compileTransposed } from './compile-convolution.ts';
import {
  compileConcat,
  compileCropLike,
  compileDerived,
  compilePad,
  compilePermute,
  compilePixelShuffle,
  compileReduce,
  compileReshape,
  compileSlice,
  compileSplit,
  compileUpsample,
} from './compile-layout.ts';
import { compileNormalization } from './compile-normalization.ts';
import { compileElementwise } from './compile-pointwise.ts';
import { compileAdaptivePool, compileGlobalPool, compilePool } from './compile-pool.ts';
import type { LayerScope } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';

/** Adds the steps of one layer to the program and returns its outputs. Throws NotRunnable where it has none. */
export function compileLayer(scope: LayerScope): readonly Value[] {
  const outputs = outputsOf(scope);
  for (const [place, { shape }] of outputs.entries()) {
    const inferred = scope.outputs[place] ?? [];
    if (!sameShape(shape, inferred)) {
      throw new NotRunnable({ kind: 'other-shape', given: shape, inferred });
    }
  }
  return outputs;
}

function outputsOf(scope: LayerScope): readonly Value[] {
  const { operation } = scope.layer;
  switch (operation.kind) {
    case 'split':
      return compileSplit(scope, operation.axis);
    case 'convolution':
      return [compileConvolution(scope, operation)];
    case 'transposed-convolution':
      return [compileTransposed(scope, operation)];
    case 'linear':
      return [compileLinear(scope, operation)];
    case 'pool':
      return [compilePool(scope, operation)];
    case 'adaptive-pool':
      return [compileAdaptivePool(scope, operation)];
    case 'global-pool':
      return [compileGlobalPool(scope, operation)];
    case 'elementwise':
      return [compileElementwise(scope, operation)];
    case 'normalization':
      return [compileNormalization(scope, operation)];
    case 'flatten':
    case 'reshape':
      return [compileReshape(scope)];
    case 'permute':
      return [compilePermute(scope, operation)];
    case 'pad':
      return [compilePad(scope, operation)];
    case 'crop-like':
      return [compileCropLike(scope, operation)];
    case 'slice':
      return [compileSlice(scope, operation)];
    case 'concat':
      return [compileConcat(scope, operation)];
    case 'combine':
      return [compileCombine(scope, operation)];
    case 'upsample':
      return [compileUpsample(scope, operation)];
    case 'pixel-shuffle':
      return [compilePixelShuffle(scope, operation)];
    case 'reduce':
      return [compileReduce(scope, operation)];
    case 'derived':
      return [compileDerived(scope, operation)];
    case 'detection-head':
      throw new NotRunnable({ kind: 'reads-boxes' });
    case 'contraction':
    case 'declared':
    case 'each-step':
    case 'custom':
    case 'unknown':
      throw new NotRunnable({ kind: 'sizes-only' });
    case 'input':
      throw new NotRunnable({ kind: 'input-behind-layer' });
    default:
      return assertNever(operation);
  }
}
