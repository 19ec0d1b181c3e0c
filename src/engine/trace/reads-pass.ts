import type { BackwardRequest } from './formula-stages.ts';
import type { Pass, Plane } from './lesson.ts';
import { readerStage } from './reader-stages.ts';
import { coverageStage, usesStage } from './reads-stages.ts';

/** How often each cell is read, by which outputs, and how many cells each kernel cell meets; `output` is the plane that reads. */
export function readsPass(output: Plane, kernel: Plane, backward: BackwardRequest): Pass {
  const { axes, slices } = backward;
  return {
    id: 'reads',
    stages: [
      coverageStage(output, axes, slices),
      readerStage(backward, null),
      usesStage(output, kernel, axes, slices),
    ],
  };
}
