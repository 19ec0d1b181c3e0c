import type { PanelHost, PanelWebview, HeldForPage } from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import type { AppState, Store } from './state.ts';

const parts = ['comparison', 'runChoices', 'run', 'given'] as const satisfies (keyof HeldForPage)[];

/** What the page shows that is too large for its own state: the host holds it while the page is away. */
export class HeldByHost {
  readonly #store: Store;
  #held: HeldForPage;

  constructor(store: Store, host: Pick<Endpoint<PanelWebview, PanelHost>, 'notify'>) {
    this.#store = store;
    this.#held = heldOf(store.state);
    store.subscribe(() => {
      const held = heldOf(store.state);
      if (parts.every((part) => held[part] === this.#held[part])) return;
      this.#held = held;
      host.notify('hold', held);
    });
  }

  /** The page before this one had it held. */
  takeBack(held: HeldForPage): void {
    const { comparison, runChoices, run, given } = held;
    this.#store.update({
      comparison,
      runChoices,
      run: run ? { kind: 'ready', ...run } : { kind: 'none' },
      options: { ...this.#store.state.options, given },
    });
    this.#held = heldOf(this.#store.state);
  }
}

function heldOf({ comparison, runChoices, run, options }: AppState): HeldForPage {
  return { comparison, runChoices, run: run.kind === 'ready' ? run : null, given: options.given };
}
