import { kerasJson } from '../../../src/formats/keras-json/format.ts';
import { nothing, type FuzzedFormat } from '../fuzzed-format.ts';
import { kerasFunctional, kerasNested, kerasSequential } from '../keras-models.ts';
import { textSource } from '../sources.ts';

/**
 * A layer's object ends with its brace, and a call may read layers that stand behind it: a layer is untouched where
 * its object ends before the change, with all that it reads. What a nested model reads stands behind its layers, so
 * these are untouched where another layer of the outer model begins before the change. Not looked at: texts in which
 * a key now stands twice, since the last one counts.
 */
export const fuzzedKeras: FuzzedFormat = {
  name: 'keras',
  create: () => [kerasJson],
  sources: () =>
    [kerasSequential, kerasFunctional, kerasNested].flatMap((model, place) => [
      textSource(`keras${place}.json`, JSON.stringify(model, null, 2)),
      textSource(`keras${place}-in-a-line.json`, JSON.stringify(model)),
    ]),
  words:
    'class_name config layers batch_shape batch_input_shape build_input_shape inbound_nodes input_layers output_layers filters kernel_size strides padding "same" "valid" data_format "channels_first" null Sequential Functional Conv2D Dense Flatten InputLayer Concatenate keras_history [null,3,3,3]'.split(
      ' ',
    ),
  untouched: ({ same }, before, after) => {
    if (after.problems.some(({ code }) => code === 'duplicate-key')) return nothing;
    const outer = before.models.flatMap(({ layers }) => layers).filter(({ blocks }) => blocks.length === 0);
    const last = Math.max(0, ...outer.map(({ source }) => source.span.start).filter((start) => start < same));
    return ({ source: { span }, blocks }) => span.end <= same && (blocks.length === 0 || span.start < last);
  },
};
