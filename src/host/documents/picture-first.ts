import type { Schedule } from '../../protocol/rpc/port.ts';
import type { Disposable } from '../../util/disposable.ts';

/**
 * Milliseconds after which problems, hints and the like are shown although no panel has said that its picture is there:
 * it may be hidden.
 */
export const longestWait = 200;

interface Hold {
  readonly timer: Disposable;
  /** Who waits for its end. */
  readonly waiting: (() => void)[];
}

/**
 * Holds what VS Code shows of an analysis back until a panel's picture of it is on screen. VS Code draws both in one
 * thread: problems, hints and lenses lay out the editor's lines anew, which would make the picture one frame later.
 */
export class PictureFirst implements Disposable {
  readonly #schedule: Schedule;
  readonly #show: () => void;
  #hold: Hold | null = null;

  constructor(schedule: Schedule, show: () => void) {
    this.#schedule = schedule;
    this.#show = show;
  }

  /** A panel is told of an analysis. The wait has an end however fast one types: it is not started anew. */
  hold(): void {
    if (this.#hold) return;
    this.#hold = { timer: this.#schedule(longestWait, () => this.release()), waiting: [] };
  }

  /** The picture is on screen. */
  release(): void {
    const hold = this.#hold;
    if (!hold) return;
    this.#hold = null;
    hold.timer.dispose();
    this.#show();
    for (const goOn of hold.waiting) goOn();
  }

  /** Settles when nothing is held back. */
  over(): Promise<void> {
    const hold = this.#hold;
    return hold ? new Promise((resolve) => hold.waiting.push(resolve)) : Promise.resolve();
  }

  /** Nothing is shown any more, and nobody is kept waiting. */
  dispose(): void {
    const hold = this.#hold;
    this.#hold = null;
    hold?.timer.dispose();
    for (const goOn of hold?.waiting ?? []) goOn();
  }
}
