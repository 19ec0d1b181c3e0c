import type { Analysis } from '../../src/formats/analyze.ts';
import { plainLayer } from '../../src/model/shapes/node-report.ts';

/** An analysis as plain data: much of a layer is worked out when it is asked for. */
export function plainAnalysis({ models, ...rest }: Analysis) {
  return {
    ...rest,
    models: models.map(({ layers, ...model }) => ({
      ...model,
      layers: layers.map((layer) => {
        const { span, title, fields, insertions = {}, calls = [] } = layer.source;
        return { ...plainLayer(layer), source: { span, title, fields, insertions, calls } };
      }),
    })),
  };
}
