import type { Unknown } from '../../model/graph/operation.ts';

/** What stands for a layer that could not be read, after a problem was reported for it. */
export function unreadable(outputs = 1): Unknown {
  return { kind: 'unknown', outputs, reported: true };
}
