import { elementCount, type Tensor, type TensorData } from '../tensor.ts';
import type { Parameters } from './applied.ts';
import type { Program } from './program.ts';
import { SeededRandom, seedOf } from './random.ts';

export type NumberFormat = 'float64' | 'float32';

/** How weights that a file does not hold are filled; biases are 0, scales 1, kept means 0 and variances 1. */
export type WeightFill = 'kaiming' | 'xavier' | 'ones' | 'ramp';

export type InputFill = 'ramp' | 'noise' | 'checkerboard';

/** A tensor whose value i is `value(i)`. */
export function filled(
  shape: readonly number[],
  format: NumberFormat,
  value: (index: number) => number,
): Tensor {
  const length = elementCount(shape);
  const data: TensorData = format === 'float64' ? new Float64Array(length) : new Float32Array(length);
  for (let i = 0; i < length; i++) data[i] = value(i);
  return { shape, data };
}

/** Parameters of every step, drawn from one seed; the same seed gives the same network. */
export function seededParameters(
  program: Program,
  fill: WeightFill,
  seed: number,
  format: NumberFormat,
): readonly Parameters[] {
  return program.steps.map(({ parameters, sharesParametersOf }, step) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, shape]) => [
        name,
        seededParameter(name, shape, fill, seedOf(seed, `${sharesParametersOf ?? step}.${name}`), format),
      ]),
    ),
  );
}

function seededParameter(
  name: string,
  shape: readonly number[],
  fill: WeightFill,
  seed: number,
  format: NumberFormat,
): Tensor {
  switch (name) {
    case 'bias':
    case 'shift':
    case 'mean':
      return filled(shape, format, () => 0);
    case 'scale':
    case 'variance':
      return filled(shape, format, () => 1);
    case 'slopes':
      return filled(shape, format, () => 0.25);
    default:
      return filledWeight(shape, fill, seed, format);
  }
}

/** A weight [out, in, spatial…]. Kaiming: normal, variance 2/fan-in (He 2015); Xavier: uniform (Glorot 2010). */
function filledWeight(
  shape: readonly number[],
  fill: WeightFill,
  seed: number,
  format: NumberFormat,
): Tensor {
  const [out = 1, into = 1, ...spatial] = shape;
  const cells = elementCount(spatial);
  const random = new SeededRandom(seed);
  switch (fill) {
    case 'kaiming': {
      const deviation = Math.sqrt(2 / (into * cells));
      return filled(shape, format, () => random.normal() * deviation);
    }
    case 'xavier': {
      const limit = Math.sqrt(6 / ((into + out) * cells));
      return filled(shape, format, () => (2 * random.uniform() - 1) * limit);
    }
    case 'ones':
      return filled(shape, format, () => 1);
    case 'ramp':
      return filled(shape, format, (i) => i / elementCount(shape));
  }
}

/** An input: a ramp from 0 to 1, noise from −1 to 1, or a board of 0 and 1 over the last two dimensions. */
export function filledInput(
  shape: readonly number[],
  fill: InputFill,
  seed: number,
  format: NumberFormat,
): Tensor {
  const width = shape.at(-1) ?? 1;
  const random = new SeededRandom(seed);
  const last = Math.max(1, elementCount(shape) - 1);
  switch (fill) {
    case 'ramp':
      return filled(shape, format, (i) => i / last);
    case 'noise':
      return filled(shape, format, () => 2 * random.uniform() - 1);
    case 'checkerboard':
      return filled(shape, format, (i) => ((i % width) + Math.floor(i / width)) % 2);
  }
}
