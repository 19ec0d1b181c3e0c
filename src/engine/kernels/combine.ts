import { sameShape, zeros, type Tensor } from '../tensor.ts';
import { broadcastShape } from '../geometry/shape-rules.ts';
import { gather, rowMajorStrides, scatterAdd, stridedMap, type IndexMap } from './index-maps.ts';

export type CombineName = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum';

/** The joined value of a and b, and its slopes by both. */
interface Combination {
  readonly value: (a: number, b: number) => number;
  readonly slopes: (a: number, b: number) => readonly [number, number];
}

/** At a tie of maximum or minimum each side gets half, as in PyTorch. */
const halfAtTie = (first: boolean, second: boolean): readonly [number, number] =>
  first ? [1, 0] : second ? [0, 1] : [0.5, 0.5];

const combinations: Readonly<Record<CombineName, Combination>> = {
  add: { value: (a, b) => a + b, slopes: () => [1, 1] },
  subtract: { value: (a, b) => a - b, slopes: () => [1, -1] },
  multiply: { value: (a, b) => a * b, slopes: (a, b) => [b, a] },
  divide: { value: (a, b) => a / b, slopes: (a, b) => [1 / b, -a / (b * b)] },
  maximum: { value: Math.max, slopes: (a, b) => halfAtTie(a > b, b > a) },
  minimum: { value: Math.min, slopes: (a, b) => halfAtTie(a < b, b < a) },
};

/** Joins two tensors cell by cell; sizes of 1 and missing leading dimensions are repeated (numpy's rule). */
export function combine(name: CombineName, a: Tensor, b: Tensor): Tensor {
  const { value } = combinations[name];
  const { shape, left, right } = repeated(a, b);
  const z = zeros(shape, a);
  for (let i = 0; i < z.data.length; i++) z.data[i] = value(left.data[i] ?? 0, right.data[i] ?? 0);
  return z;
}

/** The gradients by both; what was repeated gets the sum over its copies. */
export function combineGradient(
  name: CombineName,
  dz: Tensor,
  a: Tensor,
  b: Tensor,
): readonly [Tensor, Tensor] {
  const { slopes } = combinations[name];
  const { shape, left, right } = repeated(a, b);
  const byLeft = zeros(shape, dz);
  const byRight = zeros(shape, dz);
  for (let i = 0; i < dz.data.length; i++) {
    const [slopeLeft, slopeRight] = slopes(left.data[i] ?? 0, right.data[i] ?? 0);
    byLeft.data[i] = (dz.data[i] ?? 0) * slopeLeft;
    byRight.data[i] = (dz.data[i] ?? 0) * slopeRight;
  }
  return [sumOverCopies(byLeft, a.shape), sumOverCopies(byRight, b.shape)];
}

/** The gradient of repeating a tensor of this shape: the sum over the copies of every cell. */
export function sumOverCopies(gradient: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(shape, gradient.shape)) return gradient;
  return scatterAdd(gradient, repeatingMap(shape, gradient.shape), shape);
}

function repeated(
  a: Tensor,
  b: Tensor,
): { readonly shape: readonly number[]; readonly left: Tensor; readonly right: Tensor } {
  const joined = broadcastShape(a.shape, b.shape);
  if (!joined.ok) throw new RangeError(joined.refusal.message);
  const shape = joined.value;
  return { shape, left: repeat(a, shape), right: repeat(b, shape) };
}

function repeat(tensor: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  return gather(tensor, repeatingMap(tensor.shape, shape), shape);
}

/** Where each cell of the joined shape finds its value: a repeated dimension has stride 0. */
function repeatingMap(from: readonly number[], to: readonly number[]): IndexMap {
  const strides = rowMajorStrides(from);
  const missing = to.length - from.length;
  return stridedMap(
    to,
    to.map((_, axis) => (from[axis - missing] === 1 ? 0 : (strides[axis - missing] ?? 0))),
  );
}
