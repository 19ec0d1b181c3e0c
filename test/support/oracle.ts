import type { Tensor } from '../../src/engine/tensor.ts';

/** A float64 tensor of v(i) = (((17·i² + 37·i + salt) mod 251) − 125)/64, by which the oracle files fill their inputs. */
export function formulaTensor(shape: readonly number[], salt: number): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float64Array.from(
    { length: count },
    (_, i) => (((17 * i * i + 37 * i + salt) % 251) - 125) / 64,
  );
  return { shape, data };
}

/** A float64 tensor of given values. */
export function tensor(shape: readonly number[], values: Iterable<number>): Tensor {
  return { shape, data: Float64Array.from(values) };
}
