import { assertNever } from '../../src/util/assert-never.ts';
import type {
  Box,
  GroupMark,
  Mark,
  Paint,
  RasterMark,
  RectMark,
  Stroke,
  TextMark,
} from '../../src/scene/draw-list.ts';
import { paleAlpha } from '../../src/scene/marks.ts';
import type { Theme } from '../theme/theme.ts';
import { colorRow } from './raster-pixels.ts';

/** Where the picture lies in the canvas: a place in the picture times `zoom` plus the offset. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Draws marks onto a canvas in one theme. Heat maps are turned into bitmaps once. */
export class Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #theme: Theme;
  readonly #hatches = new Map<string, CanvasPattern | null>();
  readonly #bitmaps = new WeakMap<object, HTMLCanvasElement>();
  readonly #paths = new Map<string, Path2D>();

  constructor(context: CanvasRenderingContext2D, theme: Theme) {
    this.#context = context;
    this.#theme = theme;
  }

  /** Clears the canvas and draws what the view sees; sizes in CSS pixels. */
  paint(marks: readonly Mark[], width: number, height: number, ratio: number, camera: Camera): void {
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.translate(camera.x, camera.y);
    context.scale(camera.zoom, camera.zoom);
    context.textBaseline = 'middle';
    const view: Box = {
      x: -camera.x / camera.zoom,
      y: -camera.y / camera.zoom,
      width: width / camera.zoom,
      height: height / camera.zoom,
    };
    // A scene has new paths every frame; the map must not grow with the time that it is played.
    if (this.#paths.size > 4000) this.#paths.clear();
    for (const mark of marks) this.#mark(mark, view, camera.zoom);
  }

  #mark(mark: Mark, view: Box, zoom: number): void {
    switch (mark.kind) {
      case 'rect': {
        this.#rect(mark);
        return;
      }
      case 'text': {
        this.#text(mark);
        return;
      }
      case 'path': {
        if (!mark.bounds || overlaps(mark.bounds, view))
          this.#path(mark.d, mark.fill, mark.hatch, mark.stroke);
        return;
      }
      case 'raster': {
        this.#raster(mark);
        return;
      }
      case 'group': {
        this.#group(mark, view, zoom);
        return;
      }
      default:
        return assertNever(mark);
    }
  }

  #group(group: GroupMark, view: Box, zoom: number): void {
    if (group.bounds && !overlaps(group.bounds, view)) return;
    const scale = zoom * (group.scale ?? 1);
    if (group.minimumZoom !== undefined && scale < group.minimumZoom) return;
    const context = this.#context;
    const alpha = context.globalAlpha;
    const moved = group.x !== undefined || group.y !== undefined || group.scale !== undefined;
    if (moved) {
      context.save();
      context.translate(group.x ?? 0, group.y ?? 0);
      context.scale(group.scale ?? 1, group.scale ?? 1);
    }
    context.globalAlpha = alpha * (group.alpha ?? 1);
    for (const child of group.children) this.#mark(child, view, scale);
    if (moved) context.restore();
    context.globalAlpha = alpha;
  }

  #rect({ x, y, width, height, radius = 0, fill, hatch, stroke }: RectMark): void {
    const context = this.#context;
    context.beginPath();
    if (radius > 0) context.roundRect(x, y, width, height, radius);
    else context.rect(x, y, width, height);
    this.#fillAndStroke(null, fill, hatch, stroke);
  }

  #path(d: string, fill: Paint | undefined, hatch: Paint | undefined, stroke: Stroke | undefined): void {
    let path = this.#paths.get(d);
    if (!path) {
      path = new Path2D(d);
      this.#paths.set(d, path);
    }
    this.#fillAndStroke(path, fill, hatch, stroke);
  }

  #fillAndStroke(
    path: Path2D | null,
    fill: Paint | undefined,
    hatch: Paint | undefined,
    stroke: Stroke | undefined,
  ): void {
    const context = this.#context;
    const { palette } = this.#theme;
    const fillWith = (style: string | CanvasPattern): void => {
      context.fillStyle = style;
      if (path) context.fill(path);
      else context.fill();
    };
    if (fill) fillWith(palette.css(fill));
    if (hatch) {
      const pattern = this.#hatch(palette.line(hatch));
      if (pattern) fillWith(pattern);
    }
    if (stroke) {
      context.strokeStyle = palette.line(stroke.paint);
      context.lineWidth = stroke.width;
      if (stroke.dash) context.setLineDash([...stroke.dash]);
      if (path) context.stroke(path);
      else context.stroke();
      if (stroke.dash) context.setLineDash([]);
    }
  }

  #text({ x, y, text, size, font, weight, anchor, fill }: TextMark): void {
    const context = this.#context;
    context.font = `${weight} ${size}px ${this.#theme.fonts[font]}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.fillStyle = this.#theme.palette.css(fill);
    context.fillText(text, x, y);
  }

  #raster(mark: RasterMark): void {
    const { x, y, width, height, rows, columns, revealed = Infinity, alpha = 1 } = mark;
    const revealedColumns = Math.min(columns, mark.revealedColumns ?? columns);
    const bitmap = this.#bitmap(mark);
    const context = this.#context;
    const before = context.globalAlpha;
    // Of cells that are no larger than a pixel some would be left out, and what is left would show a pattern of its own.
    const cell = (width / columns) * context.getTransform().a;
    context.imageSmoothingEnabled = cell < smallestSharpCell;
    context.imageSmoothingQuality = 'high';
    const band = (
      fromRow: number,
      toRow: number,
      fromColumn: number,
      toColumn: number,
      opacity: number,
    ): void => {
      const [w, h] = [toColumn - fromColumn, toRow - fromRow];
      if (w <= 0 || h <= 0) return;
      context.globalAlpha = before * alpha * opacity;
      context.drawImage(
        bitmap,
        fromColumn,
        fromRow,
        w,
        h,
        x + (fromColumn / columns) * width,
        y + (fromRow / rows) * height,
        (w / columns) * width,
        (h / rows) * height,
      );
    };
    if (revealed >= rows * columns) {
      band(0, rows, 0, revealedColumns, 1);
      band(0, rows, revealedColumns, columns, paleAlpha);
    } else {
      const [row, column] = [Math.floor(revealed / columns), revealed % columns];
      band(0, row, 0, columns, 1);
      band(row, row + 1, 0, column, 1);
      band(row, row + 1, column, columns, paleAlpha);
      band(row + 1, rows, 0, columns, paleAlpha);
    }
    context.globalAlpha = before;
  }

  #bitmap(mark: RasterMark): HTMLCanvasElement {
    const { values, rows, columns } = mark;
    const known = this.#bitmaps.get(values);
    if (known) return known;
    const canvas = document.createElement('canvas');
    canvas.width = columns;
    canvas.height = rows;
    const image = new ImageData(columns, rows);
    for (let row = 0; row < rows; row++) colorRow(image, row, mark, this.#theme.palette);
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    this.#bitmaps.set(values, canvas);
    return canvas;
  }

  #hatch(color: string): CanvasPattern | null {
    const known = this.#hatches.get(color);
    if (known !== undefined) return known;
    const tile = document.createElement('canvas');
    tile.width = 12;
    tile.height = 12;
    const context = tile.getContext('2d');
    if (context) {
      context.strokeStyle = color;
      context.lineWidth = 2;
      context.beginPath();
      for (const offset of [-12, 0, 12]) {
        context.moveTo(offset, 12);
        context.lineTo(offset + 12, 0);
      }
      context.stroke();
    }
    const pattern = this.#context.createPattern(tile, 'repeat');
    pattern?.setTransform(new DOMMatrix().scale(0.6));
    this.#hatches.set(color, pattern);
    return pattern;
  }
}

/** In the screen's pixels. */
const smallestSharpCell = 2;

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
