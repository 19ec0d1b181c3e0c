import { describe, expect, test } from 'vitest';
import type { Dim } from '../../../../src/model/graph/shape.ts';
import { inferOperation } from '../../../../src/model/shapes/infer-operation.ts';
import { InferenceMemory } from '../../../../src/model/shapes/inference-memory.ts';
import { conv } from '../../../support/graph.ts';

const operation = conv(3, 8, { kernel: 3 });
const shape = (size: number): readonly Dim[] => [1, 3, size, size];

describe('what an operation gave before is given again', () => {
  test('for equal shapes the same inference, for others their own', () => {
    const memory = new InferenceMemory();
    const first = memory.of('pytorch', 1).operation(operation, [shape(32)]);
    expect(first.inference).toEqual(inferOperation(operation, [shape(32)], 'pytorch'));
    expect(memory.of('pytorch', 1).operation(operation, [shape(16)]).inference.outputShapes).toEqual([
      [1, 8, 14, 14],
    ]);
    expect(memory.of('pytorch', 1).operation(operation, [shape(32)])).toBe(first);
  });

  test('another framework has its own', () => {
    const memory = new InferenceMemory();
    const small = [[1, 3, 2, 2]];
    expect(memory.of('pytorch', 1).operation(operation, small).inference.findings).toMatchObject([
      { code: 'impossible' },
    ]);
    expect(memory.of('onnx', 1).operation(operation, small).inference).toEqual(
      inferOperation(operation, small, 'onnx'),
    );
  });

  test('more shapes than are kept are worked out anew, and right', () => {
    const memory = new InferenceMemory();
    for (const size of [...Array(100).keys(), ...Array(100).keys()]) {
      const known = memory.of('pytorch', 1).operation(operation, [shape(size)]);
      expect(known.inference).toEqual(inferOperation(operation, [shape(size)], 'pytorch'));
    }
  });
});
