import type {
  ComputeProgress,
  ComputeWorker,
  NetworkProgress,
  RunNetworkWork,
} from '../../protocol/compute.ts';
import type { Handlers } from '../../protocol/rpc/channel.ts';
import type { CallOptions } from '../../protocol/rpc/endpoint.ts';
import type { WordedRun } from '../../protocol/worded-run.ts';
import type { WorkerClient } from './supervisor.ts';

type Listener = (progress: Omit<NetworkProgress, 'run'>) => void;

/** Gives every run of a network a number, and its progress to the one who started it. */
export class NetworkRuns {
  readonly #listeners = new Map<number, Listener>();
  #last = 0;

  /** What the compute worker tells. */
  readonly handlers: Handlers<ComputeProgress> = {
    progress: ({ run, ...progress }) => {
      this.#listeners.get(run)?.(progress);
      return null;
    },
  };

  async run(
    worker: WorkerClient<ComputeWorker>,
    work: Omit<RunNetworkWork, 'run'>,
    listener: Listener,
    options: CallOptions,
  ): Promise<WordedRun> {
    const run = ++this.#last;
    this.#listeners.set(run, listener);
    try {
      return await worker.call('runNetwork', { ...work, run }, options);
    } finally {
      this.#listeners.delete(run);
    }
  }
}
