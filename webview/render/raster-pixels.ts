import type { Palette } from '../../src/scene/palette.ts';
import type { SheetRaster } from '../../src/scene/svg/raster-sheet.ts';

/** Colours one row of a heat map's image, a pixel a value. */
export function colorRow(
  image: ImageData,
  row: number,
  { values, scale }: SheetRaster,
  palette: Palette,
): void {
  const { width, data } = image;
  for (let i = row * width; i < (row + 1) * width; i++) {
    const [r, g, b] = palette.value((values[i] ?? 0) / scale);
    data[4 * i] = r;
    data[4 * i + 1] = g;
    data[4 * i + 2] = b;
    data[4 * i + 3] = 255;
  }
}
