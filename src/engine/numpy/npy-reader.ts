/** A NumPy array with its values in C order, as float64. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export type NpyResult =
  { readonly ok: true; readonly array: NpyArray } | { readonly ok: false; readonly reason: string };

type ReadNumber = (view: DataView, offset: number, littleEndian: boolean) => number;

/** The number types that are read, by NumPy's letter and size; 64-bit integers to float64's precision. */
const numberTypes: Readonly<Record<string, ReadNumber>> = {
  f2: (view, offset, little) => halfToNumber(view.getUint16(offset, little)),
  f4: (view, offset, little) => view.getFloat32(offset, little),
  f8: (view, offset, little) => view.getFloat64(offset, little),
  i1: (view, offset) => view.getInt8(offset),
  i2: (view, offset, little) => view.getInt16(offset, little),
  i4: (view, offset, little) => view.getInt32(offset, little),
  i8: (view, offset, little) => Number(view.getBigInt64(offset, little)),
  u1: (view, offset) => view.getUint8(offset),
  u2: (view, offset, little) => view.getUint16(offset, little),
  u4: (view, offset, little) => view.getUint32(offset, little),
  u8: (view, offset, little) => Number(view.getBigUint64(offset, little)),
  b1: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1),
};

/** Reads a .npy file (numpy: numpy/lib/format.py, versions 1 to 3). Never throws. */
export function readNpy(bytes: Uint8Array): NpyResult {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    return refused('This is no .npy file: it does not begin with \\x93NUMPY.');
  }
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) return refused(`Version ${version} of the .npy format is not known.`);
  const headerStart = version === 1 ? 10 : 12;
  if (bytes.length < headerStart) return refused('The file ends inside its header.');
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = headerStart + headerLength;
  if (bytes.length < dataStart) return refused('The file ends inside its header.');

  const header = parseHeader(bytes.subarray(headerStart, dataStart));
  if (typeof header === 'string') return refused(header);
  const { shape, read, size, littleEndian, fortranOrder } = header;
  const count = shape.reduce((product, length) => product * length, 1);
  const expected = count * size;
  if (bytes.length - dataStart < expected) {
    return refused(
      `[${shape.join(', ')}] takes ${expected} bytes, the file holds ${bytes.length - dataStart}.`,
    );
  }
  const data = Float64Array.from({ length: count }, (_, i) => read(view, dataStart + i * size, littleEndian));
  return { ok: true, array: { shape, data: fortranOrder ? inCOrder(data, shape) : data } };
}

interface Header {
  readonly shape: readonly number[];
  readonly read: ReadNumber;
  readonly size: number;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
}

/** The header is a Python dictionary with the keys descr, fortran_order and shape; a sentence where it is not understood. */
function parseHeader(bytes: Uint8Array): Header | string {
  const text = String.fromCharCode(...bytes.subarray(0, 4096));
  const descr = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (!descr || !order || !shape) return 'The header of the .npy file is not understood.';
  const [, byteOrder, type = ''] = descr;
  const read = numberTypes[type];
  if (!read) return `Values of type ${type} are not read. Save the array as float64 or float32.`;
  const sizes = (shape[1] ?? '').match(/\d+/g) ?? [];
  return {
    shape: sizes.map(Number),
    read,
    size: Number(type.slice(1)),
    littleEndian: byteOrder !== '>',
    fortranOrder: order[1] === 'True',
  };
}

/** Values stored with the first index running fastest, brought into the order in which the last one does. */
function inCOrder(data: Float64Array, shape: readonly number[]): Float64Array {
  const ordered = new Float64Array(data.length);
  const index = shape.map(() => 0);
  for (const value of data) {
    const to = shape.reduce((place, size, axis) => place * size + (index[axis] ?? 0), 0);
    ordered[to] = value;
    for (let axis = 0; axis < shape.length; axis++) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next === shape[axis] ? 0 : next;
      if (next !== shape[axis]) break;
    }
  }
  return ordered;
}

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function refused(reason: string): NpyResult {
  return { ok: false, reason };
}
