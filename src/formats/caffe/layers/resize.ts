import type { DerivedDim } from '../../../model/graph/derived.ts';
import type { Value } from '../../../model/graph/operation.ts';
import type { Dim } from '../../../model/graph/shape.ts';
import type { MessageReader } from '../message-reader.ts';
import { fieldsOf, type Layer, type LayerContext } from './layer.ts';
import { firstBottom } from './window.ts';

/**
 * alexgkendall/caffe-segnet: src/caffe/layers/upsample_layer.cpp: W·scale − pad_out, or the given size. A second
 * bottom holds the places of the maxima.
 */
export function upsample(context: LayerContext): Layer {
  const reader = context.reader.inner('upsample_param');
  const scale = reader.int('scale', 2, 1);
  const size = (suffix: string, place: number): Dim | DerivedDim => {
    const given = reader.int(`upsample_${suffix}`, 0).value;
    if (given !== 0) return given;
    const own = reader.has(`scale_${suffix}`) ? reader.int(`scale_${suffix}`, 2, 1).value : scale.value;
    return own === null
      ? null
      : { from: place, times: own, plus: reader.bool(`pad_out_${suffix}`, false) ? -1 : 0 };
  };
  return {
    operation: {
      kind: 'derived',
      dims: [{ from: 0 }, { from: 1 }, size('h', 2), size('w', 3)],
      params: 0,
      macs: 0,
    },
    inputs: firstBottom(context),
    fields: fieldsOf({ scale }),
    rank: 4,
  };
}

/**
 * DeepLab and PSPNet: src/caffe/layers/interp_layer.cpp. With H' = H + pad_beg + pad_end: (H' − 1)/shrink + 1,
 * H' + (H' − 1)·(zoom − 1), first one and then the other, or the given size.
 */
export function interp(context: LayerContext): Layer {
  const reader = context.reader.inner('interp_param');
  return {
    operation: {
      kind: 'derived',
      dims: [{ from: 0 }, { from: 1 }, interpolated(reader, 'height', 2), interpolated(reader, 'width', 3)],
      params: 0,
      macs: 0,
    },
    inputs: firstBottom(context),
    rank: 4,
  };
}

function interpolated(reader: MessageReader, name: string, place: number): Dim | DerivedDim {
  const pad = sum(reader.int('pad_beg', 0, -maxPad).value, reader.int('pad_end', 0, -maxPad).value);
  const shrink = reader.has('shrink_factor') ? reader.int('shrink_factor', 1, 1).value : undefined;
  const zoom = reader.has('zoom_factor') ? reader.int('zoom_factor', 1, 1).value : undefined;
  if (shrink === undefined && zoom === undefined)
    return reader.has(name) ? reader.int(name, 0, 1).value : null;
  if (pad === null || shrink === null || zoom === null) return null;
  if (zoom === undefined) return { from: place, offset: pad - 1, over: shrink ?? 1, plus: 1 };
  if (shrink === undefined) return { from: place, offset: pad, times: zoom, plus: 1 - zoom };
  // (q + 1)·zoom − (zoom − 1) = q·zoom + 1, where q = ⌊(H' − 1)/shrink⌋.
  return { from: place, offset: pad - 1, over: shrink, then: zoom, plus: 1 };
}

const maxPad = 2 ** 20;

function sum(a: Value, b: Value): Value {
  return a === null || b === null ? null : a + b;
}
