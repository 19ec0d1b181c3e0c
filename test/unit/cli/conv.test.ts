import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../../src/engine/numpy/npy-reader.ts';
import { writeNpy } from '../../../src/engine/numpy/npy-writer.ts';
import { convlens } from '../../support/terminal.ts';

const npy = (shape: readonly number[], values: readonly number[]) =>
  writeNpy({ shape, data: Float64Array.from(values) });

const valuesOf = (bytes: Uint8Array | undefined) => {
  const read = bytes && readNpy(bytes);
  return read?.ok ? { shape: read.array.shape, values: [...read.array.data] } : null;
};

const ramp = Array.from({ length: 9 }, (_, place) => place + 1);
const files = {
  'x.npy': npy([1, 1, 3, 3], ramp),
  'w.npy': npy([1, 1, 2, 2], [1, 0, 0, -1]),
  'wide.npy': npy([1, 3, 3, 1], ramp),
  'hwio.npy': npy([2, 2, 1, 1], [1, 0, 0, -1]),
};

describe('conv', () => {
  test.each(['exact', 'fast'])('%s: a worked example, forward and backward', async (mode) => {
    const args = ['conv', '--x', 'x.npy', '--w', 'w.npy', '--mode', mode, '--out', 'out'];
    const { code, out, written } = await convlens(args, files);
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 2)).toEqual(['out/z.npy  [1, 1, 2, 2]', 'out/dx.npy  [1, 1, 3, 3]']);
    expect(valuesOf(written.get('out/z.npy'))).toEqual({ shape: [1, 1, 2, 2], values: [-4, -4, -4, -4] });
    expect(valuesOf(written.get('out/dx.npy'))?.values).toEqual([1, 1, 0, 1, 0, -1, 0, -1, -1]);
    expect(valuesOf(written.get('out/dw.npy'))?.values).toEqual([12, 16, 24, 28]);
    expect(valuesOf(written.get('out/db.npy'))?.values).toEqual([4]);
  });

  test('channels last: the same numbers in other places', async () => {
    const args = ['conv', '--x', 'wide.npy', '--w', 'hwio.npy', '--layout', 'nhwc', '--out', 'out'];
    const { written } = await convlens(args, files);
    expect(valuesOf(written.get('out/z.npy'))).toEqual({ shape: [1, 2, 2, 1], values: [-4, -4, -4, -4] });
    expect(valuesOf(written.get('out/dw.npy'))).toEqual({ shape: [2, 2, 1, 1], values: [12, 16, 24, 28] });
  });

  test.each([
    [['--x', 'x.npy'], 'needs --x, --w and --out'],
    [['--x', 'x.npy', '--w', 'w.npy', '--out', 'o', '--stride', '0'], '--stride takes a whole number from 1'],
    [['--x', 'x.npy', '--w', 'w.npy', '--out', 'o', '--stride', '1,1,1'], 'the kernel has 2 spatial axes'],
    [['--x', 'gone.npy', '--w', 'w.npy', '--out', 'o'], 'gone.npy cannot be read'],
  ])('%j: exit code 2', async (args, message) => {
    const { code, error } = await convlens(['conv', ...args], files);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });
});

describe('grad', () => {
  const edges = readFileSync(
    new URL('../../../examples/edge-detector.convlens.yaml', import.meta.url),
    'utf8',
  );
  const worked = { 'edge.convlens.yaml': edges };

  test('the numbers that the file writes down, and the sums of them', async () => {
    const args = ['grad', 'edge.convlens.yaml', 'vertical edges', '--format', 'json'];
    const { code, out } = await convlens(args, worked);
    const { tensors } = JSON.parse(out) as {
      tensors: Record<string, { shape: readonly number[]; values: readonly number[] }>;
    };
    expect(code).toBe(0);
    expect(tensors['Z']).toEqual({
      shape: [1, 1, 4, 4],
      values: [1, 2, 3, 4].flatMap(() => [0, 30, 30, 0]),
    });
    expect(tensors['dX']?.shape).toEqual(tensors['X']?.shape);
    expect(tensors['dW']?.shape).toEqual(tensors['W']?.shape);
  });

  test('as a table', async () => {
    const { out } = await convlens(['grad', 'edge.convlens.yaml', 'vertical edges'], worked);
    expect(out).toContain('Z [1, 1, 4, 4]\n        0       30       30        0');
  });

  test('of a layer of several steps, and of one with several inputs', async () => {
    const net = `[net]
width=4
height=4
channels=2
[conv]
filters=3
size=3
pad=1
batch_normalize=1
activation=leaky
[conv]
filters=3
activation=linear
[shortcut]
from=-2
`;
    const names = async (layer: string) => {
      const { out } = await convlens(['grad', 'net.cfg', layer, '--format', 'json'], { 'net.cfg': net });
      return Object.keys((JSON.parse(out) as { tensors: object }).tensors);
    };
    expect(await names('0')).toEqual(['X', 'W', 'scale', 'shift', 'Z', 'dZ', 'dX', 'dW', 'dscale', 'dshift']);
    expect(await names('2')).toEqual(['X1', 'X2', 'Z', 'dZ', 'dX1', 'dX2']);
  });

  test.each([
    [['vertical edge'], 'Did you mean vertical edges?'],
    [['vertical edges', '--seed', '-1'], '--seed takes a whole number from 0'],
  ])('%j: exit code 2', async (args, message) => {
    const { code, error } = await convlens(['grad', 'edge.convlens.yaml', ...args], worked);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });
});

test('grad reads the standard input under the name that is given', async () => {
  const text = 'input: [1, 4, 4]\nlayers:\n  - conv: {out_channels: 1, kernel_size: 3}\n';
  const args = ['grad', '-', 'conv1', '--name', 'a.convlens.yaml'];
  const { code, out, error } = await convlens(args, { '-': text });
  expect([code, error]).toEqual([0, '']);
  expect(out).toContain('dW [1, 1, 3, 3]');
});
