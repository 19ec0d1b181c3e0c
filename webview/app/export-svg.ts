import type { Lesson } from '../../src/engine/trace/lesson.ts';
import type { Mark, Scene } from '../../src/scene/draw-list.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import type { Palette } from '../../src/scene/palette.ts';
import { toSvgWithImages } from '../../src/scene/svg.ts';
import { animatedSvg } from '../../src/scene/svg/animated-svg.ts';
import { pixelsPerValue, type SheetRaster } from '../../src/scene/svg/raster-sheet.ts';
import { colorRow } from '../render/raster-pixels.ts';
import type { Theme } from '../theme/theme.ts';
import { Bytes } from './bytes.ts';
import { inSlices } from './in-slices.ts';
import { affordable, passFrames, stageCosts } from './pass-frames.ts';

/** How a file that takes a while is made: told how much of it is there, 0 … 1, and whether it is still wanted. */
export interface Making {
  readonly progress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** A picture as an SVG document. */
export async function stillSvg(
  scene: Scene,
  { palette, fonts }: Theme,
  signal: AbortSignal,
): Promise<string> {
  const { rasters, document } = toSvgWithImages(scene, palette, fonts);
  return document(await imagesOf(rasters, palette, signal));
}

/** An animation has no more elements: browsers keep all of them, those that are hidden too. */
const mostElements = 150_000;

/** A pass from its first stage to its last as an SVG document that plays by itself. */
export async function passSvg(
  lesson: Lesson,
  pass: number,
  sceneAt: (playhead: Playhead) => Scene,
  { palette, fonts }: Theme,
  { progress, signal }: Making,
): Promise<Uint8Array> {
  const frames = passFrames(lesson, pass);
  const elements = stageCosts(frames, (playhead) => elementsIn(sceneAt(playhead).marks));
  const costs = await inSlices(elements, () => undefined, signal);
  const stills = affordable(frames, mostElements, costs).map(({ playhead, seconds }) => ({
    scene: () => sceneAt(playhead),
    seconds,
  }));
  const body = new Bytes();
  const { head, rasters, end } = await inSlices(
    animatedSvg(stills, palette, fonts),
    (piece) => {
      body.add(piece.text);
      progress(piece.stills / stills.length);
    },
    signal,
  );
  const images = await imagesOf(rasters, palette, signal);
  return body.between(head, end(images));
}

function elementsIn(marks: readonly Mark[]): number {
  return marks.reduce((sum, mark) => sum + (mark.kind === 'group' ? elementsIn(mark.children) : 1), 0);
}

/** Heat maps as PNG pictures, written as addresses. */
async function imagesOf(
  rasters: readonly SheetRaster[],
  palette: Palette,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const images: string[] = [];
  for (const raster of rasters) {
    const image = await inSlices(colored(raster, palette), () => undefined, signal);
    const pixels = enlarged(image, pixelsPerValue(raster));
    images.push(await addressOf(await pixels.convertToBlob({ type: 'image/png' })));
  }
  return images;
}

function* colored(raster: SheetRaster, palette: Palette): Generator<number, ImageData> {
  const image = new ImageData(raster.columns, raster.rows);
  for (let row = 0; row < raster.rows; row++) {
    colorRow(image, row, raster, palette);
    yield row;
  }
  return image;
}

/** Each pixel as a square of `side` pixels. */
function enlarged(image: ImageData, side: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  if (side === 1) return canvas;
  const larger = new OffscreenCanvas(image.width * side, image.height * side);
  const context = larger.getContext('2d');
  if (context) {
    context.imageSmoothingEnabled = false;
    context.drawImage(canvas, 0, 0, larger.width, larger.height);
  }
  return larger;
}

const addressOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onloadend = () => {
      if (typeof reader.result === 'string') resolve(reader.result);
      else reject(reader.error ?? new Error('A picture could not be read.'));
    };
    reader.readAsDataURL(blob);
  });
