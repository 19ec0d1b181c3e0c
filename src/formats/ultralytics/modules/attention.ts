import type { TensorRef } from '../../../model/graph/graph.ts';
import type { DerivedDim } from '../../../model/graph/derived.ts';
import type { Scope } from '../scope.ts';
import { add, conv, flatten, permute, sized, softmax, split, view } from './layers.ts';
import type { Tensor } from '../flow.ts';

/** The image's own sizes: [N, C, H, W]. */
const image: readonly DerivedDim[] = [{ from: 0 }, { from: 1 }, { from: 2 }, { from: 3 }];

/**
 * Query, key and value of heads as [N, heads, values, cells]: every cell attends to every other. The result has the
 * shape of `value`.
 */
function attended(m: Scope, query: Tensor, key: Tensor, value: Tensor): TensorRef {
  const turned = permute(m, query, [0, 1, 3, 2], 'transpose');
  const perCell: readonly DerivedDim[] = [{ from: 0 }, { from: 1 }, { from: 2 }, { from: 2 }];
  const products = sized(m, 'matmul', [turned, key], perCell, [{ times: 1, over: [0, 1, 2, 2, 3] }]);
  const weights = permute(m, softmax(m, products, -1), [0, 1, 3, 2], 'transpose');
  return sized(m, 'matmul', [value, weights], image, [{ times: 1, over: [0, 1, 2, 3, 3] }]);
}

/** Self-attention over the cells of an image (ultralytics/nn/modules/block.py Attention). */
function attention(m: Scope, x: Tensor, dim: number, heads: number): TensorRef {
  const headSize = Math.floor(dim / heads);
  const keySize = Math.trunc(headSize * 0.5);
  const all = conv(m.sub('qkv'), x, dim, dim + 2 * keySize * heads, { act: false });
  const perHead = view(m, all, ['copy', heads, 2 * keySize + headSize, -1]);
  const [query = null, key = null, value = null] = split(m, perHead, [keySize, keySize, headSize], 2);
  const mixed = sized(m, 'view', [x, attended(m, query, key, value)], image);
  const position = conv(m.sub('pe'), sized(m, 'reshape', [x, value], image), dim, dim, {
    k: 3,
    g: dim,
    act: false,
  });
  return conv(m.sub('proj'), add(m, mixed, position), dim, dim, { act: false });
}

/** Attention and two 1×1 convolutions, each added to its input (block.py PSABlock, PSA). */
export function attentionBlock(m: Scope, x: Tensor, c: number): TensorRef {
  const attentive = add(m, x, attention(m.sub('attn'), x, c, Math.max(1, Math.floor(c / 64))));
  const wide = conv(m.sub('ffn').sub('0'), attentive, c, c * 2);
  return add(m, attentive, conv(m.sub('ffn').sub('1'), wide, c * 2, c, { act: false }));
}

/** Cells attend to those of their own area; the cells must split into equal areas (block.py AAttn). */
function areaAttention(m: Scope, x: Tensor, dim: number, heads: number, area: number): TensorRef {
  const headSize = Math.floor(dim / heads);
  const inner = headSize * heads;
  const all = permute(
    m,
    flatten(m, conv(m.sub('qkv'), x, dim, inner * 3, { act: false }), 2),
    [0, 2, 1],
    'transpose',
  );
  const areas = area > 1 ? intoAreas(m, all, inner * 3, area) : all;
  const perHead = permute(m, view(m, areas, ['copy', 'copy', heads, headSize * 3]), [0, 2, 3, 1]);
  const [query = null, key = null, value = null] = split(m, perHead, [headSize, headSize, headSize], 2);
  const mixed = backToImage(m, x, attended(m, query, key, value));
  const position = conv(m.sub('pe'), backToImage(m, x, value), inner, dim, {
    k: 7,
    p: 3,
    g: dim,
    act: false,
  });
  return conv(m.sub('proj'), add(m, mixed, position), inner, dim, { act: false });
}

function intoAreas(m: Scope, x: Tensor, channels: number, area: number): TensorRef {
  return sized(
    m,
    'reshape',
    [x],
    [{ from: 0, times: area }, { from: 1, over: area, divides: true }, channels],
  );
}

/** [N, heads, values, cells] as an image again. */
function backToImage(m: Scope, x: Tensor, heads: Tensor): TensorRef {
  const rows = permute(m, heads, [0, 3, 1, 2]);
  const last = sized(m, 'reshape', [x, rows], [{ from: 0 }, { from: 2 }, { from: 3 }, { from: 1 }]);
  return permute(m, last, [0, 3, 1, 2]);
}

/** Area attention and two 1×1 convolutions, each added to its input (block.py ABlock). */
export function areaAttentionBlock(
  m: Scope,
  x: Tensor,
  c: number,
  mlpRatio: number,
  area: number,
): TensorRef {
  const attentive = add(m, x, areaAttention(m.sub('attn'), x, c, Math.floor(c / 32), area));
  const wide = Math.trunc(c * mlpRatio);
  const first = conv(m.sub('mlp').sub('0'), attentive, c, wide);
  return add(m, attentive, conv(m.sub('mlp').sub('1'), first, wide, c, { act: false }));
}
