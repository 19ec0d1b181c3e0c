import { RpcError } from '../../protocol/rpc/error.ts';
import type { Schedule } from '../../protocol/rpc/port.ts';
import type { CancellationToken } from '../../util/cancellation.ts';

/** Milliseconds of work between two looks at the messages that came meanwhile: a cancellation among them. */
const interval = 30;

/**
 * Lets long work make pauses: `pause` turns to the thread's messages every 30 ms, and ends the work by throwing once
 * nobody waits for it any more. `tell` is called at each of these pauses.
 */
export class Pacer {
  readonly #schedule: Schedule;
  readonly #clock: () => number;
  readonly #token: CancellationToken;
  #last: number;

  constructor(schedule: Schedule, clock: () => number, token: CancellationToken) {
    this.#schedule = schedule;
    this.#clock = clock;
    this.#token = token;
    this.#last = clock();
  }

  async pause(tell: () => void): Promise<void> {
    if (this.#clock() - this.#last < interval) return;
    tell();
    await new Promise<void>((resolve) => {
      this.#schedule(0, resolve);
    });
    this.#last = this.#clock();
    if (this.#token.isCancellationRequested) throw new RpcError('cancelled', 'The run was cancelled.');
  }
}
