import type { Operation, Upsample } from '../../../model/graph/operation.ts';
import { activations, withConstant } from '../activation.ts';
import type { BoundArguments } from '../bound-arguments.ts';
import { valueOrNull } from '../part-writer.ts';
import { batchNormRule, concatRule, kept } from '../rules.ts';
import { isList, numberOf } from '../values.ts';
import { batchNorm, conv2d, linear, pool, type PoolOptions } from './layers.ts';
import { block, join, tensorsOf, type ModuleSpec, type ModuleTable } from './module-spec.ts';

const layout = 'channels-first';

function poolOptions(a: BoundArguments): PoolOptions {
  const k = a.pair('kernel_size') ?? NaN;
  return {
    k,
    s: a.pair('stride') ?? k,
    p: a.pair('padding') ?? NaN,
    ceil: a.flag('ceil_mode'),
  };
}

const poolFields = { kernel: 'kernel_size', stride: 'stride', padding: 'padding' } as const;

const modes = ['nearest', 'bilinear', 'bicubic', 'area', 'linear', 'trilinear'] as const;

/** torch.nn.Upsample: one of size and scale_factor. */
function upsample(a: BoundArguments): Operation {
  const mode: Upsample['mode'] = modes.find((each) => each === a.value('mode')) ?? 'nearest';
  const size = a.pair('size');
  const factors = a.pair('scale_factor');
  if (!size && !factors) a.refuse('scale_factor', 'Upsample needs a size or a scale_factor.');
  const target: Upsample['target'] = size
    ? { kind: 'size', sizes: size.map(valueOrNull) }
    : { kind: 'scale', factors: (factors ?? [NaN, NaN]).map(valueOrNull) };
  return { kind: 'upsample', mode, target, layout };
}

/** [left, right, top, bottom], or one number for all sides, as torch.nn.ZeroPad2d takes them. */
function zeroPad(a: BoundArguments): Operation {
  const written = a.numbers('padding');
  const [left = NaN, right = left, top = left, bottom = left] = isList(a.value('padding'))
    ? written
    : [written[0] ?? NaN];
  const sides = (before: number, after: number) => ({
    before: valueOrNull(before),
    after: valueOrNull(after),
  });
  return { kind: 'pad', sides: [sides(top, bottom), sides(left, right)], mode: 'zeros', layout };
}

/** Modules of torch.nn that rows name, and Concat. */
const windows: ModuleTable = {
  'nn.Upsample': block(kept, 'size=None, scale_factor=None, mode=nearest, align_corners=None', (m, x, a) =>
    m.layer('Upsample', upsample(a), [x], { scale: 'scale_factor', outputSize: 'size' }),
  ),
  'nn.MaxPool2d': block(
    kept,
    'kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False',
    (m, x, a) => {
      const operation = pool('max', { ...poolOptions(a), d: a.pair('dilation') ?? NaN });
      return m.layer('MaxPool2d', operation, [x], { ...poolFields, dilation: 'dilation' });
    },
  ),
  'nn.AvgPool2d': block(
    kept,
    'kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None',
    (m, x, a) => m.layer('AvgPool2d', pool('average', poolOptions(a)), [x], poolFields),
  ),
  'nn.AdaptiveAvgPool2d': block(kept, 'output_size', (m, x, a) => {
    const outputSize = (a.pair('output_size') ?? [NaN, NaN]).map(valueOrNull);
    return m.layer('AdaptiveAvgPool2d', { kind: 'adaptive-pool', mode: 'average', outputSize, layout }, [x]);
  }),
  'nn.ZeroPad2d': block(kept, 'padding', (m, x, a) => m.layer('ZeroPad2d', zeroPad(a), [x])),
  'nn.Conv2d': block(kept, 'c1, c2, k, s=1, p=0, d=1, g=1, bias=True', (m, x, a) =>
    conv2d(m, x, a.number('c1'), a.number('c2'), {
      k: a.pair('k') ?? NaN,
      s: a.pair('s') ?? NaN,
      p: a.pair('p') ?? NaN,
      d: a.pair('d') ?? NaN,
      g: a.number('g'),
      bias: a.flag('bias'),
      sources: {
        inChannels: 'c1',
        outChannels: 'c2',
        kernel: 'k',
        stride: 's',
        padding: 'p',
        dilation: 'd',
        groups: 'g',
      },
    }),
  ),
  'nn.BatchNorm2d': block(batchNormRule, 'c1', (m, x, a) => batchNorm(m, x, a.number('c1'))),
  'nn.Flatten': block(kept, 'start_dim=1, end_dim=-1', (m, x, a) =>
    m.layer('Flatten', { kind: 'flatten', start: a.number('start_dim'), end: a.number('end_dim') }, [x]),
  ),
  'nn.Linear': block(kept, 'in_features, out_features, bias=True', (m, x, a) =>
    linear(m, x, a.number('in_features'), a.number('out_features'), a.flag('bias')),
  ),
  'nn.Dropout': block(kept, 'p=0.5, inplace=False', (m, x) =>
    m.layer('Dropout', { kind: 'elementwise', role: 'dropout', name: 'dropout' }, [x]),
  ),
  Concat: join(concatRule, 'dimension=1', (m, inputs, a) =>
    m.layer('Concat', { kind: 'concat', axis: a.number('dimension') }, tensorsOf(inputs)),
  ),
};

/** Activations as rows; what they are given changes no shape. */
const activationModules: readonly (readonly [string, ModuleSpec])[] = [...activations].map(
  ([type, activation]) => [
    `nn.${type}`,
    block(kept, 'first=None, second=None, third=None', (m, x, a) =>
      m.activation(withConstant(type, numberOf(a.value('first')) ?? undefined) ?? activation, x),
    ),
  ],
);

export const torchModules: ModuleTable = { ...windows, ...Object.fromEntries(activationModules) };
