import type { PanelHost, PanelWebview, HeldForPage } from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import type { AppState, Store } from './state.ts';

const parts = ['comparison', 'run', 'given'] as const satisfies (keyof HeldForPage)[];

/** What the page shows that is too large for its own state: the host holds it while the page is away. */
export class HeldByHost {
  readonly #store: Store;
  #held: HeldForPage;

  /** @param panel the panel's own name */
  constructor(store: Store, host: Pick<Endpoint<PanelWebview, PanelHost>, 'notify'>, panel: string) {
    this.#store = store;
    this.#held = heldOf(store.state);
    store.subscribe(() => {
      const held = heldOf(store.state);
      const before = this.#held;
      if (parts.every((part) => held[part] === before[part])) return;
      this.#held = held;
      host.notify('hold', held);
      // Files alone cannot be computed anew after a restart.
      if (held.given !== before.given)
        host.notify('keepFiles', {
          panel,
          files: held.given.map(({ tensor, bytes }) => ({ tensor, bytes })),
        });
    });
  }

  /** The page before this one had it held. */
  takeBack({ comparison, run, given }: HeldForPage): void {
    this.#store.update({
      comparison,
      run: run ? { kind: 'ready', ...run } : { kind: 'none' },
      options: { ...this.#store.state.options, given },
    });
    this.#held = heldOf(this.#store.state);
  }
}

function heldOf({ comparison, run, options }: AppState): HeldForPage {
  return { comparison, run: run.kind === 'ready' ? run : null, given: options.given };
}
