import type { Scene } from '../draw-list.ts';
import type { Palette } from '../palette.ts';
import { rasterDefinitions, RasterSheet, type SheetRaster } from './raster-sheet.ts';
import { closeSvg, openSvg } from './svg-document.ts';
import { SvgWriter, type SvgFonts } from './svg-writer.ts';

/** A picture of an animation, made when its turn comes, and how long it stands. */
export interface Still {
  readonly scene: () => Scene;
  readonly seconds: number;
}

/** Pieces of a text in their order, and how many stills have been written. */
export interface SvgPiece {
  readonly text: string;
  readonly stills: number;
}

/** What is known when all stills are written. */
export interface AnimatedSvg {
  /** Stands before the pieces. */
  readonly head: string;
  /** What must still be made an image. */
  readonly rasters: readonly SheetRaster[];
  /** Stands behind the pieces, with an image for each of the rasters. */
  readonly end: (images: readonly string[]) => string;
}

/**
 * All stills in one self-contained SVG document that plays them again and again; the first gives its words. Of a large
 * layer that takes seconds: so it is written in pieces, and whoever takes them may do other things in between.
 */
export function* animatedSvg(
  stills: readonly Still[],
  palette: Palette,
  fonts: SvgFonts,
): Generator<SvgPiece, AnimatedSvg> {
  const sheet = new RasterSheet();
  const writer = new SvgWriter(palette, fonts, sheet);
  const length = stills.reduce((sum, { seconds }) => sum + seconds, 0);
  const size = { width: 0, height: 0 };
  let description: Scene['description'] = [];
  let start = 0;
  for (const [place, { scene, seconds }] of stills.entries()) {
    const picture = scene();
    if (place === 0) description = picture.description;
    size.width = Math.max(size.width, picture.width);
    size.height = Math.max(size.height, picture.height);
    yield {
      text: `<g class="${place === stills.length - 1 ? 'last' : 'still'}" visibility="hidden">${shownBetween(start / length, (start + seconds) / length, length)}\n`,
      stills: place,
    };
    for (const mark of picture.marks) yield { text: `${writer.mark(mark, 1)}\n`, stills: place };
    start += seconds;
    yield { text: '</g>\n', stills: place + 1 };
  }
  return {
    head: `${openSvg({ ...size, description }, palette)}${withoutMotion}
`,
    rasters: sheet.rasters,
    end: (images) =>
      `${writer.definitions()}\n<defs>${rasterDefinitions(sheet.rasters, images)}</defs>${closeSvg}`,
  };
}

/** Who wants no motion sees the last still, and nothing plays. */
const withoutMotion =
  '<style>@media (prefers-reduced-motion:reduce){.still{display:none}.last>*{visibility:visible}}</style>';

/** Visible for a part of the whole, both given as shares of it. */
function shownBetween(from: number, to: number, seconds: number): string {
  const share = (time: number): string => time.toFixed(5);
  const [values, times] =
    from === 0
      ? ['visible;hidden', `0;${share(to)}`]
      : ['hidden;visible;hidden', `0;${share(from)};${share(Math.min(to, 0.99999))}`];
  return `<animate attributeName="visibility" values="${values}" keyTimes="${times}" calcMode="discrete" dur="${seconds.toFixed(2)}s" repeatCount="indefinite"/>`;
}
