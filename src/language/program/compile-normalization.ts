import type { NormalizationOperation } from '../../engine/network/operation.ts';
import type { Normalization } from '../../model/graph/operation.ts';
import { placeOf } from '../../model/shapes/dims.ts';
import {
  firstInput,
  known,
  reported,
  reportedAxis,
  stored,
  type LayerScope,
  type NormalizationMode,
} from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';

export function compileNormalization(scope: LayerScope, operation: Normalization): Value {
  switch (operation.name) {
    case 'batch':
    case 'instance':
    case 'group':
      return perChannel(scope, operation, operation.name);
    case 'layer':
      return overTrailing(scope, operation);
    case 'local-response':
      return localResponse(scope, operation);
    case 'rms':
    case 'l2':
      throw new NotRunnable({ kind: 'no-normalization', name: operation.name });
  }
}

function perChannel(
  scope: LayerScope,
  operation: Normalization,
  name: 'batch' | 'instance' | 'group',
): Value {
  const x = firstInput(scope);
  if (reportedAxis(scope, operation.axis) !== 1) throw new NotRunnable({ kind: 'features-not-channels' });
  const channels = [x.shape[1] ?? 1];
  const { mode } = scope;
  return scope.builder.step(channelOperation(operation, name, mode, x), [x], x.shape, {
    ...learnedShapes(operation, channels),
    ...(name === 'batch' && mode === 'inference' && { mean: channels, variance: channels }),
  });
}

function channelOperation(
  operation: Normalization,
  name: 'batch' | 'instance' | 'group',
  mode: NormalizationMode,
  x: Value,
): NormalizationOperation {
  const epsilon = known(operation.epsilon, 'epsilon');
  switch (name) {
    case 'batch':
      return { kind: 'batch-norm', mode, epsilon };
    case 'instance':
      return { kind: 'instance-norm', epsilon };
    case 'group': {
      const groups = known(operation.groups, 'groups');
      // Keras: −1 gives every channel a group of its own.
      return { kind: 'group-norm', groups: groups === -1 ? (x.shape[1] ?? 1) : groups, epsilon };
    }
  }
}

/** The dimensions from `axis` on, in the framework's own order, together. */
function overTrailing(scope: LayerScope, operation: Normalization): Value {
  const x = stored(scope);
  const place = placeOf(operation.axis, x.shape.length);
  if (place === null) throw new NotRunnable({ kind: 'too-few-dimensions' });
  const isKeras = scope.framework === 'keras';
  if (isKeras && place !== x.shape.length - Math.max(1, operation.features.length)) {
    throw new NotRunnable({ kind: 'inner-dimensions' });
  }
  const trailing = x.shape.slice(place);
  const epsilon = known(operation.epsilon, 'epsilon');
  const z = scope.builder.step(
    { kind: 'layer-norm', trailing, epsilon },
    [x],
    x.shape,
    learnedShapes(operation, trailing),
  );
  return reported(scope, z);
}

function localResponse(scope: LayerScope, { response }: Normalization): Value {
  const x = firstInput(scope);
  const { size, alpha, beta, k } = known(response, 'response');
  const settings = {
    size: known(size, 'size'),
    alpha: known(alpha, 'alpha'),
    beta: known(beta, 'beta'),
    k: known(k, 'k'),
  };
  return scope.builder.step({ kind: 'local-response-norm', settings }, [x], x.shape);
}

function learnedShapes({ learned }: Normalization, shape: readonly number[]) {
  const { scale, shift } = known(learned, 'learned');
  return { ...(scale && { scale: shape }), ...(shift && { shift: shape }) };
}
