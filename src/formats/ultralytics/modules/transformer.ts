import type { TensorRef } from '../../../model/graph/graph.ts';
import type { DerivedDim } from '../../../model/graph/derived.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import { gelu } from '../activation.ts';
import { valueOrNull } from '../part-writer.ts';
import { fromInput } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { activated, add, dropout, flatten, layerNorm, linear, permute, sized } from './layers.ts';
import { block, type ModuleTable } from './module-spec.ts';
import type { Tensor } from '../flow.ts';
import { said } from '../../../model/text/text.ts';

/** Which dimension of the tokens counts them; the other one is the batch. */
type TokenAxis = 0 | 1;

/**
 * torch.nn.MultiheadAttention with biases: the result is as the query. Its projections are one weight of 3·c² and one
 * of c² (pytorch/pytorch: torch/nn/modules/activation.py).
 */
export function multiheadAttention(
  m: Scope,
  [query, key, value]: readonly [Tensor, Tensor, Tensor],
  c: number,
  tokens: TokenAxis,
): TensorRef {
  const dims: readonly DerivedDim[] = [{ from: 0 }, { from: 1 }, { from: 2 }];
  const operation: Operation = {
    kind: 'derived',
    dims,
    params: valueOrNull(4 * c * c + 4 * c),
    macs: Number.isNaN(c)
      ? null
      : [
          { times: 4 * c, over: [0, 1, 2] },
          { times: 2, over: [0, 1, 2, tokens] },
        ],
  };
  return m.layer('MultiheadAttention', operation, [query, key, value]);
}

/** Attention and an MLP over the cells of an image, each normalized after it was added (transformer.py AIFI). */
function encoder(m: Scope, x: Tensor, c: number, hidden: number): TensorRef {
  const cells = permute(m, flatten(m, x, 2), [0, 2, 1]);
  const attentive = multiheadAttention(m.sub('ma'), [cells, cells, cells], c, 1);
  const first = layerNorm(m.sub('norm1'), add(m, cells, dropout(m.sub('dropout1'), attentive)), c);
  const wide = activated(m.sub('act'), linear(m.sub('fc1'), first, c, hidden), {
    owner: 'TransformerEncoderLayer',
    activation: gelu,
  });
  const narrow = linear(m.sub('fc2'), dropout(m.sub('dropout'), wide), hidden, c);
  const second = layerNorm(m.sub('norm2'), add(m, first, dropout(m.sub('dropout2'), narrow)), c);
  return sized(m, 'view', [x, permute(m, second, [0, 2, 1])], imageOf);
}

const imageOf: readonly DerivedDim[] = [{ from: 0 }, { from: 1 }, { from: 2 }, { from: 3 }];

/**
 * Transformer layers without normalization over the cells of an image
 * (ultralytics/nn/modules/transformer.py TransformerBlock; ultralytics/yolov5: models/common.py has the same).
 */
export function transformerBlock(m: Scope, x: Tensor, c: number, layers: number): TensorRef {
  const cells = permute(m, flatten(m, x, 2), [2, 0, 1]);
  let last = add(m, cells, linear(m.sub('linear'), cells, c, c));
  for (let index = 0; index < layers; index++) last = transformerLayer(m.sub('tr').sub(`${index}`), last, c);
  return sized(m, 'reshape', [x, permute(m, last, [1, 2, 0])], imageOf);
}

function transformerLayer(m: Scope, x: Tensor, c: number): TensorRef {
  const project = (name: string) => linear(m.sub(name), x, c, c, false);
  const attentive = multiheadAttention(m.sub('ma'), [project('q'), project('k'), project('v')], c, 0);
  const first = add(m, attentive, x);
  const narrow = linear(m.sub('fc2'), linear(m.sub('fc1'), first, c, c, false), c, c, false);
  return add(m, narrow, first);
}

export const transformerModules: ModuleTable = {
  AIFI: block(
    fromInput,
    'c1, cm=2048, num_heads=8, dropout=0, act=GELU, normalize_before=False',
    (m, x, a) => {
      const [c, heads] = [a.number('c1'), a.number('num_heads')];
      if (c % heads !== 0 && !Number.isNaN(c % heads)) {
        a.refuse('num_heads', said('{0} channels cannot be split into {1} heads.', c, heads));
      }
      if (c % 4 !== 0 && !Number.isNaN(c)) {
        a.refuse('cm', said('AIFI needs a multiple of 4 channels for its positions, but {0} go in.', c));
      }
      return encoder(m, x, c, a.number('cm'));
    },
  ),
};
