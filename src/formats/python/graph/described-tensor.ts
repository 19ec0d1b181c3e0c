import { shapeKey } from '../../../model/shapes/dims.ts';
import type { PyTensor } from '../interpreter/values.ts';

/** All that a layer may look at of a tensor which some node gave; null where that is more than its shape and type. */
export function describedTensor({ ref, shape, dtype, data, why, role }: PyTensor): string | null {
  return !ref || !shape || data || why || role !== 'value' ? null : `t${shapeKey(shape)}${dtype}`;
}
