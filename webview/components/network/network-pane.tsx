import type { Controller } from '../../app/controller.ts';
import { shownNetwork, type AppState, type Store } from '../../app/state.ts';
import { words } from '../../app/words.ts';
import { ComparisonBar } from './comparison-bar.tsx';
import { NetworkGraph } from './network-graph.tsx';
import { NetworkHeader } from './network-header.tsx';
import { SizeSliders } from './size-slider.tsx';
import { NetworkTable } from './network-table.tsx';

export interface PaneProps {
  readonly state: AppState;
  readonly store: Store;
  readonly controller: Controller;
}

/** The network as a picture or as a table; beside a layer it is a strip with the picture alone. */
export function NetworkPane({ state, store, controller }: PaneProps) {
  const network = shownNetwork(state);
  if (!network) return null;
  const strip = state.view !== 'network';
  return (
    <section class={`network ${strip ? 'network-strip' : ''}`} aria-label={words.panel.network}>
      {!strip && <NetworkHeader network={network} state={state} controller={controller} />}
      {!strip && <SizeSliders state={state} controller={controller} />}
      {!strip && <ComparisonBar state={state} controller={controller} />}
      {!strip && state.shownAs === 'table' ? (
        <NetworkTable network={network} state={state} controller={controller} />
      ) : (
        <NetworkGraph state={state} store={store} controller={controller} strip={strip} />
      )}
    </section>
  );
}
