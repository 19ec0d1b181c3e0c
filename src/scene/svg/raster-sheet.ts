import type { RasterMark } from '../draw-list.ts';
import { paleAlpha } from '../marks.ts';
import { exactly, round } from './svg-text.ts';

/** A heat map as an image: what it shows, without where. */
export type SheetRaster = Pick<RasterMark, 'rows' | 'columns' | 'values' | 'scale'>;

/** The heat maps of a document. Each is in it once, as an image, however often it is shown. */
export class RasterSheet {
  readonly #rasters: SheetRaster[] = [];

  get rasters(): readonly SheetRaster[] {
    return this.#rasters;
  }

  /** The mark as a reference to its image. */
  show(mark: RasterMark): string {
    const { rows, columns, revealed = rows * columns, revealedColumns = columns, alpha = 1 } = mark;
    const id = rasterId(this.#placeOf(mark));
    const band = (from: number, to: number, row: number, height: number, opacity: number): string =>
      to > from && height > 0 ? shownPart(mark, id, { from, to, row, height, opacity: alpha * opacity }) : '';
    const full = Math.floor(revealed / columns);
    if (full >= rows && revealedColumns >= columns) return band(0, columns, 0, rows, 1);
    // What is there already lies over all of it: two bands side by side would show a seam.
    if (full >= rows) return band(0, columns, 0, rows, paleAlpha) + band(0, revealedColumns, 0, rows, 1);
    return (
      band(0, columns, 0, rows, paleAlpha) +
      band(0, columns, 0, full, 1) +
      band(0, revealed % columns, full, 1, 1)
    );
  }

  #placeOf({ values, rows, columns, scale }: RasterMark): number {
    const known = this.#rasters.findIndex(
      (raster) =>
        raster.values === values &&
        raster.scale === scale &&
        raster.rows === rows &&
        raster.columns === columns,
    );
    return known >= 0 ? known : this.#rasters.push({ rows, columns, values, scale }) - 1;
  }
}

/** Drawing programs know the attribute of SVG 1.1, browsers one or the other value of the style. */
const unsmoothed =
  'image-rendering="optimizeSpeed" style="image-rendering:crisp-edges;image-rendering:pixelated"';

const mostPixels = 1024;
const mostPerValue = 8;

/**
 * Along each side, the pixels that a value has in its image. Viewers that smooth images all the same blur the seams of
 * values alone, not all of them; repeated pixels take hardly any room in a PNG.
 */
export const pixelsPerValue = ({ rows, columns }: SheetRaster): number =>
  Math.max(1, Math.min(mostPerValue, Math.floor(mostPixels / Math.max(rows, columns))));

/** The images that marks refer to, as data addresses in the sheet's order. */
export const rasterDefinitions = (rasters: readonly SheetRaster[], images: readonly string[]): string =>
  rasters
    .map(
      ({ rows, columns }, place) =>
        `<image id="${rasterId(place)}" width="${columns}" height="${rows}" preserveAspectRatio="none" ` +
        `${unsmoothed} href="${images[place] ?? ''}"/>`,
    )
    .join('\n');

const rasterId = (place: number): string => `raster-${place}`;

interface Band {
  readonly from: number;
  readonly to: number;
  readonly row: number;
  readonly height: number;
  readonly opacity: number;
}

/** Some columns of some rows of the image, where they lie in the mark. */
function shownPart({ x, y, width, height, rows, columns }: RasterMark, id: string, band: Band): string {
  const wide = band.to - band.from;
  const [left, top] = [x + (band.from / columns) * width, y + (band.row / rows) * height];
  return (
    `<svg x="${round(left)}" y="${round(top)}" width="${round((wide / columns) * width)}" ` +
    `height="${round((band.height / rows) * height)}" viewBox="${band.from} ${band.row} ${wide} ${band.height}" ` +
    `preserveAspectRatio="none"${band.opacity >= 1 ? '' : ` opacity="${exactly(band.opacity)}"`}>` +
    `<use href="#${id}"/></svg>`
  );
}
