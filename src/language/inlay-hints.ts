import { compactShapeText } from '../model/problems/number-text.ts';
import type { LayerReport, ModelReport } from '../model/report.ts';
import type { Span } from '../util/span.ts';
import { fullShapeText } from './quantities.ts';
import { originText } from './size-origin.ts';
import { layersEnglish, type LayerWords } from './words/layers-english.ts';

/** A text that is shown at the end of a line, and what it says in full, as Markdown. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** A layer that a line runs, in its model. */
interface Run {
  readonly layer: LayerReport;
  readonly report: ModelReport;
}

const shownShapes = 3;
const tooltipRows = 20;

/**
 * Each layer's output shape at the end of its head's line, within `range`. A line that is run several times shows
 * what comes out each time; of layers that follow each other on one line the last one speaks.
 */
export function inlayHints(
  models: readonly ModelReport[],
  text: string,
  range: Span,
  words: LayerWords = layersEnglish,
): readonly InlayHint[] {
  const runs = new Map<number, Run[]>();
  for (const report of models) {
    const { layers } = report;
    let previousEnd = -1;
    let source: LayerReport['source'] | null = null;
    let inside = false;
    for (const layer of layers) {
      // Layers that one line makes often have one source.
      if (layer.source !== source) {
        ({ source } = layer);
        const { title } = source;
        inside = title.file === undefined && title.start < range.end && title.end >= range.start;
      }
      const end = inside ? endOfLine(text, layer.source.title.end) : -1;
      if (inside && isShown(layer)) {
        const onLine = runs.get(end) ?? [];
        if (end === previousEnd) onLine.pop();
        onLine.push({ layer, report });
        runs.set(end, onLine);
      }
      previousEnd = end;
    }
  }
  return [...runs].map(([offset, onLine]) => ({
    offset,
    label: labelOf(onLine, words),
    tooltip: tooltipOf(onLine, words),
  }));
}

/** An input that the file writes down says so itself. */
function isShown({ operation }: LayerReport): boolean {
  return operation.kind !== 'input' || operation.origin !== 'file';
}

/** What comes out each time that the first model runs the line: `64×56×56 ×3 → 512×7×7`. */
function labelOf(runs: readonly Run[], words: LayerWords): string {
  const steps: { readonly label: string; count: number }[] = [];
  for (const { layer, report } of runs) {
    if (report !== runs[0]?.report) continue;
    const label = layerLabel(layer, words);
    const last = steps.at(-1);
    if (last?.label === label) last.count++;
    else steps.push({ label, count: 1 });
  }
  const texts = steps.map(({ label, count }) => (count === 1 ? label : `${label} ×${count}`));
  if (texts.length <= shownShapes) return texts.join(' → ');
  return `${texts[0] ?? ''} → … → ${texts.at(-1) ?? ''}`;
}

function layerLabel({ operation, outputShapes }: LayerReport, words: LayerWords): string {
  const shapes = outputShapes.map(compactShapeText).join(' + ');
  return operation.kind === 'input' ? words.inputHint(shapes, originText(operation, words)) : shapes;
}

function tooltipOf(runs: readonly Run[], words: LayerWords): string {
  const severalModels = runs.some(({ report }) => report !== runs[0]?.report);
  const rows = runs.slice(0, tooltipRows).map(({ layer: { id, outputShapes }, report }) => {
    const name = severalModels ? `${report.name}: ${id}` : id;
    return `\`${name.replaceAll('`', "'")}\`: ${outputShapes.map(fullShapeText).join(', ')}`;
  });
  const more = runs.length - rows.length;
  return [...rows, ...(more > 0 ? [words.more(more)] : [])].join('\n\n');
}

function endOfLine(text: string, from: number): number {
  for (let offset = from; offset < text.length; offset++) {
    const character = text.charCodeAt(offset);
    if (character === 10 || character === 13) return offset;
  }
  return text.length;
}
