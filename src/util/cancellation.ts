import type { Disposable } from './disposable.ts';

/** Says that an answer is no longer wanted. VS Code's own CancellationToken fits this shape. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  /** Calls back once: at the request, or soon after subscribing where it was made before. */
  onCancellationRequested(listener: () => void): Disposable;
}

/** Hands out a token and cancels it. */
export class CancellationSource {
  readonly #listeners = new Set<() => void>();
  #requested = false;

  readonly token: CancellationToken = this.#createToken();

  cancel(): void {
    if (this.#requested) return;
    this.#requested = true;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }

  #createToken(): CancellationToken {
    const isRequested = () => this.#requested;
    const listeners = this.#listeners;
    return {
      get isCancellationRequested() {
        return isRequested();
      },
      onCancellationRequested(listener) {
        if (isRequested()) listener();
        else listeners.add(listener);
        return { dispose: () => void listeners.delete(listener) };
      },
    };
  }
}
