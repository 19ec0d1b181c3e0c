import type { NetworkRun } from '../engine/session/network-run.ts';

/** A run as a panel shows it: what to know of it in the user's language, one sentence each. */
export interface WordedRun extends Omit<NetworkRun, 'notes' | 'skipped'> {
  readonly notes: readonly string[];
}
