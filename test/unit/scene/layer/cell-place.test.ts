import { describe, expect, test } from 'vitest';
import { cellPlace } from '../../../../src/scene/layer/cell-place.ts';
import type { Plane } from '../../../../src/engine/trace/lesson.ts';
import { convolutionOracle, inputShapeOf, titleOf } from '../../../support/conv-oracle.ts';
import { formulaTensor } from '../../../support/oracle.ts';
import { lessonOf } from '../../../support/panel/oracle-lessons.ts';

const items = convolutionOracle.conv.filter(({ op, N }) => !op.includes('3d') && N > 1);

describe.each(items.map((item) => ({ title: titleOf(item), item })))('$title', ({ item }) => {
  const selection = {
    batch: 1,
    inChannel: item.Cin - 1,
    outChannel: item.Cout - 1,
    outSlice: 0,
    kernelSlice: 0,
  };
  const tensors: Partial<Record<Plane['tensor'], ArrayLike<number>>> = {
    X: formulaTensor(inputShapeOf(item), item.salts.x).data,
    W: formulaTensor(item.wshape, item.salts.w).data,
    dZ: formulaTensor(item.outshape, item.salts.dz).data,
    dX: item.dx.map((value) => value / item.scale.dx),
    Z: item.z.map((value) => value / item.scale.z),
  };

  test('every cell that has a place shows the value there', () => {
    const passes = lessonOf(item, selection).passes.filter(
      ({ id }) => id === 'forward' || id === 'forward-scatter' || id.startsWith('backward'),
    );
    const seen = new Set<string>();
    for (const plane of passes.flatMap(({ stages }) => stages).flatMap(({ planes }) => planes)) {
      const width = plane.columns.kinds.length;
      // What is being summed up, and where both ways agree, is no tensor of the layer.
      plane.values.forEach((value, i) => {
        const place = cellPlace(plane, Math.floor(i / width), i % width);
        const expected = place && tensors[place.tensor]?.[place.index];
        if (!place || expected === undefined || value === 0) return;
        seen.add(place.tensor);
        if (place.tensor !== 'dX') expect(value).toBe(expected);
      });
    }
    for (const tensor of ['X', 'W', 'dZ']) expect(seen).toContain(tensor);
  });
});
