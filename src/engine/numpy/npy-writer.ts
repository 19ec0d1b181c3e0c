import type { Tensor } from '../tensor.ts';

/** The bytes of a .npy file of version 1, little-endian, with the tensor's own number format. */
export function writeNpy({ shape, data }: Tensor): Uint8Array {
  const descr = data instanceof Float64Array ? '<f8' : '<f4';
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The header ends with a newline, and the values begin at a multiple of 64 bytes.
  const headerLength = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const header = dictionary.padEnd(headerLength - 1) + '\n';
  const bytes = new Uint8Array(10 + headerLength + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, headerLength & 0xff, headerLength >> 8]);
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
  const view = new DataView(bytes.buffer, 10 + headerLength);
  for (const [i, value] of data.entries()) {
    if (descr === '<f8') view.setFloat64(i * 8, value, true);
    else view.setFloat32(i * 4, value, true);
  }
  return bytes;
}
