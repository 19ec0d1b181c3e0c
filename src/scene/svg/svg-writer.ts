import { assertNever } from '../../util/assert-never.ts';
import { css } from '../color.ts';
import type { GroupMark, Mark, Paint, RasterMark, RectMark, Stroke, TextMark } from '../draw-list.ts';
import { paleAlpha } from '../marks.ts';
import type { Palette } from '../palette.ts';
import type { RasterSheet } from './raster-sheet.ts';
import { escape, exactly, round } from './svg-text.ts';

export interface SvgFonts {
  readonly ui: string;
  readonly mono: string;
}

/** Writes marks as SVG elements; heat maps cell by cell, or as images of a sheet where there is one. */
export class SvgWriter {
  readonly #hatches = new Map<string, string>();
  readonly #named = new Map<string, number>();

  constructor(
    private readonly palette: Palette,
    private readonly fonts: SvgFonts,
    private readonly sheet: RasterSheet | null = null,
  ) {}

  /** What the marks that were written refer to. */
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
        return this.sheet ? this.sheet.show(mark) : this.#raster(mark);
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
      group.id === undefined ? '' : ` id="${escape(this.#unique(group.id))}"`,
      moves.length ? ` transform="${moves.join(' ')}"` : '',
      group.alpha === undefined || group.alpha >= 1 ? '' : ` opacity="${exactly(group.alpha)}"`,
    ].join('');
    const children = group.children.map((child) => this.mark(child, scale)).filter(Boolean);
    return children.length ? `<g${attributes}>\n${children.join('\n')}\n</g>` : '';
  }

  /** Stills of an animation repeat the names of their groups (`plane-0` …); in one document each stands once. */
  #unique(id: string): string {
    const times = (this.#named.get(id) ?? 0) + 1;
    this.#named.set(id, times);
    return times === 1 ? id : `${id}~${times}`;
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
  #raster({ x, y, width, height, rows, columns, values, scale, alpha, ...still }: RasterMark): string {
    // Neighbours share their edges to the last digit, else lines of the background show between them.
    const left = (column: number): number => round(x + (column / columns) * width);
    const top = (row: number): number => round(y + (row / rows) * height);
    const runs: string[] = [];
    for (let row = 0; row < rows; row++) {
      let start = 0;
      const color = (column: number): string => {
        const place = row * columns + column;
        const pale = place >= (still.revealed ?? Infinity) || column >= (still.revealedColumns ?? Infinity);
        return css(this.palette.value((values[place] ?? 0) / scale), pale ? paleAlpha : 1);
      };
      for (let column = 1; column <= columns; column++) {
        if (column < columns && color(column) === color(start)) continue;
        runs.push(
          `<rect x="${left(start)}" y="${top(row)}" ` +
            `width="${round(left(column) - left(start))}" height="${round(top(row + 1) - top(row))}" fill="${color(start)}"/>`,
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
