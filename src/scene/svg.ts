import { css } from './color.ts';
import type { GroupMark, Mark, Paint, RasterMark, RectMark, Scene, Stroke, TextMark } from './draw-list.ts';
import { paleAlpha } from './marks.ts';
import type { Palette } from './palette.ts';
import { assertNever } from '../util/assert-never.ts';

export interface SvgFonts {
  readonly ui: string;
  readonly mono: string;
}

/** A picture as a self-contained SVG document. Coordinates are rounded to a tenth, so equal pictures are equal texts. */
export function toSvg(scene: Scene, palette: Palette, fonts: SvgFonts): string {
  const writer = new SvgWriter(palette, fonts);
  const body = scene.marks.map((mark) => writer.mark(mark, 1)).join('\n');
  return svgDocument(scene, palette, writer.definitions(), body);
}

/** A picture of an animation, and how long it stands. */
export interface Frame {
  readonly scene: Scene;
  readonly seconds: number;
}

/** All frames in one self-contained SVG document that plays them again and again; the first gives its size and words. */
export function toAnimatedSvg(frames: readonly Frame[], palette: Palette, fonts: SvgFonts): string {
  const [first] = frames;
  if (!first) throw new RangeError('An animation has at least one frame.');
  const writer = new SvgWriter(palette, fonts);
  const length = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let start = 0;
  const groups = frames.map(({ scene, seconds }) => {
    const [from, to] = [start / length, (start + seconds) / length];
    start += seconds;
    const children = scene.marks.map((mark) => writer.mark(mark, 1)).join('\n');
    return `<g visibility="hidden">${shownBetween(from, to, length)}\n${children}\n</g>`;
  });
  const size = {
    ...first.scene,
    width: Math.max(...frames.map(({ scene }) => scene.width)),
    height: Math.max(...frames.map(({ scene }) => scene.height)),
  };
  return svgDocument(size, palette, writer.definitions(), groups.join('\n'));
}

/** Visible for a part of the whole, both given as shares of it. */
function shownBetween(from: number, to: number, seconds: number): string {
  const share = (time: number): string => time.toFixed(5);
  const [values, times] =
    from === 0
      ? ['visible;hidden', `0;${share(to)}`]
      : ['hidden;visible;hidden', `0;${share(from)};${share(Math.min(to, 0.99999))}`];
  return `<animate attributeName="visibility" values="${values}" keyTimes="${times}" calcMode="discrete" dur="${seconds.toFixed(2)}s" repeatCount="indefinite"/>`;
}

function svgDocument(
  scene: Pick<Scene, 'width' | 'height' | 'description'>,
  palette: Palette,
  definitions: string,
  body: string,
): string {
  const [width, height] = [round(scene.width), round(scene.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(scene.description[0] ?? '')}</title>`,
    `<desc>${escape(scene.description.slice(1).join(' '))}</desc>`,
    definitions,
    `<rect width="${width}" height="${height}" fill="${palette.css({ role: 'surface' })}"/>`,
    body,
    '</svg>',
    '',
  ].join('\n');
}

class SvgWriter {
  readonly #hatches = new Map<string, string>();

  constructor(
    private readonly palette: Palette,
    private readonly fonts: SvgFonts,
  ) {}

  definitions(): string {
    const patterns = [...this.#hatches].map(
      ([color, id]) =>
        `<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
        `<line x1="0" y1="0" x2="0" y2="6" stroke="${color}" stroke-width="2"/></pattern>`,
    );
    return `<defs>${patterns.join('')}</defs>`;
  }

  mark(mark: Mark, zoom: number): string {
    switch (mark.kind) {
      case 'rect':
        return this.#rect(mark);
      case 'text':
        return this.#text(mark);
      case 'path':
        return (
          `<path d="${mark.d}" fill="${mark.fill ? this.palette.css(mark.fill) : 'none'}"${this.#stroke(mark.stroke)}/>` +
          (mark.hatch ? `<path d="${mark.d}" fill="url(#${this.#hatch(mark.hatch)})"/>` : '')
        );
      case 'raster':
        return this.#raster(mark);
      case 'group':
        return this.#group(mark, zoom);
      default:
        return assertNever(mark);
    }
  }

  #group(group: GroupMark, zoom: number): string {
    const scale = zoom * (group.scale ?? 1);
    if (group.minimumZoom !== undefined && scale < group.minimumZoom) return '';
    const moves = [
      group.x || group.y ? `translate(${round(group.x ?? 0)} ${round(group.y ?? 0)})` : '',
      group.scale !== undefined && group.scale !== 1 ? `scale(${exactly(group.scale)})` : '',
    ].filter(Boolean);
    const attributes = [
      group.id === undefined ? '' : ` id="${escape(group.id)}"`,
      moves.length ? ` transform="${moves.join(' ')}"` : '',
      group.alpha === undefined || group.alpha >= 1 ? '' : ` opacity="${exactly(group.alpha)}"`,
    ].join('');
    const children = group.children.map((child) => this.mark(child, scale)).filter(Boolean);
    return children.length ? `<g${attributes}>\n${children.join('\n')}\n</g>` : '';
  }

  #rect(rect: RectMark): string {
    const place = `x="${round(rect.x)}" y="${round(rect.y)}" width="${round(rect.width)}" height="${round(rect.height)}"`;
    const radius = rect.radius ? ` rx="${round(rect.radius)}"` : '';
    const fill = rect.fill ? this.palette.css(rect.fill) : 'none';
    const hatch = rect.hatch ? `<rect ${place}${radius} fill="url(#${this.#hatch(rect.hatch)})"/>` : '';
    return `<rect ${place}${radius} fill="${fill}"${this.#stroke(rect.stroke)}/>${hatch}`;
  }

  #text(text: TextMark): string {
    const weight = text.weight === 600 ? ' font-weight="600"' : '';
    const anchor = text.anchor === 'start' ? '' : ` text-anchor="${text.anchor}"`;
    return (
      `<text x="${round(text.x)}" y="${round(text.y)}" dominant-baseline="central" font-family="${escape(this.fonts[text.font])}" ` +
      `font-size="${round(text.size)}"${weight}${anchor} fill="${this.palette.css(text.fill)}">${escape(text.text)}</text>`
    );
  }

  /** Runs of one colour in a row become one rectangle. */
  #raster({ x, y, width, height, rows, columns, values, scale, alpha, revealed }: RasterMark): string {
    const [cellWidth, cellHeight] = [width / columns, height / rows];
    const runs: string[] = [];
    for (let row = 0; row < rows; row++) {
      let start = 0;
      const color = (column: number): string => {
        const place = row * columns + column;
        const pale = revealed !== undefined && place >= revealed;
        return css(this.palette.value((values[place] ?? 0) / scale), pale ? paleAlpha : 1);
      };
      for (let column = 1; column <= columns; column++) {
        if (column < columns && color(column) === color(start)) continue;
        runs.push(
          `<rect x="${round(x + start * cellWidth)}" y="${round(y + row * cellHeight)}" ` +
            `width="${round((column - start) * cellWidth)}" height="${round(cellHeight)}" fill="${color(start)}"/>`,
        );
        start = column;
      }
    }
    return `<g shape-rendering="crispEdges"${alpha === undefined ? '' : ` opacity="${exactly(alpha)}"`}>${runs.join('')}</g>`;
  }

  #stroke(stroke: Stroke | undefined): string {
    if (!stroke) return '';
    const dash = stroke.dash ? ` stroke-dasharray="${stroke.dash.join(' ')}"` : '';
    return ` stroke="${this.palette.line(stroke.paint)}" stroke-width="${round(stroke.width)}"${dash}`;
  }

  #hatch(paint: Paint): string {
    const color = this.palette.line(paint);
    const id = this.#hatches.get(color) ?? `hatch-${this.#hatches.size}`;
    this.#hatches.set(color, id);
    return id;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
/** A tenth is much of a scale or an opacity: what is scaled would miss its place by pixels. */
const exactly = (value: number): number => Math.round(value * 1e4) / 1e4;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
