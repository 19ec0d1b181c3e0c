import type { MessageReader } from '../message-reader.ts';
import type { Layer, LayerContext } from './layer.ts';
import { firstBottom } from './window.ts';

/** weiliu89/caffe: src/caffe/layers/prior_box_layer.cpp: [1, 2, H·W·priors·4], for one sample whatever the batch. */
export function priorBox(context: LayerContext): Layer {
  const priors = priorsPerCell(context.reader.inner('prior_box_param'));
  return {
    operation: { kind: 'derived', dims: [1, 2, { from: 'spatial', times: 4 * priors }], params: 0, macs: 0 },
    inputs: firstBottom(context),
    rank: 3,
  };
}

/** One for each min_size and aspect ratio (1, the given ones, and their inverses with `flip`), and one for each max_size. */
function priorsPerCell(reader: MessageReader): number {
  const ratios = [1];
  const flip = reader.bool('flip', true);
  for (const { value } of reader.all('aspect_ratio')) {
    const ratio = value.kind === 'scalar' ? Number(value.value) : NaN;
    if (!(ratio > 0) || ratios.some((other) => Math.abs(other - ratio) < 1e-6)) continue;
    ratios.push(ratio);
    if (flip) ratios.push(1 / ratio);
  }
  return ratios.length * reader.all('min_size').length + reader.all('max_size').length;
}

/** weiliu89/caffe: src/caffe/layers/detection_output_layer.cpp: seven values for each box that is kept. */
export function detectionOutput(): Layer {
  return { operation: { kind: 'declared', outputs: [[1, 1, null, 7]], params: 0, macs: null }, rank: 4 };
}
