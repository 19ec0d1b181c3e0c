import type { LayerChange } from '../../../src/scene/network/compare.ts';
import { shownNetwork, type AppState } from '../../app/state.ts';
import { count } from '../../../src/scene/numbers.ts';
import type { Controller } from '../../app/controller.ts';
import { words } from '../../app/words.ts';

interface BarProps {
  readonly state: AppState;
  readonly controller: Controller;
}

/** A colour speaks of what is there. */
const coloured = (kind: string, many: number): string => (many > 0 ? kind : '');

/** What the network is compared with, and what that comes to. */
export function ComparisonBar({ state, controller }: BarProps) {
  const { comparison, graph } = state;
  const network = shownNetwork(state);
  if (!comparison || !graph?.changes || !network) return null;
  const { layers, removed } = graph.changes;
  const ofKind = (kind: LayerChange['kind']) =>
    [...layers.values()].filter((change) => change.kind === kind).length;
  const [added, changed] = [ofKind('added'), ofKind('changed')];
  const [before, now] = [comparison.network.totals, network.totals];
  const difference = (was: number, is: number) => (was === is ? count(is) : `${count(was)} → ${count(is)}`);
  return (
    <div class="comparison" role="status">
      <span>{words.compare.with(comparison.of.label)}</span>
      <span class={coloured('added', added)}>{words.compare.added(added)}</span>
      <span class={coloured('changed', changed)}>{words.compare.changed(changed)}</span>
      <span class={coloured('removed', removed.length)} title={removed.map(({ id }) => id).join(', ')}>
        {words.compare.removed(removed.length)}
      </span>
      <span>{words.panel.parameters(difference(before.params, now.params))}</span>
      <span>{words.panel.multiplyAdds(difference(before.macs, now.macs))}</span>
      <button type="button" class="button" onClick={() => controller.network.compareWith(null)}>
        {words.compare.end}
      </button>
    </div>
  );
}
