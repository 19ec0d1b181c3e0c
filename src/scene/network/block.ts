import type { Shape } from '../../model/graph/shape.ts';
import type { Box, Mark, Role } from '../draw-list.ts';
import { point, text, textWidth, type } from '../marks.ts';

/** A tensor as a solid: channels along the flow, rows upwards, columns into the depth. In pixels. */
export interface BlockSize {
  readonly thickness: number;
  readonly height: number;
  readonly depth: number;
}

const depthAcross = 0.38;
const depthUp = 0.27;

/** Pixels of a size: a power below 1 keeps 1 visible beside 1024 and a halving noticeable. */
const spatialPixels = (size: number): number => Math.min(170, 8 + 13 * size ** 0.36);
const channelPixels = (channels: number): number => Math.min(110, 4 + 4.6 * channels ** 0.36);

const unknownSize = 16;

/** Proportions on a logarithmic scale. 1-D data are one row high; of 3-D data the first spatial axis is in the channels. */
export function blockSize(shape: Shape | undefined): BlockSize {
  const sizes = (shape ?? [null, null, null, null]).map((dim) =>
    typeof dim === 'number' ? dim : unknownSize,
  );
  const [, channels = 1, ...spatial] = sizes;
  const columns = spatial.at(-1) ?? 1;
  const rows = spatial.at(-2) ?? 1;
  const slices = spatial.slice(0, -2).reduce((product, size) => product * size, 1);
  return {
    thickness: channelPixels(channels * slices),
    height: spatialPixels(rows),
    depth: spatialPixels(columns),
  };
}

/** The plate of a layer that leaves the shape as it is. */
export const plateThickness = 5;

export const scaledSize = ({ thickness, height, depth }: BlockSize, scale: number): BlockSize => ({
  thickness: Math.max(3, thickness * scale),
  height: height * scale,
  depth: depth * scale,
});

export function blockBox({ thickness, height, depth }: BlockSize): {
  readonly width: number;
  readonly height: number;
} {
  return { width: thickness + depth * depthAcross, height: height + depth * depthUp };
}

export interface BlockStyle {
  readonly role: Role;
  /** Gradients stand upside down, as a reflection, with open faces. */
  readonly mirrored: boolean;
  readonly selected: boolean;
  /** How far the faces are filled with their colour, 0 to 1; null: as a block of its kind is. */
  readonly filled?: number | null;
  readonly unread: Unread;
}

/** Rows and columns, at their ends, that the next layer never reads: shares of all, and how many they are. */
export interface Unread {
  readonly rows: number;
  readonly columns: number;
  readonly counts: { readonly rows: number; readonly columns: number };
}

/** No band of unread rows or columns is thinner: it could not be seen. */
const leastBand = 2.5;

/** The three visible faces, from the left end of the front face's foot (or head, mirrored) at (x, y). */
export function blockMarks(x: number, y: number, size: BlockSize, style: BlockStyle): Mark[] {
  const up = style.mirrored ? 1 : -1;
  const { thickness, height, depth } = size;
  const [dx, dy] = [depth * depthAcross, up * depth * depthUp];
  const top = y + up * height;
  const face = (corners: readonly (readonly [number, number])[]): string =>
    `M${corners.map(([px, py]) => point(px, py)).join('L')}Z`;
  const tints = tintsOf(style);
  const stroke = {
    paint: style.selected
      ? ({ role: 'accent' } as const)
      : { role: style.role, tint: style.mirrored ? 0.25 : 0.1 },
    width: style.selected ? 2 : 1,
    ...(style.mirrored && { dash: [3, 2] }),
  };
  const right = x + thickness;
  const front = face([
    [x, y],
    [right, y],
    [right, top],
    [x, top],
  ]);
  const lid = face([
    [x, top],
    [right, top],
    [right + dx, top + dy],
    [x + dx, top + dy],
  ]);
  const plane = face([
    [right, y],
    [right + dx, y + dy],
    [right + dx, top + dy],
    [right, top],
  ]);
  const marks: Mark[] = [front, lid, plane].map((d, place) => ({
    kind: 'path',
    d,
    fill: { role: style.role, tint: tints[place] ?? 0.5 },
    stroke,
  }));
  return [...marks, ...unreadBands(right, y, top, dx, dy, style)];
}

/** Front, lid and side, from 0 (pure) to 1 (the surface's colour). */
function tintsOf({ mirrored, filled }: BlockStyle): readonly number[] {
  if (filled !== undefined && filled !== null) {
    const front = 0.95 - 0.9 * filled;
    return [front, Math.min(1, front + 0.05), Math.max(0, front - 0.1)];
  }
  return mirrored ? [0.88, 0.94, 0.8] : [0.6, 0.78, 0.42];
}

/** Where a band is wider than its share of the side: how many rows and columns are unread. It stands under the bands. */
export function unreadCount(
  x: number,
  foot: number,
  { thickness, height, depth }: BlockSize,
  { rows, columns, counts }: Unread,
): Mark[] {
  const dx = depth * depthAcross;
  const isWidened = (share: number, side: number): boolean => share > 0 && share * side < leastBand;
  if (!isWidened(rows, height) && !isWidened(columns, dx)) return [];
  const shown = [...new Set([counts.rows, counts.columns].filter((count) => count > 0))].join('×');
  const right = x + thickness;
  // The side's foot rises: from there on a line has room below it.
  const left = Math.max(
    right + (type.small * depthAcross) / depthUp,
    right + dx - textWidth(shown, type.small, 'mono'),
  );
  return [
    text(left, foot - type.small / 2, shown, { size: type.small, font: 'mono', fill: { role: 'warning' } }),
  ];
}

/** The unread rows and columns as their shares of the sides that are drawn, on the face that shows them. */
function unreadBands(
  x: number,
  foot: number,
  top: number,
  dx: number,
  dy: number,
  { unread }: BlockStyle,
): Mark[] {
  const bands: string[] = [];
  const height = foot - top;
  if (unread.rows > 0) {
    const band = Math.sign(height) * Math.max(leastBand, Math.abs(height) * unread.rows);
    bands.push(
      `M${point(x, foot)}L${point(x + dx, foot + dy)}L${point(x + dx, foot + dy - band)}L${point(x, foot - band)}Z`,
    );
  }
  if (unread.columns > 0) {
    const share = Math.max(leastBand / dx, unread.columns);
    const [left, lift] = [x + dx * (1 - share), dy * (1 - share)];
    bands.push(
      `M${point(left, foot + lift)}L${point(x + dx, foot + dy)}L${point(x + dx, top + dy)}L${point(left, top + lift)}Z`,
    );
  }
  return bands.map((d) => ({
    kind: 'path',
    d,
    fill: { role: 'surface', alpha: 0.6 },
    hatch: { role: 'warning' },
    stroke: { paint: { role: 'warning' }, width: 1 },
  }));
}

/** The place of a block drawn with its foot at (x, y). */
export function blockBounds(x: number, y: number, size: BlockSize, mirrored: boolean): Box {
  const box = blockBox(size);
  return { x, y: mirrored ? y : y - box.height, width: box.width, height: box.height };
}
