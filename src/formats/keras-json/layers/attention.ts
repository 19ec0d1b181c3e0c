import type { WorkTerm } from '../../../model/graph/derived.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import type { LayerConfig } from '../config.ts';
import type { LayerRule, RuleContext } from './layer-rule.ts';

/** Where query, value and key stand among the inputs; the value is the key too where that is not given. */
function placesOf({ keywords }: RuleContext): { readonly value: number; readonly key: number } {
  const placed = (name: string, place: number): number => {
    const named = keywords.indexOf(name);
    return named >= 0 ? named : keywords[place] === null ? place : -1;
  };
  const value = placed('value', 1);
  const key = placed('key', 2);
  return { value, key: key < 0 ? value : key };
}

/**
 * keras/src/layers/attention/multi_head_attention.py, grouped_query_attention.py: as the query, or with the features of
 * `output_shape`. Projections of query, key and value to heads, the keys' and values' perhaps shared by several query heads,
 * and one of all heads together to the output.
 */
function headed(headsName: string, keyHeadsName: string, sizeName: string): LayerRule {
  return (config, context) => {
    const rank = context.declaredInput?.length ?? 3;
    const features = config.wholes('output_shape', 'outFeatures', 1);
    if (features !== null && features.length > 1) return { kind: 'unknown', outputs: 1 };
    const kept = Array.from({ length: rank - 1 }, (_, from) => ({ from }));
    const dims = [...kept, features?.[0] ?? { from: rank - 1 }];
    const open = { kind: 'derived', inputRank: rank, dims, params: null, macs: null } as const;
    const [heads, keyHeads] = [config.whole(headsName, null, 1), config.whole(keyHeadsName, null, 1)];
    const size = config.whole(sizeName, null, 1);
    const valueSize = config.whole('value_dim', null, 1) ?? size;
    if (rank !== 3 || heads === null || keyHeads === null || size === null || valueSize === null) return open;
    const bias = config.switch('use_bias', true) ? 1 : 0;
    const widths = {
      query: heads * size,
      key: keyHeads * size,
      value: keyHeads * valueSize,
      all: heads * valueSize,
    };
    const last = features?.[0] ?? null;
    return { ...open, ...costs(widths, last, bias, placesOf(context)) };
  };
}

interface Widths {
  readonly query: number;
  readonly key: number;
  readonly value: number;
  /** What the heads give together. */
  readonly all: number;
}

/** Parameters, and multiply-adds over [N, T, features] of the query and [N, S, features] of value and key. */
function costs(
  widths: Widths,
  outFeatures: number | null,
  bias: number,
  places: { readonly value: number; readonly key: number },
): { readonly params: readonly WorkTerm[] | null; readonly macs: readonly WorkTerm[] | null } {
  const { value, key } = places;
  if (value < 0) return { params: null, macs: null };
  const steps = { input: value, axis: 1 };
  const ofValue = { input: value, axis: 2 };
  const ofKey = { input: key, axis: 2 };
  const output =
    outFeatures === null
      ? { times: widths.all + bias, over: [2] }
      : { times: (widths.all + bias) * outFeatures, over: [] };
  const work =
    outFeatures === null
      ? { times: widths.all, over: [0, 1, 2] }
      : { times: widths.all * outFeatures, over: [0, 1] };
  return {
    params: [
      { times: widths.query, over: [2] },
      { times: widths.key, over: [ofKey] },
      { times: widths.value, over: [ofValue] },
      { times: bias * (widths.query + widths.key + widths.value), over: [] },
      output,
    ],
    macs: [
      { times: widths.query, over: [0, 1, 2] },
      { times: widths.key, over: [0, steps, ofKey] },
      { times: widths.value, over: [0, steps, ofValue] },
      { times: widths.query + widths.all, over: [0, 1, steps] },
      work,
    ],
  };
}

/** keras/src/layers/attention/attention.py, additive_attention.py: a row of the value's features for each query. */
function plain(
  scale: (config: LayerConfig) => Pick<Extract<Operation, { kind: 'derived' }>, 'params'>,
): LayerRule {
  return (config) =>
    config.switch('return_attention_scores', false)
      ? { kind: 'unknown', outputs: 2 }
      : {
          kind: 'derived',
          inputRank: 3,
          dims: [{ from: 0 }, { from: 1 }, { from: 2, input: 1 }],
          ...scale(config),
          macs: null,
        };
}

/** One factor for all scores, and another one where queries and keys are added. */
const attention = plain((config) => ({
  params: (config.switch('use_scale', false) ? 1 : 0) + (config.text('score_mode') === 'concat' ? 1 : 0),
}));

/** One factor for each feature of the query. */
const additiveAttention = plain((config) => ({
  params: config.switch('use_scale', true) ? [{ times: 1, over: [2] }] : 0,
}));

const multiHead = headed('num_heads', 'num_heads', 'key_dim');
const groupedQuery = headed('num_query_heads', 'num_key_value_heads', 'head_dim');

export const attentionRules: readonly (readonly [string, LayerRule])[] = [
  ['MultiHeadAttention', multiHead],
  ['GroupedQueryAttention', groupedQuery],
  ['GroupQueryAttention', groupedQuery],
  ['Attention', attention],
  ['AdditiveAttention', additiveAttention],
];
