import type { Bound } from '../../interpreter/native.ts';
import type { PyClass, Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { shapeOf } from '../tensors.ts';

/** Losses give one number, unless they are told to reduce nothing. */
const names: readonly (readonly [layer: string, fn: string])[] = [
  ['L1Loss', 'l1_loss'],
  ['MSELoss', 'mse_loss'],
  ['SmoothL1Loss', 'smooth_l1_loss'],
  ['HuberLoss', 'huber_loss'],
  ['CrossEntropyLoss', 'cross_entropy'],
  ['NLLLoss', 'nll_loss'],
  ['NLLLoss2d', 'nll_loss2d'],
  ['BCELoss', 'binary_cross_entropy'],
  ['BCEWithLogitsLoss', 'binary_cross_entropy_with_logits'],
  ['KLDivLoss', 'kl_div'],
  ['PoissonNLLLoss', 'poisson_nll_loss'],
  ['GaussianNLLLoss', 'gaussian_nll_loss'],
  ['HingeEmbeddingLoss', 'hinge_embedding_loss'],
  ['MarginRankingLoss', 'margin_ranking_loss'],
  ['CosineEmbeddingLoss', 'cosine_embedding_loss'],
  ['TripletMarginLoss', 'triplet_margin_loss'],
  ['TripletMarginWithDistanceLoss', 'triplet_margin_with_distance_loss'],
  ['MultiLabelMarginLoss', 'multilabel_margin_loss'],
  ['MultiLabelSoftMarginLoss', 'multilabel_soft_margin_loss'],
  ['MultiMarginLoss', 'multi_margin_loss'],
  ['SoftMarginLoss', 'soft_margin_loss'],
  ['CTCLoss', 'ctc_loss'],
];

const perSample = new Set(['cross_entropy', 'nll_loss', 'nll_loss2d']);

function loss(args: Bound, fn: string, reduction: Value): Value {
  const input = shapeOf(args.value('input'));
  const target = shapeOf(args.value('target'));
  const shape = reduction === 'none' ? (perSample.has(fn) ? target : input) : [];
  return emitShape(args, fn, shape, [tensorOf(args, 'input')]);
}

export const lossLayers: Readonly<Record<string, PyClass>> = {
  ...Object.fromEntries(
    names.map(([layer, fn]) => [
      layer,
      layerClass(layer, {
        signature: '*args, reduction="mean", **kwargs',
        inputs: 'input, target=None, *others, **kwargs',
        forward: ({ args, instance }) => loss(args, fn, instance.attributes.get('reduction') ?? 'mean'),
      }),
    ]),
  ),
  CosineSimilarity: layerClass('CosineSimilarity', {
    signature: 'dim=1, eps=1e-08',
    inputs: 'x1, x2',
    forward: (layer) => similarity(layer.args, layer.get('dim')),
  }),
  PairwiseDistance: layerClass('PairwiseDistance', {
    signature: 'p=2.0, eps=1e-06, keepdim=False',
    inputs: 'x1, x2',
    forward: (layer) => similarity(layer.args, -1),
  }),
};

function similarity(args: Bound, dim: Value): Value {
  const shape = shapeOf(args.value('x1'));
  const place = typeof dim === 'number' ? dim : 1;
  const at = shape && place < 0 ? place + shape.length : place;
  return emitShape(args, 'cosine_similarity', shape ? shape.filter((_, index) => index !== at) : null, [
    tensorOf(args, 'x1'),
    tensorOf(args, 'x2'),
  ]);
}

export const lossFunctions: FunctionTable = {
  ...Object.fromEntries(
    names.map(([, fn]) => [
      fn,
      [
        'input, target=None, *others, reduction="mean", **kwargs',
        (args: Bound) => loss(args, fn, args.value('reduction')),
      ] as const,
    ]),
  ),
  cosine_similarity: ['x1, x2, dim=1, eps=1e-08', (args) => similarity(args, args.value('dim'))],
  pairwise_distance: ['x1, x2, p=2.0, eps=1e-06, keepdim=False', (args) => similarity(args, -1)],
};
