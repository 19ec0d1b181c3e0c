import { CancellationSource, type CancellationToken } from '../../util/cancellation.ts';
import type { Disposable } from '../../util/disposable.ts';
import { Transfer, type Answer, type Argument, type Guards, type Handlers, type Method } from './channel.ts';
import { asRpcError, RpcError } from './error.ts';
import { isMessage, type Failure, type Message } from './message.ts';
import type { Port, Schedule } from './port.ts';

export interface EndpointOptions<Local, Remote> {
  /** What this side answers. */
  readonly handlers: Handlers<Local>;
  readonly schedule: Schedule;
  readonly guards?: Guards<Local, Remote>;
  /** Told of what has no caller to tell: a notice that failed. */
  readonly report?: (error: RpcError) => void;
}

export interface CallOptions {
  readonly token?: CancellationToken;
  readonly timeout?: number;
  /** Buffers of the argument that move to the other side. */
  readonly buffers?: readonly ArrayBuffer[];
}

interface Pending {
  /** Null for a probe. */
  readonly method: string | null;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: RpcError) => void;
}

/**
 * One side of a conversation: answers `Local`, calls `Remote`. Every call settles exactly once, with the answer or
 * an RpcError: by reply, cancellation, timeout, or the end of the endpoint.
 */
export class Endpoint<Local, Remote> implements Disposable {
  readonly #port: Port;
  readonly #options: EndpointOptions<Local, Remote>;
  readonly #subscription: Disposable;
  /** Calls to the other side that have not settled. */
  readonly #pending = new Map<number, Pending>();
  /** Calls from the other side that are being worked on. */
  readonly #running = new Map<number, CancellationSource>();
  #lastId = 0;
  #ended: RpcError | null = null;

  constructor(port: Port, options: EndpointOptions<Local, Remote>) {
    this.#port = port;
    this.#options = options;
    this.#subscription = port.listen((message) => {
      if (isMessage(message)) this.#receive(message);
    });
  }

  call<M extends Method<Remote>>(
    method: M,
    argument: Argument<Remote, M>,
    options: CallOptions = {},
  ): Promise<Answer<Remote, M>> {
    const answer = this.#request(method, (id) => ({ type: 'call', id, method, argument }), options);
    // Checked by the guard where the other side is not trusted; else both sides are built together.
    return answer as Promise<Answer<Remote, M>>;
  }

  /** Fails with `timeout` where the other side's thread does not turn to its messages in time. */
  async probe(timeout: number): Promise<void> {
    await this.#request(null, (id) => ({ type: 'probe', id }), { timeout });
  }

  /** Calls a method without waiting for it. */
  notify<M extends Method<Remote>>(
    method: M,
    argument: Argument<Remote, M>,
    buffers: readonly ArrayBuffer[] = [],
  ): void {
    if (!this.#ended) this.#port.post({ type: 'notice', method, argument } satisfies Message, buffers);
  }

  /** Ends the conversation: what is pending fails with `reason`, what is running is cancelled. */
  dispose(reason = new RpcError('disposed', 'The conversation has ended.')): void {
    if (this.#ended) return;
    this.#ended = reason;
    this.#subscription.dispose();
    for (const { reject } of [...this.#pending.values()]) reject(reason);
    for (const source of this.#running.values()) source.cancel();
    this.#running.clear();
  }

  #request(
    method: string | null,
    message: (id: number) => Message,
    { token, timeout, buffers = [] }: CallOptions,
  ): Promise<unknown> {
    const name = method ?? 'a probe';
    if (this.#ended) return Promise.reject(this.#ended);
    if (token?.isCancellationRequested) return Promise.reject(cancelled(name));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const watches: Disposable[] = [];
      const settle = () => {
        this.#pending.delete(id);
        for (const watch of watches) watch.dispose();
      };
      const pending: Pending = {
        method,
        resolve: (value) => {
          settle();
          resolve(value);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      const giveUp = (error: RpcError) => {
        pending.reject(error);
        this.#post({ type: 'cancel', id });
      };
      try {
        this.#port.post(message(id), buffers);
      } catch (error) {
        reject(new RpcError('invalid-message', messageOf(error)));
        return;
      }
      this.#pending.set(id, pending);
      if (token) watches.push(token.onCancellationRequested(() => giveUp(cancelled(name))));
      if (timeout !== undefined) {
        const late = new RpcError('timeout', `No answer to ${name} within ${timeout} ms.`);
        watches.push(this.#options.schedule(timeout, () => giveUp(late)));
      }
    });
  }

  #receive(message: Message): void {
    switch (message.type) {
      case 'call':
        void this.#answer(message.id, message.method, message.argument);
        return;
      case 'notice':
        this.#run(message.method, message.argument, new CancellationSource()).catch((error: unknown) =>
          this.#options.report?.(asRpcError(error)),
        );
        return;
      case 'probe':
        this.#post({ type: 'reply', id: message.id, ok: null });
        return;
      case 'cancel':
        this.#running.get(message.id)?.cancel();
        return;
      case 'reply':
        this.#settle(message);
        return;
    }
  }

  #settle(reply: Extract<Message, { type: 'reply' }>): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    if ('err' in reply) {
      pending.reject(new RpcError(reply.err.code, reply.err.message, reply.err.reason));
      return;
    }
    const { method } = pending;
    const guard = method === null ? undefined : ownFunction(this.#options.guards?.answers, method);
    if (guard && guard(reply.ok) !== true) {
      pending.reject(new RpcError('invalid-message', `The answer to ${method} is malformed.`));
    } else pending.resolve(reply.ok);
  }

  async #answer(id: number, method: string, argument: unknown): Promise<void> {
    const source = new CancellationSource();
    this.#running.set(id, source);
    try {
      const result = await this.#run(method, argument, source);
      const [ok, buffers] =
        result instanceof Transfer ? [result.value as unknown, result.buffers] : [result, []];
      if (!this.#ended) this.#port.post({ type: 'reply', id, ok } satisfies Message, buffers);
    } catch (error) {
      const { code, message, reason } = asRpcError(error);
      const err: Failure = reason === undefined ? { code, message } : { code, message, reason };
      this.#post({ type: 'reply', id, err });
    } finally {
      this.#running.delete(id);
    }
  }

  async #run(method: string, argument: unknown, { token }: CancellationSource): Promise<unknown> {
    const handler = ownFunction(this.#options.handlers, method);
    if (!handler) throw new RpcError('unknown-method', `There is no method ${method}.`);
    const guard = ownFunction(this.#options.guards?.arguments, method);
    if (guard && guard(argument) !== true) {
      throw new RpcError('invalid-message', `The argument of ${method} is malformed.`);
    }
    const result: unknown = await handler(argument, { token });
    if (token.isCancellationRequested) throw cancelled(method);
    return result;
  }

  #post(message: Message): void {
    if (!this.#ended) this.#port.post(message, []);
  }
}

type AnyFunction = (...values: readonly unknown[]) => unknown;

/** A table's own function of that name: `constructor` and `__proto__` are no methods. */
function ownFunction(table: object | undefined, name: string): AnyFunction | undefined {
  if (!table || !Object.hasOwn(table, name)) return undefined;
  const value: unknown = Reflect.get(table, name);
  return typeof value === 'function' ? (value as AnyFunction) : undefined;
}

const cancelled = (method: string) => new RpcError('cancelled', `${method} was cancelled.`);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
