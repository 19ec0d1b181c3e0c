import { parentPort, workerData } from 'node:worker_threads';
import { eventPort } from '../protocol/rpc/event-port.ts';
import { serve } from './serve.ts';

/** The host says in `workerData` which of the two workers this thread is. */
if (parentPort) {
  const { role } = workerData as { readonly role: 'analysis' | 'compute' };
  serve(role, eventPort(parentPort), (milliseconds, task) => {
    const timer = setTimeout(task, milliseconds);
    return { dispose: () => clearTimeout(timer) };
  });
}
