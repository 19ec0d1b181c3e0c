import type { Port } from './port.ts';

/** What Node's Worker, parentPort and MessagePort have in common; named here so that this layer needs no Node. */
export interface EventTarget {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

/** A port over one end of a worker_threads channel. */
export function eventPort(target: EventTarget): Port {
  return {
    post: (message, buffers) => target.postMessage(message, [...buffers]),
    listen(listener) {
      target.on('message', listener);
      return { dispose: () => void target.off('message', listener) };
    },
  };
}
