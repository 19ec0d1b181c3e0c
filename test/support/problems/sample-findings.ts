import { axisGeometry, type AxisConfig, type AxisGeometry } from '../../../src/engine/geometry/axis.ts';
import type {
  AxisMisfit,
  Finding,
  ImpossibleAxis,
  JoinMismatch,
  RefusalRule,
  ReshapeMismatch,
} from '../../../src/model/problems/finding.ts';
import type { FieldName } from '../../../src/model/graph/graph.ts';
import type { MisfitRule } from '../../../src/model/rules/rule-failure.ts';

const config: AxisConfig = {
  inputSize: 224,
  kernelSize: 7,
  stride: 2,
  dilation: 1,
  padding: { before: 3, after: 3 },
  rounding: 'floor',
};

function geometry(change: Partial<AxisConfig> = {}): AxisGeometry {
  const result = axisGeometry({ ...config, ...change });
  if (!result.ok) throw new Error('the sample has no geometry');
  return result.axis;
}

const at = (field: FieldName, axes: readonly number[] = []) => ({ field, axes });
const lost = { head: 0, tail: 0, gaps: 0, holes: 0 };

const misfit = (
  code: AxisMisfit['code'],
  change: Partial<AxisConfig>,
  axes: readonly number[] = [0, 1],
  tail = 0,
): AxisMisfit => ({
  ...at('stride', axes),
  code,
  geometry: geometry(change),
  lost: { ...lost, tail },
  spatialRank: 2,
});

const transposed = {
  inputSize: 1,
  kernelSize: 3,
  stride: 2,
  dilation: 1,
  padding: { before: 2, after: 2 },
  outputPadding: 0,
};

const impossible: Readonly<Record<ImpossibleAxis['reason'], readonly ImpossibleAxis[]>> = (() => {
  const place = { ...at('kernel', [0]), code: 'impossible', spatialRank: 2 } as const;
  return {
    'kernel-larger-than-input': [
      {
        ...place,
        reason: 'kernel-larger-than-input',
        config: { ...config, inputSize: 4, dilation: 3, padding: { before: 0, after: 1 } },
        numerator: -14,
      },
    ],
    'remainder-under-exact-rounding': [
      { ...place, reason: 'remainder-under-exact-rounding', config, numerator: 223 },
    ],
    'transposed-output-below-one': [
      { ...place, reason: 'transposed-output-below-one', transposed, outputSize: -1 },
    ],
    'crop-larger-than-input': [
      { ...place, reason: 'crop-larger-than-input', inputSize: 5, before: 3, after: 4 },
    ],
    'upsample-below-one': [{ ...place, reason: 'upsample-below-one', inputSize: 3, factor: 0.25 }],
    'not-divisible': [
      { ...place, reason: 'not-divisible', inputSize: 7, factor: 2 },
      { ...place, axes: [], reason: 'not-divisible', inputSize: 7, factor: 3 },
    ],
  };
})();

const refusals: Readonly<Record<RefusalRule, readonly [field: FieldName, value: number, limit: number]>> = {
  'not-positive': ['kernel', 0, 1],
  negative: ['padding', -1, 0],
  'no-features': ['outFeatures', 0, 1],
  'not-whole': ['groups', 1.5, 0],
  'pool-padding-over-half-kernel': ['padding', 3, 2],
  'pool-padding-not-below-kernel': ['padding', 4, 3],
  'stride-with-dilation': ['stride', 2, 3],
  'same-with-stride': ['padding', 2, 1],
  'same-transposed': ['padding', 0, 0],
  'causal-outside-conv1d': ['padding', 0, 0],
  'output-padding-not-below-stride-or-dilation': ['outputPadding', 2, 1],
  'output-padding-not-below-stride': ['outputPadding', 2, 1],
  'reflection-not-below-input': ['padding', 5, 4],
  'circular-over-input': ['padding', 6, 4],
};

const rules: Readonly<Record<MisfitRule['reason'], MisfitRule>> = {
  unreadable: { reason: 'unreadable', detail: 'a size is missing at its end' },
  'no-dimension': { reason: 'no-dimension', name: 'D', shape: [1, 3, 8, 8] },
  'no-input': { reason: 'no-input', name: 'H2', inputs: 1 },
  'no-item': { reason: 'no-item', name: 'k', index: 2 },
  list: { reason: 'list', name: 'k', length: 3 },
  'division-by-zero': { reason: 'division-by-zero' },
  'no-size': { reason: 'no-size', formula: 'H/2', numbers: '13/2', value: '6.5' },
};

const join = (change: Partial<JoinMismatch>): JoinMismatch => ({
  ...at('from'),
  code: 'join-mismatch',
  join: 'concat',
  reason: 'sizes',
  dimension: 2,
  inputs: [0, 1],
  shapes: [
    [1, 64, 56, 56],
    [1, 64, 57, 57],
  ],
  ...change,
});

const culprit = {
  node: 3,
  id: 'down',
  input: 0,
  geometry: geometry({ inputSize: 113, kernelSize: 2, padding: { before: 0, after: 0 } }),
};

const reshape: Readonly<Record<ReshapeMismatch['reason'], readonly ReshapeMismatch[]>> = (() => {
  const place = { ...at('dims'), code: 'reshape-mismatch', inputShape: [2, 3, 4] } as const;
  return {
    elements: [
      { ...place, reason: 'elements', target: ['copy', 5], expected: 12 },
      { ...place, reason: 'elements', inputShape: [null, 4], target: [5], expected: null },
    ],
    'features-behind': [{ ...place, reason: 'features-behind', target: [4, 6], expected: 12, behind: 'fc' }],
    'two-remainders': [{ ...place, reason: 'two-remainders', target: [-1, -1, 4], expected: null }],
    'sizes-do-not-add-up': [
      { ...place, reason: 'sizes-do-not-add-up', target: [3], expected: 8 },
      { ...place, reason: 'sizes-do-not-add-up', target: [3, 4], expected: 8 },
    ],
    'out-of-range': [{ ...place, reason: 'out-of-range', target: [5, -6], expected: null }],
  };
})();

type Samples = Readonly<Record<Finding['code'], readonly Finding[]>>;

/** Findings of every kind: for each code, and for each reason that it may have, all that can be said of it. */
export const sampleFindings: Samples = {
  'padding-unused': [
    misfit('padding-unused', { kernelSize: 3, padding: { before: 1, after: 1 } }),
    misfit('padding-unused', { kernelSize: 3, padding: { before: 1, after: 1 } }, [1]),
  ],
  overhang: [misfit('overhang', { rounding: 'ceil' })],
  subsampled: [misfit('subsampled', { kernelSize: 1, stride: 2, padding: { before: 0, after: 0 } })],
  'pixels-lost': [
    misfit('pixels-lost', { kernelSize: 3, padding: { before: 0, after: 0 } }, [0, 1], 1),
    misfit(
      'pixels-lost',
      { inputSize: 225, kernelSize: 3, stride: 4, padding: { before: 0, after: 0 } },
      [1],
      2,
    ),
    {
      ...misfit('pixels-lost', { inputSize: 21, kernelSize: 2, padding: { before: 0, after: 0 } }),
      shifted: { values: 1323, unread: 63 },
    },
    {
      ...misfit('pixels-lost', { inputSize: 21, kernelSize: 2, padding: { before: 0, after: 0 } }),
      shifted: { values: null, unread: null },
    },
  ],
  'kernel-larger-than-input': [
    misfit('kernel-larger-than-input', {
      inputSize: 2,
      kernelSize: 3,
      padding: { before: 0, after: 0 },
      rounding: 'ceil',
    }),
  ],
  impossible: Object.values(impossible).flat(),
  'channel-mismatch': [
    { ...at('inChannels'), code: 'channel-mismatch', declared: 16, actual: 8, inputShape: [1, 8, 5, 5] },
    { ...at('inChannels'), code: 'channel-mismatch', declared: 3, actual: 64, inputShape: [1, 64, 65, 3] },
  ],
  'groups-mismatch': [
    { ...at('groups'), code: 'groups-mismatch', which: 'in', channels: 6, groups: 4 },
    { ...at('groups'), code: 'groups-mismatch', which: 'out', channels: 10, groups: 3 },
    { ...at('groups'), code: 'groups-mismatch', which: 'pixel-shuffle', channels: 6, groups: 4 },
  ],
  'features-mismatch': [
    [false, [256, 6, 6], [1, 9216]] as const,
    [true, [6], [1, 2, 4, 1024]] as const,
    [false, [6], [1, 7, 6]] as const,
    [false, [6], [1, 7, 5, 6]] as const,
    [false, [6], [1, null, 5, 6]] as const,
    [false, [4, 8192], [32768]] as const,
  ].map(([flattenMissing, factors, inputShape]) => ({
    ...at('inFeatures'),
    code: 'features-mismatch',
    declared: 8192,
    actual: 9216,
    factors,
    inputShape,
    flattenMissing,
  })),
  'join-mismatch': [
    join({}),
    join({ join: 'combine', culprit }),
    join({
      reason: 'rank',
      shapes: [
        [1, 64],
        [1, 64, 57],
      ],
    }),
    join({ flattened: 4096, culprit }),
    join({ flattened: null }),
  ],
  'normalization-mismatch': [
    {
      ...at('features'),
      code: 'normalization-mismatch',
      name: 'batch',
      declared: 32,
      actual: 64,
      inputShape: [1, 64, 7, 7],
    },
  ],
  'reshape-mismatch': Object.values(reshape).flat(),
  'batch-changed': [
    { ...at('dims'), code: 'batch-changed', inputShape: [4, 16, 5, 5], outputShape: [8, 200] },
    { ...at('dims'), code: 'batch-changed', inputShape: [4, null, 5, 5], outputShape: [null, 200] },
    { ...at('dims'), code: 'batch-changed', inputShape: [1, 8, 5, 5], outputShape: [200], behind: 'fc' },
  ],
  'rank-mismatch': [
    { ...at('type'), code: 'rank-mismatch', inputShape: [1, 3, 8], expected: [4, 5] },
    { ...at('type'), code: 'rank-mismatch', inputShape: [1, 3], expected: [4], empty: true },
  ],
  'refused-hyperparameter': Object.entries(refusals).map(([rule, [field, value, limit]]) => ({
    ...at(field),
    code: 'refused-hyperparameter',
    rule: rule as RefusalRule,
    value,
    limit,
  })),
  'weights-mismatch': (['kernel', 'bias'] as const).map((which) => ({
    ...at('weights'),
    code: 'weights-mismatch',
    which,
    expectedShape: [2, 3],
    actual: 5,
  })),
  'yolo-filters-mismatch': [3, null].map((anchors) => ({
    ...at('classes'),
    code: 'yolo-filters-mismatch',
    declared: 75,
    expected: 255,
    anchors,
    formula: '80 + 5',
  })),
  'yolo-input-size': [500, 20].map((size) => ({
    ...at('input'),
    code: 'yolo-input-size',
    size,
    divisor: 32,
  })),
  'layer-rule': Object.values(rules).map((failure) => ({ ...at('type'), code: 'layer-rule', failure })),
  'unknown-layer': [
    { ...at('type'), code: 'unknown-layer' },
    { ...at('type'), code: 'unknown-layer', meant: 'Conv2d' },
    { ...at('type'), code: 'unknown-layer', lacks: { reason: 'no-field', name: 'k' } },
    { ...at('type'), code: 'unknown-layer', lacks: { reason: 'no-number', name: 'k' } },
  ],
};
