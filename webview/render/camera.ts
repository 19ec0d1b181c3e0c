import type { Box } from '../../src/scene/draw-list.ts';
import { smallestTextZoom } from '../../src/scene/marks.ts';
import type { Camera } from './painter.ts';

const smallestZoom = 0.08;
const largestZoom = 4;
/** What fits is drawn no larger than this. */
const largestFit = 1.3;
const margin = 12;

/** Zooms around a place of the view, so that what lies under the pointer stays there. */
export function zoomAt({ x, y, zoom }: Camera, factor: number, viewX: number, viewY: number): Camera {
  const next = Math.max(smallestZoom, Math.min(largestZoom, zoom * factor));
  const share = next / zoom;
  return { x: viewX - (viewX - x) * share, y: viewY - (viewY - y) * share, zoom: next };
}

export const panBy = ({ x, y, zoom }: Camera, dx: number, dy: number): Camera => ({
  x: x + dx,
  y: y + dy,
  zoom,
});

/** All of a picture in the view, never larger than it was drawn. */
export function fitAll(
  width: number,
  height: number,
  view: { readonly width: number; readonly height: number },
): Camera {
  const zoom = Math.max(smallestZoom, Math.min(1, view.width / width, view.height / height));
  return {
    x: Math.max(0, (view.width - width * zoom) / 2),
    y: Math.max(0, (view.height - height * zoom) / 2),
    zoom,
  };
}

/** One extent fills the view, the other is scrolled; both where its words could not be read. */
export function fitAlong(
  picture: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
  { across, words }: { readonly across: boolean; readonly words: boolean },
): Camera {
  const least = words ? smallestTextZoom : smallestZoom;
  if (!across) {
    // A short network is drawn larger, as far as all of it is seen, and a little above the middle.
    const whole = Math.min(view.width / picture.width, view.height / picture.height);
    const zoom = Math.max(least, Math.min(Math.max(1, whole), largestFit, view.width / picture.width));
    return {
      x: Math.max(0, (view.width - picture.width * zoom) / 2),
      y: Math.max(0, (view.height - picture.height * zoom) / 3),
      zoom,
    };
  }
  // A short network may be drawn larger, as far as all of it is seen, and one that is a little too long smaller.
  const whole = view.width / picture.width;
  const most = whole < smallestTextZoom ? 1 : Math.min(largestFit, whole);
  const zoom = Math.max(least, Math.min(most, view.height / picture.height));
  const spare = view.width - picture.width * zoom;
  return { x: spare > 0 ? spare / 2 : 0, y: Math.max(0, (view.height - picture.height * zoom) / 2), zoom };
}

/** As much of a picture stays in view, so that it is never lost. */
const leastSeen = 80;

/** Moves as little as needed to keep a part of the picture in view. */
export function keepInView(
  { x, y, zoom }: Camera,
  picture: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
): Camera {
  const kept = (offset: number, size: number, extent: number): number => {
    const seen = Math.min(leastSeen, size * zoom, extent);
    return Math.max(seen - size * zoom, Math.min(extent - seen, offset));
  };
  return { x: kept(x, picture.width, view.width), y: kept(y, picture.height, view.height), zoom };
}

/** Moves as little as needed to bring a box into view; one of which nothing was seen comes to the middle, where the picture goes on. */
export function reveal(
  camera: Camera,
  box: Box,
  view: { readonly width: number; readonly height: number },
  picture: { readonly width: number; readonly height: number },
): Camera {
  const shift = (start: number, size: number, offset: number, extent: number, whole: number): number => {
    const [from, to] = [start * camera.zoom + offset, (start + size) * camera.zoom + offset];
    if (from >= margin && to <= extent - margin) return 0;
    if (to - from > extent - 2 * margin) return margin - from;
    if (to <= 0 || from >= extent) {
      const end = Math.min(offset, extent - whole * camera.zoom);
      return Math.max(end, Math.min(Math.max(0, offset), offset + (extent - from - to) / 2)) - offset;
    }
    return from < margin ? margin - from : extent - margin - to;
  };
  return panBy(
    camera,
    shift(box.x, box.width, camera.x, view.width, picture.width),
    shift(box.y, box.height, camera.y, view.height, picture.height),
  );
}
