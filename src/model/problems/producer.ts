import type { LayerReport, ModelReport } from '../report.ts';

/** The convolution or linear layer that gave a layer's input its channels. */
export function producerOfChannels(layer: LayerReport, { layers }: ModelReport): LayerReport | null {
  let source = layers[layer.inputs[0]?.node ?? -1];
  for (let step = 0; source && step <= layers.length; step++) {
    switch (source.operation.kind) {
      case 'convolution':
      case 'transposed-convolution':
        return source;
      case 'elementwise':
      case 'normalization':
      case 'pool':
      case 'upsample':
        source = layers[source.inputs[0]?.node ?? -1];
        break;
      default:
        return null;
    }
  }
  return null;
}
