import { rememberLast } from '../../util/remember-last.ts';
import type { Box, Mark, Scene } from '../draw-list.ts';
import { point, rect } from '../marks.ts';

/** How a picture lies in the minimap: its places times `scale`. */
export interface MinimapFrame {
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

/** Small enough for a corner; null where the view shows all of the picture already. */
export function minimapFrame(
  picture: Pick<Scene, 'width' | 'height'>,
  view: Box,
  most: { readonly width: number; readonly height: number },
): MinimapFrame | null {
  const seen =
    view.x <= 1 &&
    view.y <= 1 &&
    view.x + view.width >= picture.width - 1 &&
    view.y + view.height >= picture.height - 1;
  if (seen) return null;
  const scale = Math.min(most.width / picture.width, most.height / picture.height);
  return { scale, width: picture.width * scale, height: picture.height * scale };
}

/** Every layer as a small bar, and what the view sees of them. */
export const minimapScene = rememberLast(sceneOf);

function sceneOf(picture: Scene, view: Box, { scale, width, height }: MinimapFrame): Scene {
  const seen = scaled(view, scale);
  const [left, top] = [Math.max(0.5, seen.x), Math.max(0.5, seen.y)];
  const frame = {
    x: left,
    y: top,
    width: Math.max(3, Math.min(width - 0.5, seen.x + seen.width) - left),
    height: Math.max(3, Math.min(height - 0.5, seen.y + seen.height) - top),
  };
  return {
    width,
    height,
    marks: [
      bars(picture, scale),
      rect(frame, {
        radius: 2,
        fill: { role: 'accent', alpha: 0.14 },
        stroke: { paint: { role: 'accent' }, width: 1 },
      }),
    ],
    hits: [],
    description: [],
  };
}

const scaled = (box: Box, scale: number): Box => ({
  x: box.x * scale,
  y: box.y * scale,
  width: box.width * scale,
  height: box.height * scale,
});

/** All layers in one path: they stay as they are while the view moves, be there a thousand. */
const bars = rememberLast(({ hits }: Scene, scale: number): Mark => ({
  kind: 'path',
  d: hits
    .filter(({ id }) => id.startsWith('layer:'))
    .map((hit) => scaled(hit, scale))
    .map(
      ({ x, y, width, height }) =>
        `M${point(x, y)}L${point(x + width, y)}L${point(x + width, y + height)}L${point(x, y + height)}Z`,
    )
    .join(''),
  fill: { role: 'faint', alpha: 0.55 },
}));
