import { capital } from '../model/problems/words/capital.ts';
import { axisNames } from '../model/problems/axis-text.ts';
import { axisFormula, blocksFormula, spanFormula, transposedFormula } from '../model/problems/formula.ts';
import { counted, listed } from '../model/problems/number-text.ts';
import { englishProblems } from '../model/problems/words/english-problems.ts';
import type { AxisReport, LayerReport, ModelReport, ReceptiveField } from '../model/report.ts';
import type { Explanation, LeftOut } from '../model/explanation.ts';
import type { Span } from '../util/span.ts';
import { layerAt, layerReport } from './layer-at.ts';
import { countText, fullShapeText } from './quantities.ts';
import { sizeOriginText } from './size-origin.ts';

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
): Hover | null {
  const place = layerAt(models, offset);
  const layer = place && layerReport(models, place);
  const model = place && models[place.model];
  if (!layer || !model) return leftOutAt(leftOut, offset);
  const row = expanded(layer, model);
  if (row) return { markdown: row.join('\n\n'), span: layer.source.span };
  const why = explanations.find(({ graph, node }) => graph === place.model && node === place.layer);
  const paragraphs = [
    layerMarkdown(layer, place.layer, model),
    ...(why ? [explanationText(why)] : []),
    ...instancesText(layer, model),
  ];
  return { markdown: paragraphs.join('\n\n'), span: layer.source.span };
}

/** `Not known: small is not followed: time was up` */
function leftOutAt(leftOut: readonly LeftOut[], offset: number): Hover | null {
  const found = leftOut.find(({ span }) => span.start <= offset && offset <= span.end);
  return found
    ? { markdown: escaped(`Not known: ${found.name} is not followed: ${found.reason}`), span: found.span }
    : null;
}

/** `Not known: numpy is not read: it is not in the workspace (line 12: x.numpy())` */
function explanationText({ reason, line, construct, span }: Explanation): string {
  const file = span?.file === undefined ? '' : ` of ${span.file}`;
  const place = line === undefined ? '' : ` (line ${line}${file}: ${construct ?? ''})`;
  return escaped(`Not known: ${reason}${place}`);
}

/** All layers that the text of one makes. */
function madeTogether({ source }: LayerReport, { layers }: ModelReport): readonly LayerReport[] {
  const { start, end, file } = source.span;
  return layers.filter(
    ({ source: { span }, operation }) =>
      span.start === start && span.end === end && span.file === file && operation.kind !== 'input',
  );
}

function instancesText(layer: LayerReport, model: ModelReport): readonly string[] {
  const same = madeTogether(layer, model);
  return same.length < 2 ? [] : [listText(`Runs ${same.length} times:`, same)];
}

/** Layers by qualified name, with what goes in and comes out. */
function listText(title: string, layers: readonly LayerReport[]): string {
  const rows = layers.slice(0, shownInstances).map(({ id, inputShapes, outputShapes }) => {
    const side = (list: LayerReport['inputShapes']): string => list.map(fullShapeText).join(', ');
    return `- \`${id.replaceAll('`', "'")}\`: ${side(inputShapes.slice(0, 1))} → ${side(outputShapes)}`;
  });
  const more = layers.length - rows.length;
  return [title, ...rows, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

/**
 * A line that stands for a block of layers (a row of Ultralytics): what goes in and comes out of the block, and what
 * it costs; the formula of its window where it has one. Null for a line that makes one layer, or one several times.
 */
function expanded(layer: LayerReport, model: ModelReport): readonly string[] | null {
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
  const origin = index < 0 || windows.length > 1 ? null : sizeOriginText(model, index);
  return [
    `**${escaped(block)}**`,
    ...(window && windows.length === 1 ? formulas(window) : []),
    shapes({ inputShapes: first.inputShapes, outputShapes: layer.outputShapes }),
    costs({ params: sum(ownParams(model)), macs: sum(({ macs }) => macs) }),
    ...reading(layer),
    ...(origin === null ? [] : [escaped(origin)]),
    listText(`${layers.length} layers:`, layers),
  ].filter((text) => text !== '');
}

/** A layer's parameters; none where it is called again, since they were counted before. */
function ownParams({ layers }: ModelReport): (layer: LayerReport) => number | null {
  const first = new Map<string, LayerReport>();
  for (const layer of layers) if (!first.has(layer.id)) first.set(layer.id, layer);
  return (layer) => (first.get(layer.id) === layer ? layer.params : 0);
}

/** One layer in Markdown. */
export function layerMarkdown(layer: LayerReport, index: number, model: ModelReport): string {
  const heading =
    layer.id === layer.type ? `**${escaped(layer.id)}**` : `**${escaped(layer.id)}** ${escaped(layer.type)}`;
  const paragraphs = [heading, ...formulas(layer), shapes(layer), costs(layer), ...reading(layer)];
  const origin = layer.axes.length > 0 ? sizeOriginText(model, index) : null;
  if (origin !== null) paragraphs.push(escaped(origin));
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

function formulas({ operation, axes, transposedAxes }: LayerReport): readonly string[] {
  const formula = operation.kind === 'pixel-shuffle' ? blocksFormula : axisFormula;
  const lines = [
    ...axes.map(({ geometry }) => {
      if (!geometry) return '';
      const rounded = geometry.remainder === 0 ? '' : ` → ${geometry.outputSize}`;
      return withDilation(`\`${formula(geometry)}${rounded}\``, spanFormula(geometry));
    }),
    ...transposedAxes.map((axis) => withDilation(`\`${transposedFormula(axis)}\``, spanFormula(axis))),
  ];
  const rank = lines.length;
  return [...new Set(lines)]
    .filter((line) => line !== '')
    .map((line) => {
      const named = lines.flatMap((other, axis) => (other === line ? [axis] : []));
      return `${line} ${axisNames(named, rank)}`;
    });
}

function withDilation(formula: string, span: string | null): string {
  return span === null ? formula : `${formula} (${englishProblems.spans(span).slice(0, -1)})`;
}

function shapes({ inputShapes, outputShapes }: Pick<LayerReport, 'inputShapes' | 'outputShapes'>): string {
  const side = (list: LayerReport['inputShapes']): string =>
    list.map((shape) => `\`${fullShapeText(shape)}\``).join(', ');
  return inputShapes.length === 0 ? side(outputShapes) : `${side(inputShapes)} → ${side(outputShapes)}`;
}

function costs({ params, macs }: Pick<LayerReport, 'params' | 'macs'>): string {
  if (params === 0 && macs === 0) return '';
  return `${countText(params)} parameters, ${countText(macs)} multiply-adds`;
}

function reading({ operation, axes, receptiveField }: LayerReport): readonly string[] {
  return [
    ...(receptiveField && receptiveField.size.length > 0 ? [receptiveFieldText(receptiveField)] : []),
    ...(operation.kind === 'pixel-shuffle' ? shiftText(axes) : unreadText(axes)),
  ];
}

function receptiveFieldText({ size, stride, start }: ReceptiveField): string {
  const by = (values: readonly number[]): string => {
    const texts = values.map((value) => Number(value.toFixed(3)).toString().replace('-', '−'));
    return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join('×');
  };
  return `Receptive field ${size.join('×')} of the input, stride ${by(stride)}, from ${by(start)}`;
}

/** Blocks that are rounded down are read as if the size were one that divides (pjreddie/darknet: src/blas.c, reorg_cpu). */
function shiftText(axes: readonly AxisReport[]): readonly string[] {
  return axes.flatMap(({ geometry }, axis) => {
    if (!geometry || geometry.remainder === 0) return [];
    const name = axisNames([axis], axes.length);
    const size = geometry.outputSize * geometry.stride;
    return [`${capital(name)}: read as if it were ${size}, so cells shift against each other`];
  });
}

/** Which input cells are read by no window, per axis, by cause. */
function unreadText(axes: readonly AxisReport[]): readonly string[] {
  const lines = axes.map(({ lost, geometry }) => {
    const causes = [
      lost.tail > 0 ? `${lost.tail} at the end` : '',
      lost.gaps > 0 ? `${lost.gaps} between windows` : '',
      lost.holes > 0 ? `${lost.holes} in the holes of the dilated kernel` : '',
    ].filter((cause) => cause !== '');
    if (causes.length === 0 || !geometry) return '';
    return `${counted(lost.tail + lost.gaps + lost.holes, 'cell')} of ${geometry.inputSize} never read: ${listed(causes)}`;
  });
  return [...new Set(lines)]
    .filter((line) => line !== '')
    .map((line) => {
      const named = lines.flatMap((other, axis) => (other === line ? [axis] : []));
      const names = axisNames(named, axes.length);
      return `${names.charAt(0).toUpperCase()}${names.slice(1)}: ${line}`;
    });
}

/** Text from the file that Markdown would read as marks. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&$]/g, '\\$&').replace(/\s+/g, ' ');
}
