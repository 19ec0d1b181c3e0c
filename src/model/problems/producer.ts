import type { Operation } from '../graph/operation.ts';
import type { LayerReport, ModelReport } from '../report.ts';

/** Whether a layer gives as many channels as it takes, whatever their number. */
export function keepsChannels({ kind }: Operation): boolean {
  return kind === 'elementwise' || kind === 'normalization' || kind === 'pool' || kind === 'upsample';
}

/** The convolution that gave a layer's input its channels: back over what keeps them. */
export function producerOfChannels(layer: LayerReport, { layers }: ModelReport): LayerReport | null {
  let source = layers[layer.inputs[0]?.node ?? -1];
  for (let step = 0; source && keepsChannels(source.operation) && step <= layers.length; step++)
    source = layers[source.inputs[0]?.node ?? -1];
  const kind = source?.operation.kind;
  return source && (kind === 'convolution' || kind === 'transposed-convolution') ? source : null;
}
