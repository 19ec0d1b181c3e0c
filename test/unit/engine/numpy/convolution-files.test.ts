import { describe, expect, test } from 'vitest';
import { plainKernels } from '../../../../src/engine/network/product-kernels.ts';
import {
  convolutionFiles,
  type ConvolutionFilesRequest,
} from '../../../../src/engine/numpy/convolution-files.ts';
import { readNpy } from '../../../../src/engine/numpy/npy-reader.ts';
import { writeNpy } from '../../../../src/engine/numpy/npy-writer.ts';
import { permute } from '../../../../src/engine/kernels/permute.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { expectTensor } from '../../../support/compare.ts';
import { convolutionOracle, inputShapeOf, titleOf } from '../../../support/conv-oracle.ts';
import { formulaTensor, tensor } from '../../../support/oracle.ts';

const plain = {
  b: null,
  dz: null,
  stride: [],
  padding: [],
  dilation: [],
  outputPadding: [],
  groups: 1,
  transposed: false,
  layout: 'nchw',
  mode: 'exact',
  kernels: plainKernels,
} as const;

/** The arrays by file name, or the reason why there are none. */
function run(request: ConvolutionFilesRequest): Readonly<Record<string, Tensor>> | string {
  const result = convolutionFiles(request);
  if (!result.ok) return result.reason;
  return Object.fromEntries(
    result.files.map(({ name, bytes }) => {
      const read = readNpy(bytes);
      return [name, read.ok ? read.array : tensor([0], [])];
    }),
  );
}

const some = convolutionOracle.conv.filter((_, place) => place % 8 === 0);

describe('PyTorch cases, as files', () => {
  test.each(some.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const operands = {
      x: formulaTensor(inputShapeOf(item), item.salts.x),
      w: formulaTensor(item.wshape, item.salts.w),
      dz: formulaTensor(item.outshape, item.salts.dz),
    };
    const settings = {
      ...plain,
      b: item.bias ? writeNpy(formulaTensor([item.Cout], item.salts.b)) : null,
      stride: item.stride,
      padding: item.padding,
      dilation: item.dilation,
      outputPadding: item.output_padding ?? [],
      groups: item.groups,
      transposed: item.op.startsWith('conv_transpose'),
    };
    const first = run({
      ...settings,
      x: writeNpy(operands.x),
      w: writeNpy(operands.w),
      dz: writeNpy(operands.dz),
    });
    if (typeof first === 'string') return expect.fail(first);
    const exact = (name: string, shape: readonly number[], integers: readonly number[], scale: number) =>
      expectTensor(
        first[name] ?? tensor([0], []),
        shape,
        integers.map((value) => value / scale),
      );
    exact('z.npy', item.outshape, item.z, item.scale.z);
    exact('dx.npy', operands.x.shape, item.dx, item.scale.dx);
    exact('dw.npy', item.wshape, item.dw, item.scale.dw);

    // The same with channels last gives the same numbers in that layout.
    const toEnd = (t: Tensor): Tensor => permute(t, [0, ...t.shape.map((_, axis) => axis).slice(2), 1]);
    const kernelToEnd = (t: Tensor): Tensor => permute(t, [...t.shape.map((_, axis) => axis).slice(2), 1, 0]);
    const last = run({
      ...settings,
      layout: 'nhwc',
      x: writeNpy(toEnd(operands.x)),
      w: writeNpy(kernelToEnd(operands.w)),
      dz: writeNpy(toEnd(operands.dz)),
    });
    if (typeof last === 'string') return expect.fail(last);
    for (const [name, move] of [
      ['z.npy', toEnd],
      ['dx.npy', toEnd],
      ['dw.npy', kernelToEnd],
    ] as const) {
      const expected = move(first[name] ?? tensor([0], []));
      expectTensor(last[name] ?? tensor([0], []), expected.shape, expected.data);
    }
    expect(last['db.npy']).toEqual(first['db.npy']);
  });
});

describe('x = 1 2 3 4 5, w = 10 1', () => {
  const x = writeNpy(tensor([1, 1, 5], [1, 2, 3, 4, 5]));
  const w = writeNpy(tensor([1, 1, 2], [10, 1]));

  test('without dz the gradients are those of the sum of z', () => {
    const files = run({ ...plain, x, w, stride: [2] });
    if (typeof files === 'string') return expect.fail(files);
    expect([...(files['z.npy']?.data ?? [])]).toEqual([12, 34]);
    expect([...(files['dx.npy']?.data ?? [])]).toEqual([10, 1, 10, 1, 0]);
    expect([...(files['dw.npy']?.data ?? [])]).toEqual([4, 6]);
    expect([...(files['db.npy']?.data ?? [])]).toEqual([2]);
  });

  test('fast mode writes float32', () => {
    const result = convolutionFiles({ ...plain, x, w, mode: 'fast' });
    const text = result.ok ? String.fromCharCode(...(result.files[0]?.bytes.subarray(10, 30) ?? [])) : '';
    expect(text).toContain("'descr': '<f4'");
  });

  test.each([
    ['no array', { x: new Uint8Array(3), w }, 'x: This is no .npy file: it does not begin with \\x93NUMPY.'],
    [
      'a matrix',
      { x: writeNpy(tensor([1, 5], [1, 2, 3, 4, 5])), w },
      'x has rank 2. A convolution over one to three dimensions takes rank 3 to 5.',
    ],
    [
      'two strides for one axis',
      { x, w, stride: [1, 2] },
      'Give one number for all axes, or 1 numbers: the kernel has 1 spatial axes.',
    ],
    [
      'a gradient of another shape',
      { x, w, dz: x },
      'dz has shape [1, 1, 5], the output [1, 1, 4] (in the order N, C, spatial).',
    ],
    [
      'a kernel that is too large',
      { x, w, dilation: [9] },
      'On axis 0 the kernel is 5 cells larger than the padded input of 5.',
    ],
    ['no stride', { x, w, stride: [0] }, 'The stride [0] must be at least 1.'],
  ])('%s is refused', (_name, changed, reason) => {
    expect(run({ ...plain, ...changed })).toBe(reason);
  });
});
