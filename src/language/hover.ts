import { axisNames } from '../model/problems/axis-text.ts';
import { axisFormula, dilationText, transposedFormula } from '../model/problems/formula.ts';
import { counted, listed } from '../model/problems/number-text.ts';
import type { AxisReport, LayerReport, ModelReport, ReceptiveField } from '../model/report.ts';
import type { Explanation } from '../model/explanation.ts';
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
): Hover | null {
  const place = layerAt(models, offset);
  const layer = place && layerReport(models, place);
  const model = place && models[place.model];
  if (!layer || !model) return null;
  const why = explanations.find(({ graph, node }) => graph === place.model && node === place.layer);
  const paragraphs = [
    layerMarkdown(layer, place.layer, model),
    ...(why ? [explanationText(why)] : []),
    ...instancesText(layer, model),
  ];
  return { markdown: paragraphs.join('\n\n'), span: layer.source.span };
}

/** `Not known: numpy is not read: it is not in the workspace (line 12: x.numpy())` */
function explanationText({ reason, line, construct, span }: Explanation): string {
  const file = span?.file === undefined ? '' : ` of ${span.file}`;
  const place = line === undefined ? '' : ` (line ${line}${file}: ${construct ?? ''})`;
  return escaped(`Not known: ${reason}${place}`);
}

/** All layers that one piece of text makes, by qualified name. */
function instancesText({ source }: LayerReport, { layers }: ModelReport): readonly string[] {
  const { start, end, file } = source.span;
  const same = layers.filter(
    ({ source: { span }, operation }) =>
      span.start === start && span.end === end && span.file === file && operation.kind !== 'input',
  );
  if (same.length < 2) return [];
  const rows = same.slice(0, shownInstances).map(({ id, inputShapes, outputShapes }) => {
    const side = (list: LayerReport['inputShapes']): string => list.map(fullShapeText).join(', ');
    return `- \`${id.replaceAll('`', "'")}\`: ${side(inputShapes.slice(0, 1))} → ${side(outputShapes)}`;
  });
  const more = same.length - rows.length;
  return [[`Runs ${same.length} times:`, ...rows, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')];
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

function formulas({ axes, transposedAxes }: LayerReport): readonly string[] {
  const lines = [
    ...axes.map(({ geometry }) => {
      if (!geometry) return '';
      const rounded = geometry.remainder === 0 ? '' : ` → ${geometry.outputSize}`;
      return withDilation(`\`${axisFormula(geometry)}${rounded}\``, dilationText(geometry));
    }),
    ...transposedAxes.map((axis) => withDilation(`\`${transposedFormula(axis)}\``, dilationText(axis))),
  ];
  const rank = lines.length;
  return [...new Set(lines)]
    .filter((line) => line !== '')
    .map((line) => {
      const named = lines.flatMap((other, axis) => (other === line ? [axis] : []));
      return `${line} ${axisNames(named, rank)}`;
    });
}

function withDilation(formula: string, dilation: string): string {
  return dilation === '' ? formula : `${formula} (${dilation.slice(0, -1)})`;
}

function shapes({ inputShapes, outputShapes }: LayerReport): string {
  const side = (list: LayerReport['inputShapes']): string =>
    list.map((shape) => `\`${fullShapeText(shape)}\``).join(', ');
  return inputShapes.length === 0 ? side(outputShapes) : `${side(inputShapes)} → ${side(outputShapes)}`;
}

function costs({ params, macs }: LayerReport): string {
  if (params === 0 && macs === 0) return '';
  return `${countText(params)} parameters, ${countText(macs)} multiply-adds`;
}

function reading({ axes, receptiveField }: LayerReport): readonly string[] {
  return [
    ...(receptiveField && receptiveField.size.length > 0 ? [receptiveFieldText(receptiveField)] : []),
    ...unreadText(axes),
  ];
}

function receptiveFieldText({ size, stride, start }: ReceptiveField): string {
  const by = (values: readonly number[]): string => {
    const texts = values.map((value) => Number(value.toFixed(3)).toString().replace('-', '−'));
    return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join('×');
  };
  return `Receptive field ${size.join('×')} of the input, stride ${by(stride)}, from ${by(start)}`;
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
