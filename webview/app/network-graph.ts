import { firstUnfolded, foldNetwork } from '../../src/scene/network/fold.ts';
import {
  chainLayout,
  layoutKey,
  lineLayout,
  type NetworkLayout,
  type Sources,
} from '../../src/scene/network/layout.ts';
import { compareNetworks } from '../../src/scene/network/compare.ts';
import { networkSources } from '../../src/scene/network/network-item.ts';
import type { TableOrder } from '../../src/scene/network/table.ts';
import type { NetworkView } from '../../src/scene/network/view.ts';
import type { Comparison } from '../../src/protocol/comparison.ts';
import type { NetworkForm } from '../../src/protocol/panel.ts';
import type { PanelState, ScrolledForm, ScrolledForms, SeenNetwork } from '../../src/protocol/panel-state.ts';
import { shownNetwork, type Store } from './state.ts';

/** Layouts that are kept: folding and unfolding goes back and forth. */
const kept = 16;

/** What the network's view asks of its surroundings. */
interface NetworkParts {
  readonly arrange: (sources: Sources) => Promise<NetworkLayout>;
  /** Shows a layer's line in the editor. */
  readonly reveal: (layer: string) => void;
  /** Keeps the state for a reload. */
  readonly save: () => void;
  /** The same a little later, once for several changes in a row. */
  readonly saveSoon: () => void;
}

/** Keeps the picture of the network in step with what the host shows and what is unfolded. */
export class NetworkGraph {
  readonly #store: Store;
  readonly #parts: NetworkParts;
  readonly #layouts = new Map<string, NetworkLayout>();
  /** What is shown or on its way, so that only the newest answer counts. */
  #wanted = '';

  #seen: SeenNetwork | null;
  #scrolled: ScrolledForms;

  /** @param restored how the picture was moved before a reload, and the other forms scrolled */
  constructor(store: Store, parts: NetworkParts, restored: Pick<PanelState, 'seen' | 'scrolled'> | null) {
    this.#store = store;
    this.#parts = parts;
    this.#seen = restored?.seen ?? null;
    this.#scrolled = restored?.scrolled ?? {};
  }

  get scrolled(): ScrolledForms {
    return this.#scrolled;
  }

  /** No part of the state either. */
  scroll(form: NetworkForm, scrolled: ScrolledForm): void {
    this.#scrolled = { ...this.#scrolled, [form]: scrolled };
    this.#parts.saveSoon();
  }

  /** How the picture has been moved; null: it is as it is shown at first. */
  get seen(): SeenNetwork | null {
    return this.#seen;
  }

  /** No part of the state: nothing else is drawn again with each step of a drag. */
  look(seen: SeenNetwork | null): void {
    this.#seen = seen;
    this.#parts.saveSoon();
  }

  /** The same layers joined in the same way are shown at once; else the old picture stays until the new has a place. */
  refresh(): void {
    const network = shownNetwork(this.#store.state);
    if (!network) {
      this.#store.update({ graph: null });
      return;
    }
    const { unfolded } = this.#store.state;
    const folded = foldNetwork(network, unfolded ? new Set(unfolded) : firstUnfolded(network));
    const sources = networkSources(folded);
    const key = layoutKey(sources);
    this.#wanted = key;
    const layout = this.#layouts.get(key) ?? chainLayout(sources);
    if (layout) this.#show(folded, key, layout);
    else void this.#arrange(folded, sources, key);
  }

  showAs(shownAs: NetworkForm): void {
    this.#store.update({ shownAs });
    this.#parts.save();
  }

  sortBy(order: TableOrder | null): void {
    this.#store.update({ order });
    this.#parts.save();
  }

  compareWith(comparison: Comparison | null): void {
    this.#store.update({ comparison });
    this.refresh();
    this.#parts.save();
  }

  /** Lights a layer without leaving the network. */
  mark(layer: string): void {
    this.#store.update({ layer });
    this.#parts.reveal(layer);
    this.#parts.save();
  }

  /** Lights a layer that was searched for, and unfolds what hides it. */
  find(layer: string): void {
    this.#unfoldAround(layer);
    this.mark(layer);
  }

  /** Folds a block into one, or shows its parts. */
  toggle(block: string): void {
    const { state } = this.#store;
    const network = shownNetwork(state);
    if (!network) return;
    const unfolded = new Set(state.unfolded ?? firstUnfolded(network));
    if (!unfolded.delete(block)) unfolded.add(block);
    this.#unfold(unfolded);
    this.#parts.save();
  }

  /** Folds the innermost block that a layer is shown as a part of. */
  foldAround(layer: string): void {
    const { state } = this.#store;
    const network = shownNetwork(state);
    const shown = network?.layers.find(({ id }) => id === layer);
    if (!network || !shown) return;
    const unfolded = new Set(state.unfolded ?? firstUnfolded(network));
    // A block of one layer hides nothing.
    const hides = (block: string) => network.layers.filter(({ blocks }) => blocks.includes(block)).length > 1;
    const block = shown.blocks.findLast((name) => unfolded.has(name) && hides(name));
    if (block !== undefined) this.toggle(block);
  }

  /** Shows the parts of every block that a layer is in. */
  #unfoldAround(layer: string): void {
    const { state } = this.#store;
    const network = shownNetwork(state);
    const blocks = network?.layers.find(({ id }) => id === layer)?.blocks ?? [];
    if (!network || blocks.length === 0) return;
    this.#unfold(new Set([...(state.unfolded ?? firstUnfolded(network)), ...blocks]));
  }

  #unfold(blocks: ReadonlySet<string>): void {
    this.#store.update({ unfolded: [...blocks] });
    this.refresh();
  }

  async #arrange(network: NetworkView, sources: Sources, key: string): Promise<void> {
    const layout = await this.#parts.arrange(sources).catch(() => lineLayout(sources));
    if (this.#wanted === key) this.#show(network, key, layout);
  }

  #show(network: NetworkView, key: string, layout: NetworkLayout): void {
    this.#layouts.delete(key);
    this.#layouts.set(key, layout);
    for (const oldest of [...this.#layouts.keys()].slice(0, -kept)) this.#layouts.delete(oldest);
    const { comparison } = this.#store.state;
    const shown = shownNetwork(this.#store.state);
    const changes = comparison && shown && compareNetworks(comparison.network, shown);
    this.#store.update({ graph: { network, layout, changes } });
  }
}
