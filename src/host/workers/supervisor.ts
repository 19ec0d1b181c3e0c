import type { Answer, Argument, Handlers, Method, NoMethods } from '../../protocol/rpc/channel.ts';
import { Endpoint, type CallOptions } from '../../protocol/rpc/endpoint.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import type { Schedule } from '../../protocol/rpc/port.ts';
import type { Disposable } from '../../util/disposable.ts';
import type { StartThread, Thread } from './thread.ts';

export interface SupervisorOptions<Own = NoMethods> {
  /** As users read it in the log: `analysis`. */
  readonly name: string;
  readonly start: StartThread;
  readonly schedule: Schedule;
  /** Milliseconds that a thread may take to notice that a call was given up, before it is replaced. */
  readonly grace: number;
  readonly log: (message: string) => void;
  /** What the worker may tell of its own accord. */
  readonly handlers: Handlers<Own>;
  /** Told when a worker has ended, with all that it knew. */
  readonly lost?: () => void;
}

/** The part of a supervisor that callers see. */
export interface WorkerClient<Channel> {
  call<M extends Method<Channel>>(
    method: M,
    argument: Argument<Channel, M>,
    options?: CallOptions,
  ): Promise<Answer<Channel, M>>;
}

interface Running<Channel, Own> {
  readonly thread: Thread;
  readonly endpoint: Endpoint<Own, Channel>;
}

/**
 * Keeps one worker: starts it at the first call, and starts another at the next call after it has ended or hung.
 * Calls that were pending then fail with `worker-lost`; nothing is repeated here, callers know what they still want.
 */
export class Supervisor<Channel, Own = NoMethods> implements WorkerClient<Channel>, Disposable {
  readonly #options: SupervisorOptions<Own>;
  #running: Running<Channel, Own> | null = null;
  #disposed = false;

  constructor(options: SupervisorOptions<Own>) {
    this.#options = options;
  }

  async call<M extends Method<Channel>>(
    method: M,
    argument: Argument<Channel, M>,
    options?: CallOptions,
  ): Promise<Answer<Channel, M>> {
    if (this.#disposed) throw new RpcError('disposed', 'ConvLens has been deactivated.');
    const running = (this.#running ??= this.#start());
    try {
      return await running.endpoint.call(method, argument, options);
    } catch (error) {
      if (isGivenUp(error)) void this.#replaceIfHung(running);
      throw error;
    }
  }

  /** Ends the worker; the next call gets a new one. */
  restart(reason = 'it was restarted'): void {
    if (this.#running) this.#end(this.#running, reason);
  }

  dispose(): void {
    this.#disposed = true;
    this.restart('ConvLens was deactivated');
  }

  #start(): Running<Channel, Own> {
    const { name, start, schedule, log, handlers } = this.#options;
    const thread = start();
    log(`The ${name} worker has started.`);
    const running = {
      thread,
      endpoint: new Endpoint<Own, Channel>(thread.port, { handlers, schedule }),
    };
    thread.onEnd((reason) => this.#end(running, reason));
    return running;
  }

  /** A worker that is busy with what nobody waits for any more would keep the next caller waiting. */
  async #replaceIfHung(running: Running<Channel, Own>): Promise<void> {
    try {
      await running.endpoint.probe(this.#options.grace);
    } catch (error) {
      if (isGivenUp(error)) this.#end(running, `it did not answer for ${this.#options.grace} ms`);
    }
  }

  #end(running: Running<Channel, Own>, reason: string): void {
    if (this.#running !== running) return;
    this.#running = null;
    const message = `The ${this.#options.name} worker has ended: ${reason}.`;
    this.#options.log(message);
    running.thread.terminate();
    running.endpoint.dispose(new RpcError('worker-lost', message));
    if (!this.#disposed) this.#options.lost?.();
  }
}

const isGivenUp = (error: unknown) =>
  error instanceof RpcError && (error.code === 'cancelled' || error.code === 'timeout');
