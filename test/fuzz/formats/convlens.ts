import { convlensFormat } from '../../../src/formats/convlens/format.ts';
import { layerConfig } from '../../bench/configs.ts';
import { nothing, type FuzzedFormat } from '../fuzzed-format.ts';
import { changedTexts, firstChangedLine } from '../kept-layers.ts';
import { exampleSources, textSource } from '../sources.ts';

/** Keys that hold for a whole model or file, wherever in it they stand; and what ends or merges a document. */
const ofTheModel = /^[\s{,]*["']?(?:input|inputs|rounding|layers|models|<<)["']?\s*:|^(?:---|\.\.\.)/m;

/**
 * An item goes on until the next one: a layer is untouched where another item of a list of layers, outside of any
 * block, begins on a line before the first one that changed. A name may also be used before it is given, so layers
 * are untouched together with all that they read. Not looked at: changes that hold keys of the whole model, or names
 * and keys that now stand twice (the last one counts).
 */
export const fuzzedConvlens: FuzzedFormat = {
  name: 'convlens',
  create: () => [convlensFormat()],
  sources: () => [
    ...exampleSources(/\.convlens\.(?:ya?ml|json)$/),
    textSource('generated.convlens.yaml', layerConfig(150)),
    textSource('flow.convlens.yaml', flow),
  ],
  words:
    'input inputs rounding layers models name from block repeat conv conv_transposed max_pool avg_pool global_avg_pool linear flatten relu add concat upsample pad batch_norm out_channels kernel_size stride padding dilation groups same valid exact floor ceil weights bias {from: -1} repeat: 1e9 name: conv1'.split(
      ' ',
    ),
  untouched: (change, before, after) => {
    if (changedTexts(change).some((text) => ofTheModel.test(text))) return nothing;
    if (after.problems.some(({ code }) => code === 'duplicate-key')) return nothing;
    const changed = firstChangedLine(change);
    const items = before.models
      .flatMap(({ layers }) => layers)
      .filter(({ blocks, operation }) => blocks.length === 0 && operation.kind !== 'input')
      .map(({ source }) => source.title);
    const last = Math.max(0, ...items.filter(({ end }) => end < changed).map(({ start }) => start));
    return ({ source }) => source.title.start < last;
  },
};

const flow = `input: [3, 64, 64]
rounding: floor
layers: [
  {conv: {out_channels: 8, kernel_size: 3}}, # one
  relu,
  {max_pool: 2},
  {conv: {out_channels: 16, kernel_size: [3, 1], name: two}},
  {block: [{conv: {out_channels: 16, kernel_size: 3, padding: 1}}, relu], repeat: 3, name: body},
  flatten,
  {linear: 10},
]
`;
