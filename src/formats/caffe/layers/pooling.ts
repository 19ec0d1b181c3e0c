import type { DerivedDim } from '../../../model/graph/derived.ts';
import type { Pool, Value } from '../../../model/graph/operation.ts';
import type { MessageReader } from '../message-reader.ts';
import { fieldsOf, insertionsOf, unsized, type Layer, type LayerContext } from './layer.ts';
import { firstBottom, perAxis, symmetric } from './window.ts';

/**
 * src/caffe/layers/pooling_layer.cpp: rounds up, or down with `round_mode: FLOOR`; where there is padding, the last
 * window is dropped if it starts beyond the input and its leading padding.
 */
export function pooling(context: LayerContext): Layer {
  const reader = context.reader.inner('pooling_param');
  const mode = poolMode(reader);
  if (reader.bool('global_pooling', false)) {
    return {
      operation: {
        kind: 'global-pool',
        mode: mode === 'max' ? 'max' : 'average',
        keepAxes: true,
        layout: 'channels-first',
      },
      inputs: firstBottom(context),
    };
  }
  const kernel = perAxis(context, reader, ['kernel_size', 'kernel_h', 'kernel_w'], 2, null, 1);
  const stride = perAxis(context, reader, ['stride', 'stride_h', 'stride_w'], 2, 1, 1);
  const padding = perAxis(context, reader, ['pad', 'pad_h', 'pad_w'], 2, 0, 0);
  const isPadded = padding.values.some((value) => value !== 0);
  const operation: Pool = {
    kind: 'pool',
    mode,
    countIncludePadding: true,
    kernel: kernel.values,
    stride: stride.values,
    dilation: [1, 1],
    padding: symmetric(padding.values),
    rounding: roundsDown(reader) ? 'floor' : isPadded ? 'ceil-inside' : 'ceil',
    layout: 'channels-first',
  };
  return {
    operation,
    inputs: firstBottom(context),
    fields: fieldsOf({ kernel, stride, padding }),
    insertions: insertionsOf(reader, {
      ...(stride.source ? {} : { stride: 'stride' }),
      ...(padding.source ? {} : { padding: 'pad' }),
    }),
  };
}

function poolMode(reader: MessageReader): Pool['mode'] {
  switch (reader.word('pool')?.value) {
    case 'AVE':
    case '1':
      return 'average';
    case 'STOCHASTIC':
    case '2':
      return 'stochastic';
    default:
      return 'max';
  }
}

/** `round_mode` of BVLC's Caffe, `ceil_mode` of forks. */
function roundsDown(reader: MessageReader): boolean {
  const mode = reader.word('round_mode')?.value;
  return mode === 'FLOOR' || mode === '1' || !reader.bool('ceil_mode', true);
}

/** src/caffe/layers/spp_layer.cpp: 1, 2×2, 4×4 … bins of every channel, in a row. */
export function spatialPyramid(context: LayerContext): Layer {
  const levels = context.reader.inner('spp_param').int('pyramid_height', 0, 1).value;
  if (levels === null || levels < 1 || levels > 16) return unsized();
  if (levels === 1) {
    return {
      operation: { kind: 'global-pool', mode: 'max', keepAxes: true, layout: 'channels-first' },
    };
  }
  const bins = (4 ** levels - 1) / 3;
  return {
    operation: { kind: 'derived', dims: [{ from: 0 }, { from: 1, times: bins }], params: 0, macs: 0 },
    rank: 2,
  };
}

/** ROIPooling of Fast R-CNN: as many outputs as there are regions. */
export function regionPooling(context: LayerContext): Layer {
  const reader = context.reader.inner('roi_pooling_param');
  return regions({ from: 1 }, reader.int('pooled_h', 0).value, reader.int('pooled_w', 0).value);
}

/** PSROIPooling of R-FCN. */
export function positionSensitivePooling(context: LayerContext): Layer {
  const reader = context.reader.inner('psroi_pooling_param');
  const size = reader.int('group_size', 0).value;
  return regions(reader.int('output_dim', 0).value, size, size);
}

function regions(channels: Value | DerivedDim, height: Value, width: Value): Layer {
  const dims = [null, ...[channels, height, width].map((dim) => (dim === 0 ? null : dim))];
  return { operation: { kind: 'derived', dims, params: 0, macs: 0 }, rank: 4 };
}
