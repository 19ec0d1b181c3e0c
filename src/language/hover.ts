import { axisFormula, blocksFormula, spanFormula, transposedFormula } from '../model/problems/formula.ts';
import type { AxisReport, LayerReport, ModelReport, ReceptiveField } from '../model/report.ts';
import type { Explanation, LeftOut } from '../model/explanation.ts';
import { textIn } from '../model/text/text-in.ts';
import type { Span } from '../util/span.ts';
import { layerAt, layerReport } from './layer-at.ts';
import { costsText, fullShapeText } from './quantities.ts';
import { sizeOriginText } from './size-origin.ts';
import { layersEnglish, type LayerWords } from './words/layers-english.ts';

const shownInstances = 30;

/** What is shown under the pointer, as Markdown. */
export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

/** The layer at an offset: formula with its numbers, shapes, costs, receptive field, what is not read. */
export function hoverAt(
  models: readonly ModelReport[],
  offset: number,
  explanations: readonly Explanation[] = [],
  leftOut: readonly LeftOut[] = [],
  words: LayerWords = layersEnglish,
): Hover | null {
  const place = layerAt(models, offset);
  const layer = place && layerReport(models, place);
  const model = place && models[place.model];
  if (!layer || !model) return leftOutAt(leftOut, offset, words);
  const row = expanded(layer, model, words);
  if (row) return { markdown: row.join('\n\n'), span: layer.source.span };
  const why = explanations.find(({ graph, node }) => graph === place.model && node === place.layer);
  const paragraphs = [
    layerMarkdown(layer, place.layer, model, words),
    ...(why ? [explanationText(why, words)] : []),
    ...instancesText(layer, model, words),
  ];
  return { markdown: paragraphs.join('\n\n'), span: layer.source.span };
}

/** `Not known: small is not followed: time was up` */
function leftOutAt(leftOut: readonly LeftOut[], offset: number, words: LayerWords): Hover | null {
  const found = leftOut.find(({ span }) => span.start <= offset && offset <= span.end);
  return found
    ? {
        markdown: escaped(words.hover.notFollowed(found.name, textIn(words.translation, found.reason))),
        span: found.span,
      }
    : null;
}

/** `Not known: numpy is not read: it is not in the workspace (line 12: x.numpy())` */
function explanationText(
  { reason, line, construct = '', span }: Explanation,
  { hover, translation }: LayerWords,
): string {
  const place = line === undefined ? '' : hover.writtenIn(line, span?.file ?? null, construct);
  return escaped(`${hover.notKnown(textIn(translation, reason))}${place}`);
}

/** All layers that the text of one makes. */
function madeTogether({ source }: LayerReport, { layers }: ModelReport): readonly LayerReport[] {
  const { start, end, file } = source.span;
  return layers.filter(
    ({ source: { span }, operation }) =>
      span.start === start && span.end === end && span.file === file && operation.kind !== 'input',
  );
}

function instancesText(layer: LayerReport, model: ModelReport, words: LayerWords): readonly string[] {
  const same = madeTogether(layer, model);
  return same.length < 2 ? [] : [listText(words.hover.runs(same.length), same, words)];
}

/** Layers by qualified name, with what goes in and comes out. */
function listText(title: string, layers: readonly LayerReport[], words: LayerWords): string {
  const rows = layers.slice(0, shownInstances).map(({ id, inputShapes, outputShapes }) => {
    const side = (list: LayerReport['inputShapes']): string => list.map(fullShapeText).join(', ');
    return `- \`${id.replaceAll('`', "'")}\`: ${side(inputShapes.slice(0, 1))} → ${side(outputShapes)}`;
  });
  const more = layers.length - rows.length;
  return [title, ...rows, ...(more > 0 ? [`- ${words.more(more)}`] : [])].join('\n');
}

/**
 * A line that stands for a block of layers (a row of Ultralytics): what goes in and comes out of the block, and what
 * it costs; the formula of its window where it has one. Null for a line that makes one layer, or one several times.
 */
function expanded(layer: LayerReport, model: ModelReport, words: LayerWords): readonly string[] | null {
  const [block] = layer.blocks;
  const layers = madeTogether(layer, model);
  const [first] = layers;
  if (block === undefined || !first || layers.length < 2 || new Set(layers.map(({ id }) => id)).size < 2)
    return null;
  const inBlock = model.layers.filter(({ blocks }) => blocks[0] === block);
  if (inBlock.length !== layers.length || layers.some(({ blocks }) => blocks[0] !== block)) return null;
  const sum = (of: (each: LayerReport) => number | null): number | null =>
    layers.reduce<number | null>((total, each) => {
      const count = of(each);
      return total === null || count === null ? null : total + count;
    }, 0);
  const windows = layers.filter(({ axes, transposedAxes }) => axes.length + transposedAxes.length > 0);
  const [window] = windows;
  const index = window ? model.layers.indexOf(window) : -1;
  const origin = index < 0 || windows.length > 1 ? null : sizeOriginText(model, index, words);
  return [
    `**${escaped(block)}**`,
    ...(window && windows.length === 1 ? formulas(window, words) : []),
    shapes({ inputShapes: first.inputShapes, outputShapes: layer.outputShapes }),
    costs({ params: sum(ownParams(model)), macs: sum(({ macs }) => macs) }, words),
    ...reading(layer, words),
    ...(origin === null ? [] : [escaped(origin)]),
    listText(words.hover.layers(layers.length), layers, words),
  ].filter((text) => text !== '');
}

/** A layer's parameters; none where it is called again, since they were counted before. */
function ownParams({ layers }: ModelReport): (layer: LayerReport) => number | null {
  const first = new Map<string, LayerReport>();
  for (const layer of layers) if (!first.has(layer.id)) first.set(layer.id, layer);
  return (layer) => (first.get(layer.id) === layer ? layer.params : 0);
}

/** One layer in Markdown. */
function layerMarkdown(layer: LayerReport, index: number, model: ModelReport, words: LayerWords): string {
  const heading =
    layer.id === layer.type ? `**${escaped(layer.id)}**` : `**${escaped(layer.id)}** ${escaped(layer.type)}`;
  const paragraphs = [
    heading,
    ...formulas(layer, words),
    shapes(layer),
    costs(layer, words),
    ...reading(layer, words),
  ];
  const origin = layer.axes.length > 0 ? sizeOriginText(model, index, words) : null;
  if (origin !== null) paragraphs.push(escaped(origin));
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

/** How each axis comes to its size; axes that say the same say it once. */
function formulas(
  { operation, axes, transposedAxes }: LayerReport,
  { hover }: LayerWords,
): readonly string[] {
  const formula = operation.kind === 'pixel-shuffle' ? blocksFormula : axisFormula;
  const worked = [
    ...axes.map(({ geometry }) => {
      if (!geometry) return null;
      const rounded = geometry.remainder === 0 ? '' : ` → ${geometry.outputSize}`;
      return { text: `${formula(geometry)}${rounded}`, span: spanFormula(geometry) };
    }),
    ...transposedAxes.map((axis) => ({ text: transposedFormula(axis), span: spanFormula(axis) })),
  ];
  return worked.flatMap((own, place) => {
    if (!own) return [];
    const alike = worked.flatMap((other, axis) =>
      other?.text === own.text && other.span === own.span ? [axis] : [],
    );
    return alike[0] === place ? [hover.window(`\`${own.text}\``, own.span, alike, worked.length)] : [];
  });
}

function shapes({ inputShapes, outputShapes }: Pick<LayerReport, 'inputShapes' | 'outputShapes'>): string {
  const side = (list: LayerReport['inputShapes']): string =>
    list.map((shape) => `\`${fullShapeText(shape)}\``).join(', ');
  return inputShapes.length === 0 ? side(outputShapes) : `${side(inputShapes)} → ${side(outputShapes)}`;
}

const costs = (layer: Pick<LayerReport, 'params' | 'macs'>, words: LayerWords): string =>
  layer.params === 0 && layer.macs === 0 ? '' : costsText(layer, words);

function reading({ operation, axes, receptiveField }: LayerReport, { hover }: LayerWords): readonly string[] {
  return [
    ...(receptiveField && receptiveField.size.length > 0 ? [receptiveFieldText(receptiveField, hover)] : []),
    ...(operation.kind === 'pixel-shuffle' ? shiftText(axes, hover) : unreadText(axes, hover)),
  ];
}

function receptiveFieldText({ size, stride, start }: ReceptiveField, say: LayerWords['hover']): string {
  const by = (values: readonly number[]): string => {
    const texts = values.map((value) => Number(value.toFixed(3)).toString().replace('-', '−'));
    return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join('×');
  };
  return say.receptiveField(size.join('×'), by(stride), by(start));
}

/** Blocks that are rounded down are read as if the size were one that divides (pjreddie/darknet: src/blas.c, reorg_cpu). */
function shiftText(axes: readonly AxisReport[], say: LayerWords['hover']): readonly string[] {
  return axes.flatMap(({ geometry }, axis) => {
    if (!geometry || geometry.remainder === 0) return [];
    return [say.shifted(axis, axes.length, geometry.outputSize * geometry.stride)];
  });
}

/** Which input cells are read by no window, by cause; axes that say the same say it once. */
function unreadText(axes: readonly AxisReport[], say: LayerWords['hover']): readonly string[] {
  const groups = new Map<string, number[]>();
  for (const [axis, { lost, geometry }] of axes.entries()) {
    if (!geometry || lost.tail + lost.gaps + lost.holes === 0) continue;
    const key = [geometry.inputSize, lost.tail, lost.gaps, lost.holes].join();
    groups.set(key, [...(groups.get(key) ?? []), axis]);
  }
  return [...groups.values()].flatMap((alike) => {
    const { lost, geometry } = axes[alike[0] ?? -1] ?? {};
    return lost && geometry ? [say.unread(alike, axes.length, lost, geometry.inputSize)] : [];
  });
}

/** Text from the file that Markdown would read as marks. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&$]/g, '\\$&').replace(/\s+/g, ' ');
}
