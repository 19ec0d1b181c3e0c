import type { Elementwise } from '../../model/graph/operation.ts';

/** A module that is called behind convolutions. */
export interface Activation {
  /** PyTorch's class. */
  readonly type: string;
  readonly operation: Elementwise;
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
  const [, name = '', constant = ''] = /^\s*(?:torch\.)?nn\.(\w+)\s*\((.*)\)\s*$/.exec(text) ?? [];
  return withConstant(name, /^\s*(?:\w+\s*=\s*)?([\d.]+)\s*(?:,|$)/.exec(constant)?.[1]);
}

/** An activation of torch.nn with the constant that it is given first, or PyTorch's own; null where it is not known. */
export function withConstant(type: string, constant?: number | string): Activation | null {
  const known = activations.get(type);
  if (!known) return null;
  const { operation } = known;
  const value = constant === undefined ? undefined : Number(constant);
  switch (operation.name) {
    case 'leaky-relu':
      return { type, operation: { ...operation, negativeSlope: value ?? 0.01 } };
    case 'elu':
    case 'celu':
    case 'softplus':
      return { type, operation: { ...operation, alpha: value ?? 1 } };
    case 'hard-tanh':
      return value === undefined ? { type, operation: { ...operation, minimum: -1, maximum: 1 } } : known;
    default:
      return known;
  }
}
