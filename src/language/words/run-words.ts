import type { RunNote } from '../../engine/session/run-note.ts';
import type { MemoryOffer, RefusedRun } from '../../engine/session/run-refusal.ts';
import type { SkipReason } from '../../engine/session/skip-reason.ts';
import type { Sentences } from '../../util/sentences.ts';

/** The words of one language for runs of a network. */
export interface RunWords {
  /** Why a network is not run. */
  readonly refused: Sentences<RefusedRun>;
  /** What would fit into memory; parts of the sentence that refuses. */
  readonly fitting: Sentences<MemoryOffer>;
  /** What to know of a run's numbers. */
  readonly notes: Sentences<RunNote>;
  /** Why a layer is not run; goes on from `conv1 is not run: `. */
  readonly skipped: Sentences<SkipReason>;
}
