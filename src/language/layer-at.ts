import type { LayerReport, ModelReport } from '../model/report.ts';

/** A layer by its places in the analysis. */
export interface LayerPlace {
  readonly model: number;
  readonly layer: number;
}

/** The layer whose text holds the offset: the innermost one, and of layers with one text the last. */
export function layerAt(models: readonly ModelReport[], offset: number): LayerPlace | null {
  let found: LayerPlace | null = null;
  let length = Infinity;
  for (const [model, { layers }] of models.entries()) {
    for (const [layer, { source }] of layers.entries()) {
      const { start, end, file } = source.span;
      if (file !== undefined || offset < start || offset > end || end - start > length) continue;
      found = { model, layer };
      length = end - start;
    }
  }
  return found;
}

/** The layer at a place; null where the analysis has changed since. */
export function layerReport(
  models: readonly ModelReport[],
  { model, layer }: LayerPlace,
): LayerReport | null {
  return models[model]?.layers[layer] ?? null;
}
