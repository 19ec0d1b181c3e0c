import type { Activation } from '../../../model/graph/operation.ts';
import type { SectionReader } from '../section-reader.ts';

/** The function that a layer applies to its result; nothing where it is linear (AlexeyAB/darknet: src/activations.h). */
export function fusedActivation(
  reader: SectionReader,
  byDefault: 'logistic' | 'linear',
): { readonly activation?: Activation } {
  const name = reader.asRead('activation') ?? byDefault;
  return name === 'linear' ? {} : { activation: darknetActivation(name) };
}

/** src/activations.h: leaky_activate, elu_activate; gelu_activate is the approximation by tanh. */
export function darknetActivation(name: string): Activation {
  switch (name) {
    case 'leaky':
      return { name, negativeSlope: 0.1 };
    case 'elu':
      return { name, alpha: 1 };
    case 'gelu':
      return { name: 'gelu-tanh' };
    default:
      return { name };
  }
}
