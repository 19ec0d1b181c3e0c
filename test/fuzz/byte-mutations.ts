import type { Random } from './random.ts';

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** One to four changes of a binary file. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let result = bytes.slice();
  const times = 1 + random.below(4);
  for (let time = 0; time < times; time++) result = random.pick(mutations)(result, random) as typeof result;
  return result;
}

const spliced = (bytes: Uint8Array, start: number, end: number, by: Uint8Array): Uint8Array => {
  const result = new Uint8Array(start + by.length + Math.max(0, bytes.length - end));
  result.set(bytes.subarray(0, start));
  result.set(by, start);
  result.set(bytes.subarray(end), start + by.length);
  return result;
};

const replaceByte: Mutation = (bytes, random) => {
  const result = bytes.slice();
  result[random.below(bytes.length)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
  return result;
};

const flipBit: Mutation = (bytes, random) => {
  const result = bytes.slice();
  const at = random.below(bytes.length);
  result[at] = (result[at] ?? 0) ^ (1 << random.below(8));
  return result;
};

const deleteBytes: Mutation = (bytes, random) => {
  const start = random.below(bytes.length);
  return spliced(bytes, start, start + 1 + random.below(random.pick([1, 8, 200])), new Uint8Array());
};

const duplicateBytes: Mutation = (bytes, random) => {
  const start = random.below(bytes.length);
  return spliced(
    bytes,
    start,
    start,
    bytes.slice(start, start + 1 + random.below(random.pick([1, 8, 2000]))),
  );
};

/** Variable-length numbers and lengths as large as they get, and zeros. */
const insertHostile: Mutation = (bytes, random) => {
  const start = random.below(bytes.length + 1);
  const length = random.pick([1, 5, 10, 11]);
  const end = random.chance(0.5) ? start : start + length;
  return spliced(bytes, start, end, new Uint8Array(length).fill(random.pick([0, 0x80, 0xff, 0x7f])));
};

const truncate: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const mutations: readonly [Mutation, ...Mutation[]] = [
  replaceByte,
  replaceByte,
  replaceByte,
  flipBit,
  flipBit,
  deleteBytes,
  duplicateBytes,
  insertHostile,
  truncate,
];
