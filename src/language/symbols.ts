import { compactShapeText } from '../model/problems/number-text.ts';
import type { LayerReport, ModelReport } from '../model/report.ts';
import type { Span } from '../util/span.ts';
import { totalsText } from './code-lenses.ts';
import { layersEnglish, type LayerWords } from './words/layers-english.ts';

/** An entry of the outline. `span` holds its children's; `selection` is what a click selects, inside of `span`. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'model' | 'block' | 'layer';
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly OutlineSymbol[];
}

/** Every layer with its output's shape, in its blocks; of several models each has a root of its own. */
export function outline(
  models: readonly ModelReport[],
  words: LayerWords = layersEnglish,
): readonly OutlineSymbol[] {
  const roots = models.map((model) => ({
    model,
    layers: nested(
      model.layers.filter(({ source }) => source.span.file === undefined),
      0,
    ),
  }));
  const [only] = roots;
  if (only && roots.length === 1) return only.layers;
  return roots.flatMap(({ model, layers }) =>
    layers.length === 0 || model.span.file !== undefined
      ? []
      : [grouped('model', model.name, totalsText(model, words), layers)],
  );
}

/** Layers that follow each other in one block stand below it. `depth` blocks around them are drawn already. */
function nested(layers: readonly LayerReport[], depth: number): readonly OutlineSymbol[] {
  const symbols: OutlineSymbol[] = [];
  for (let start = 0; start < layers.length;) {
    const block = layers[start]?.blocks[depth];
    let end = start + 1;
    if (block !== undefined) while (layers[end]?.blocks[depth] === block) end++;
    const run = layers.slice(start, end);
    if (block === undefined) symbols.push(...run.map((layer) => layerSymbol(layer)));
    else symbols.push(grouped('block', block, shapesText(run.at(-1)), nested(run, depth + 1)));
    start = end;
  }
  return symbols;
}

function layerSymbol(layer: LayerReport): OutlineSymbol {
  const { id, type, source } = layer;
  const detail = [type === id ? '' : type, shapesText(layer)].filter(Boolean).join(' ');
  const span = hull([source.span, source.title]);
  return { name: id || type, detail, kind: 'layer', span, selection: source.title, children: [] };
}

function grouped(
  kind: 'model' | 'block',
  name: string,
  detail: string,
  children: readonly OutlineSymbol[],
): OutlineSymbol {
  const span = hull(children.map((child) => child.span));
  const [first] = children;
  return { name: name || kind, detail, kind, span, selection: first?.selection ?? span, children };
}

const shapesText = (layer: LayerReport | undefined): string =>
  layer?.outputShapes.map(compactShapeText).join(' + ') ?? '';

const hull = (spans: readonly Span[]): Span => ({
  start: Math.min(...spans.map(({ start }) => start)),
  end: Math.max(...spans.map(({ end }) => end)),
});
