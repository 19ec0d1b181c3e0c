import type { Box, Mark } from '../draw-list.ts';
import { around, point } from '../marks.ts';
import type { Arrow, Orientation, Point } from './placed-item.ts';

/** Forward arrows, and the gradients' back between the same layers. */
export function arrowMarks(arrows: readonly Arrow[], orientation: Orientation): Mark[] {
  return arrows.map(({ lane, path }) => ({
    kind: 'path',
    d: path.kind === 'through' ? through(path.points, orientation) : aside(path.from, path.to, path.side),
    bounds: boundsOf(path),
    stroke: {
      paint: lane === 'forward' ? { role: 'faint' } : { role: 'gradient', tint: 0.35 },
      width: 1.4,
    },
  }));
}

/** Straight along the flow, in an S from lane to lane. */
function through(points: readonly Point[], orientation: Orientation): string {
  const [first, ...others] = points;
  const last = points.at(-1);
  if (!first || !last) return '';
  let d = `M${point(first.x, first.y)}`;
  let from = first;
  for (const to of others) {
    d += straight(from, to) ? `L${point(to.x, to.y)}` : bend(from, to, orientation);
    from = to;
  }
  const before = points.at(-2) ?? first;
  return d + head(last, Math.sign(last.x - before.x), Math.sign(last.y - before.y), orientation);
}

/** Out to the side, along it, and back in: between the ends it passes beside all words. */
function aside(from: Point, to: Point, side: number): string {
  const turn = Math.sign(to.y - from.y) * Math.min(corner, Math.abs(to.y - from.y) / 2);
  const line =
    `M${point(from.x, from.y)}L${point(side - corner, from.y)}` +
    `Q${point(side, from.y)} ${point(side, from.y + turn)}L${point(side, to.y - turn)}` +
    `Q${point(side, to.y)} ${point(side - corner, to.y)}L${point(to.x, to.y)}`;
  return line + head(to, Math.sign(to.x - side), 0, 'across');
}

const corner = 8;

/** Places that an arrow passes, its outermost among them. */
export const pointsOf = (path: Arrow['path']): readonly Point[] =>
  path.kind === 'through' ? path.points : [path.from, path.to, { x: path.side, y: path.from.y }];

/** With room for the head and the line's width. */
function boundsOf(path: Arrow['path']): Box {
  const box = around(pointsOf(path).map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
  return {
    x: box.x - headSize,
    y: box.y - headSize,
    width: box.width + 2 * headSize,
    height: box.height + 2 * headSize,
  };
}

const straight = (a: Point, b: Point): boolean => Math.abs(a.x - b.x) < 1 || Math.abs(a.y - b.y) < 1;

function bend(a: Point, b: Point, orientation: Orientation): string {
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  return orientation === 'across'
    ? `C${point(x, a.y)} ${point(x, b.y)} ${point(b.x, b.y)}`
    : `C${point(a.x, y)} ${point(b.x, y)} ${point(b.x, b.y)}`;
}

/** How far an arrow's head reaches back. */
export const headSize = 5;

/** An arrow's head that points along the flow. */
function head({ x, y }: Point, dx: number, dy: number, orientation: Orientation): string {
  const wing = (side: number): string =>
    orientation === 'across'
      ? `L${point(x - headSize * dx, y + side * headSize * 0.6)}`
      : `L${point(x + side * headSize * 0.6, y - headSize * dy)}`;
  return `M${point(x, y)}${wing(1)}M${point(x, y)}${wing(-1)}`;
}
