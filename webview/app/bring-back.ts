import type { Comparison } from '../../src/protocol/comparison.ts';
import type { GivenFile, PanelHost, PanelWebview } from '../../src/protocol/panel.ts';
import type { PanelState } from '../../src/protocol/panel-state.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import type { NetworkGraph } from './network-graph.ts';
import type { NetworkRunner } from './network-runner.ts';
import type { Store } from './state.ts';
import { words } from './words.ts';

interface BackParts {
  readonly host: Pick<Endpoint<PanelWebview, PanelHost>, 'call'>;
  readonly network: NetworkGraph;
  readonly runner: NetworkRunner;
}

/** Brings back what the page's own state only names: the host held it, or it is read or computed again after a restart. */
export class BringBack {
  readonly #store: Store;
  readonly #parts: BackParts;

  constructor(store: Store, parts: BackParts) {
    this.#store = store;
    this.#parts = parts;
  }

  /** Files that were dropped in; those that are gone are said to be. */
  async files({ panel, files }: Pick<PanelState, 'panel' | 'files'>): Promise<void> {
    if (files.length === 0 || this.#store.state.options.given.length > 0) return;
    const read = await Promise.all(
      files.map(async (file): Promise<GivenFile | null> => {
        const kept = { panel, tensor: file.tensor };
        const bytes = await this.#parts.host.call('keptFile', kept).catch(() => null);
        return bytes && { ...file, bytes };
      }),
    );
    const given = read.filter((file) => file !== null);
    const lost = files.filter(({ tensor }) => given.every((file) => file.tensor !== tensor));
    this.#store.update({
      options: { ...this.#store.state.options, given },
      ...(lost.length > 0 && {
        notice: words.lesson.notBroughtBack(lost.map(({ name }) => name).join(words.comma)),
      }),
    });
  }

  /** The network's own numbers, from the same seed, and what it was compared with. */
  network({ ran, comparison }: Pick<PanelState, 'ran' | 'comparison'>): void {
    const { state } = this.#store;
    if (ran && state.run.kind === 'none') void this.#parts.runner.start();
    if (comparison && !state.comparison) void this.#compare(comparison);
  }

  async #compare(of: Comparison['of']): Promise<void> {
    const { content } = this.#store.state;
    if (content?.state !== 'network') return;
    const { version } = content;
    const comparison = await this.#parts.host.call('compareAgain', { version, of }).catch(() => null);
    // Meanwhile another one may have been chosen.
    if (comparison && !this.#store.state.comparison) this.#parts.network.compareWith(comparison);
  }
}
