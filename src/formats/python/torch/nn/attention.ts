import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { equalsText, shapeText } from '../../../../model/problems/number-text.ts';
import { addDims, sameDim, shapesDiffer } from '../../../../model/shapes/dims.ts';
import { nearestAbove, nearestBelow } from '../../../../model/problems/nearest.ts';
import type { Repair } from '../../../../model/problems/problem.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTuple, type PyClass, type Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable, type Layer } from '../declare.ts';
import { emitAll, emitShape, tensorOf } from '../emit.ts';
import { argumentOf, argumentPlace, refuse, refuseNumber, takesRank } from '../refusals.ts';
import { broadcastsInto, shapeOf, toNumber } from '../tensors.ts';
import { linearLayers } from './linear.ts';
import { said, type Text } from '../../../../model/text/text.ts';

function multiply(...factors: (Dim | undefined)[]): number | null {
  return factors.reduce<number | null>(
    (total, factor) => (total === null || typeof factor !== 'number' ? null : total * factor),
    1,
  );
}

/** Query, key and value are [L, N, E], or [N, L, E] where batch_first, or one sample [L, E]. */
function attended(layer: Layer): Value {
  const { args } = layer;
  const query = shapeOf(args.value('query'));
  const key = shapeOf(args.value('key'));
  const width = toNumber(layer.get('embed_dim'));
  const batchFirst = layer.flag('batch_first');
  const output: Shape = query ? [...query.slice(0, -1), width] : null;
  checkWidths(layer);
  checkSequences(layer, batchFirst);
  checkMasks(layer, batchFirst);
  const [batch, target] = batchFirst ? [query?.[0], query?.[1]] : [query?.[1], query?.[0]];
  const [keys = null] = (key?.length === 2 || !batchFirst ? key : key?.slice(1)) ?? [];
  const source = addDims(keys, addedKeys(layer));
  const heads = args.value('average_attn_weights') === false ? [toNumber(layer.get('num_heads'))] : [];
  const weights: Shape =
    query?.length === 2
      ? [...heads, query[0] ?? null, source]
      : [batch ?? null, ...heads, target ?? null, source];
  const outputs = args.value('need_weights') === false ? [output] : [output, weights];
  const params =
    width === null ? null : 4 * width * width + (layer.get('in_proj_bias') === null ? 0 : 4 * width);
  const products = multiply(batch, target, source, width);
  const projections = multiply(batch, target, width, width);
  const macs = products === null || projections === null ? null : 4 * projections + 2 * products;
  const results = emitAll(
    args,
    'multi_head_attention_forward',
    { kind: 'declared', outputs, params, macs },
    ['query', 'key', 'value'].map((name) => tensorOf(args, name)),
  );
  return new PyTuple([results[0] ?? null, results[1] ?? null]);
}

/** A learned key, and a key of zeros, stand behind the others. */
function addedKeys(layer: Layer): number {
  return Number(layer.get('bias_k') !== null) + Number(layer.flag('add_zero_attn'));
}

function refuseUnpairedValues(args: Bound, key: Shape, value: Shape): void {
  refuse(
    args,
    'join-mismatch',
    said(
      'Attention takes a value for each key: {0} and {1} differ before their last size.',
      shapeText(key),
      shapeText(value),
    ),
  );
}

/** torch/nn/functional.py, multi_head_attention_forward: a value for each key, in the same batches as the queries. */
function checkSequences({ args }: Layer, batchFirst: boolean): void {
  const [query, key, value] = ['query', 'key', 'value'].map((name) => shapeOf(args.value(name)));
  if (!query || !key || !value) return;
  const batch = query.length === 2 ? null : batchFirst ? 0 : 1;
  if (shapesDiffer(key.slice(0, -1), value.slice(0, -1))) refuseUnpairedValues(args, key, value);
  else if (
    query.length !== key.length ||
    (batch !== null && sameDim(query[batch] ?? null, key[batch] ?? null) === 'no')
  )
    refuse(
      args,
      'join-mismatch',
      said('The queries {0} and the keys {1} are of different batches.', shapeText(query), shapeText(key)),
    );
}

/** torch/nn/functional.py, multi_head_attention_forward: a mask of queries by keys, one for all or for each head of each sample. */
function checkMasks(layer: Layer, batchFirst: boolean): void {
  const { args } = layer;
  const [query, key] = ['query', 'key'].map((name) => shapeOf(args.value(name)));
  if (!query || query.length !== key?.length || query.length < 2 || query.length > 3) return;
  const batched = query.length === 3;
  const at = batched && batchFirst ? 1 : 0;
  const [targets = null, sources = null] = [query[at], key[at]];
  const batch = batched ? (query[1 - at] ?? null) : 1;
  const heads = toNumber(layer.get('num_heads'));
  const mask = shapeOf(args.value('attn_mask'));
  const padding = shapeOf(args.value('key_padding_mask'));
  const wanted =
    mask?.length === 3 ? [multiply(batch, heads ?? undefined), targets, sources] : [targets, sources];
  if (mask) takesMask(args, 'attn_mask', mask, wanted);
  if (padding) takesMask(args, 'key_padding_mask', padding, batched ? [batch, sources] : [sources]);
}

function takesMask(args: Bound, name: string, mask: readonly Dim[], wanted: readonly Dim[]): void {
  if (!shapesDiffer(mask, wanted)) return;
  refuse(args, 'join-mismatch', said('{0} must be {1}, not {2}.', name, shapeText(wanted), shapeText(mask)));
}

/** torch/nn/functional.py, multi_head_attention_forward: as wide as the layer was built for. */
function checkWidths(layer: Layer): void {
  const widths = { query: 'embed_dim', key: 'kdim', value: 'vdim' } as const;
  for (const [name, field] of Object.entries(widths)) {
    const shape = shapeOf(layer.args.value(name));
    const [declared, actual] = [toNumber(layer.get(field)), shape?.at(-1)];
    if (!takesRank(layer.args, said('The {0} of attention', name), shape, [2, 3])) return;
    if (declared === null || typeof actual !== 'number' || declared === actual) continue;
    const message = said(
      'The layer takes {0} features as its {1}, but {2} has {3} in its last dimension.',
      declared,
      name,
      shapeText(shape),
      actual,
    );
    refuseNumber(layer.instance, layer.args, field, 'features-mismatch', message, actual);
    return;
  }
}

/** Each head takes an equal part of the width. What a larger layer builds is looked at where that is built. */
export function checkHeads(args: Bound, widthName = 'embed_dim', headsName = 'num_heads'): void {
  const [width, heads] = [toNumber(args.value(widthName)), toNumber(args.value(headsName))];
  if (!args.site) return;
  if (width === null || heads === null || heads < 1 || width % heads === 0) return;
  args.vm.hooks.report({
    code: 'groups-mismatch',
    message: said(
      '{0} {1} cannot be divided into {2} heads: {3}/{4} {5}.',
      widthName,
      width,
      heads,
      width,
      heads,
      equalsText(width / heads),
    ),
    place: argumentPlace(args, headsName),
    repairs: nearestHeads(args, headsName, width, heads),
  });
}

/** The nearest number of heads below and above that divides the width. */
function nearestHeads(
  { site, parameters }: Bound,
  name: string,
  width: number,
  heads: number,
): readonly Repair<Text>[] {
  const value = argumentOf(site, parameters, name)?.value;
  if (!value) return [];
  const divides = (count: number): boolean => width % count === 0;
  return [nearestBelow(heads, 1, divides), nearestAbove(heads, heads, divides)].flatMap((count) => {
    if (count === null) return [];
    const span = { start: value.start, end: value.end };
    return [{ title: said('Take {0} heads', count), edits: [{ span, newText: count.toString() }] }];
  });
}

const multiheadAttention = layerClass('MultiheadAttention', {
  placed: true,
  signature:
    'embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False',
  state: (args) => {
    checkHeads(args);
    const width = toNumber(args.value('embed_dim'));
    const [keys, values] = ['kdim', 'vdim'].map((name) =>
      toNumber(args.value(name) ?? args.value('embed_dim')),
    );
    const same = keys === width && values === width;
    const bias = args.value('bias') !== false;
    const extra = args.value('add_bias_kv') === true;
    const { NonDynamicallyQuantizableLinear: projection } = linearLayers;
    return {
      attributes: {
        kdim: args.value('kdim') ?? args.value('embed_dim'),
        vdim: args.value('vdim') ?? args.value('embed_dim'),
        head_dim: args.vm.binary('//', args.value('embed_dim'), args.value('num_heads')),
      },
      parameters: {
        in_proj_weight: same ? [width === null ? null : 3 * width, width] : 'none',
        q_proj_weight: same ? 'none' : [width, width],
        k_proj_weight: same ? 'none' : [width, keys ?? null],
        v_proj_weight: same ? 'none' : [width, values ?? null],
        in_proj_bias: bias ? [width === null ? null : 3 * width] : 'none',
        bias_k: extra ? [1, 1, width] : 'none',
        bias_v: extra ? [1, 1, width] : 'none',
      },
      modules: projection
        ? {
            out_proj: args.vm.call(
              projection,
              [args.value('embed_dim'), args.value('embed_dim')],
              new Map([['bias', bias]]),
            ),
          }
        : {},
    };
  },
  inputs:
    'query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False',
  forward: attended,
});

/** aten/src/ATen/native/transformers/attention.cpp: products of queries and keys, then of these and the values. */
function checkProduct(args: Bound, query: Shape, key: Shape, value: Shape): void {
  if (!query || !key || !value || Math.min(query.length, key.length, value.length) < 2) return;
  const differ = (a: Dim | undefined, b: Dim | undefined): boolean => sameDim(a ?? null, b ?? null) === 'no';
  if (differ(query.at(-1), key.at(-1)))
    refuse(
      args,
      'features-mismatch',
      said(
        'The queries {0} and the keys {1} differ in their last size: these are multiplied.',
        shapeText(query),
        shapeText(key),
      ),
    );
  else if (differ(key.at(-2), value.at(-2))) refuseUnpairedValues(args, key, value);
  else {
    const mask = shapeOf(args.value('attn_mask'));
    const products = [...query.slice(0, -1), key.at(-2) ?? null];
    if (mask && !broadcastsInto(mask, products))
      refuse(
        args,
        'join-mismatch',
        said('{0} must be {1}, not {2}.', 'attn_mask', shapeText(products), shapeText(mask)),
      );
  }
}

/** [..., L, E], [..., S, E], [..., S, Ev] give [..., L, Ev]. */
function scaledDotProduct(args: Bound): Value {
  const [query, value] = [shapeOf(args.value('query')), shapeOf(args.value('value'))];
  const key = shapeOf(args.value('key'));
  checkProduct(args, query, key, value);
  const shape = query && value ? [...query.slice(0, -1), value.at(-1) ?? null] : null;
  const rows = query ? multiply(...query.slice(0, -1)) : null;
  const macs =
    multiply(rows, key?.at(-2), query?.at(-1)) === null
      ? null
      : 2 * (multiply(rows, key?.at(-2), query?.at(-1)) ?? 0);
  return emitShape(
    args,
    'scaled_dot_product_attention',
    shape,
    ['query', 'key', 'value'].map((name) => tensorOf(args, name)),
    { macs },
  );
}

export const attentionLayers: Readonly<Record<string, PyClass>> = { MultiheadAttention: multiheadAttention };

/** torch/nn/functional.py, multi_head_attention_forward: [L, N, E], [S, N, E] give [L, N, Eo] and [N, L, S]. */
function functionalAttention(args: Bound): Value {
  const [query, key, weight] = ['query', 'key', 'out_proj_weight'].map((name) => shapeOf(args.value(name)));
  const [target = null, batch = null] = query ?? [];
  const isSimple =
    ['bias_k', 'static_k'].every((name) => args.value(name) === null) &&
    args.value('add_zero_attn') === false;
  const output: Shape = query?.length === 3 ? [target, batch, weight?.[0] ?? null] : null;
  const averaged = args.value('average_attn_weights') !== false;
  const weights: Shape =
    query?.length === 3 && isSimple && averaged ? [batch, target, key?.[0] ?? null] : null;
  const needed = args.value('need_weights');
  const inputs = ['query', 'key', 'value'].map((name) => tensorOf(args, name));
  const outputs = needed === false ? [output] : [output, weights];
  const results = emitAll(
    args,
    'multi_head_attention_forward',
    { kind: 'declared', outputs, params: 0, macs: null },
    inputs,
  );
  return new PyTuple([results[0] ?? null, results[1] ?? null]);
}

export const attentionFunctions: FunctionTable = {
  multi_head_attention_forward: [
    'query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False',
    functionalAttention,
  ],
  scaled_dot_product_attention: [
    'query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False',
    scaledDotProduct,
  ],
};
