import { Worker, type WorkerOptions } from 'node:worker_threads';
import { eventPort } from '../../protocol/rpc/event-port.ts';
import type { Thread } from './thread.ts';

/** Starts a worker thread of Node. The heap is limited so that a runaway analysis ends its thread, not the host. */
export function startNodeThread(file: string, options: WorkerOptions): Thread {
  const worker = new Worker(file, options);
  const listeners = new Set<(reason: string) => void>();
  const end = (reason: string) => {
    const told = [...listeners];
    listeners.clear();
    for (const listener of told) listener(reason);
  };
  worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => end(`exit code ${code}`));
  return {
    port: eventPort(worker),
    onEnd(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    terminate: () => void worker.terminate(),
  };
}
