import { expect, test } from 'vitest';
import { createFastKernels } from '../../../../src/engine/fast/fast-kernels.ts';
import { plainKernels } from '../../../../src/engine/network/product-kernels.ts';
import type { LayerTensors } from '../../../../src/engine/trace/layer-lesson.ts';
import { layerLesson } from '../../../../src/engine/trace/layer-lesson.ts';
import { plainOptions } from '../../../../src/engine/trace/options.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { convolutionOracle, inputShapeOf, titleOf } from '../../../support/conv-oracle.ts';
import { formulaTensor } from '../../../support/oracle.ts';
import { specOf } from '../../../support/panel/oracle-lessons.ts';
import { first } from '../../../support/panel/plain-lesson.ts';

const cases = convolutionOracle.conv.filter((_, place) => place % 8 === 0);

const halved = (tensor: Tensor): Tensor => ({ ...tensor, data: Float32Array.from(tensor.data) });

test.each(cases.map((item) => [titleOf(item), item] as const))(
  'in float32 with the fast kernels, every cell is the exact one but for rounding: %s',
  (_, item) => {
    const exact: LayerTensors = {
      x: formulaTensor(inputShapeOf(item), item.salts.x),
      w: formulaTensor(item.wshape, item.salts.w),
      b: item.bias ? formulaTensor([item.Cout], item.salts.b) : null,
      dz: formulaTensor(item.outshape, item.salts.dz),
    };
    const fast: LayerTensors = {
      x: halved(exact.x),
      w: exact.w && halved(exact.w),
      b: exact.b && halved(exact.b),
      dz: halved(exact.dz),
    };
    const kernels = createFastKernels(WebAssembly) ?? plainKernels;
    const [right, made] = [
      layerLesson(specOf(item), exact, first),
      layerLesson(specOf(item), fast, first, plainOptions, kernels),
    ];
    expect([right.arithmetic, made.arithmetic]).toEqual(['exact', 'fast']);
    const planesOf = ({ passes }: typeof right) =>
      passes.flatMap(({ stages }) => stages).flatMap(({ planes }) => planes);
    const shown = planesOf(made);
    planesOf(right).forEach(({ tensor, values }, place) => {
      const [expected, seen] = [Array.from(values), Array.from(shown[place]?.values ?? [])];
      const greatest = Math.max(1, ...expected.map(Math.abs));
      const off = Math.max(0, ...expected.map((value, i) => Math.abs(value - (seen[i] ?? NaN))));
      expect(off / greatest, `${tensor}, plane ${place}`).toBeLessThan(1e-3);
    });
  },
);
