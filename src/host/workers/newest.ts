import { CancellationSource, type CancellationToken } from '../../util/cancellation.ts';
import { RpcError } from '../../protocol/rpc/error.ts';

/** Lets only the newest task of each kind go on: an older one is cancelled and fails with `superseded`. */
export class Newest<Kind> {
  readonly #current = new Map<Kind, CancellationSource>();

  /** Gives up the task of that kind, if one goes on. */
  cancel(kind: Kind): void {
    this.#current.get(kind)?.cancel();
  }

  async run<T>(kind: Kind, task: (token: CancellationToken) => Promise<T>): Promise<T> {
    this.#current.get(kind)?.cancel();
    const source = new CancellationSource();
    this.#current.set(kind, source);
    try {
      return await task(source.token);
    } catch (error) {
      if (!source.token.isCancellationRequested) throw error;
      throw new RpcError('superseded', 'A newer request took its place.');
    } finally {
      if (this.#current.get(kind) === source) this.#current.delete(kind);
    }
  }
}
