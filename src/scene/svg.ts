import type { Scene } from './draw-list.ts';
import type { Palette } from './palette.ts';
import { rasterDefinitions, RasterSheet, type SheetRaster } from './svg/raster-sheet.ts';
import { closeSvg, openSvg } from './svg/svg-document.ts';
import { SvgWriter, type SvgFonts } from './svg/svg-writer.ts';

/** A picture as a self-contained SVG document. Coordinates are rounded to a tenth, so equal pictures are equal texts. */
export function toSvg(scene: Scene, palette: Palette, fonts: SvgFonts): string {
  const writer = new SvgWriter(palette, fonts);
  const body = scene.marks.map((mark) => writer.mark(mark, 1)).join('\n');
  return openSvg(scene, palette, writer.definitions()) + body + closeSvg;
}

/** The same with its heat maps as images, which must still be made: a large one is far smaller so than cell by cell. */
export function toSvgWithImages(
  scene: Scene,
  palette: Palette,
  fonts: SvgFonts,
): { readonly rasters: readonly SheetRaster[]; readonly document: (images: readonly string[]) => string } {
  const sheet = new RasterSheet();
  const writer = new SvgWriter(palette, fonts, sheet);
  const body = scene.marks.map((mark) => writer.mark(mark, 1)).join('\n');
  const head = openSvg(scene, palette, writer.definitions());
  return {
    rasters: sheet.rasters,
    document: (images) =>
      `${head}<defs>${rasterDefinitions(sheet.rasters, images)}</defs>\n${body}${closeSvg}`,
  };
}
