import type { Combine } from '../../../model/graph/operation.ts';
import { fusedActivation } from './activation.ts';
import type { LayerRule } from './layer-rule.ts';

/** keras/src/layers/core/dense.py: over the last dimension. */
const dense: LayerRule = (config) => ({
  kind: 'linear',
  inFeatures: null,
  outFeatures: config.whole('units', 'outFeatures', 1),
  bias: config.switch('use_bias', true),
  flattens: false,
  ...fusedActivation(config),
});

const reshape: LayerRule = (config) => ({
  kind: 'reshape',
  dims: config.wholes('target_shape', 'dims', -1) ?? [null],
  keepsBatch: true,
});

/** Dimensions count from 1, the batch is not named. */
const permute: LayerRule = (config) => {
  const dims = config.wholes('dims', 'dims', 1);
  return dims === null ? { kind: 'unknown', outputs: 1 } : { kind: 'permute', order: [0, ...dims] };
};

const repeatVector: LayerRule = (config) => ({
  kind: 'derived',
  dims: [{ from: 0 }, config.whole('n', 'dims', 1), { from: 1 }],
  params: 0,
  macs: 0,
});

const concatenate: LayerRule = (config) => ({
  kind: 'concat',
  axis: config.wholes('axis', 'axis', -8)?.[0] ?? -1,
});

/** keras/src/layers/merging/base_merge.py */
function merge(name: Combine['name']): LayerRule {
  return () => ({ kind: 'combine', name, broadcast: 'numpy-per-sample' });
}

/** keras/src/layers/merging/dot.py: one axis of each input, or the same one of both. */
const dot: LayerRule = (config) => {
  const axes = config.wholes('axes', 'axis', -8) ?? [];
  const [first, second = first] = axes;
  if (first === undefined || second === undefined) return { kind: 'unknown', outputs: 1 };
  return { kind: 'contraction', axes: [first, second] };
};

/** One vector for each number of the input. */
const embedding: LayerRule = (config, { declaredInput }) => {
  const values = config.whole('output_dim', 'outFeatures', 1);
  const words = config.whole('input_dim', null, 1);
  const params = values === null || words === null ? null : values * words;
  const rank = declaredInput?.length ?? 2;
  return {
    kind: 'derived',
    dims: [...Array.from({ length: rank }, (_, from) => ({ from })), values],
    params,
    macs: 0,
  };
};

export const shapeRules: readonly (readonly [string, LayerRule])[] = [
  ['Dense', dense],
  ['Flatten', () => ({ kind: 'flatten', start: 1, end: -1 })],
  ['Reshape', reshape],
  ['Permute', permute],
  ['RepeatVector', repeatVector],
  ['Concatenate', concatenate],
  ['Add', merge('add')],
  ['Subtract', merge('subtract')],
  ['Multiply', merge('multiply')],
  ['Average', merge('average')],
  ['Maximum', merge('maximum')],
  ['Minimum', merge('minimum')],
  ['Dot', dot],
  ['Embedding', embedding],
];
