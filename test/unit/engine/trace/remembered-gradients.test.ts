import { expect, test } from 'vitest';
import { axisGeometry } from '../../../../src/engine/geometry/axis.ts';
import { plainKernels } from '../../../../src/engine/network/product-kernels.ts';
import { filledTensors, layerLesson, type LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import { rememberedGradients } from '../../../../src/engine/trace/remembered-gradients.ts';
import { plainOptions } from '../../../../src/engine/trace/options.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';

const made = axisGeometry({
  inputSize: 8,
  kernelSize: 3,
  stride: 2,
  dilation: 1,
  padding: { before: 1, after: 1 },
  rounding: 'floor',
});
if (!made.ok) throw new Error('The axis fits.');
const { axis } = made;
const spec: LayerSpec = {
  ...{ kind: 'convolution', input: [1, 2, 8, 8], outChannels: 3, groups: 1, bias: true },
  axes: [axis, axis],
};
const fillings = { input: 'noise', kernel: 'noise', gradient: 'noise', seed: 1 } as const;
const { dz, w } = filledTensors(spec, fillings);
if (!w) throw new Error('A convolution has weights.');

const copy = ({ shape, data }: Tensor): Tensor => ({ shape: [...shape], data: data.slice() });

test('the dX of equal tensors and geometry is computed once, that of others anew', () => {
  let calls = 0;
  const kernels = rememberedGradients({
    ...plainKernels,
    convolutionInputGradient: (...of) => {
      calls++;
      return plainKernels.convolutionInputGradient(...of);
    },
  });
  const geometry = { axes: [axis, axis], groups: 1 };
  const first = kernels.convolutionInputGradient(dz, w, geometry);
  expect(kernels.convolutionInputGradient(copy(dz), copy(w), { axes: [{ ...axis }, axis], groups: 1 })).toBe(
    first,
  );
  expect(calls).toBe(1);
  const other = copy(w);
  other.data[5] = 7;
  expect(kernels.convolutionInputGradient(dz, other, geometry)).toEqual(
    plainKernels.convolutionInputGradient(dz, other, geometry),
  );
  expect(calls).toBe(2);
});

test('a convolution’s lesson asks for no dX twice', () => {
  const asked: string[] = [];
  const kernels = {
    ...plainKernels,
    convolutionInputGradient: (
      ...[of, by, { axes }]: Parameters<typeof plainKernels.convolutionInputGradient>
    ) => {
      asked.push(JSON.stringify([of.shape, [...of.data], by.shape, [...by.data], axes]));
      return plainKernels.convolutionInputGradient(of, by, { axes, groups: 1 });
    },
  };
  const selection = { batch: 0, inChannel: 1, outChannel: 2, outSlice: 0, kernelSlice: 0 };
  layerLesson(spec, filledTensors(spec, fillings), selection, plainOptions, kernels);
  expect(asked.length).toBeGreaterThan(2);
  expect(new Set(asked).size).toBe(asked.length);
});
