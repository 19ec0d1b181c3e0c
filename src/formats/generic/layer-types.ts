import type { Elementwise, Operation, Value } from '../../model/graph/operation.ts';
import type { Fields } from './fields.ts';

/** What a type's name means; `rank` where the name says how many spatial axes it has. */
export type LayerType =
  | { readonly kind: 'convolution' | 'transposed-convolution'; readonly rank: number | null }
  | { readonly kind: 'pool'; readonly mode: 'max' | 'average' | null; readonly rank: number | null }
  | { readonly kind: 'global-pool'; readonly mode: 'max' | 'average' }
  | { readonly kind: 'elementwise'; readonly role: Elementwise['role']; readonly name: string }
  | { readonly kind: 'normalization' | 'linear' | 'flatten' | 'upsample' };

const words: readonly (readonly [RegExp, (rank: number | null, name: string) => LayerType])[] = [
  [/^(conv|convolution|convolutional|convlayer)$/, (rank) => ({ kind: 'convolution', rank })],
  [
    /^(convtranspose|transposedconv|transposeconv|deconv|deconvolution)$/,
    (rank) => ({ kind: 'transposed-convolution', rank }),
  ],
  [/^(max_?pool|maxpooling)$/, (rank) => ({ kind: 'pool', mode: 'max', rank })],
  [
    /^(avgpool|averagepool|avgpooling|averagepooling|meanpool)$/,
    (rank) => ({ kind: 'pool', mode: 'average', rank }),
  ],
  [/^(pool|pooling)$/, (rank) => ({ kind: 'pool', mode: null, rank })],
  [/^global(avg|average)pool(ing)?$/, () => ({ kind: 'global-pool', mode: 'average' })],
  [/^globalmaxpool(ing)?$/, () => ({ kind: 'global-pool', mode: 'max' })],
  [
    /^(relu|relu6|leakyrelu|elu|selu|gelu|silu|swish|mish|tanh|sigmoid|hardswish|hardsigmoid|softplus)$/,
    (_, name) => ({ kind: 'elementwise', role: 'activation', name }),
  ],
  [/^(softmax|logsoftmax)$/, (_, name) => ({ kind: 'elementwise', role: 'softmax', name })],
  [/^(dropout|spatialdropout)$/, (_, name) => ({ kind: 'elementwise', role: 'dropout', name })],
  [/^(identity|noop)$/, (_, name) => ({ kind: 'elementwise', role: 'identity', name })],
  [/^(batchnorm|batchnormalization|bn)$/, () => ({ kind: 'normalization' })],
  [/^(linear|dense|fc|fullyconnected|innerproduct)$/, () => ({ kind: 'linear' })],
  [/^flatten$/, () => ({ kind: 'flatten' })],
  [/^(upsample|upsampling)$/, () => ({ kind: 'upsample' })],
];

/** `MaxPooling2D`, `max_pool`, `nn.MaxPool2d`; null for a word that is none of them. */
export function typeOf(word: string): LayerType | null {
  const bare = word.toLowerCase().replace(/^.*\./, '').replace(/[-_ ]/g, '');
  const [, stem = bare, rank] = /^(.*?)([123])d$/.exec(bare) ?? [];
  const transposed = /^(.*)([123])d(transpose)$/.exec(bare);
  const name = transposed ? `${transposed[1] ?? ''}transpose` : stem;
  const axes = transposed?.[2] ?? rank;
  const found = words.find(([pattern]) => pattern.test(name));
  return found ? found[1](axes === undefined ? null : Number(axes), name) : null;
}

/**
 * The operation of a layer; what it leaves out is as PyTorch, Keras and Ludwig agree on: stride, dilation and groups 1, no
 * padding, a bias. Null where something that it needs is missing or not understood.
 */
export function operationOf(type: LayerType, fields: Fields, inputRank: number): Operation | null {
  const layout = 'channels-first' as const;
  switch (type.kind) {
    case 'convolution':
    case 'transposed-convolution': {
      const rank = type.rank ?? fields.listedRank('kernel', 'stride') ?? inputRank;
      const bias = fields.flag('bias', true);
      if (bias === null || !fields.has('kernel') || !fields.has('out')) return null;
      const common = {
        inChannels: fields.number('in', null),
        outChannels: fields.number('out', null),
        groups: fields.number('groups', 1),
        bias,
        kernel: fields.perAxis('kernel', rank, all(rank, null)),
        stride: fields.perAxis('stride', rank, all(rank, 1)),
        dilation: fields.perAxis('dilation', rank, all(rank, 1)),
        padding: fields.padding('padding', rank),
        layout,
      };
      if (type.kind === 'convolution') return { kind: 'convolution', ...common, rounding: 'floor' };
      // What `same` means backwards differs from program to program.
      if (common.padding.kind !== 'explicit') return null;
      return { kind: 'transposed-convolution', ...common, outputPadding: all(rank, 0) };
    }
    case 'pool':
      return fields.has('kernel') || fields.has('poolKernel')
        ? poolOf(fields, type.rank ?? inputRank, type.mode)
        : null;
    case 'global-pool':
      return { kind: 'global-pool', mode: type.mode, keepAxes: true, layout };
    case 'elementwise':
      return { kind: 'elementwise', role: type.role, name: type.name };
    case 'normalization':
      return { kind: 'normalization', name: 'batch', features: [], axis: 1, parametersPerFeature: 2 };
    case 'linear':
      return linearOf(fields);
    case 'flatten':
      return { kind: 'flatten', start: 1, end: -1 };
    case 'upsample':
      if (!fields.has('scale')) return null;
      return {
        kind: 'upsample',
        mode: 'nearest',
        target: { kind: 'scale', factors: [fields.number('scale', null)] },
        layout,
      };
  }
}

/** A pool; its stride is its kernel where none is given. `mode` null: as a field says. */
export function poolOf(
  fields: Fields,
  inputRank: number,
  mode: 'max' | 'average' | null = null,
): Operation | null {
  const own = fields.has('poolKernel');
  const kernelField = own ? 'poolKernel' : 'kernel';
  const strideField = fields.has('poolStride') || (own && fields.has('kernel')) ? 'poolStride' : 'stride';
  const paddingField = fields.has('poolPadding') || (own && fields.has('kernel')) ? 'poolPadding' : 'padding';
  const rank = fields.listedRank(kernelField) ?? inputRank;
  const kernel = fields.perAxis(kernelField, rank, all(rank, null));
  const word = fields.word('poolMode') ?? 'max';
  const named = /^(avg|average|mean)$/.test(word) ? 'average' : word === 'max' ? 'max' : null;
  const chosen = mode ?? named;
  if (chosen === null) return null;
  return {
    kind: 'pool',
    mode: chosen,
    countIncludePadding: true,
    kernel,
    stride: fields.perAxis(strideField, rank, kernel),
    dilation: all(rank, 1),
    padding: fields.padding(paddingField, rank),
    rounding: 'floor',
    layout: 'channels-first',
  };
}

function linearOf(fields: Fields): Operation | null {
  const bias = fields.flag('bias', true);
  if (bias === null || !(fields.has('units') || fields.has('out'))) return null;
  return {
    kind: 'linear',
    inFeatures: fields.number('inFeatures', null),
    outFeatures: fields.number(fields.has('units') ? 'units' : 'out', null),
    bias,
    flattens: false,
  };
}

const all = (rank: number, value: Value): readonly Value[] => Array.from({ length: rank }, () => value);
