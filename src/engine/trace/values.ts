import { elementCount, type Tensor } from '../tensor.ts';

/** What a tensor is filled with where nobody gives values. */
export type Filling =
  /** A soft picture of a few spots: neighbours are alike, as in images. */
  | 'picture'
  | 'noise'
  | 'ramp'
  /** One half bright, one half dark. */
  | 'edge'
  | 'one-hot'
  | 'ones'
  | 'sobel'
  | 'box-blur';

/** Values that are exact in binary, so that every sum on screen can be checked by hand. */
const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;

/** Small planes have few digits, large ones soft shades. */
const partsFor = (cells: number): number => (cells > 1024 ? 64 : 4);

/** A tensor [a, b, spatial…] filled reproducibly. */
export function filledTensor(
  shape: readonly number[],
  filling: Filling,
  seed: number,
  arithmetic: 'exact' | 'fast' = 'exact',
): Tensor {
  const size = elementCount(shape);
  const data = arithmetic === 'exact' ? new Float64Array(size) : new Float32Array(size);
  const value = valueFilling(shape, filling, seed);
  for (let i = 0; i < size; i++) data[i] = value(i);
  return { shape, data };
}

/** The value at each flat place of a tensor that is filled so. */
export function valueFilling(
  shape: readonly number[],
  filling: Filling,
  seed: number,
): (place: number) => number {
  // The usual one, and the one of tensors that are large.
  if (filling === 'noise') return (place) => noise(place, seed);
  const spatial = shape.slice(2);
  const [height, width] = [spatial.at(-2) ?? 1, spatial.at(-1) ?? shape[1] ?? 1];
  const plane = Math.max(1, height * width);
  if (filling === 'picture') return pictureFilling(height, width, seed);
  return (i) => {
    const [row, column] = [Math.floor((i % plane) / width), i % width];
    return valueAt(filling, { plane: Math.floor(i / plane), row, column, height, width });
  };
}

/** Quarters from −1 to 1. */
const noise = (place: number, seed: number): number => rounded(2 * randomAt(place, seed) - 1, 4);

interface Place {
  readonly plane: number;
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

function valueAt(filling: Exclude<Filling, 'picture' | 'noise'>, place: Place): number {
  const { plane, row, column, height, width } = place;
  switch (filling) {
    case 'ramp':
      return row * width + column;
    case 'edge':
      return column < width / 2 ? 1 : 0;
    case 'one-hot':
      return row === Math.floor(height / 2) && column === Math.floor(width / 2) ? 1 : 0;
    case 'ones':
      return 1;
    case 'sobel':
      return plane % 2 === 0 ? sobel(row, column, height, width) : sobel(column, row, width, height);
    case 'box-blur':
      return 1 / (height * width);
  }
}

/** Rows weighted towards the middle, columns from −1 to 1: the usual 3×3 for size 3. */
function sobel(row: number, column: number, height: number, width: number): number {
  const weight = Math.min(row, height - 1 - row) + 1;
  return weight * Math.sign(column - (width - 1) / 2);
}

/** Three spots, bright or dark, on a slope: −2 … 2. Spots are made along rows and columns, and multiplied. */
function pictureFilling(height: number, width: number, seed: number): (place: number) => number {
  const parts = partsFor(height * width);
  const size = height * width;
  let current = -1;
  let slope = 0;
  const along = [0, 1, 2].map(() => ({ rows: new Float64Array(height), columns: new Float64Array(width) }));
  const draw = (plane: number): void => {
    current = plane;
    slope = 1.2 * (randomAt(plane * 31 + 7, seed) - 0.5);
    along.forEach(({ rows, columns }, spot) => {
      const random = (what: number): number => randomAt(plane * 31 + spot * 5 + what, seed);
      const spread = 0.01 + 0.09 * random(3);
      const height0 = random(4) < 0.35 ? -2 : 2;
      const fallOff = (at: number, middle: number): number => Math.exp(-((at - middle) ** 2) / spread);
      rows.forEach((_, row) => (rows[row] = height0 * fallOff((row + 0.5) / height, random(1))));
      columns.forEach((_, column) => (columns[column] = fallOff((column + 0.5) / width, random(2))));
    });
  };
  return (place) => {
    const plane = Math.floor(place / size);
    if (plane !== current) draw(plane);
    const inPlane = place - plane * size;
    const row = Math.floor(inPlane / width);
    const column = inPlane - row * width;
    let value = slope * ((row + 0.5) / height + (column + 0.5) / width - 1);
    for (const { rows, columns } of along) value += (rows[row] ?? 0) * (columns[column] ?? 0);
    return rounded(Math.max(-2, Math.min(2, value)), parts);
  };
}

/** A number in 0 … 1 that depends on the place alone (the finalizer of MurmurHash3), so that parts can be made apart. */
function randomAt(i: number, seed: number): number {
  let h = (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
