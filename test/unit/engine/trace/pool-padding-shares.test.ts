import { expect, test } from 'vitest';
import { layerLesson } from '../../../../src/engine/trace/layer-lesson.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { evenAxes, first } from '../../../support/panel/plain-lesson.ts';

// PyTorch 1.13: avg_pool1d over the padded six cells gives the first, count_include_pad=False the second without its ends.
test.each([
  [true, [1, 3, 6, 9, 7, 4]],
  [false, [0, 3.5, 6.5, 11, 9, 0]],
])(
  'average of 3 over 4 cells, padding 1, dZ = 3 6 9 12, padding counts: %s; dX before it is cropped: %j',
  (countIncludePadding, expected) => {
    const line = (...values: number[]): Tensor => ({
      shape: [1, 1, values.length],
      data: Float64Array.from(values),
    });
    const axes = evenAxes([4], { kernel: 3, padding: 1 });
    const { passes } = layerLesson(
      { kind: 'average-pool', input: [1, 1, 4], axes, countIncludePadding },
      { x: line(0, 0, 0, 0), w: null, b: null, dz: line(3, 6, 9, 12) },
      first,
    );
    const route = passes.find(({ id }) => id === 'backward-data')?.stages.find(({ id }) => id === 'route');
    expect([...(route?.planes[1]?.values ?? [])].map((value) => Number(value.toFixed(9)))).toEqual(expected);
  },
);
