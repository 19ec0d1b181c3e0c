import type { SkipReason } from './skip-reason.ts';

/** What the reader of a run's numbers should know. */
export type RunNote =
  | {
      readonly kind: 'skipped';
      readonly id: string;
      readonly type: string;
      readonly reason: SkipReason;
    }
  /** Layers that do not run because one before them does not. */
  | { readonly kind: 'behind-skipped'; readonly count: number }
  /** Not all layers between the input and the outputs run. */
  | { readonly kind: 'no-backward' }
  | { readonly kind: 'dropouts'; readonly count: number }
  /** A cross-entropy behind a softmax. */
  | { readonly kind: 'softmax-as-scores' };
