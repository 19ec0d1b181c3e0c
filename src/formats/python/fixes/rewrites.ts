import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { Problem } from '../../../model/problems/problem.ts';
import type { ModelReport } from '../../../model/report.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { argumentRewrites } from './argument-rewrites.ts';
import { expansionRewrites } from './expansion-rewrites.ts';
import { batchKeptBy, flattenRewrites } from './flatten-rewrites.ts';
import { joinRewrites } from './join-rewrites.ts';
import { layoutRewrites } from './layout-rewrites.ts';
import { nameOfChannels, nameOfGroups } from './name-rewrites.ts';
import { roundedUp } from './rounded-up.ts';
import { unusedRewrites } from './unused-rewrites.ts';
import { viewRewrites } from './view-rewrites.ts';

/** Changes of statements and calls that may solve a problem, unchecked. */
export function rewritesOf(
  file: SourceFile,
  problem: Problem,
  report: ModelReport | null,
): readonly FixCandidate[] {
  const { code, span, node, finding } = problem;
  const layer = node === undefined ? undefined : report?.layers[node];
  switch (code) {
    case 'broadcast-expands':
      return expansionRewrites(file, span);
    case 'unused-layer':
      return unusedRewrites(file, span);
    case 'invalid-value':
      return argumentRewrites(file, span);
    default:
      break;
  }
  if (!finding || !layer || !report) return [];
  switch (finding.code) {
    case 'features-mismatch':
      return flattenRewrites(file, finding, layer, report);
    case 'channel-mismatch':
    case 'normalization-mismatch':
      return [...layoutRewrites(file, finding, layer), ...nameOfChannels(file, finding.field, layer, report)];
    case 'groups-mismatch':
      return nameOfGroups(file, layer);
    case 'batch-changed':
      return finding.behind === undefined ? viewRewrites(file, layer) : batchKeptBy(file, layer);
    case 'reshape-mismatch':
      return viewRewrites(file, layer);
    case 'join-mismatch':
      return joinRewrites(file, finding, layer, report);
    case 'pixels-lost':
      return roundedUp(file, layer, 3.25);
    default:
      return [];
  }
}
