import { compactShapeText } from '../model/problems/number-text.ts';
import type { LayerReport, ModelReport } from '../model/report.ts';
import type { Span } from '../util/span.ts';
import { fullShapeText } from './quantities.ts';
import { originTexts } from './size-origin.ts';

/** A text that is shown at the end of a line, and what it says in full, as Markdown. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

const shownShapes = 3;
const tooltipRows = 20;

/**
 * Each layer's output shape at the end of its head's line, within `range`. A line that is run several times shows
 * what comes out each time; of layers that follow each other on one line the last one speaks.
 */
export function inlayHints(models: readonly ModelReport[], text: string, range: Span): readonly InlayHint[] {
  const runs = new Map<number, LayerReport[]>();
  for (const { layers } of models) {
    let previousEnd = -1;
    for (const layer of layers) {
      const { title } = layer.source;
      const inside = title.file === undefined && title.start < range.end && title.end >= range.start;
      const end = inside ? endOfLine(text, title.end) : -1;
      if (inside && isShown(layer)) {
        const onLine = runs.get(end) ?? [];
        if (end === previousEnd) onLine.pop();
        runs.set(end, [...onLine, layer]);
      }
      previousEnd = end;
    }
  }
  return [...runs].map(([offset, layers]) => ({
    offset,
    label: labelOf(layers),
    tooltip: tooltipOf(layers),
  }));
}

/** An input that the file writes down says so itself. */
function isShown({ operation }: LayerReport): boolean {
  return operation.kind !== 'input' || operation.origin !== 'file';
}

function labelOf(layers: readonly LayerReport[]): string {
  const labels = [...new Set(layers.map(layerLabel))];
  if (labels.length <= shownShapes) return labels.join(', ');
  return `${labels[0] ?? ''} … ${labels.at(-1) ?? ''}`;
}

function layerLabel({ operation, outputShapes }: LayerReport): string {
  const shapes = outputShapes.map(compactShapeText).join(' + ');
  return operation.kind === 'input' ? `${shapes} (${originTexts[operation.origin]})` : shapes;
}

function tooltipOf(layers: readonly LayerReport[]): string {
  const rows = layers
    .slice(0, tooltipRows)
    .map(
      ({ id, outputShapes }) =>
        `\`${id.replaceAll('`', "'")}\`: ${outputShapes.map(fullShapeText).join(', ')}`,
    );
  const more = layers.length - rows.length;
  return [...rows, ...(more > 0 ? [`and ${more} more`] : [])].join('\n\n');
}

function endOfLine(text: string, from: number): number {
  for (let offset = from; offset < text.length; offset++) {
    const character = text.charCodeAt(offset);
    if (character === 10 || character === 13) return offset;
  }
  return text.length;
}
