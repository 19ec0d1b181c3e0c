/**
 * The bytes of a model without the values that no shape depends on, so that it can be kept and read again. Field numbers
 * are those of onnx/onnx: onnx/onnx.proto. Throws where the bytes are not protobuf.
 */
export function withoutWeights(bytes: Uint8Array): Uint8Array {
  const parts = strip({ bytes, at: 0 }, bytes.length, 'model');
  const result = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor';

const inner: Readonly<Record<Message, ReadonlyMap<number, Message>>> = {
  model: new Map([[7, 'graph']]),
  graph: new Map([
    [1, 'node'],
    [5, 'tensor'],
  ]),
  node: new Map([[5, 'attribute']]),
  attribute: new Map([[5, 'tensor']]),
  tensor: new Map(),
};

/** float_data, int32_data, int64_data, raw_data, double_data */
const values: ReadonlySet<number> = new Set([4, 5, 7, 9, 10]);

/** Larger tensors give no sizes: 4096 values of 8 bytes, and one more. */
const largestKept = 4096 * 10;

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function strip(cursor: Cursor, end: number, message: Message): Uint8Array[] {
  const parts: Uint8Array[] = [];
  /** What is kept as it stands begins here. */
  let kept = cursor.at;
  const cut = (until: number, next: number): void => {
    if (until > kept) parts.push(cursor.bytes.subarray(kept, until));
    kept = next;
  };
  while (cursor.at < end) {
    const start = cursor.at;
    const key = readVarint(cursor);
    const type = key % 8;
    const tag = (key - type) / 8;
    if (type !== 2) {
      skip(cursor, type);
      continue;
    }
    const length = readVarint(cursor);
    const body = cursor.at;
    const after = body + length;
    if (after > end) throw new Error('a field ends beyond its message');
    const kind = inner[message].get(tag);
    if (message === 'tensor' && values.has(tag) && length > largestKept) cut(start, after);
    else if (kind) {
      const stripped = strip(cursor, after, kind);
      if (lengthOf(stripped) !== length) {
        cut(start, after);
        parts.push(varints(key, lengthOf(stripped)), ...stripped);
      }
    }
    cursor.at = after;
  }
  cut(end, end);
  return parts;
}

function skip(cursor: Cursor, type: number): void {
  if (type === 0) readVarint(cursor);
  else if (type === 1) cursor.at += 8;
  else if (type === 5) cursor.at += 4;
  else throw new Error(`there is no wire type ${type}`);
}

function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined || scale > 2 ** 63) throw new Error('a number has no end');
    value += (byte % 128) * scale;
    if (byte < 128) return value;
  }
}

function varints(...numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (let rest of numbers) {
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
