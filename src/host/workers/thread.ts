import type { Port } from '../../protocol/rpc/port.ts';
import type { Disposable } from '../../util/disposable.ts';

/** A running worker, as much as its supervisor knows of it. */
export interface Thread {
  readonly port: Port;
  /** Calls back once, when the thread has ended for whatever reason. */
  onEnd(listener: (reason: string) => void): Disposable;
  /** Ends it at once, in the middle of whatever it computes. */
  terminate(): void;
}

export type StartThread = () => Thread;
