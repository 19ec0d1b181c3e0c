import { assertNever } from '../../util/assert-never.ts';
import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Verdict } from '../../engine/geometry/verdict.ts';
import type { AxisReport } from '../../model/report.ts';
import type { Role } from '../draw-list.ts';
import { plainNumber } from '../numbers.ts';
import type { Words } from '../words/english.ts';
import type { LayerView } from './view.ts';

/** From what costs nothing to what stops the model. */
const byCost: readonly Verdict[] = [
  'fits',
  'padding-unused',
  'overhang',
  'subsampled',
  'pixels-lost',
  'impossible',
];

/** How much a verdict costs beside others; -1 where there is none. */
export const verdictCost = (verdict: Verdict | null): number =>
  verdict === null ? -1 : byCost.indexOf(verdict);

/** The verdict that costs most; null where there is none. */
export const worstVerdict = (verdicts: readonly (Verdict | null)[]): Verdict | null =>
  byCost[Math.max(-1, ...verdicts.map(verdictCost))] ?? null;

/** Colour and sign of a verdict: the sign carries it where colours are not seen. */
export function verdictStyle(verdict: Verdict): { readonly role: Role; readonly sign: string } {
  switch (verdict) {
    case 'fits':
      return { role: 'success', sign: '✓' };
    case 'padding-unused':
    case 'overhang':
    case 'subsampled':
      return { role: 'info', sign: 'i' };
    case 'pixels-lost':
      return { role: 'warning', sign: '!' };
    case 'impossible':
      return { role: 'error', sign: '×' };
    default:
      return assertNever(verdict);
  }
}

/** The size that the formula gives before it is rounded. */
export const exactSize = ({ numerator, stride }: AxisGeometry): string => plainNumber(numerator / stride + 1);

/** The sizes that the formula gives where they are not whole: `112.5 → 112`. None where every axis fits. */
export function misfitSizes(axes: readonly AxisReport[]): readonly string[] {
  const misfits = axes.flatMap(({ geometry, remainder }) =>
    geometry && remainder !== 0 ? [`${exactSize(geometry)} → ${geometry.outputSize}`] : [],
  );
  return [...new Set(misfits)];
}

/** All of them in one line. */
const misfitText = (axes: readonly AxisReport[]): string => misfitSizes(axes).join(', ');

/** Where a layer does not fit, and what that costs: `15.5 → 15, pixels lost`. Nothing where it fits. */
export const verdictText = ({ verdict, axes }: LayerView, { comma, verdicts }: Words): string =>
  verdict === null || verdict === 'fits'
    ? ''
    : [misfitText(axes), verdicts[verdict]].filter(Boolean).join(comma);
