import type { SkipReason } from '../../engine/session/skip-reason.ts';

/** Thrown where a layer cannot be run. */
export class NotRunnable extends Error {
  override readonly name = 'NotRunnable';
  readonly reason: SkipReason;

  constructor(reason: SkipReason) {
    super(reason.kind);
    this.reason = reason;
  }
}
