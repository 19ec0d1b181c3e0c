import type { Dim } from '../../graph/shape.ts';
import type { JoinMismatch } from '../../problems/finding.ts';

/** Two inputs that cannot be joined, where nothing else is known of them yet. */
export const joinMismatch = (
  join: JoinMismatch['join'],
  reason: JoinMismatch['reason'],
  dimension: number,
  inputs: readonly [number, number],
  shapes: readonly [readonly Dim[], readonly Dim[]],
): JoinMismatch => ({
  code: 'join-mismatch',
  field: 'from',
  axes: [],
  join,
  reason,
  dimension,
  inputs,
  shapes,
});
