import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Tensor } from '../../src/engine/tensor.ts';

/** The content of a compressed JSON file of test/fixtures/oracle; the caller names its type. */
export function readOracle(name: string): unknown {
  const path = new URL(`../fixtures/oracle/${name}`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
}

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
