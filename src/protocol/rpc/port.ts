import type { Disposable } from '../../util/disposable.ts';

/** One end of a wire between two threads or pages: copies messages, in order, and moves buffers. */
export interface Port {
  post(message: unknown, buffers: readonly ArrayBuffer[]): void;
  listen(listener: (message: unknown) => void): Disposable;
}

/** Runs a task once after a delay, unless disposed before. Injected: the pure layers have no clock. */
export type Schedule = (milliseconds: number, task: () => void) => Disposable;
