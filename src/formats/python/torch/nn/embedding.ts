import type { PyTensor } from '../../interpreter/values.ts';
import type { PyClass } from '../../interpreter/values.ts';
import type { Dim } from '../../../../model/graph/shape.ts';
import { numberText, shapeText } from '../../../../model/problems/number-text.ts';
import { addDims } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import { argumentPlace, refuse, takesRank } from '../refusals.ts';
import { native } from '../../interpreter/native.ts';
import { layerClass, type FunctionTable, type Layer } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { wholeCount } from '../whole-count.ts';
import { shapeOf, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

function rows(layer: Layer, shape: PyTensor['shape']): PyTensor {
  const width = toNumber(layer.get('embedding_dim'));
  const params = product(toNumber(layer.get('num_embeddings')), width);
  return emitShape(layer.args, 'embedding', shape, [tensorOf(layer.args, 'input')], {
    dtype: 'float',
    params,
  });
}

function product(...factors: (number | null)[]): number | null {
  return factors.reduce<number | null>(
    (total, factor) => (total === null || factor === null ? null : total * factor),
    1,
  );
}

/** torch/nn/modules/sparse.py: the row that stands for padding is one of the table's. */
function checkPaddingIndex(args: Bound): void {
  const [count, index] = [toNumber(args.value('num_embeddings')), toNumber(args.value('padding_idx'))];
  if (count === null || index === null || (index < count && index >= -count)) return;
  args.vm.hooks.report({
    code: 'refused-hyperparameter',
    message: said('padding_idx {0} is not one of the {1} rows.', numberText(index), count),
    place: argumentPlace(args, 'padding_idx'),
  });
}

/** torch/nn/functional.py, embedding_bag: rows of one length, or one row that the offsets cut into bags. */
function bagsOf(args: Bound): Dim {
  const [input, offsets] = [shapeOf(args.value('input')), shapeOf(args.value('offsets'))];
  if (!takesRank(args, 'embedding_bag', input, [1, 2])) return null;
  if (input?.length === 2 && offsets)
    refuse(
      args,
      'rank-mismatch',
      said('Offsets cut a single row into bags: {0} holds a bag in each of its rows.', shapeText(input)),
    );
  if (input?.length !== 1) return input?.[0] ?? null;
  if (args.value('offsets') === null)
    refuse(args, 'invalid-value', 'One row of indices needs offsets that cut it into bags.');
  return offsets?.[0] ?? null;
}

const signature =
  'num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False';

/** A row of a table for every index. */
const embedding = layerClass('Embedding', {
  placed: true,
  signature,
  state: (args) => {
    checkPaddingIndex(args);
    return {
      parameters: { weight: [wholeCount(args, 'num_embeddings'), wholeCount(args, 'embedding_dim')] },
    };
  },
  forward: (layer) => {
    const input = shapeOf(layer.args.value('input'));
    return rows(layer, input ? [...input, toNumber(layer.get('embedding_dim'))] : null);
  },
});
embedding.names.set(
  'from_pretrained',
  native(
    'from_pretrained',
    'embeddings, freeze=True, **kwargs',
    (args) => {
      const [count = null, width = null] = shapeOf(args.value('embeddings')) ?? [];
      return args.vm.call(embedding, [
        typeof count === 'number' ? count : null,
        typeof width === 'number' ? width : null,
      ]);
    },
    { takesUnknown: true, binds: false },
  ),
);

const embeddingBag = layerClass('EmbeddingBag', {
  placed: true,
  signature:
    'num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode="mean", sparse=False, _weight=None, include_last_offset=False, padding_idx=None',
  state: (args) => ({
    parameters: { weight: [toNumber(args.value('num_embeddings')), toNumber(args.value('embedding_dim'))] },
  }),
  inputs: 'input, offsets=None, per_sample_weights=None',
  forward: (layer) => {
    const bags = bagsOf(layer.args);
    const open = layer.flag('include_last_offset') && shapeOf(layer.args.value('input'))?.length === 1;
    return rows(layer, [open ? addDims(bags, -1) : bags, toNumber(layer.get('embedding_dim'))]);
  },
});

export const embeddingLayers: Readonly<Record<string, PyClass>> = {
  Embedding: embedding,
  EmbeddingBag: embeddingBag,
};

export const embeddingFunctions: FunctionTable = {
  embedding: [
    'input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False',
    (args) => {
      const [input, weight] = [shapeOf(args.value('input')), shapeOf(args.value('weight'))];
      const shape = input && weight ? [...input, weight[1] ?? null] : null;
      return emitShape(args, 'embedding', shape, [tensorOf(args, 'input')], { dtype: 'float' });
    },
  ],
  embedding_bag: [
    'input, weight, offsets=None, *others, **kwargs',
    (args) => {
      const bags = bagsOf(args);
      const width = shapeOf(args.value('weight'))?.[1] ?? null;
      return emitShape(args, 'embedding_bag', [bags, width], [tensorOf(args, 'input')], { dtype: 'float' });
    },
  ],
  one_hot: [
    'tensor, num_classes=-1',
    (args) => {
      const input = shapeOf(args.value('tensor'));
      const classes = toNumber(args.value('num_classes'));
      return emitShape(
        args,
        'one_hot',
        input ? [...input, classes === -1 ? null : classes] : null,
        [tensorOf(args, 'tensor')],
        { dtype: 'int' },
      );
    },
  ],
};
