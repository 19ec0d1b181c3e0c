import type { Activation } from '../../../model/graph/operation.ts';
import type { LayerConfig } from '../config.ts';

/** The function that a layer applies to its result; nothing where it has none (`linear`). */
export function fusedActivation(config: LayerConfig): { readonly activation?: Activation } {
  const tree = config.value('activation');
  if (tree === undefined || (tree.kind === 'scalar' && tree.value === null)) return {};
  // A function that is no built-in one is written as a mapping.
  const name = config.text('activation') ?? 'custom';
  return name === 'linear' ? {} : { activation: namedActivation(name) };
}

/** keras/src/activations/activations.py: functions by name have the constants of their definition. */
export function namedActivation(name: string): Activation {
  switch (name) {
    case 'leaky_relu':
      return { name, negativeSlope: 0.2 };
    case 'elu':
    case 'celu':
      return { name, alpha: 1 };
    case 'hard_tanh':
      return { name, minimum: -1, maximum: 1 };
    case 'softplus':
      return { name, alpha: 1 };
    default:
      return { name };
  }
}

/** keras/src/layers/activations/: layers have constants of their own; Keras 2 wrote `alpha` for the slope. */
export function activationLayer(className: string, config: LayerConfig): Activation {
  const name = className.toLowerCase();
  switch (className) {
    case 'LeakyReLU':
      return { name, negativeSlope: config.number('negative_slope', config.number('alpha', 0.3)) };
    case 'ELU':
      return { name, alpha: config.number('alpha', 1) };
    case 'ReLU':
      return rectifier(name, config);
    default:
      return { name };
  }
}

/** ReLU with a limit, a slope or a threshold is another function. */
function rectifier(name: string, config: LayerConfig): Activation {
  if (config.number('threshold', 0) !== 0) return { name: 'thresholded-relu' };
  const negativeSlope = config.number('negative_slope', 0);
  const limit = config.number('max_value', Infinity);
  if (negativeSlope === 0 && limit === 6) return { name: 'relu6' };
  if (limit !== Infinity) {
    return { name: 'limited-relu', ...(negativeSlope === 0 && { minimum: 0, maximum: limit }) };
  }
  return negativeSlope === 0 ? { name } : { name: 'leaky_relu', negativeSlope };
}
