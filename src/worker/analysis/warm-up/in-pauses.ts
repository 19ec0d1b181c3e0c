import type { Schedule } from '../../../protocol/rpc/port.ts';

/** Milliseconds without a request after which the next step comes: who types waits for none at each key. */
const pauseAfterRequest = 500;

export interface InPauses {
  /** A request has come: the next step waits until none has come for a while. */
  readonly defer: () => void;
}

/** Does the steps one at a time, so that a request waits for one at most. `done` is called after the last one. */
export function inPauses(steps: Iterator<void>, schedule: Schedule, done: () => void): InPauses {
  let isDone = false;
  let pending = schedule(1, next);
  function next(): void {
    isDone = steps.next().done === true;
    if (isDone) done();
    else pending = schedule(1, next);
  }
  return {
    defer: () => {
      if (isDone) return;
      pending.dispose();
      pending = schedule(pauseAfterRequest, next);
    },
  };
}
