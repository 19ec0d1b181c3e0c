import type { Pool } from '../../graph/operation.ts';
import { inferred, type OperationRule } from '../inference.ts';
import { refusedCausal, refusedParameters, refusedPoolPadding, refusedSame } from '../refusals.ts';
import { readSpatial, spatialShape } from '../spatial.ts';
import { inferWindow } from '../window.ts';

/** Maximum, average and their kin over windows. */
export const pool: OperationRule<Pool> = (operation, [inputShape], framework) => {
  const { tensor, findings } = readSpatial(inputShape, operation.kernel.length, operation.layout, framework);
  const window = inferWindow(operation, tensor.sizes, framework);
  return inferred(spatialShape(tensor, tensor.channels, window.sizes), {
    axes: window.axes,
    findings: [
      ...findings,
      ...refusedParameters(operation),
      ...refusedSame(operation),
      ...refusedCausal(operation),
      ...refusedPoolPadding(operation, framework),
      ...window.findings,
    ],
  });
};
