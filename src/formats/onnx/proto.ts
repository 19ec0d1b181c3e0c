import Pbf from 'pbf';

/**
 * The messages of onnx/onnx: onnx/onnx.proto, as far as shapes need them. Field numbers are the file's own.
 * Data of floating-point tensors is skipped, not copied, except for small ones (the scales of Resize).
 */
export interface OnnxModel {
  /** Opset version by domain; '' is ONNX' own. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly string[];
}

export interface OnnxNode {
  readonly name: string;
  readonly type: string;
  readonly domain: string;
  /** Names of values; '' is an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  readonly int?: number;
  readonly float?: number;
  readonly text?: string;
  readonly ints?: readonly number[];
  readonly floats?: readonly number[];
  readonly tensor?: OnnxTensor;
}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** Flat values; null where the tensor is large, or of a type that no shape depends on. */
  readonly values: readonly number[] | null;
}

export interface OnnxValueInfo {
  readonly name: string;
  /** Sizes, names of symbolic sizes, or null; null as a whole where the file gives no shape. */
  readonly dims: readonly (number | string | null)[] | null;
}

const largestKeptTensor = 4096;

/** Reads a model; throws where the bytes are not protobuf, or where they hold no graph. */
export function readModel(bytes: Uint8Array): OnnxModel {
  const opsets = new Map<string, number>();
  const found: { graph: OnnxGraph | null } = { graph: null };
  const file = new Pbf(bytes);
  // Pbf views the whole buffer from its beginning, of which the bytes may be a part.
  file.dataView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  readFields(file, bytes.length, found, (tag, result, pbf) => {
    if (tag === 7) result.graph = readGraph(pbf);
    else if (tag === 8) readOpset(pbf, opsets);
  });
  if (found.graph === null) throw new Error('no graph');
  return { opsets, graph: found.graph };
}

type ReadField<T> = (tag: number, result: T, pbf: Pbf) => void;

/** Reads an inner message. The library does not look where one ends: a part that reaches beyond its whole is damaged. */
const readMessage = <T>(pbf: Pbf, result: T, read: ReadField<T>): T =>
  readFields(pbf, pbf.readVarint() + pbf.pos, result, read);

function readFields<T>(pbf: Pbf, end: number, result: T, read: ReadField<T>): T {
  pbf.readFields(read, result, end);
  if (pbf.pos !== end) throw new Error('a part of it is longer than the whole');
  return result;
}

function readOpset(pbf: Pbf, opsets: Map<string, number>): void {
  const opset = readMessage(pbf, { domain: '', version: 0 }, (tag, result, inner) => {
    if (tag === 1) result.domain = inner.readString();
    else if (tag === 2) result.version = inner.readVarint();
  });
  opsets.set(opset.domain === 'ai.onnx' ? '' : opset.domain, opset.version);
}

function readGraph(pbf: Pbf): OnnxGraph {
  const graph = {
    name: '',
    nodes: [] as OnnxNode[],
    initializers: [] as OnnxTensor[],
    inputs: [] as OnnxValueInfo[],
    outputs: [] as string[],
  };
  return readMessage(pbf, graph, (tag, result, inner) => {
    if (tag === 1) result.nodes.push(readNode(inner));
    else if (tag === 2) result.name = inner.readString();
    else if (tag === 5) result.initializers.push(readTensor(inner));
    else if (tag === 11) result.inputs.push(readValueInfo(inner));
    else if (tag === 12) result.outputs.push(readValueInfo(inner).name);
  });
}

function readNode(pbf: Pbf): OnnxNode {
  const node = {
    name: '',
    type: '',
    domain: '',
    inputs: [] as string[],
    outputs: [] as string[],
    attributes: new Map<string, OnnxAttribute>(),
  };
  return readMessage(pbf, node, (tag, result, inner) => {
    if (tag === 1) result.inputs.push(inner.readString());
    else if (tag === 2) result.outputs.push(inner.readString());
    else if (tag === 3) result.name = inner.readString();
    else if (tag === 4) result.type = inner.readString();
    else if (tag === 5) readAttribute(inner, result.attributes);
    else if (tag === 7) result.domain = inner.readString();
  });
}

function readAttribute(pbf: Pbf, attributes: Map<string, OnnxAttribute>): void {
  const attribute: { name: string; value: { -readonly [Key in keyof OnnxAttribute]: OnnxAttribute[Key] } } = {
    name: '',
    value: {},
  };
  const ints: number[] = [];
  const floats: number[] = [];
  readMessage(pbf, attribute, (tag, { value }, inner) => {
    if (tag === 1) attribute.name = inner.readString();
    else if (tag === 2) value.float = inner.readFloat();
    else if (tag === 3) value.int = inner.readVarint(true);
    else if (tag === 4) value.text = inner.readString();
    else if (tag === 5) value.tensor = readTensor(inner);
    else if (tag === 7) value.floats = inner.readPackedFloat(floats);
    else if (tag === 8) value.ints = inner.readPackedVarint(ints, true);
  });
  attributes.set(attribute.name, attribute.value);
}

function readValueInfo(pbf: Pbf): OnnxValueInfo {
  const info: { name: string; dims: (number | string | null)[] | null } = { name: '', dims: null };
  return readMessage(pbf, info, (tag, result, inner) => {
    if (tag === 1) result.name = inner.readString();
    else if (tag === 2) readMessage(inner, result, readType);
  });
}

function readType(tag: number, info: { dims: (number | string | null)[] | null }, pbf: Pbf): void {
  if (tag !== 1) return;
  readMessage(pbf, info, (typeTag, result, tensorType) => {
    if (typeTag === 2) {
      result.dims = readMessage(tensorType, [] as (number | string | null)[], (shapeTag, dims, shape) => {
        if (shapeTag === 1) dims.push(readDim(shape));
      });
    }
  });
}

function readDim(pbf: Pbf): number | string | null {
  const dim: { size: number | string | null } = { size: null };
  readMessage(pbf, dim, (tag, result, inner) => {
    if (tag === 1) result.size = inner.readVarint(true);
    else if (tag === 2) result.size = inner.readString() || null;
  });
  return typeof dim.size === 'number' && dim.size <= 0 ? null : dim.size;
}

/** TensorProto.DataType */
const elementTypes = { float: 1, int32: 6, int64: 7, bool: 9, double: 11 } as const;

interface TensorFields {
  name: string;
  dims: number[];
  type: number;
  listed: number[];
  raw: Uint8Array | null;
}

function readTensor(pbf: Pbf): OnnxTensor {
  const empty: TensorFields = { name: '', dims: [], type: 0, listed: [], raw: null };
  const fields = readMessage(pbf, empty, (tag, result, inner) => {
    if (tag === 1) inner.readPackedVarint(result.dims, true);
    else if (tag === 2) result.type = inner.readVarint();
    else if (tag === 8) result.name = inner.readString();
    else if (tag === 9) result.raw = inner.readBytes();
    else if (elementCount(result.dims) <= largestKeptTensor) readListedValues(tag, result, inner);
  });
  return { name: fields.name, dims: fields.dims, values: tensorValues(fields) };
}

function readListedValues(tag: number, fields: TensorFields, pbf: Pbf): void {
  if (tag === 4) pbf.readPackedFloat(fields.listed);
  else if (tag === 5 || tag === 7) pbf.readPackedVarint(fields.listed, true);
  else if (tag === 10) pbf.readPackedDouble(fields.listed);
}

function tensorValues({ dims, type, listed, raw }: TensorFields): readonly number[] | null {
  const count = elementCount(dims);
  if (count > largestKeptTensor) return null;
  if (raw === null || raw.length === 0) return listed.length === count ? listed : null;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const read = elementReader(view, type);
  if (read === null || raw.byteLength !== count * read.bytes) return null;
  return Array.from({ length: count }, (_, index) => read.at(index * read.bytes));
}

function elementReader(
  view: DataView,
  type: number,
): { bytes: number; at: (offset: number) => number } | null {
  switch (type) {
    case elementTypes.float:
      return { bytes: 4, at: (offset) => view.getFloat32(offset, true) };
    case elementTypes.int32:
      return { bytes: 4, at: (offset) => view.getInt32(offset, true) };
    case elementTypes.int64:
      return { bytes: 8, at: (offset) => Number(view.getBigInt64(offset, true)) };
    case elementTypes.bool:
      return { bytes: 1, at: (offset) => view.getUint8(offset) };
    case elementTypes.double:
      return { bytes: 8, at: (offset) => view.getFloat64(offset, true) };
    default:
      return null;
  }
}

function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}
