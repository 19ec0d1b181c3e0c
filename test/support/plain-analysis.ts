import type { Analysis } from '../../src/formats/analyze.ts';

/** An analysis as plain data: where layers stand is worked out when it is asked for. */
export function plainAnalysis({ models, ...rest }: Analysis) {
  return {
    ...rest,
    models: models.map(({ layers, ...model }) => ({
      ...model,
      layers: layers.map(({ source: { span, title, fields, insertions = {} }, ...layer }) => ({
        ...layer,
        source: { span, title, fields, insertions },
      })),
    })),
  };
}
