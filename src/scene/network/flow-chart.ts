import type { Box, HitArea, Mark, Paint, Scene } from '../draw-list.ts';
import { fitText, muted, point, rect, space, text, textWidth, type } from '../marks.ts';
import { shortNumber } from '../numbers.ts';
import type { Words } from '../words/english.ts';

/** What is drawn of one tensor's statistics. */
interface FlowTensor {
  /** The root of the sum of squares. */
  readonly norm: number;
  readonly shareOfZeros: number;
  readonly histogram: readonly number[];
}

/** A layer that ran: its output, and the gradient by it. */
export interface FlowLayer {
  readonly id: string;
  readonly value: FlowTensor;
  readonly gradient: FlowTensor | null;
}

export interface FlowOptions {
  readonly width: number;
  /** Height of the view: few rows share it, as far as that reads well. */
  readonly height?: number;
  readonly selected: string | null;
  readonly words: Words;
}

const lowestRow = 24;
const highestRow = 44;
const head = 44;
const histogramWidth = 64;
const series = [
  { key: 'value', paint: { role: 'activation' } },
  { key: 'gradient', paint: { role: 'gradient' } },
] as const satisfies readonly { key: 'value' | 'gradient'; paint: Paint }[];

/**
 * One row a layer, in the order of the forward pass: the norms of its activations and of their gradients on one
 * logarithmic scale, each joined to the next, and how the activations are distributed. A gradient that dies or explodes
 * is a line that runs off to one side.
 */
export function flowScene(
  layers: readonly FlowLayer[],
  { width, height = 0, selected, words }: FlowOptions,
): Scene {
  const shared = Math.floor((height - head - space.m) / Math.max(1, layers.length));
  const rowHeight = Math.max(lowestRow, Math.min(highestRow, shared));
  const rowBox = (row: number): Box => ({ x: 0, y: head + row * rowHeight, width, height: rowHeight });
  const narrow = width < 520;
  const names = Math.min(
    narrow ? 110 : 220,
    Math.max(60, ...layers.map(({ id }) => textWidth(id, type.small))),
  );
  const right = narrow ? 0 : histogramWidth + 64;
  const plot: Box = {
    x: space.m + names + space.m,
    y: head,
    width: Math.max(80, width - names - right - 4 * space.m),
    height: layers.length * rowHeight,
  };
  const scale = logScale(layers, plot);
  const rowMiddle = (row: number): number => head + (row + 0.5) * rowHeight;
  const marks: Mark[] = [
    ...layers.flatMap(({ id }, row) =>
      id === selected ? [rect(rowBox(row), { fill: { role: 'accent', alpha: 0.14 } })] : [],
    ),
    ...legend(words, plot.x, width),
    ...(narrow
      ? []
      : [
          text(plot.x + plot.width + space.m, 14, words.flow.distribution, { size: type.small, fill: muted }),
        ]),
    ...gridMarks(scale, plot),
    ...series.flatMap(({ key, paint }) => lineMarks(layers, key, paint, scale, rowMiddle)),
    ...layers.map((layer, row): Mark => {
      const y = rowMiddle(row);
      const name = fitText(layer.id, names, type.small);
      const zeros = layer.value.shareOfZeros;
      const rest: Mark[] = narrow
        ? []
        : [
            ...histogramMarks(layer.value.histogram, plot.x + plot.width + space.m, y, rowHeight - 8),
            text(width - space.s, y, zeros > 0 ? words.flow.zeros(percent(zeros)) : '', {
              size: 10,
              anchor: 'end',
              fill: muted,
            }),
          ];
      return {
        kind: 'group',
        id: `layer:${layer.id}`,
        bounds: rowBox(row),
        children: [text(space.m + names, y, name, { size: type.small, anchor: 'end' }), ...rest],
      };
    }),
  ];
  const hits: HitArea[] = layers.map(({ id }, row) => ({ id: `layer:${id}`, ...rowBox(row) }));
  return {
    width,
    height: head + layers.length * rowHeight + space.m,
    marks,
    hits,
    description: layers.map((layer) => describeFlow(layer, words)),
  };
}

/** A layer's norms in words. */
export const describeFlow = ({ id, value, gradient }: FlowLayer, words: Words): string =>
  words.flow.layer(
    id,
    shortNumber(value.norm),
    gradient === null ? words.flow.none : shortNumber(gradient.norm),
    percent(value.shareOfZeros),
  );

const percent = (share: number): string => `${Math.round(share * 100)}%`;

interface LogScale {
  readonly first: number;
  readonly last: number;
  readonly at: (norm: number) => number;
}

/** Whole powers of ten around all norms that have a logarithm. */
function logScale(layers: readonly FlowLayer[], plot: Box): LogScale {
  const powers = layers
    .flatMap(({ value, gradient }) => [value.norm, gradient?.norm ?? 0])
    .filter((norm) => norm > 0 && Number.isFinite(norm))
    .map((norm) => Math.log10(norm));
  const first = powers.length === 0 ? -1 : Math.floor(Math.min(...powers));
  const last = powers.length === 0 ? 1 : Math.max(first + 1, Math.ceil(Math.max(...powers)));
  return {
    first,
    last,
    at: (norm) => {
      const power = norm > 0 ? Math.min(last, Math.log10(norm)) : first;
      return plot.x + ((power - first) / (last - first)) * plot.width;
    },
  };
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export const powerText = (power: number): string =>
  `10${String(power)
    .replace(/-/, '⁻')
    .replace(/\d/g, (digit) => superscripts[Number(digit)] ?? '')}`;

function gridMarks({ first, last }: LogScale, plot: Box): Mark[] {
  const every = Math.max(1, Math.ceil(((last - first) * 44) / plot.width));
  const powers = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => first + i * every);
  return powers.flatMap((power): Mark[] => {
    const x = plot.x + ((power - first) / (last - first)) * plot.width;
    return [
      {
        kind: 'path',
        d: `M${point(x, plot.y)}L${point(x, plot.y + plot.height)}`,
        // Fainter than what is drawn over it, in every theme.
        stroke: { paint: { role: 'faint', tint: 0.5 }, width: 1 },
      },
      text(x, plot.y - 8, powerText(power), { size: 10, anchor: 'middle', fill: muted }),
    ];
  });
}

/** Above the plot, or as far left of that as it must. */
function legend(words: Words, x: number, width: number): Mark[] {
  const wide = series.reduce((sum, { key }) => sum + textWidth(words.flow[key], type.small) + 28, 0);
  let left = Math.max(space.s, Math.min(x, width - wide));
  return series.flatMap(({ key, paint }): Mark[] => {
    const label = words.flow[key];
    const at = left;
    left += textWidth(label, type.small) + 28;
    return [dot(at + 4, 14, paint, 4), text(at + 12, 14, label, { size: type.small })];
  });
}

function dot(x: number, y: number, paint: Paint, radius: number, hollow = false): Mark {
  const box = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
  return hollow
    ? rect(box, { radius, fill: { role: 'surface' }, stroke: { paint, width: 1.5 } })
    : rect(box, { radius, fill: paint });
}

/** A line through the norms of all layers that have one; a norm of 0 is an open dot at the edge. */
function lineMarks(
  layers: readonly FlowLayer[],
  key: 'value' | 'gradient',
  paint: Paint,
  scale: LogScale,
  rowMiddle: (row: number) => number,
): Mark[] {
  const places = layers.flatMap((layer, row) => {
    const tensor = layer[key];
    return tensor ? [{ x: scale.at(tensor.norm), y: rowMiddle(row), zero: tensor.norm === 0 }] : [];
  });
  const line = places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${point(x, y)}`).join('');
  return [
    { kind: 'path', d: line, stroke: { paint, width: 1.5 } },
    ...places.map(({ x, y, zero }) => dot(x, y, paint, 3.5, zero)),
  ];
}

function histogramMarks(histogram: readonly number[], x: number, y: number, height: number): Mark[] {
  const greatest = Math.max(1, ...histogram);
  const step = histogramWidth / Math.max(1, histogram.length);
  const bars = histogram.map((share, bin) => {
    const [left, top] = [x + bin * step, y + height / 2 - (share / greatest) * height];
    return `M${point(left, y + height / 2)}L${point(left, top)}L${point(left + step, top)}L${point(left + step, y + height / 2)}Z`;
  });
  return [{ kind: 'path', d: bars.join(''), fill: { role: 'activation', alpha: 0.55 } }];
}
