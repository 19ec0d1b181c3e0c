import { genericFormat } from '../../../src/formats/generic/generic.ts';
import { readLayerRules } from '../../../src/model/rules/layer-rule.ts';
import { nothing, type FuzzedFormat } from '../fuzzed-format.ts';
import { changedTexts, firstChangedLine } from '../kept-layers.ts';
import { textSource } from '../sources.ts';

/** Keys that lead to the list, and what ends or merges a document. */
const ofTheFile = /convlens|^[\s{,]*["']?(?:model|layers|<<)["']?\s*:|^(?:---|\.\.\.)/m;

/**
 * An item of the list goes on until the next one, and each reads the one before: a layer is untouched where another item
 * begins on a line before the first one that changed, unless what leads to the list changed, or a key now stands twice.
 * The first item says how many axes there are, for all.
 */
export const fuzzedGeneric: FuzzedFormat = {
  name: 'generic',
  create: () => [genericFormat()],
  context: {
    rules: readLayerRules({ attention: 'same', merge: 'N, {filters}, H/{stride}, ceil(W/{stride})' }),
  },
  sources: () => [
    textSource('blocks.yaml', blocks),
    textSource('rows.yml', rows(120)),
    textSource('flow.json', json),
  ],
  words:
    'model layers type conv conv2d maxpool dense linear batchnorm attention merge relu filters kernel_size stride strides padding pad same valid pool_size norm activation units bias name # convlens: layers=* [3,3] {stride: 2} 1e9 null'.split(
      ' ',
    ),
  untouched: (change, before, after) => {
    if (changedTexts(change).some((text) => ofTheFile.test(text))) return nothing;
    if (after.problems.some(({ code }) => code === 'duplicate-key')) return nothing;
    const changed = firstChangedLine(change);
    const items = before.models
      .flatMap(({ layers }) => layers)
      .filter(({ operation }) => operation.kind !== 'input')
      .map(({ source }) => source.span);
    const last = Math.max(0, ...items.filter(({ start }) => start < changed).map(({ start }) => start));
    return ({ source, operation }) => operation.kind !== 'input' && source.span.start < last;
  },
};

const blocks = `# convlens: layers=model.layers input=1x3x64x64
model:
  layers:
    - { type: Conv2d, filters: 16, kernel_size: 3, stride: 2, padding: 1, name: stem }
    - type: batchnorm
    - relu
    - attention
    - type: merge
      filters: 24
      stride: 2
    - conv: { filters: 32, kernel: [3, 1], pad: same }
    - { num_filters: 8, filter_size: 3, pool_size: 2, activation: relu, norm: batch }
    - { type: globalavgpool }
    - { type: dense, params: { units: 10 } }
training:
  epochs: 3
`;

const rows = (count: number): string =>
  [
    '# convlens: layers=model input=1x1x4096x64',
    'model:',
    ...Array.from({ length: count }, (_, place) =>
      place % 9 === 8
        ? '- {op: maxpool2d, kernel: 2, stride: 2}'
        : `- {op: conv2d, filters: ${8 + (place % 5)}, kernel: ${1 + 2 * (place % 3)}, padding: same}`,
    ),
    '',
  ].join('\n');

const json = `// convlens: layers=model input=1x3x32x32
{
  "model": [
    { "class": "conv2d", "filters": 8, "kernel_size": [3, 3], "strides": [2, 1] },
    { "class": "attention" },
    { "class": "maxpool2d", "kernel_size": 2, "stride": 2 },
    { "class": "flatten" },
    { "class": "linear", "units": 5 }
  ]
}
`;
