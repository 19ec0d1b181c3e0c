import type { TensorRef } from '../../../model/graph/graph.ts';
import { relu } from '../activation.ts';
import { decoderRule } from '../rules.ts';
import type { Scope } from '../scope.ts';
import {
  add,
  batchNorm,
  cat,
  conv2d,
  dropout,
  flatten,
  layerNorm,
  linear,
  permute,
  sigmoid,
  sized,
} from './layers.ts';
import { join, tensorsOf, type ModuleTable } from './module-spec.ts';
import { multiheadAttention } from './transformer.ts';
import type { Tensor } from '../flow.ts';

/** Linear layers with a ReLU between them (ultralytics/nn/modules/transformer.py MLP). */
function mlp(m: Scope, x: Tensor, sizes: readonly number[]): TensorRef {
  const [first = NaN, ...rest] = sizes;
  let [last, from]: [Tensor, number] = [x, first];
  rest.forEach((to, index) => {
    last = linear(m.sub(`layers.${index}`), last, from, to);
    if (index < rest.length - 1) last = m.sub('act').activation(relu, last);
    from = to;
  });
  return last ?? { node: 0, output: 0 };
}

interface DecoderSizes {
  readonly hd: number;
  readonly heads: number;
  readonly levels: number;
  readonly points: number;
  readonly feedForward: number;
}

/** Each query looks at a few points of every level (transformer.py MSDeformAttn). */
function deformableAttention(m: Scope, query: Tensor, features: Tensor, sizes: DecoderSizes): TensorRef {
  const { hd, heads, levels, points } = sizes;
  const all = heads * levels * points;
  const value = linear(m.sub('value_proj'), features, hd, hd);
  const offsets = linear(m.sub('sampling_offsets'), query, hd, all * 2);
  const weights = linear(m.sub('attention_weights'), query, hd, all);
  const samples = [{ times: levels * points, over: [0, 1, 2] }];
  const dims = [{ from: 0 }, { from: 1 }, { from: 2 }];
  const sampled = sized(m, 'multi_scale_deformable_attn', [query, value, offsets, weights], dims, samples);
  return linear(m.sub('output_proj'), sampled, hd, hd);
}

/** transformer.py DeformableTransformerDecoderLayer. */
function decoderLayer(
  m: Scope,
  x: Tensor,
  position: Tensor,
  features: Tensor,
  sizes: DecoderSizes,
): TensorRef {
  const { hd, feedForward } = sizes;
  const turned = permute(m, add(m, x, position), [1, 0, 2], 'transpose');
  const own = permute(m, x, [1, 0, 2], 'transpose');
  const attentive = multiheadAttention(m.sub('self_attn'), [turned, turned, own], hd, 0);
  const selfAttended = permute(m, attentive, [1, 0, 2], 'transpose');
  const first = layerNorm(m.sub('norm1'), add(m, x, dropout(m.sub('dropout1'), selfAttended)), hd);
  const crossed = deformableAttention(m.sub('cross_attn'), add(m, first, position), features, sizes);
  const second = layerNorm(m.sub('norm2'), add(m, first, dropout(m.sub('dropout2'), crossed)), hd);
  const wide = m.sub('act').activation(relu, linear(m.sub('linear1'), second, hd, feedForward));
  const narrow = linear(m.sub('linear2'), dropout(m.sub('dropout3'), wide), feedForward, hd);
  return layerNorm(m.sub('norm3'), add(m, second, dropout(m.sub('dropout4'), narrow)), hd);
}

/** The head of RT-DETR as it predicts (ultralytics/nn/modules/head.py RTDETRDecoder). */
export const decoderModules: ModuleTable = {
  RTDETRDecoder: join(
    decoderRule,
    'nc=80, ch=(512, 1024, 2048), hd=256, nq=300, ndp=4, nh=8, ndl=6, d_ffn=1024, dropout=0.0, act=ReLU, eval_idx=-1, nd=100, label_noise_ratio=0.5, box_noise_scale=1.0, learnt_init_query=False',
    (m, inputs, a) => {
      const [nc, hd, queries, layers] = [
        a.number('nc'),
        a.number('hd'),
        a.count('nq', 100_000),
        a.count('ndl'),
      ];
      const channels = a.numbers('ch');
      const sizes: DecoderSizes = {
        hd,
        heads: a.number('nh'),
        levels: channels.length,
        points: a.number('ndp'),
        feedForward: a.number('d_ffn'),
      };
      const levels = tensorsOf(inputs).map((x, level) => {
        const projection = m.sub(`input_proj.${level}`);
        const projected = conv2d(projection.sub('0'), x, channels[level] ?? NaN, hd, { bias: false });
        return batchNorm(projection.sub('1'), projected, hd);
      });
      const features = cat(
        m,
        levels.map((x) => permute(m, flatten(m, x, 2), [0, 2, 1])),
        1,
      );
      const encoded = layerNorm(
        m.sub('enc_output').sub('1'),
        linear(m.sub('enc_output').sub('0'), features, hd, hd),
        hd,
      );
      const scores = linear(m.sub('enc_score_head'), encoded, hd, nc);
      const chosen = sized(m, 'topk', [encoded, scores], [{ from: 0 }, queries, { from: 2 }]);
      let boxes: Tensor = mlp(m.sub('enc_bbox_head'), chosen, [hd, hd, hd, 4]);
      let last: Tensor = a.flag('learnt_init_query')
        ? sized(m, 'repeat', [chosen], [{ from: 0 }, { from: 1 }, { from: 2 }])
        : chosen;
      for (let index = 0; index < layers; index++) {
        const position = mlp(m.sub('query_pos_head'), boxes, [4, 2 * hd, hd]);
        last = decoderLayer(m.sub(`decoder.layers.${index}`), last, position, features, sizes);
        boxes = sigmoid(m, add(m, mlp(m.sub(`dec_bbox_head.${index}`), last, [hd, hd, hd, 4]), boxes));
      }
      // While it predicts, only the last layer's scores are asked for; the embedding is for training.
      const perHead = hd * nc + nc;
      m.writer.uncalled += perHead * Math.max(0, layers - 1) + nc * hd;
      if (a.flag('learnt_init_query')) m.writer.uncalled += queries * hd;
      const score = sigmoid(m, linear(m.sub(`dec_score_head.${Math.max(0, layers - 1)}`), last, hd, nc));
      return cat(m, [boxes, score], 2);
    },
  ),
};
