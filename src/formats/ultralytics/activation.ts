import type { Operation } from '../../model/graph/operation.ts';

/** A module that is called behind convolutions. */
export interface Activation {
  /** PyTorch's class. */
  readonly type: string;
  readonly operation: Operation;
}

function activation(type: string, name: string): Activation {
  return { type, operation: { kind: 'elementwise', role: 'activation', name } };
}

export const silu = activation('SiLU', 'silu');
export const relu = activation('ReLU', 'relu');
export const gelu = activation('GELU', 'gelu');
export const identity: Activation = {
  type: 'Identity',
  operation: { kind: 'elementwise', role: 'identity', name: 'identity' },
};

/** Classes of torch.nn that keep the shape, by name. */
export const activations: ReadonlyMap<string, Activation> = new Map(
  [
    silu,
    relu,
    gelu,
    identity,
    activation('ReLU6', 'relu6'),
    activation('LeakyReLU', 'leaky-relu'),
    activation('RReLU', 'rrelu'),
    activation('ELU', 'elu'),
    activation('CELU', 'celu'),
    activation('SELU', 'selu'),
    activation('Mish', 'mish'),
    activation('Hardswish', 'hard-swish'),
    activation('Hardsigmoid', 'hard-sigmoid'),
    activation('Hardtanh', 'hard-tanh'),
    activation('Sigmoid', 'sigmoid'),
    activation('Tanh', 'tanh'),
    activation('Softplus', 'softplus'),
    activation('Softsign', 'softsign'),
    {
      type: 'PReLU',
      operation: { kind: 'elementwise', role: 'activation', name: 'prelu', learned: 'shared' } as const,
    },
  ].map((known) => [known.type, known]),
);

/** What `activation: nn.LeakyReLU(0.1)` names; null where it is no such class. */
export function activationOf(text: string): Activation | null {
  const name = /^\s*(?:torch\.)?nn\.(\w+)\s*\(.*\)\s*$/.exec(text)?.[1];
  return (name === undefined ? undefined : activations.get(name)) ?? null;
}
