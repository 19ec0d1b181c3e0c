import { describe, expect, test } from 'vitest';
import { checkGradient } from '../../../../src/engine/network/check-gradient.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { engineOperationOf } from '../../../../src/language/layer-operation.ts';
import { convolutionOracle, inputShapeOf, titleOf } from '../../../support/conv-oracle.ts';
import { formulaTensor } from '../../../support/oracle.ts';
import { specOf } from '../../../support/panel/oracle-lessons.ts';

const items = convolutionOracle.conv.filter((_, place) => place % 10 === 0);

describe.each(items.map((item) => ({ title: titleOf(item), item })))('$title', ({ item }) => {
  const layer = {
    operation: engineOperationOf(specOf(item)),
    x: formulaTensor(inputShapeOf(item), item.salts.x),
    w: formulaTensor(item.wshape, item.salts.w),
    b: item.bias ? formulaTensor([item.Cout], item.salts.b) : null,
    dz: formulaTensor(item.outshape, item.salts.dz),
  };

  test.each(['X', 'W'] as const)(
    'a few cells of d%s: PyTorch’s gradient, and the slope of the loss',
    (tensor) => {
      const [values, scale] = tensor === 'X' ? [item.dx, item.scale.dx] : [item.dw, item.scale.dw];
      for (const index of [0, Math.floor(values.length / 2), values.length - 1]) {
        const { analytic, numeric } = checkGradient(layer, tensor, index);
        expect(analytic).toBe((values[index] ?? 0) / scale);
        expect(numeric).toBeCloseTo(analytic, 6);
      }
    },
  );

  test.each(['X', 'W'] as const)('values in float32 give the same gradient of a cell of %s', (tensor) => {
    const { x, w, b, dz } = layer;
    const rounded = { ...layer, x: inFloat32(x), w: inFloat32(w), b: b && inFloat32(b), dz: inFloat32(dz) };
    expect(checkGradient(rounded, tensor, 0)).toEqual(checkGradient(layer, tensor, 0));
  });
});

/** The oracle's values are small fractions of two: none is rounded. */
const inFloat32 = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float32Array.from(data) });
