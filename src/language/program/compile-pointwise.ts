import type { Elementwise } from '../../model/graph/operation.ts';
import { activationOperation } from './activation-step.ts';
import { firstInput, known, reportedAxis, type LayerScope } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';

/** What passes its input on as it is. Other operations are called `identity` for their shape alone. */
const identities: ReadonlySet<string> = new Set([
  'identity',
  'split',
  'empty',
  'silence',
  'contiguous',
  'clone',
  'detach',
  'float',
  'to',
  'cast',
  'castlike',
  'activityregularization',
]);

export function compileElementwise(scope: LayerScope, operation: Elementwise): Value {
  const x = firstInput(scope);
  const { builder, framework } = scope;
  switch (operation.role) {
    case 'dropout':
      return builder.step({ kind: 'identity' }, [x], x.shape);
    case 'activation':
      if (operation.name === 'prelu') return compilePrelu(scope, operation);
      return builder.step(activationOperation(operation, framework), [x], x.shape);
    case 'softmax': {
      const { name } = operation;
      if (name !== 'softmax' && name !== 'log-softmax' && name !== 'log_softmax') {
        throw new NotRunnable({ kind: 'no-operation', name });
      }
      const axis = reportedAxis(scope, known(operation.axis, 'dimension'));
      return builder.step({ kind: name === 'softmax' ? name : 'log-softmax', axis }, [x], x.shape);
    }
    case 'identity':
      if (operation.name === 'scale' || operation.name === 'bias') return compileAffine(scope, operation);
      if (!identities.has(operation.name))
        throw new NotRunnable({ kind: 'no-operation', name: operation.name });
      return builder.step({ kind: 'identity' }, [x], x.shape);
  }
}

function compilePrelu(scope: LayerScope, { learned, axis = 1 }: Elementwise): Value {
  const x = firstInput(scope);
  if (learned === undefined) throw new NotRunnable({ kind: 'computed-slopes' });
  if (learned === 'per-channel' && reportedAxis(scope, axis) !== 1) {
    throw new NotRunnable({ kind: 'slopes-not-per-channel' });
  }
  const slopes = [learned === 'shared' ? 1 : (x.shape[1] ?? 1)];
  return scope.builder.step({ kind: 'prelu' }, [x], x.shape, { slopes });
}

/** Caffe's Scale and Bias: src/caffe/layers/scale_layer.cpp, bias_layer.cpp. */
function compileAffine(
  scope: LayerScope,
  { name, learned, axis = 1, axes = 1, perChannel = 1 }: Elementwise,
): Value {
  const x = firstInput(scope);
  if (learned !== 'per-channel' || axis !== 1 || axes !== 1)
    throw new NotRunnable({ kind: 'factors-not-per-channel' });
  const channels = [x.shape[1] ?? 1];
  const parameters =
    name === 'bias' ? { shift: channels } : { scale: channels, ...(perChannel > 1 && { shift: channels }) };
  return scope.builder.step({ kind: 'affine' }, [x], x.shape, parameters);
}
