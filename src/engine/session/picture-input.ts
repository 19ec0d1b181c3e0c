import { filled, type NumberFormat } from '../network/initializers.ts';
import type { Tensor } from '../tensor.ts';
import type { Picture } from './network-run.ts';
import { RunRefusal } from './run-refusal.ts';

/**
 * A picture as an input [N, C, H, W] of values from 0 to 1: every sample is the whole picture, stretched to H×W, each
 * cell the mean of the pixels that it covers. Three channels are red, green and blue, one is the brightness (ITU-R BT.601).
 */
export function pictureTensor(picture: Picture, shape: readonly number[], format: NumberFormat): Tensor {
  const [, channels = 0, height = 0, width = 0] = shape;
  if (shape.length !== 4 || (channels !== 1 && channels !== 3)) {
    throw new RunRefusal({ kind: 'no-picture', shape });
  }
  const rows = coverage(picture.height, height);
  const columns = coverage(picture.width, width);
  const plane = height * width;
  return filled(shape, format, (i) => {
    const cell = i % plane;
    const channel = Math.floor(i / plane) % channels;
    const row = rows[Math.floor(cell / width)] ?? [0, 1];
    const column = columns[cell % width] ?? [0, 1];
    return meanOf(picture, row, column, channels === 1 ? brightness : one(channel)) / 255;
  });
}

type Range = readonly [from: number, to: number];

/** For each of `cells` parts of a side the pixels that it covers: at least one. */
function coverage(pixels: number, cells: number): readonly Range[] {
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.min(pixels - 1, Math.floor((cell * pixels) / cells));
    return [from, Math.max(from + 1, Math.floor(((cell + 1) * pixels) / cells))];
  });
}

type Weights = readonly [red: number, green: number, blue: number];

const brightness: Weights = [0.299, 0.587, 0.114];
const one = (channel: number): Weights => [
  channel === 0 ? 1 : 0,
  channel === 1 ? 1 : 0,
  channel === 2 ? 1 : 0,
];

function meanOf({ pixels, width }: Picture, rows: Range, columns: Range, weights: Weights): number {
  let sum = 0;
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) {
      const at = 4 * (row * width + column);
      for (const [channel, weight] of weights.entries()) sum += weight * (pixels[at + channel] ?? 0);
    }
  }
  return sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
}
