import { shapeText } from './shape-text.ts';
import type { NetworkView } from './view.ts';

/** Ids of the layers whose name, type, words or shape hold every word of the query; none for an empty query. */
export function foundLayers({ layers }: NetworkView, query: string): string[] {
  const wanted = query.toLowerCase().replace(/[x*]/g, '×').split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return layers.flatMap(({ id, type, summary, outputShapes }) => {
    const text = [id, type, summary, ...outputShapes.map(shapeText)].join(' ').toLowerCase();
    const comparable = text.replace(/[x*]/g, '×');
    return wanted.every((word) => comparable.includes(word)) ? [id] : [];
  });
}
