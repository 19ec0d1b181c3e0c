import type { Answer, Argument, Method } from '../../protocol/rpc/channel.ts';
import type { Endpoint } from '../../protocol/rpc/endpoint.ts';
import { asRpcError, RpcError } from '../../protocol/rpc/error.ts';
import type { Disposable } from '../../util/disposable.ts';

/** A question that the page has not answered yet. */
interface Question {
  /** Asks it once more; only the failure of the newest attempt counts. */
  readonly ask: () => void;
  readonly fail: (error: RpcError) => void;
}

/**
 * A page that VS Code may throw away and load again at any moment: when the panel is hidden, moved or restored, what
 * was sent is lost without a word. So whatever the page has not answered when it says that it listens is asked again.
 * Every method of the page may therefore be called twice.
 */
export class ReloadingPage<Local, Remote> implements Disposable {
  readonly #endpoint: Endpoint<Local, Remote>;
  readonly #open = new Set<Question>();
  #listens = false;
  #ended: RpcError | null = null;

  constructor(endpoint: Endpoint<Local, Remote>) {
    this.#endpoint = endpoint;
  }

  /** The page has loaded, for the first time or again. */
  loaded(): void {
    this.#listens = true;
    for (const { ask } of [...this.#open]) ask();
  }

  /** Waits for the page, however long it is hidden; `timeout` in milliseconds counts from when the page listens. */
  ask<M extends Method<Remote>>(
    method: M,
    argument: Argument<Remote, M>,
    timeout: number,
  ): Promise<Answer<Remote, M>> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      let attempts = 0;
      const question: Question = {
        ask: () => {
          const attempt = ++attempts;
          this.#endpoint.call(method, argument, { timeout }).then(
            (answer) => {
              this.#open.delete(question);
              resolve(answer);
            },
            (error: unknown) => {
              if (attempt === attempts) question.fail(asRpcError(error));
            },
          );
        },
        fail: (error) => {
          this.#open.delete(question);
          reject(error);
        },
      };
      this.#open.add(question);
      if (this.#listens) question.ask();
    });
  }

  /** Tells what only the page of now needs to know: a page that loads later is shown everything anyway. */
  tell<M extends Method<Remote>>(method: M, argument: Argument<Remote, M>): void {
    if (this.#listens) this.#endpoint.notify(method, argument);
  }

  dispose(): void {
    this.#ended = new RpcError('disposed', 'The panel was closed.');
    for (const { fail } of [...this.#open]) fail(this.#ended);
  }
}
