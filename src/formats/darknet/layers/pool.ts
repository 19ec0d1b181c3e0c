import { blur, strides } from './convolution.ts';
import { after, fieldsOf, insertionsOf, type Layer, type LayerContext } from './layer.ts';

/**
 * (W + padding − F)/S + 1 in C's division; `padding` is the total of both sides and F − 1 unless given, and the windows
 * begin at −padding/2 (AlexeyAB/darknet: src/parser.c parse_maxpool, src/maxpool_layer.c).
 */
export function maxpool(context: LayerContext): Layer {
  const outChannels = context.reader.int('out_channels', 1, { min: 1 });
  if (context.reader.flag('maxpool_depth')) {
    return after(
      context,
      {
        kind: 'derived',
        inputRank: 4,
        dims: [{ from: 0 }, outChannels.value, { from: 2 }, { from: 3 }],
        params: 0,
        macs: 0,
      },
      fieldsOf({ outChannels }),
    );
  }
  return windowPool(context, 'max');
}

/** AlexeyAB/darknet: src/parser.c parse_local_avgpool; the average counts only cells of the input. */
export function localAvgpool(context: LayerContext): Layer {
  return windowPool(context, 'average');
}

function windowPool(context: LayerContext, mode: 'max' | 'average'): Layer {
  const { reader } = context;
  const stride = strides(reader);
  const common = reader.int('stride', 1, { min: 1 });
  const size = reader.has('size') ? reader.int('size', 1, { min: 1 }) : { value: common.value };
  const total = reader.has('padding')
    ? reader.int('padding', 0, { min: 0 })
    : { value: size.value === null ? null : size.value - 1 };
  const before = total.value === null ? null : Math.trunc(total.value / 2);
  const sides = {
    before,
    after: total.value === null || before === null ? null : total.value - before,
  };
  const antialiasing = mode === 'max' ? reader.int('antialiasing', 0).value : 0;
  return {
    operation: {
      kind: 'pool',
      mode,
      countIncludePadding: false,
      kernel: [size.value, size.value],
      stride: antialiasing ? [1, 1] : stride.values,
      dilation: [1, 1],
      padding: { kind: 'explicit', sides: [sides, sides] },
      rounding: 'truncate',
      layout: 'channels-first',
    },
    inputs: [context.previous],
    fields: {
      ...fieldsOf({ kernel: size, padding: total }),
      ...(stride.source ? { stride: stride.source } : {}),
    },
    insertions: insertionsOf(reader, { kernel: 'size', stride: 'stride', padding: 'padding' }),
    ...(antialiasing ? { then: blur(antialiasing, stride.values) } : {}),
  };
}

/** pjreddie/darknet: src/avgpool_layer.c: one cell per channel. */
export function avgpool(context: LayerContext): Layer {
  return after(context, {
    kind: 'global-pool',
    mode: 'average',
    spatialRank: 2,
    keepAxes: true,
    layout: 'channels-first',
  });
}
