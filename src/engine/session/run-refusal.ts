/** Why a network cannot be run with these choices. */
export type RefusedRun =
  /** The class of the loss is none of an output. */
  | { readonly kind: 'no-class'; readonly target: number; readonly shape: readonly number[] }
  /** The cell of the loss does not say of which output. */
  | { readonly kind: 'several-outputs' }
  | { readonly kind: 'no-cell'; readonly place: readonly number[]; readonly shape: readonly number[] }
  | { readonly kind: 'no-input'; readonly name: string }
  | {
      readonly kind: 'other-shape';
      readonly input: string;
      readonly expected: readonly number[];
      readonly given: readonly number[];
    }
  /** A picture for an input that is none. */
  | { readonly kind: 'no-picture'; readonly shape: readonly number[] }
  | MemoryRefusal;

/** A run that needs too much memory, and what would fit. */
export interface MemoryRefusal {
  readonly kind: 'memory';
  readonly neededBytes: number;
  readonly allowedBytes: number;
  readonly offers: readonly MemoryOffer[];
}

export type MemoryOffer =
  | { readonly kind: 'fewer-samples' | 'smaller-input'; readonly shape: readonly number[] }
  | { readonly kind: 'fast' }
  | { readonly kind: 'forward-only'; readonly bytes: number };

/** Thrown where a network cannot be run with these choices. */
export class RunRefusal extends Error {
  override readonly name = 'RunRefusal';
  readonly refusal: RefusedRun;

  constructor(refusal: RefusedRun) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}
