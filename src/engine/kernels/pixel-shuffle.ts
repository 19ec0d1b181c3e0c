import { reshaped, type Tensor } from '../tensor.ts';
import { permute } from './permute.ts';

/** [N, C·r², H, W] → [N, C, H·r, W·r]: every r² channels become an r×r block of cells. */
export function pixelShuffle(x: Tensor, factor: number): Tensor {
  const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
  const out = channels / factor ** 2;
  const parts = reshaped(x, [batch, out, factor, factor, height, width]);
  return reshaped(permute(parts, [0, 1, 4, 2, 5, 3]), [batch, out, height * factor, width * factor]);
}

/** [N, C, H·r, W·r] → [N, C·r², H, W]: the inverse of the shuffle, and so its gradient. */
export function pixelUnshuffle(x: Tensor, factor: number): Tensor {
  const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [rows, columns] = [height / factor, width / factor];
  const parts = reshaped(x, [batch, channels, rows, factor, columns, factor]);
  return reshaped(permute(parts, [0, 1, 3, 5, 2, 4]), [batch, channels * factor ** 2, rows, columns]);
}
