import type { Finding } from './finding.ts';
import type { ProblemCode, Severity } from './problem.ts';

/** How much a code weighs; a user may set another severity, or turn it off. */
export type SeveritySettings = Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;

/** DESIGN.md 3; what a framework refuses is an error, what it accepts at a price is not. */
export const defaultSeverities: Readonly<Record<ProblemCode, Severity>> = {
  'padding-unused': 'information',
  overhang: 'information',
  subsampled: 'information',
  'pixels-lost': 'warning',
  impossible: 'error',
  'kernel-larger-than-input': 'warning',
  'channel-mismatch': 'error',
  'groups-mismatch': 'error',
  'features-mismatch': 'error',
  'join-mismatch': 'error',
  'normalization-mismatch': 'error',
  'reshape-mismatch': 'error',
  'batch-changed': 'warning',
  'broadcast-expands': 'warning',
  'rank-mismatch': 'error',
  'yolo-filters-mismatch': 'error',
  'yolo-input-size': 'warning',
  'refused-hyperparameter': 'error',
  'weights-mismatch': 'error',
  'unused-layer': 'warning',
  'unregistered-layer': 'warning',
  'unused-result': 'warning',
  'stale-shape-comment': 'information',
  'layer-rule': 'error',
  syntax: 'error',
  'invalid-value': 'error',
  'unknown-field': 'warning',
  'missing-field': 'error',
  'duplicate-key': 'error',
  'unknown-layer': 'hint',
  'unknown-reference': 'error',
  cycle: 'error',
  'empty-model': 'information',
  'too-deep': 'error',
  'too-large': 'information',
  'internal-error': 'warning',
};

/** The severity of a finding: that of its code, but a warning for what a framework accepts, and for a mistyped layer. */
export function severityOfFinding(finding: Finding, settings: SeveritySettings = {}): Severity | null {
  const severity = severityOf(finding.code, settings);
  if (settings[finding.code] !== undefined) return severity;
  if (isAccepted(finding)) return 'warning';
  return finding.code === 'unknown-layer' && finding.meant !== undefined ? 'warning' : severity;
}

function isAccepted(finding: Finding): boolean {
  switch (finding.code) {
    case 'groups-mismatch':
      return finding.accepted === true;
    case 'refused-hyperparameter':
      return finding.rule === 'no-features';
    case 'join-mismatch':
      return finding.flattened !== undefined;
    case 'rank-mismatch':
      return finding.empty === true;
    default:
      return false;
  }
}

/** The severity of a code under the user's settings; null where it is turned off. */
export function severityOf(code: ProblemCode, settings: SeveritySettings = {}): Severity | null {
  const severity = settings[code] ?? defaultSeverities[code];
  return severity === 'off' ? null : severity;
}
