import type { Analysis, ShownModel } from '../../protocol/analysis.ts';
import { changedNetwork, type NetworkChange } from '../../protocol/network-change.ts';
import type { NetworkView } from '../../scene/network/view.ts';

/** The network of a model as the newest analysis has it. */
export interface HeldNetwork {
  readonly network: NetworkView;
  /** What has changed of the network before, where that is enough for who has it. */
  readonly since: { readonly before: NetworkView; readonly change: NetworkChange } | null;
}

/** The networks that came with the last answer about a document: the next one says what has changed of them. */
export class HeldNetworks {
  #held: ReadonlyMap<number, HeldNetwork> = new Map();

  /** Models that panels show, as the next analysis is asked for them. */
  ask(models: readonly number[]): readonly ShownModel[] {
    return models.map((model) => ({ model, held: this.#held.has(model) }));
  }

  take({ models }: Analysis): void {
    const held = new Map<number, HeldNetwork>();
    for (const [model, { network: update }] of models.entries()) {
      if (update?.kind === 'whole') held.set(model, { network: update.network, since: null });
      const before = this.#held.get(model)?.network;
      if (update?.kind !== 'change' || !before) continue;
      const { change } = update;
      held.set(model, { network: changedNetwork(before, change), since: { before, change } });
    }
    this.#held = held;
  }

  /** What the worker sent last is not known: the next networks come whole. */
  clear(): void {
    this.#held = new Map();
  }

  of(model: number): HeldNetwork | null {
    return this.#held.get(model) ?? null;
  }
}
