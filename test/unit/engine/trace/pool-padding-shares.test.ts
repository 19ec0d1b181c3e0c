import { expect, test } from 'vitest';
import { layerLesson } from '../../../../src/engine/trace/layer-lesson.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { evenAxes, first } from '../../../support/panel/plain-lesson.ts';

// PyTorch 1.13: avg_pool1d over the padded six cells gives the first, count_include_pad=False the second without its ends.
test.each([
  [{ countIncludePadding: true }, [1, 3, 6, 9, 7, 4]],
  [{ countIncludePadding: false }, [0, 3.5, 6.5, 11, 9, 0]],
  // What is divided by is given: padding gets a share whatever counts.
  [{ countIncludePadding: false, divisorOverride: 3 }, [1, 3, 6, 9, 7, 4]],
])(
  'average of 3 over 4 cells, padding 1, dZ = 3 6 9 12, %j; dX before it is cropped, by routing and by columns: %j',
  (options, expected) => {
    const line = (...values: number[]): Tensor => ({
      shape: [1, 1, values.length],
      data: Float64Array.from(values),
    });
    const axes = evenAxes([4], { kernel: 3, padding: 1 });
    const { passes } = layerLesson(
      { kind: 'average-pool', input: [1, 1, 4], axes, ...options },
      { x: line(0, 0, 0, 0), w: null, b: null, dz: line(3, 6, 9, 12) },
      first,
    );
    const uncropped = (pass: string, stage: string): number[] => {
      const stages = passes.find(({ id }) => id === pass)?.stages ?? [];
      const plane = stages.find(({ id }) => id === stage)?.planes[1];
      return [...(plane?.values ?? [])].map((value) => Number(value.toFixed(9)));
    };
    expect(uncropped('backward-data', 'route')).toEqual(expected);
    expect(uncropped('im2col-data', 'fold-back')).toEqual(expected);
  },
);
