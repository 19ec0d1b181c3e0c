import Pbf from 'pbf';
import { onnxFormat } from '../../../src/formats/onnx/onnx.ts';
import { nothing, type ByteSource, type FuzzedFormat } from '../fuzzed-format.ts';
import { packedSources } from '../sources.ts';

/**
 * Protobuf says how long each part is, and stored parameters follow the nodes, so a change may move or remove
 * anything, or leave no protobuf at all. Where the file can be read, all parts of its graph still begin and end where
 * they did and the change lies in nodes alone, the nodes before it are untouched: they read only what stands before.
 */
export const fuzzedOnnx: FuzzedFormat = {
  name: 'onnx',
  create: () => [onnxFormat],
  sources: () => packedSources('test/fixtures/onnx'),
  words: [],
  untouched: ({ before, after, same }, _before, { models }) => {
    if (before.kind !== 'bytes' || after.kind !== 'bytes' || models.length === 0) return nothing;
    const [were, are] = [partsOf(before), partsOf(after)];
    if (were === null || JSON.stringify(were) !== JSON.stringify(are)) return nothing;
    const changed = were.filter(({ start, end }) => !isSame(before, after, start, end));
    const isOfNodes = changed.length > 0 && changed.every(({ tag }) => tag === node);
    const outside = { start: were.at(-1)?.end ?? 0, end: before.bytes.length };
    if (!isOfNodes || !isSame(before, after, outside.start, outside.end)) return nothing;
    const names = new Set(
      were.flatMap((part) => (part.tag === node && part.end <= same ? [nameOf(before, part)] : [])),
    );
    return ({ id, operation }) => operation.kind === 'input' || names.has(id);
  },
};

/** Field numbers of onnx/onnx: onnx/onnx.proto. */
const graph = 7;
const node = 1;
const nameOfNode = 3;

interface Part {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The fields of the graph; null where the bytes are not protobuf. */
function partsOf({ bytes }: ByteSource): readonly Part[] | null {
  try {
    const pbf = new Pbf(bytes);
    let found: readonly Part[] | null = null;
    while (pbf.pos < bytes.length) {
      const tag = pbf.readVarint();
      if (tag >> 3 === graph) found = fieldsWithin(pbf, pbf.readVarint() + pbf.pos);
      else pbf.skip(tag);
    }
    return found;
  } catch {
    return null;
  }
}

function fieldsWithin(pbf: Pbf, end: number): readonly Part[] {
  const parts: Part[] = [];
  while (pbf.pos < end) {
    const start = pbf.pos;
    const tag = pbf.readVarint();
    pbf.skip(tag);
    parts.push({ tag: tag >> 3, start, end: pbf.pos });
  }
  return parts;
}

function nameOf({ bytes }: ByteSource, { start, end }: Part): string {
  const pbf = new Pbf(bytes.slice(start, end));
  pbf.readVarint();
  const read = { name: '' };
  pbf.readMessage((tag, result, inner) => {
    if (tag === nameOfNode) result.name = inner.readString();
  }, read);
  return read.name;
}

const isSame = (a: ByteSource, b: ByteSource, start: number, end: number): boolean =>
  Buffer.compare(a.bytes.subarray(start, end), b.bytes.subarray(start, end)) === 0;
