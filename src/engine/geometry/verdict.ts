import type { AxisGeometry, AxisResult } from './axis.ts';
import { lostPixels, type LostPixels } from './coverage.ts';

/** What an axis' misfit costs (DESIGN.md 3). */
export type Verdict = 'fits' | 'padding-unused' | 'overhang' | 'subsampled' | 'pixels-lost' | 'impossible';

/** The verdict of an axis; `lost` is passed where the caller has counted it already. */
export function verdictOf(result: AxisResult, lost?: LostPixels): Verdict {
  return result.ok ? verdictOfAxis(result.axis, lost) : 'impossible';
}

function verdictOfAxis(axis: AxisGeometry, lost = lostPixels(axis)): Verdict {
  if (axis.remainder === 0) return 'fits';
  if (axis.tail < 0) return 'overhang';
  if (lost.tail === 0) return 'padding-unused';
  // Windows that leave out S − F' of every S cells by design may leave out as many at the end.
  return lost.tail <= axis.stride - axis.effectiveKernel ? 'subsampled' : 'pixels-lost';
}
