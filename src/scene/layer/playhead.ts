/** Where the player stands in a lesson: a stage, how far it has come in from the stage before, and a step of its motion. */
export interface Playhead {
  readonly pass: number;
  readonly stage: number;
  /** 0: still the stage before; 1: arrived. */
  readonly entry: number;
  readonly step: number;
  /** 0: the window still stands at the step before; 1: arrived. */
  readonly travel: number;
}

/** A stage at rest. */
export const standing = (pass: number, stage: number, step = 0): Playhead => ({
  pass,
  stage,
  entry: 1,
  step,
  travel: 1,
});

/** Slow at both ends. */
export const ease = (share: number): number => (share < 0.5 ? 4 * share ** 3 : 1 - (-2 * share + 2) ** 3 / 2);

export const between = (from: number, to: number, share: number): number => from + (to - from) * share;
