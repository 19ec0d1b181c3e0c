import type { AdaptivePool, GlobalPool } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import { inferred, type OperationRule } from '../inference.ts';
import { refusedValues } from '../refusals.ts';
import { readSpatial, spatialShape } from '../spatial.ts';

/** Pools to the size that is asked for; bins from ⌊i·W/O⌋ to ⌈(i+1)·W/O⌉ always cover the input. */
export const adaptivePool: OperationRule<AdaptivePool> = (operation, [inputShape], framework) => {
  const { outputSize, layout } = operation;
  const { tensor, findings } = readSpatial(inputShape, outputSize.length, layout, framework);
  const sizes = outputSize.map((size, axis): Dim => (size === 'input' ? (tensor.sizes[axis] ?? null) : size));
  const given = outputSize.map((size) => (size === 'input' ? null : size));
  return inferred(spatialShape(tensor, tensor.channels, sizes), {
    findings: [...findings, ...refusedValues('outputSize', given, 0)],
  });
};

/** Pools all spatial axes to one cell. */
export const globalPool: OperationRule<GlobalPool> = (operation, [inputShape], framework) => {
  const { keepAxes, layout } = operation;
  const spatialRank = operation.spatialRank ?? (inputShape ? inputShape.length - 2 : null);
  if (spatialRank === null || spatialRank < 0) return inferred(null);
  const { tensor, findings } = readSpatial(inputShape, spatialRank, layout, framework);
  if (!keepAxes) return inferred([...tensor.batch, tensor.channels], { findings });
  const cells = tensor.sizes.map(() => 1);
  return inferred(spatialShape(tensor, tensor.channels, cells), { findings });
};
