import { describe, expect, test } from 'vitest';
import { readNpy } from '../../../../src/engine/numpy/npy-reader.ts';
import { writeNpy } from '../../../../src/engine/numpy/npy-writer.ts';
import { tensor } from '../../../support/oracle.ts';

/** A .npy file from its parts. */
function npy(header: string, data: readonly number[], version = 1): Uint8Array {
  const text = Array.from(header, (character) => character.charCodeAt(0));
  const length =
    version === 1 ? [text.length & 0xff, text.length >> 8] : [text.length & 0xff, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...data]);
}

const header = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe('what is written is read back', () => {
  test.each([
    [[2, 3], Float64Array.of(1, -2.5, 0, Math.PI, 1e-300, Infinity)],
    [[4], Float32Array.of(1, -2.5, 0.1, 3)],
    [[], Float64Array.of(7)],
    [[0, 3], new Float64Array(0)],
  ])('%j', (shape, data) => {
    const bytes = writeNpy({ shape, data });
    expect((bytes.length - data.byteLength) % 64).toBe(0);
    expect(readNpy(bytes)).toEqual({ ok: true, array: { shape, data: Float64Array.from(data) } });
  });
});

describe('types, orders and versions', () => {
  test.each([
    ['|u1', '(3,)', [1, 2, 255], [1, 2, 255]],
    ['|b1', '(2,)', [0, 1], [0, 1]],
    ['<i2', '(2,)', [1, 0, 0xff, 0xff], [1, -1]],
    ['>i4', '(1,)', [0, 0, 1, 0], [256]],
    ['<i8', '(1,)', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-2]],
    ['>f4', '(1,)', [0x3f, 0x80, 0, 0], [1]],
    ['<f2', '(4,)', [0, 0x3c, 0, 0xc0, 1, 0, 0, 0x7c], [1, -2, 2 ** -24, Infinity]],
  ])('%s %s', (descr, shape, bytes, values) => {
    const result = readNpy(npy(header(descr, shape), bytes, 2));
    expect(result.ok ? [...result.array.data] : result.reason).toEqual(values);
  });

  test('Fortran order is brought into C order', () => {
    const result = readNpy(npy(header('|u1', '(2, 3)', 'True'), [1, 4, 2, 5, 3, 6]));
    expect(result.ok ? [...result.array.data] : result.reason).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a view into a larger buffer', () => {
    const bytes = writeNpy(tensor([2], [3, 4]));
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    const result = readNpy(larger.subarray(3));
    expect(result.ok ? [...result.array.data] : result.reason).toEqual([3, 4]);
  });
});

describe('what is refused, and why', () => {
  test.each([
    ['nothing', new Uint8Array(0), 'This is no .npy file: it does not begin with \\x93NUMPY.'],
    ['a later version', npy(header('<f8', '(1,)'), [], 9), 'Version 9 of the .npy format is not known.'],
    ['half a header', npy(header('<f8', '(1,)'), []).subarray(0, 30), 'The file ends inside its header.'],
    ['a list', npy('[1, 2]', []), 'The header of the .npy file is not understood.'],
    [
      'complex numbers',
      npy(header('<c8', '(1,)'), []),
      'Values of type c8 are not read. Save the array as float64 or float32.',
    ],
    ['too few values', npy(header('|u1', '(9, 9)'), [1]), '[9, 9] takes 81 bytes, the file holds 1.'],
    [
      'a size that no file has',
      npy(header('<f8', '(99999999999, 99999999999)'), []),
      '[99999999999, 99999999999] takes 7.99999999984e+22 bytes, the file holds 0.',
    ],
  ])('%s', (_name, bytes, reason) => {
    expect(readNpy(bytes)).toEqual({ ok: false, reason });
  });
});
