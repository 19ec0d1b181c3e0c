import type { Derived } from '../../../model/graph/derived.ts';
import type { Operation, Value } from '../../../model/graph/operation.ts';
import { after, fieldsOf, type Layer, type LayerContext } from './layer.ts';

/** pjreddie/darknet: src/upsample_layer.c: times the stride; a negative one makes the input smaller, rounded down. */
export function upsample(context: LayerContext): Layer {
  const { reader } = context;
  const stride = reader.int('stride', 2);
  if (stride.value === 0) {
    const message = '`stride` must not be 0: nothing would be left.';
    reader.problem('invalid-value', 'error', message, stride.source?.span ?? reader.section.title);
  }
  return after(context, scaledBy(stride.value), fieldsOf({ scale: stride }));
}

function scaledBy(stride: Value): Operation {
  if (stride !== null && stride < 0) return downsample(-stride);
  const factor = stride === 0 ? null : stride;
  const target = { kind: 'scale', factors: [factor, factor] } as const;
  return { kind: 'upsample', mode: 'nearest', target, layout: 'channels-first' };
}

function downsample(factor: number): Operation {
  return {
    kind: 'derived',
    inputRank: 4,
    dims: [{ from: 0 }, { from: 1 }, { from: 2, over: factor }, { from: 3, over: factor }],
    params: 0,
    macs: 0,
  };
}

/**
 * Blocks of S×S cells become channels: W/S, H/S, C·S², rounded down; `reverse` goes back. With `extra`, values are
 * added behind the flat input instead (pjreddie/darknet: src/reorg_layer.c).
 */
export function reorg(context: LayerContext): Layer {
  const { reader } = context;
  const stride = reader.int('stride', 1, { min: 1 });
  const extra = reader.int('extra', 0).value;
  if (extra) return after(context, { ...flat(extra), inputRank: 4 });
  return after(
    context,
    {
      kind: 'pixel-shuffle',
      direction: reader.flag('reverse') ? 'shuffle' : 'unshuffle',
      factor: stride.value,
      layout: 'channels-first',
      truncates: true,
      order: 'other',
    },
    fieldsOf({ scale: stride }),
  );
}

/** The input as one row of values, [N, values]: what darknet gives without width and height. */
export function flat(extra = 0): Derived {
  return { kind: 'derived', dims: [{ from: 0 }, { from: 'elements', plus: extra }], params: 0, macs: 0 };
}

/** pjreddie/darknet: src/crop_layer.c: the given size, even where it is larger than the input. */
export function crop(context: LayerContext): Layer {
  const { reader } = context;
  const height = reader.int('crop_height', 1, { min: 1 });
  const width = reader.int('crop_width', 1, { min: 1 });
  return after(
    context,
    {
      kind: 'derived',
      inputRank: 4,
      dims: [{ from: 0 }, { from: 1 }, height.value, width.value],
      params: 0,
      macs: 0,
    },
    fieldsOf({ outputSize: height }),
  );
}

/** AlexeyAB/darknet: src/conv_lstm_layer.c make_history_layer: as many copies of the channels. */
export function history(context: LayerContext): Layer {
  const times = context.reader.int('history_size', 4, { min: 1 });
  return after(
    context,
    {
      kind: 'derived',
      inputRank: 4,
      dims: [{ from: 0 }, scaled(1, times.value), { from: 2 }, { from: 3 }],
      params: 0,
      macs: 0,
    },
    fieldsOf({ outChannels: times }),
  );
}

function scaled(axis: number, times: Value) {
  return times === null ? null : { from: axis, times };
}
