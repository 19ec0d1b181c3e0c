import type { Elementwise } from '../../../../model/graph/operation.ts';
import type { Shape } from '../../../../model/graph/shape.ts';
import { numberText, shapeText } from '../../../../model/problems/number-text.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { PyClass, Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable, type Layer } from '../declare.ts';
import { bases } from './bases.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { argumentPlace, dimension, refuse, takesDimensions, takesRank } from '../refusals.ts';
import { shapeOf, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

type Role = Elementwise['role'];

/** Reads a setting from a layer's attributes or a function's arguments. */
type Get = (name: string) => Value;

/** Same shape out as in. */
export function elementwise(args: Bound, role: Role, name: string, type = name, get?: Get): Value {
  const operation: Elementwise = { kind: 'elementwise', role, name, ...(get && constantsOf(name, get)) };
  const input = tensorOf(args, 'input');
  const along = role === 'softmax' && get ? get('dim') : null;
  if (along !== null && input.shape) dimension(args, along, input.shape);
  if (ofFeatures.has(type) && args.takes('training') && args.value('training') === true)
    checkFeatures(args, type, input.shape);
  const ranks = ranksOf[type];
  if (ranks) takesRank(args, type, input.shape, ranks);
  return emit(args, type, operation, [input]);
}

/** Functions that take certain numbers of dimensions only (torch/nn/functional.py and torch/nn/modules/activation.py). */
const ranksOf: Readonly<Record<string, readonly number[]>> = { dropout1d: [2, 3], softmax2d: [3, 4] };

/** torch/nn/modules/dropout.py and torch/nn/functional.py. */
function checkProbability(args: Bound): void {
  const share = toNumber(args.value('p'));
  if (share === null || (share >= 0 && share <= 1)) return;
  args.vm.hooks.report({
    code: 'refused-hyperparameter',
    message: said('The probability of dropping is {0}: it lies between 0 and 1.', numberText(share)),
    place: argumentPlace(args, 'p'),
  });
}

/** Functions that drop whole channels: in training these must exist (aten/src/ATen/native/Dropout.cpp, make_feature_noise). */
const ofFeatures = new Set(['dropout2d']);

function checkFeatures(args: Bound, name: string, shape: Shape): void {
  if (shape && shape.length < 2)
    refuse(
      args,
      'rank-mismatch',
      said('{0} drops channels: {1} has no dimension 1.', name, shapeText(shape)),
    );
}

/** The constants of the functions that have some; nothing where one is unknown. */
function constantsOf(name: string, get: Get): Partial<Elementwise> {
  const number = (key: string): number | null => toNumber(get(key));
  switch (name) {
    case 'leaky-relu': {
      const negativeSlope = number('negative_slope');
      return negativeSlope === null ? {} : { negativeSlope };
    }
    case 'elu':
    case 'celu': {
      const alpha = number('alpha');
      return alpha === null ? {} : { alpha };
    }
    case 'hard-tanh': {
      // min_value and max_value are older names, and come first where they are given.
      const [minimum, maximum] = [
        number('min_value') ?? number('min_val'),
        number('max_value') ?? number('max_val'),
      ];
      return { ...(minimum !== null && { minimum }), ...(maximum !== null && { maximum }) };
    }
    case 'hard-shrink':
    case 'soft-shrink': {
      const limit = number('lambd');
      return limit === null ? {} : { limit };
    }
    case 'threshold': {
      const [limit, replacement] = [number('threshold'), number('value')];
      return { ...(limit !== null && { limit }), ...(replacement !== null && { replacement }) };
    }
    case 'softplus': {
      const alpha = number('beta');
      return alpha === null ? {} : { alpha };
    }
    case 'gelu':
      return get('approximate') === 'tanh' ? { name: 'gelu-tanh' } : {};
    case 'softmax':
    case 'log-softmax': {
      const axis = number('dim');
      return axis === null ? {} : { axis };
    }
    default:
      return {};
  }
}

/** [class, function, signature of both, name in the field, role]. */
const table: readonly (readonly [layer: string, fn: string, signature: string, name: string, role: Role])[] =
  [
    ['ReLU', 'relu', 'inplace=False', 'relu', 'activation'],
    ['ReLU6', 'relu6', 'inplace=False', 'relu6', 'activation'],
    ['LeakyReLU', 'leaky_relu', 'negative_slope=0.01, inplace=False', 'leaky-relu', 'activation'],
    ['RReLU', 'rrelu', 'lower=0.125, upper=0.3333333333333333, inplace=False', 'rrelu', 'activation'],
    ['ELU', 'elu', 'alpha=1.0, inplace=False', 'elu', 'activation'],
    ['CELU', 'celu', 'alpha=1.0, inplace=False', 'celu', 'activation'],
    ['SELU', 'selu', 'inplace=False', 'selu', 'activation'],
    ['GELU', 'gelu', 'approximate="none"', 'gelu', 'activation'],
    ['SiLU', 'silu', 'inplace=False', 'silu', 'activation'],
    ['Mish', 'mish', 'inplace=False', 'mish', 'activation'],
    ['Hardswish', 'hardswish', 'inplace=False', 'hard-swish', 'activation'],
    ['Hardsigmoid', 'hardsigmoid', 'inplace=False', 'hard-sigmoid', 'activation'],
    [
      'Hardtanh',
      'hardtanh',
      'min_val=-1.0, max_val=1.0, inplace=False, min_value=None, max_value=None',
      'hard-tanh',
      'activation',
    ],
    ['Hardshrink', 'hardshrink', 'lambd=0.5', 'hard-shrink', 'activation'],
    ['Softshrink', 'softshrink', 'lambd=0.5', 'soft-shrink', 'activation'],
    ['Tanhshrink', 'tanhshrink', '', 'tanh-shrink', 'activation'],
    ['Threshold', 'threshold', 'threshold, value, inplace=False', 'threshold', 'activation'],
    ['Sigmoid', 'sigmoid', '', 'sigmoid', 'activation'],
    ['LogSigmoid', 'logsigmoid', '', 'log-sigmoid', 'activation'],
    ['Tanh', 'tanh', '', 'tanh', 'activation'],
    ['Softplus', 'softplus', 'beta=1, threshold=20', 'softplus', 'activation'],
    ['Softsign', 'softsign', '', 'softsign', 'activation'],
    ['Softmax', 'softmax', 'dim=None', 'softmax', 'softmax'],
    ['Softmin', 'softmin', 'dim=None', 'softmin', 'softmax'],
    ['LogSoftmax', 'log_softmax', 'dim=None', 'log-softmax', 'softmax'],
    ['Softmax2d', 'softmax2d', '', 'softmax', 'softmax'],
    ['Dropout', 'dropout', 'p=0.5, inplace=False', 'dropout', 'dropout'],
    ['Dropout1d', 'dropout1d', 'p=0.5, inplace=False', 'dropout', 'dropout'],
    ['Dropout2d', 'dropout2d', 'p=0.5, inplace=False', 'dropout', 'dropout'],
    ['Dropout3d', 'dropout3d', 'p=0.5, inplace=False', 'dropout', 'dropout'],
    ['AlphaDropout', 'alpha_dropout', 'p=0.5, inplace=False', 'dropout', 'dropout'],
    ['FeatureAlphaDropout', 'feature_alpha_dropout', 'p=0.5, inplace=False', 'dropout', 'dropout'],
  ];

/** Layers that take and ignore anything besides. */
const identity = layerClass('Identity', {
  signature: '*args, **kwargs',
  takesOthers: true,
  forward: ({ args }) => elementwise(args, 'identity', 'identity'),
});

/** One learned slope, or one per channel. */
const prelu = layerClass('PReLU', {
  placed: true,
  signature: 'num_parameters=1, init=0.25',
  state: (args) => ({ parameters: { weight: [toNumber(args.value('num_parameters'))] } }),
  forward: (layer) => {
    if ((shapeOf(layer.args.value('input'))?.length ?? 2) < 2)
      checkSlopes(layer.args, layer.shapeOf('weight'));
    return emit(
      layer.args,
      'prelu',
      {
        kind: 'elementwise',
        role: 'activation',
        name: 'prelu',
        ...slopes(layer),
      },
      [tensorOf(layer.args, 'input')],
    );
  },
});

/** A slope of its own for each channel, where there are channels. */
function slopes(layer: Layer): Pick<Elementwise, 'learned' | 'channels'> {
  const count = toNumber(layer.get('num_parameters'));
  const rank = shapeOf(layer.args.value('input'))?.length ?? 2;
  return count === 1 || rank < 2 ? { learned: 'shared' } : { learned: 'per-channel', channels: count };
}

/** The slopes are a tensor of their own: one, or one for each channel. */
function sloped(args: Bound): Value {
  checkSlopes(args, shapeOf(args.value('weight')));
  return elementwise(args, 'activation', 'prelu');
}

/** aten/src/ATen/native/Activation.cpp, prelu: what has no dimension 1 has one channel. */
function checkSlopes(args: Bound, weight: Shape): void {
  const shape = shapeOf(args.value('input'));
  const [count, channels] = [weight?.[0], shape?.length === 1 ? 1 : shape?.[1]];
  if (shape?.length === 0 && typeof count === 'number' && count !== 1)
    refuse(args, 'rank-mismatch', said('A single number has no channels for {0} slopes.', count));
  if (typeof count === 'number' && typeof channels === 'number' && count !== 1 && count !== channels)
    refuse(
      args,
      'channel-mismatch',
      said('There are {0} slopes for the {1} channels of {2}.', count, channels, shapeText(shape)),
    );
}

/** Halves one dimension: one half gates the other. */
function gated(args: Bound, dim: Value): Value {
  const shape = shapeOf(args.value('input'));
  takesDimensions(args, 'glu', shape);
  const place = (shape && dimension(args, dim, shape)) ?? 0;
  const size = shape?.[place];
  if (typeof size === 'number' && size % 2 !== 0)
    refuse(
      args,
      'reshape-mismatch',
      said('glu halves dimension {0} of {1}: {2} is odd.', place, shapeText(shape ?? null), size),
    );
  const halved = shape && typeof size === 'number' && size % 2 === 0 ? shape.with(place, size / 2) : null;
  return emitShape(args, 'glu', halved, [tensorOf(args, 'input')]);
}

const glu = layerClass('GLU', {
  signature: 'dim=-1',
  forward: (layer) => gated(layer.args, layer.get('dim')),
});

export const elementwiseLayers: Readonly<Record<string, PyClass>> = {
  ...Object.fromEntries(
    table.map(([layer, fn, signature, name, role]) => [
      layer,
      layerClass(layer, {
        ...(role === 'dropout'
          ? {
              base: bases._DropoutNd,
              state: (args: Bound) => {
                checkProbability(args);
                return {};
              },
            }
          : {}),
        signature,
        forward: (made) =>
          elementwise(made.args, role, name, fn, (key) =>
            layer === 'Softmax2d' && key === 'dim' ? -3 : made.get(key),
          ),
      }),
    ]),
  ),
  Identity: identity,
  PReLU: prelu,
  GLU: glu,
};

/** Functions take a softmax' `dtype` and a dropout's `training` besides. */
const extra: Readonly<Record<Role, string>> = {
  activation: '',
  identity: '',
  softmax: ', _stacklevel=3, dtype=None',
  dropout: '',
};

function functionSignature(signature: string, role: Role): string {
  if (role === 'dropout') return 'input, p=0.5, training=True, inplace=False';
  return `input${signature === '' ? '' : `, ${signature}`}${extra[role]}`;
}

export const elementwiseFunctions: FunctionTable = {
  ...Object.fromEntries(
    table.map(([, fn, signature, name, role]) => [
      fn,
      [
        functionSignature(signature, role),
        (args: Bound) => {
          if (role === 'dropout') checkProbability(args);
          return elementwise(args, role, name, fn, (key) => args.value(key));
        },
      ] as const,
    ]),
  ),
  ...Object.fromEntries(
    [
      'relu',
      'elu',
      'celu',
      'selu',
      'leaky_relu',
      'rrelu',
      'hardtanh',
      'threshold',
      'sigmoid',
      'tanh',
      'dropout',
      'dropout2d',
    ].map((fn) => [
      `${fn}_`,
      [
        'input, *args, **kwargs',
        (args: Bound) =>
          elementwise(args, fn.startsWith('dropout') ? 'dropout' : 'activation', fn.replace('_', '-'), fn),
      ] as const,
    ]),
  ),
  prelu: ['input, weight', sloped],
  glu: ['input, dim=-1', (args) => gated(args, args.value('dim'))],
  gumbel_softmax: [
    'logits, tau=1, hard=False, eps=1e-10, dim=-1',
    (args) => {
      const logits = tensorOf(args, 'logits');
      if (logits.shape) dimension(args, args.value('dim'), logits.shape);
      const operation: Elementwise = { kind: 'elementwise', role: 'softmax', name: 'softmax' };
      return emit(args, 'gumbel_softmax', operation, [logits]);
    },
  ],
};

/** Those of `torch` itself are told whether they drop (aten/src/ATen/native/native_functions.yaml). */
export const dropoutFunctions: FunctionTable = Object.fromEntries(
  ['dropout', 'alpha_dropout', 'feature_alpha_dropout'].flatMap((name) => {
    const declared = elementwiseFunctions[name];
    return declared ? [[name, ['input, p, train', declared[1]] as const]] : [];
  }),
);
