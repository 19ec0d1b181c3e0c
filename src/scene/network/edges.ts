import type { Box, Mark, Paint } from '../draw-list.ts';
import { arrowPath, point } from '../marks.ts';
import type { Gradient, Orientation, PlacedItem } from './placed-item.ts';

const inset = 5;
/** Below gradients stands their shape. */
const labelRoom = 20;

/** Arrows from each block to the blocks of the layers that take it, and back between the gradients. */
export function edgeMarks(placed: readonly PlacedItem[], orientation: Orientation): Mark[] {
  return placed.flatMap((target) =>
    target.item.sources.flatMap((place) => {
      const source = placed[place];
      if (!source) return [];
      const next = isNext(source, target, placed, orientation);
      return [
        edge(source.block, target.block, next, orientation, { role: 'faint' }),
        ...(target.gradient && source.gradient
          ? [edge(target.gradient.box, aboveWords(source.gradient, orientation), next, orientation, backward)]
          : []),
      ];
    }),
  );
}

const backward: Paint = { role: 'gradient', tint: 0.35 };

/** An arrow that comes from below ends under the words. */
const aboveWords = ({ box, words }: Gradient, orientation: Orientation): Box =>
  orientation === 'down' ? { ...box, height: box.height + words } : box;

/** Nothing stands between the two, so that a straight arrow crosses nothing. */
function isNext(
  source: PlacedItem,
  target: PlacedItem,
  placed: readonly PlacedItem[],
  orientation: Orientation,
): boolean {
  if (orientation === 'across') {
    const between = placed.some(
      ({ bounds }) =>
        bounds.y === source.bounds.y && bounds.x > source.bounds.x && bounds.x < target.bounds.x,
    );
    return source.bounds.y === target.bounds.y && !between;
  }
  const [above, below] = [center(source.block), center(target.block)];
  return Math.abs(above.x - below.x) < 60 && target.item.place - source.item.place === 1;
}

function edge(from: Box, to: Box, next: boolean, orientation: Orientation, paint: Paint): Mark {
  const across = orientation === 'across';
  const forward = across ? from.x < to.x : from.y < to.y;
  const [a, b] = [center(from), center(to)];
  const stroke = { paint, width: 1.4 };
  if (next) {
    const line = across
      ? arrowPath(
          forward ? from.x + from.width + inset : from.x - inset,
          b.y,
          forward ? to.x - inset : to.x + to.width + inset,
          b.y,
        )
      : arrowPath(
          b.x,
          forward ? from.y + from.height + 2 : from.y - 2,
          b.x,
          forward ? to.y - 3 : to.y + to.height + 3,
        );
    return { kind: 'path', d: line, stroke };
  }
  return {
    kind: 'path',
    d: across ? archAcross(from, to, a, b, forward) : archDown(from, to, a, b, forward),
    stroke,
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const center = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Over what stands between, or from lane to lane. */
function archAcross(from: Box, to: Box, a: Point, b: Point, forward: boolean): string {
  if (Math.abs(a.y - b.y) > 40) {
    const [x1, x2] = forward
      ? [from.x + from.width + inset, to.x - inset]
      : [from.x - inset, to.x + to.width + inset];
    const bend = (x2 - x1) / 2;
    return `M${point(x1, a.y)}C${point(x1 + bend, a.y)} ${point(x2 - bend, b.y)} ${point(x2, b.y)}${head(x2, b.y, forward ? 1 : -1, 0)}`;
  }
  // The gradients' skips run below them, as everything there is a reflection.
  const side = forward ? -1 : 1;
  const y1 = forward ? from.y - inset : from.y + from.height + labelRoom;
  const y2 = forward ? to.y - inset : to.y + to.height + labelRoom;
  const crest =
    (forward ? Math.min(y1, y2) : Math.max(y1, y2)) +
    side * (14 + 5 * Math.log2(1 + Math.abs(b.x - a.x) / 60));
  return `M${point(a.x, y1)}C${point(a.x, crest)} ${point(a.x, crest)} ${point((a.x * 3 + b.x) / 4, crest)}L${point((a.x + 3 * b.x) / 4, crest)}C${point(b.x, crest)} ${point(b.x, crest)} ${point(b.x, y2)}${head(b.x, y2, 0, -side)}`;
}

function archDown(from: Box, to: Box, a: Point, b: Point, forward: boolean): string {
  const side = forward ? -1 : 1;
  const x1 = forward ? from.x - inset : from.x + from.width + inset;
  const x2 = forward ? to.x - inset : to.x + to.width + inset;
  const bend =
    (forward ? Math.min(x1, x2) : Math.max(x1, x2)) + side * (10 + Math.min(30, Math.abs(b.y - a.y) / 10));
  return `M${point(x1, a.y)}C${point(bend, a.y)} ${point(bend, b.y)} ${point(x2, b.y)}${head(x2, b.y, -side, 0)}`;
}

/** An arrow's head at (x, y) that points along (dx, dy). */
function head(x: number, y: number, dx: number, dy: number): string {
  const size = 5;
  const wing = (side: number): string =>
    `M${point(x, y)}L${point(x - size * dx + side * size * 0.6 * dy, y - size * dy + side * size * 0.6 * dx)}`;
  return wing(1) + wing(-1);
}
