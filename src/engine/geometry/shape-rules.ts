import { refuse, type Checked } from './refusal.ts';

const list = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);

/** Numpy's rule: dimensions are compared from the right, and 1 or a missing one is repeated. */
export function broadcastShape(a: readonly number[], b: readonly number[]): Checked<readonly number[]> {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      return refuse(
        'join',
        `${list(a)} and ${list(b)} cannot be joined: sizes ${sizeA} and ${sizeB} differ.`,
      );
    }
    shape.push(sizeA === 1 ? sizeB : sizeA);
  }
  return { ok: true, value: shape };
}

/** Tensors are joined along one dimension when all their other dimensions are equal. */
export function concatShape(
  shapes: readonly (readonly number[])[],
  axis: number,
): Checked<readonly number[]> {
  const [first = []] = shapes;
  for (const shape of shapes) {
    const other = shape.length !== first.length || shape.some((size, i) => i !== axis && size !== first[i]);
    if (other) return refuse('join', `${list(first)} and ${list(shape)} differ outside dimension ${axis}.`);
  }
  const joined = shapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0);
  return { ok: true, value: first.map((size, i) => (i === axis ? joined : size)) };
}

/** A linear layer with kernel [out, in] takes the last dimension, which must be `in`. */
export function linearShape(x: readonly number[], w: readonly number[]): Checked<readonly number[]> {
  const [outFeatures = 0, inFeatures = 0] = w;
  if (x.at(-1) !== inFeatures) {
    return refuse(
      'features',
      `The layer expects ${inFeatures} features, the input ${list(x)} has ${x.at(-1) ?? 0}.`,
    );
  }
  return { ok: true, value: [...x.slice(0, -1), outFeatures] };
}

/** The shape that a reshape gives; one −1 takes what remains. */
export function reshapedShape(x: readonly number[], dims: readonly number[]): Checked<readonly number[]> {
  const total = product(x);
  const known = product(dims.filter((size) => size >= 0));
  const open = dims.filter((size) => size < 0).length;
  const fits = open === 0 ? known === total : open === 1 && known > 0 && total % known === 0;
  if (!fits) return refuse('reshape', `${list(dims)} is no shape for the ${total} values of ${list(x)}.`);
  return { ok: true, value: dims.map((size) => (size < 0 ? total / known : size)) };
}

/** A normalisation keeps one set of values per channel. */
export function normalizedChannels(x: readonly number[], features: number): Checked<number> {
  const channels = x[1] ?? 0;
  if (channels !== features) {
    return refuse('channels', `The layer normalises ${features} channels, the input has ${channels}.`);
  }
  return { ok: true, value: channels };
}

/** [N, C, H, W] → [N, C/r², H·r, W·r]; C must be divisible by r². */
export function pixelShuffleShape(x: readonly number[], factor: number): Checked<readonly number[]> {
  const [batch = 0, channels = 0, height = 0, width = 0] = x;
  if (channels % factor ** 2 !== 0) {
    return refuse('channels', `${channels} channels cannot be divided by ${factor}² = ${factor ** 2}.`);
  }
  return { ok: true, value: [batch, channels / factor ** 2, height * factor, width * factor] };
}
