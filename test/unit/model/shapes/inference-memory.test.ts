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
    const first = memory.of(operation, [shape(32)], 'pytorch');
    expect(first.inference).toEqual(inferOperation(operation, [shape(32)], 'pytorch'));
    expect(memory.of(operation, [shape(16)], 'pytorch').inference.outputShapes).toEqual([[1, 8, 14, 14]]);
    expect(memory.of(operation, [shape(32)], 'pytorch')).toBe(first);
  });

  test('another framework has its own', () => {
    const memory = new InferenceMemory();
    const small = [[1, 3, 2, 2]];
    expect(memory.of(operation, small, 'pytorch').inference.findings).toMatchObject([{ code: 'impossible' }]);
    expect(memory.of(operation, small, 'onnx').inference).toEqual(inferOperation(operation, small, 'onnx'));
  });

  test('more shapes than are kept are worked out anew, and right', () => {
    const memory = new InferenceMemory();
    for (const size of [...Array(100).keys(), ...Array(100).keys()]) {
      const known = memory.of(operation, [shape(size)], 'pytorch');
      expect(known.inference).toEqual(inferOperation(operation, [shape(size)], 'pytorch'));
    }
  });
});
