import { zeros, type Tensor } from '../tensor.ts';
import type { Loss } from './loss.ts';

/** The mean of (x − target)² (torch.nn.functional.mse_loss). */
export function squaredError(x: Tensor, target: Tensor): Loss {
  const gradient = zeros(x.shape, x);
  const count = x.data.length;
  let value = 0;
  for (let i = 0; i < count; i++) {
    const difference = (x.data[i] ?? 0) - (target.data[i] ?? 0);
    value += difference ** 2 / count;
    gradient.data[i] = (2 * difference) / count;
  }
  return { value, gradient };
}
