import { elementCount, zeros, type Tensor } from '../tensor.ts';

/** Tensors one after another along one dimension; all other dimensions are equal. */
export function concat(inputs: readonly Tensor[], axis: number): Tensor {
  const [first] = inputs;
  if (!first) throw new RangeError('Nothing to join.');
  const joined = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  const z = zeros(first.shape.with(axis, joined), first);
  forEachBlock(
    z.shape,
    inputs.map(({ shape }) => shape),
    axis,
    (input, from, to, length) => {
      const source = inputs[input];
      if (source) z.data.set(source.data.subarray(from, from + length), to);
    },
  );
  return z;
}

/** dX of every input: its own part of dZ. */
export function concatGradient(
  dz: Tensor,
  inputShapes: readonly (readonly number[])[],
  axis: number,
): readonly Tensor[] {
  const gradients = inputShapes.map((shape) => zeros(shape, dz));
  forEachBlock(dz.shape, inputShapes, axis, (input, at, from, length) => {
    gradients[input]?.data.set(dz.data.subarray(from, from + length), at);
  });
  return gradients;
}

/** Every run of values that an input shares with the joined tensor, with its place in both. */
function forEachBlock(
  joinedShape: readonly number[],
  inputShapes: readonly (readonly number[])[],
  axis: number,
  visit: (input: number, inputAt: number, joinedAt: number, length: number) => void,
): void {
  const outer = elementCount(joinedShape.slice(0, axis));
  const lengths = inputShapes.map((shape) => elementCount(shape.slice(axis)));
  let at = 0;
  for (let i = 0; i < outer; i++) {
    for (const [input, length] of lengths.entries()) {
      visit(input, i * length, at, length);
      at += length;
    }
  }
}
