import type { ShownModel } from '../../protocol/analysis.ts';
import { networkChange, type NetworkUpdate } from '../../protocol/network-change.ts';
import type { NetworkView } from '../../scene/network/view.ts';
import type { AnalyzedDocument } from './analyzed-document.ts';
import { networkAnswer } from './answers.ts';

/** The networks of the last answer about each document, so that the next one need only say what has changed. */
export class SentNetworks {
  readonly #sent = new Map<string, ReadonlyMap<number, NetworkView>>();

  /** By model: what goes to a caller that has what it says it has. */
  updates(
    uri: string,
    document: AnalyzedDocument,
    shown: readonly ShownModel[],
  ): ReadonlyMap<number, NetworkUpdate> {
    const before = this.#sent.get(uri);
    const now = new Map<number, NetworkView>();
    const updates = new Map<number, NetworkUpdate>();
    for (const { model, held } of shown) {
      const report = document.model(model);
      if (!report) continue;
      const network = networkAnswer(report, document);
      const known = held ? before?.get(model) : undefined;
      const change = known && networkChange(known, network);
      updates.set(model, change ? { kind: 'change', change } : { kind: 'whole', network });
      now.set(model, network);
    }
    if (now.size > 0) this.#sent.set(uri, now);
    else this.#sent.delete(uri);
    return updates;
  }

  forget(uri: string): void {
    this.#sent.delete(uri);
  }
}
