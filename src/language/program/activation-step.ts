import type { ActivationName, PointwiseOperation } from '../../engine/network/operation.ts';
import type { Activation } from '../../model/graph/operation.ts';
import type { Framework } from '../../model/graph/graph.ts';
import { known, type LayerScope } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import type { Value } from './program-builder.ts';

/** Functions without constants, by their names without marks: every framework spells them in its own way. */
const functions: Readonly<Record<string, ActivationName>> = {
  relu: 'relu',
  relu6: 'relu6',
  sigmoid: 'sigmoid',
  logistic: 'sigmoid',
  tanh: 'tanh',
  silu: 'silu',
  swish: 'silu',
  gelu: 'gelu',
  gelutanh: 'gelu-tanh',
  hardswish: 'hard-swish',
  hardsilu: 'hard-swish',
  hardsigmoid: 'hard-sigmoid',
  mish: 'mish',
  selu: 'selu',
  softsign: 'softsign',
  logsigmoid: 'log-sigmoid',
  tanhshrink: 'tanh-shrink',
};

/** An activation as the engine runs it. */
export function activationOperation(activation: Activation, framework: Framework): PointwiseOperation {
  const name = activation.name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (own === 'hard-sigmoid' && framework === 'keras') {
    throw new NotRunnable({ kind: 'hard-sigmoid' });
  }
  if (own !== undefined) return { kind: 'activation', name: own };
  switch (name) {
    case 'linear':
      return { kind: 'identity' };
    case 'leaky':
    case 'leakyrelu':
      return { kind: 'leaky-relu', negativeSlope: known(activation.negativeSlope, 'slope') };
    case 'elu':
      return { kind: 'elu', alpha: known(activation.alpha, 'alpha') };
    case 'celu':
      return { kind: 'celu', alpha: known(activation.alpha, 'alpha') };
    case 'hardtanh':
    case 'clip':
    case 'limitedrelu':
      return {
        kind: 'clamp',
        minimum: known(activation.minimum, 'minimum'),
        maximum: known(activation.maximum, 'maximum'),
      };
    case 'hardshrink':
      return { kind: 'hard-shrink', limit: known(activation.limit, 'limit') };
    case 'softshrink':
      return { kind: 'soft-shrink', limit: known(activation.limit, 'limit') };
    case 'threshold':
      return {
        kind: 'threshold',
        limit: known(activation.limit, 'threshold'),
        value: known(activation.replacement, 'replacement'),
      };
    case 'softplus':
      if (known(activation.alpha, 'steepness') === 1) return { kind: 'activation', name: 'softplus' };
      throw new NotRunnable({ kind: 'softplus-steepness' });
    default:
      throw new NotRunnable({ kind: 'no-activation', name: activation.name });
  }
}

/** The activation that a layer applies to its own result, where it has one; a softmax goes over the channels. */
export function withActivation(
  { layer: { operation }, framework, builder }: LayerScope,
  value: Value,
  channelAxis: number,
): Value {
  const activation = 'activation' in operation ? operation.activation : undefined;
  if (!activation) return value;
  if (activation.name === 'softmax') {
    return builder.step({ kind: 'softmax', axis: channelAxis }, [value], value.shape);
  }
  const step = activationOperation(activation, framework);
  return step.kind === 'identity' ? value : builder.step(step, [value], value.shape);
}
