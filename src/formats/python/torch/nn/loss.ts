import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { sameDim } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { PyClass, Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../declare.ts';
import { bases } from './bases.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { warnOfExpansion } from '../ops/arithmetic.ts';
import { dimension, refuse } from '../refusals.ts';
import { shapeOf } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

const legacy = 'size_average=None, reduce=None, reduction="mean"';
const classes = 'size_average=None, ignore_index=-100, reduce=None, reduction="mean"';

/** Losses give one number, unless they are told to reduce nothing. */
const names: readonly (readonly [layer: string, fn: string, signature: string])[] = [
  ['L1Loss', 'l1_loss', legacy],
  ['MSELoss', 'mse_loss', legacy],
  ['SmoothL1Loss', 'smooth_l1_loss', `${legacy}, beta=1.0`],
  ['HuberLoss', 'huber_loss', 'reduction="mean", delta=1.0'],
  ['CrossEntropyLoss', 'cross_entropy', `weight=None, ${classes}, label_smoothing=0.0`],
  ['NLLLoss', 'nll_loss', `weight=None, ${classes}`],
  ['NLLLoss2d', 'nll_loss2d', `weight=None, ${classes}`],
  ['BCELoss', 'binary_cross_entropy', `weight=None, ${legacy}`],
  ['BCEWithLogitsLoss', 'binary_cross_entropy_with_logits', `weight=None, ${legacy}, pos_weight=None`],
  ['KLDivLoss', 'kl_div', `${legacy}, log_target=False`],
  [
    'PoissonNLLLoss',
    'poisson_nll_loss',
    'log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction="mean"',
  ],
  ['GaussianNLLLoss', 'gaussian_nll_loss', '*, full=False, eps=1e-06, reduction="mean"'],
  ['HingeEmbeddingLoss', 'hinge_embedding_loss', `margin=1.0, ${legacy}`],
  ['MarginRankingLoss', 'margin_ranking_loss', `margin=0.0, ${legacy}`],
  ['CosineEmbeddingLoss', 'cosine_embedding_loss', `margin=0.0, ${legacy}`],
  ['TripletMarginLoss', 'triplet_margin_loss', `margin=1.0, p=2.0, eps=1e-06, swap=False, ${legacy}`],
  [
    'TripletMarginWithDistanceLoss',
    'triplet_margin_with_distance_loss',
    '*, distance_function=None, margin=1.0, swap=False, reduction="mean"',
  ],
  ['MultiLabelMarginLoss', 'multilabel_margin_loss', legacy],
  ['MultiLabelSoftMarginLoss', 'multilabel_soft_margin_loss', `weight=None, ${legacy}`],
  ['MultiMarginLoss', 'multi_margin_loss', `p=1, margin=1.0, weight=None, ${legacy}`],
  ['SoftMarginLoss', 'soft_margin_loss', legacy],
  ['CTCLoss', 'ctc_loss', 'blank=0, reduction="mean", zero_infinity=False'],
];

const perSample = new Set(['cross_entropy', 'nll_loss', 'nll_loss2d']);
/** torch/nn/functional.py: both sizes are broadcast together. */
const broadcasts = new Set([
  'l1_loss',
  'mse_loss',
  'smooth_l1_loss',
  'huber_loss',
  'kl_div',
  'hinge_embedding_loss',
  'poisson_nll_loss',
]);
/** A loss for each sample: what is left of the input where nothing is reduced. */
const perRow: Readonly<Record<string, (input: readonly Dim[]) => readonly Dim[]>> = {
  // The mean over the classes, and the distance of vectors, which are last.
  multilabel_soft_margin_loss: (input) => input.slice(0, -1),
  triplet_margin_loss: (input) => input.slice(0, -1),
  multilabel_margin_loss: (input) => input.slice(0, -1),
  multi_margin_loss: (input) => input.slice(0, -1),
  // Time, samples, classes.
  ctc_loss: (input) => input.slice(1, 2),
};
const equalSizes = new Set(['binary_cross_entropy', 'binary_cross_entropy_with_logits']);

function checkEqual(args: Bound, fn: string, input: Shape, target: Shape): void {
  if (!input || !target || mayEqual(input, target)) return;
  refuse(
    args,
    'join-mismatch',
    said("{0} takes a target of its input's shape: {1} is not {2}.", fn, shapeText(target), shapeText(input)),
  );
}

const mayEqual = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, place) => sameDim(dim, b[place] ?? null) !== 'no');

/** A class for each value behind the classes, or a share for every class. */
function checkClasses(args: Bound, input: Shape, target: Shape): void {
  if (!input || !target || input.length < 2 || mayEqual(input, target)) return;
  const classes = [...input.slice(0, 1), ...input.slice(2)];
  if (mayEqual(classes, target)) return;
  refuse(
    args,
    'join-mismatch',
    said(
      'Scores of {0} need classes of {1} as their target, not {2}.',
      shapeText(input),
      shapeText(classes),
      shapeText(target),
    ),
  );
}

/** aten/src/ATen/native/LossNLL.cpp: a weight for each class. */
function checkWeight(args: Bound, input: Shape, weight: Shape): void {
  const classes = input?.[input.length === 1 ? 0 : 1] ?? null;
  if (weight && classes !== null && !mayEqual(weight, [classes]))
    refuse(
      args,
      'join-mismatch',
      said('{0} must be {1}, not {2}.', 'weight', shapeText([classes]), shapeText(weight)),
    );
}

/** Shares of every class are summed up over the classes. */
function perClass(input: Shape, target: Shape): Shape {
  return input && target?.length === input.length ? [...target.slice(0, 1), ...target.slice(2)] : target;
}

function broadcast(args: Bound, a: Shape, b: Shape): Shape {
  if (!a || !b) return null;
  const differs = a.some((dim, place) => {
    const other = b[place + b.length - a.length] ?? null;
    return dim !== 1 && other !== 1 && sameDim(dim, other) === 'no';
  });
  if (differs)
    refuse(
      args,
      'join-mismatch',
      said('{0} and {1} do not broadcast: their sizes differ.', shapeText(a), shapeText(b)),
    );
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, place): Dim => {
    const [x = 1, y = 1] = [a, b].map((shape) => shape.at(place - rank));
    return x === 1 ? y : x;
  });
}

function loss(args: Bound, fn: string, reduction: Value, weight: Value): Value {
  const input = shapeOf(args.value('input'));
  const target = shapeOf(args.value('target'));
  if (perSample.has(fn)) {
    checkClasses(args, input, target);
    checkWeight(args, input, shapeOf(weight));
  } else if (broadcasts.has(fn)) warnOfExpansion(args, args.value('input'), args.value('target'), true);
  else if (equalSizes.has(fn)) checkEqual(args, fn, input, target);
  else if (fn === 'triplet_margin_loss')
    [target, shapeOf(args.rest('others')[0] ?? null)].forEach((other) => broadcast(args, input, other));
  else if (fn === 'margin_ranking_loss') {
    const signs = shapeOf(args.rest('others')[0] ?? null);
    checkRanks(args, fn, [input, target, signs]);
    if (input?.length === target?.length) broadcast(args, broadcast(args, input, target), signs);
  } else if (fn === 'cosine_embedding_loss') broadcast(args, input, target);
  checkReduction(args, fn, reduction);
  const whole = wholeLoss(args, fn, input, target);
  return emitShape(args, fn, reduction === 'none' ? whole : [], [tensorOf(args, 'input')]);
}

/** torch/nn/_reduction.py, legacy_get_string: what two switches said before there was `reduction`. */
function reductionOf(args: Bound): Value {
  const [averages, reduces] = [args.value('size_average'), args.value('reduce')];
  if (averages === null && reduces === null) return args.value('reduction');
  return reduces === false ? 'none' : averages === false ? 'sum' : 'mean';
}

const reductions = ['none', 'mean', 'sum'];

/** torch/nn/_reduction.py, get_enum; kl_div has one more. */
function checkReduction(args: Bound, fn: string, reduction: Value): void {
  if (typeof reduction !== 'string') return;
  const taken = fn === 'kl_div' ? [...reductions, 'batchmean'] : reductions;
  if (taken.includes(reduction) || reduction === 'elementwise_mean') return;
  const names = taken.map((each) => `'${each}'`).join(', ');
  refuse(args, 'refused-hyperparameter', said("reduction is '{0}': PyTorch takes {1}.", reduction, names));
}

/** The loss of which nothing is reduced. */
function wholeLoss(args: Bound, fn: string, input: Shape, target: Shape): Shape {
  if (perSample.has(fn)) return perClass(input, target);
  const rows = perRow[fn];
  if (rows) return input && rows(input);
  if (fn === 'cosine_embedding_loss') {
    const labels = shapeOf(args.rest('others')[0] ?? null);
    return broadcast(args, input?.slice(0, -1) ?? null, labels);
  }
  return broadcasts.has(fn) ? broadcast(args, input, target) : input;
}

/** torch/nn/functional.py, margin_ranking_loss. */
function checkRanks(args: Bound, fn: string, shapes: readonly Shape[]): void {
  const [first = null, ...others] = shapes;
  const other = others.find((shape) => first && shape && shape.length !== first.length);
  if (first && other)
    refuse(
      args,
      'rank-mismatch',
      said(
        '{0} takes inputs of as many dimensions: {1} and {2} differ.',
        fn,
        shapeText(first),
        shapeText(other),
      ),
    );
}

export const lossLayers: Readonly<Record<string, PyClass>> = {
  ...Object.fromEntries(
    names.map(([layer, fn, signature]) => [
      layer,
      layerClass(layer, {
        base: bases._Loss,
        signature,
        state: (args) => ({ attributes: { reduction: reductionOf(args) } }),
        inputs: 'input, target=None, *others, **kwargs',
        forward: ({ args, instance }) =>
          loss(
            args,
            fn,
            instance.attributes.get('reduction') ?? 'mean',
            instance.attributes.get('weight') ?? null,
          ),
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
    forward: (layer) => distance(layer.args, layer.flag('keepdim')),
  }),
};

function similarity(args: Bound, dim: Value): Value {
  const shape = broadcast(args, shapeOf(args.value('x1')), shapeOf(args.value('x2')));
  const place = shape && dimension(args, dim, shape);
  if (shape?.length === 0)
    return emitShape(args, 'cosine_similarity', [], [tensorOf(args, 'x1'), tensorOf(args, 'x2')]);
  const output = shape && place !== null ? shape.toSpliced(place, 1) : null;
  return emitShape(args, 'cosine_similarity', output, [tensorOf(args, 'x1'), tensorOf(args, 'x2')]);
}

/** The distance of vectors, which are the last dimension. */
function distance(args: Bound, keeps: boolean): Value {
  const shape = broadcast(args, shapeOf(args.value('x1')), shapeOf(args.value('x2')));
  const output = shape && [...shape.slice(0, -1), ...(keeps ? [1] : [])];
  return emitShape(args, 'pairwise_distance', output, [tensorOf(args, 'x1'), tensorOf(args, 'x2')]);
}

/** The first of the arguments behind the target, or by its name. */
const weightOf = (args: Bound): Value =>
  args.keywords('kwargs').get('weight') ?? args.rest('others')[0] ?? null;

export const lossFunctions: FunctionTable = {
  ...Object.fromEntries(
    names.map(([, fn]) => [
      fn,
      [
        'input, target=None, *others, reduction="mean", **kwargs',
        (args: Bound) => loss(args, fn, args.value('reduction'), weightOf(args)),
      ] as const,
    ]),
  ),
  pdist: [
    'input, p=2.0',
    (args) => {
      const [rows] = shapeOf(args.value('input')) ?? [];
      const pairs = typeof rows === 'number' ? (rows * (rows - 1)) / 2 : null;
      return emitShape(args, 'pdist', [pairs], [tensorOf(args, 'input')]);
    },
  ],
  cosine_similarity: ['x1, x2, dim=1, eps=1e-08', (args) => similarity(args, args.value('dim'))],
  pairwise_distance: [
    'x1, x2, p=2.0, eps=1e-06, keepdim=False',
    (args) => distance(args, args.value('keepdim') === true),
  ],
};
