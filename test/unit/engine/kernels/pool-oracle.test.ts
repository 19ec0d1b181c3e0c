import { describe, expect, test } from 'vitest';
import { poolAxes } from '../../../../src/engine/geometry/pool.ts';
import { symmetricPadding } from '../../../../src/engine/geometry/window.ts';
import {
  adaptiveAveragePool,
  adaptiveAveragePoolGradient,
} from '../../../../src/engine/kernels/adaptive-pool.ts';
import { averagePool, averagePoolGradient } from '../../../../src/engine/kernels/average-pool.ts';
import { maxPool, maxPoolGradient } from '../../../../src/engine/kernels/max-pool.ts';
import { relu, reluGradient } from '../../../../src/engine/kernels/relu.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { expectTensor } from '../../../support/compare.ts';
import { accepted, convolutionOracle, type OtherCase } from '../../../support/conv-oracle.ts';
import { formulaTensor, tensor } from '../../../support/oracle.ts';
import { inputOf } from '../../../support/pool-oracle.ts';

interface Result {
  readonly z: Tensor;
  readonly dx: Tensor;
}

function run(item: OtherCase): Result {
  const x = inputOf(item);
  const outputShape = item.outshape ?? x.shape;
  const dz = item.dz ? tensor(outputShape, item.dz) : formulaTensor(outputShape, item.salts?.dz ?? 0);
  if (item.op === 'relu') return { z: relu(x), dx: reluGradient(dz, x) };
  if (item.op.startsWith('adaptive_avg_pool')) {
    return {
      z: adaptiveAveragePool(x, item.output_size ?? []),
      dx: adaptiveAveragePoolGradient(dz, x.shape),
    };
  }
  const axes = accepted(
    poolAxes(item.spatial ?? [], item.kernel ?? [], {
      stride: item.stride ?? [],
      padding: symmetricPadding(item.padding ?? []),
      dilation: item.dilation ?? [],
      rounding: item.ceil_mode ? 'ceil-inside' : 'floor',
    }),
  );
  if (item.op.startsWith('max_pool')) {
    const { z, winners } = maxPool(x, axes);
    return { z, dx: maxPoolGradient(dz, winners, axes) };
  }
  const options = { countIncludePadding: item.count_include_pad ?? true };
  return { z: averagePool(x, axes, options), dx: averagePoolGradient(dz, axes, options) };
}

function titleOf({
  id,
  op,
  spatial,
  kernel,
  stride,
  padding,
  dilation,
  ceil_mode,
  output_size,
}: OtherCase): string {
  return `${id} ${op} ${JSON.stringify({ spatial, kernel, stride, padding, dilation, ceil_mode, output_size })}`;
}

/** One unit in the last place, where the file's results are rounded. */
function expectNear(actual: Tensor, expected: readonly number[]): void {
  expect(actual.data.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) {
    const distance = Math.abs((actual.data[index] ?? NaN) - value);
    if (!(distance <= Math.abs(value) * 2 ** -52)) {
      expect.fail(`value ${index} is ${actual.data[index] ?? NaN}, expected ${value}`);
    }
  }
}

describe('PyTorch, float64', () => {
  test('the file holds 76 cases', () => {
    expect(convolutionOracle.other.length).toBe(76);
  });

  test.each(convolutionOracle.other.map((item) => [titleOf(item), item] as const))('%s', (_title, item) => {
    const { z, dx } = run(item);
    if (item.scale === null) {
      expectNear(z, item.z);
      expectNear(dx, item.dx);
      return;
    }
    const { z: zScale, dx: dxScale } = item.scale ?? { z: 1, dx: 1 };
    expectTensor(
      z,
      item.outshape ?? z.shape,
      item.z.map((value) => value / zScale),
    );
    expectTensor(
      dx,
      inputOf(item).shape,
      item.dx.map((value) => value / dxScale),
    );
  });

  test('relu passes −0 on', () => {
    expect(Object.is(relu(tensor([1], [-0])).data[0], -0)).toBe(true);
  });
});
