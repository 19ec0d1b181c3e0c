import type { Shape } from '../model/graph/shape.ts';
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

/** A layer that a line runs, or a function that runs layers, in its model. */
interface Run {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly label: string;
  readonly report: ModelReport;
  /** Where the call of a function begins; null for a layer. */
  readonly call: number | null;
}

const shownShapes = 3;
const tooltipRows = 20;

/**
 * Each layer's output shape at the end of its head's line, within `range`, and that of each call of a function that
 * runs layers. A line that is run several times shows what comes out each time; of layers that follow each other on one
 * line the last one speaks, and the call that ends last.
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
        onLine.push(runOf(layer, report, words));
        runs.set(end, onLine);
      }
      previousEnd = end;
      for (const { span, title, shapes } of source.calls ?? []) {
        if (title.file !== undefined || title.start > range.end || title.end < range.start) continue;
        const name = text.slice(title.start, title.end);
        const lineEnd = endOfLine(text, title.end);
        const onLine = runs.get(lineEnd) ?? [];
        onLine.push({ name, shapes, label: shapesLabel(shapes), report, call: span.start });
        runs.set(lineEnd, onLine);
      }
    }
  }
  return [...runs].map(([offset, onLine]) => {
    const spoken = lastOf(onLine);
    return { offset, label: labelOf(spoken), tooltip: tooltipOf(spoken, words) };
  });
}

/** Of a line with calls of functions what ends last each time. */
function lastOf(onLine: readonly Run[]): readonly Run[] {
  if (onLine.every(({ call }) => call === null)) return onLine;
  const last = onLine.at(-1);
  return onLine.filter(({ call }) => call === last?.call);
}

function runOf(layer: LayerReport, report: ModelReport, words: LayerWords): Run {
  const { id: name, outputShapes: shapes } = layer;
  return { name, shapes, label: layerLabel(layer, words), report, call: null };
}

/** An input that the file writes down says so itself. */
function isShown({ operation }: LayerReport): boolean {
  return operation.kind !== 'input' || operation.origin !== 'file';
}

/** What comes out each time that the first model runs the line: `64×56×56 ×3 → 512×7×7`. */
function labelOf(runs: readonly Run[]): string {
  const steps: { readonly label: string; count: number }[] = [];
  for (const { label, report } of runs) {
    if (report !== runs[0]?.report) continue;
    const last = steps.at(-1);
    if (last?.label === label) last.count++;
    else steps.push({ label, count: 1 });
  }
  const texts = steps.map(({ label, count }) => (count === 1 ? label : `${label} ×${count}`));
  if (texts.length <= shownShapes) return texts.join(' → ');
  return `${texts[0] ?? ''} → … → ${texts.at(-1) ?? ''}`;
}

function layerLabel({ operation, outputShapes }: LayerReport, words: LayerWords): string {
  const shapes = shapesLabel(outputShapes);
  return operation.kind === 'input' ? words.inputHint(shapes, originText(operation, words)) : shapes;
}

const shapesLabel = (shapes: readonly Shape[]): string => shapes.map(compactShapeText).join(' + ');

function tooltipOf(runs: readonly Run[], words: LayerWords): string {
  const severalModels = runs.some(({ report }) => report !== runs[0]?.report);
  const rows = runs.slice(0, tooltipRows).map(({ name: own, shapes, report }) => {
    const name = severalModels ? `${report.name}: ${own}` : own;
    return `\`${name.replaceAll('`', "'")}\`: ${shapes.map(fullShapeText).join(', ')}`;
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
