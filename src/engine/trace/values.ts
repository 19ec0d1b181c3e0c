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
export function filledTensor(shape: readonly number[], filling: Filling, seed: number): Tensor {
  const data = new Float64Array(elementCount(shape));
  const spatial = shape.slice(2);
  const [height, width] = [spatial.at(-2) ?? 1, spatial.at(-1) ?? shape[1] ?? 1];
  const plane = Math.max(1, height * width);
  for (let i = 0; i < data.length; i++) {
    const [row, column] = [Math.floor((i % plane) / width), i % width];
    data[i] = valueAt(filling, { i, plane: Math.floor(i / plane), row, column, height, width, seed });
  }
  return { shape, data };
}

interface Place {
  readonly i: number;
  readonly plane: number;
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  readonly seed: number;
}

function valueAt(filling: Filling, place: Place): number {
  const { i, plane, row, column, height, width, seed } = place;
  switch (filling) {
    case 'picture':
      return rounded(picture(place), partsFor(height * width));
    case 'noise':
      return rounded(2 * randomAt(i, seed) - 1, 4);
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

/** Three spots, bright or dark, on a slope: −2 … 2. */
function picture({ plane, row, column, height, width, seed }: Place): number {
  const [y, x] = [(row + 0.5) / height, (column + 0.5) / width];
  let value = 1.2 * (randomAt(plane * 31 + 7, seed) - 0.5) * (x + y - 1);
  for (let spot = 0; spot < 3; spot++) {
    const random = (what: number): number => randomAt(plane * 31 + spot * 5 + what, seed);
    const distance = (y - random(1)) ** 2 + (x - random(2)) ** 2;
    const size = 0.01 + 0.09 * random(3);
    value += (random(4) < 0.35 ? -2 : 2) * Math.exp(-distance / size);
  }
  return Math.max(-2, Math.min(2, value));
}

/** A number in 0 … 1 that depends on the place alone (the finalizer of MurmurHash3), so that parts can be made apart. */
function randomAt(i: number, seed: number): number {
  let h = (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
