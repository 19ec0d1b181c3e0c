import { count } from '../../../src/scene/numbers.ts';
import type { NetworkView } from '../../../src/scene/network/view.ts';
import { assertNever } from '../../../src/util/assert-never.ts';
import type { Controller } from '../../app/controller.ts';
import { shownNetwork, type AppState, type Store } from '../../app/state.ts';
import { words } from '../../app/words.ts';
import { Message } from '../message.tsx';
import { ComparisonBar } from './comparison-bar.tsx';
import { MagnitudeLegend } from './magnitude-legend.tsx';
import { NetworkGraph } from './network-graph.tsx';
import { NetworkHeader } from './network-header.tsx';
import { SizeSliders } from './size-slider.tsx';
import { NetworkFlow } from './network-flow.tsx';
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
  const isEmpty = network.layers.every(({ kind }) => kind === 'input');
  return (
    <section class={`network ${strip ? 'network-strip' : ''}`} aria-label={words.panel.network}>
      {!strip && <NetworkHeader network={network} state={state} controller={controller} />}
      {!strip && !isEmpty && <SizeSliders network={network} state={state} controller={controller} />}
      {!strip && <ComparisonBar state={state} controller={controller} />}
      {isEmpty ? (
        <Nothing network={network} controller={controller} />
      ) : (
        body({ state, store, controller }, network, strip)
      )}
    </section>
  );
}

/** Why there is nothing to draw, and what helps. */
function Nothing({ network, controller }: { readonly network: NetworkView } & Pick<PaneProps, 'controller'>) {
  const { layers, totals, input } = network;
  if (totals.params > 0) {
    const title = words.network.unreached(words.panel.parameters(count(totals.params)));
    // What is done with an input may hang on its size.
    return input?.shape === null ? (
      <Message
        kind="empty"
        title={title}
        action={words.panel.chooseInput}
        onAction={() => controller.chooseInput()}
      />
    ) : (
      <Message kind="empty" title={title} />
    );
  }
  return (
    <Message
      kind="empty"
      title={layers.length === 0 ? words.network.noLayers : words.network.onlyInput}
      action={words.panel.example}
      onAction={() => controller.places.openExample()}
    />
  );
}

function body({ state, store, controller }: PaneProps, network: NetworkView, strip: boolean) {
  const form = strip ? 'graph' : state.shownAs;
  switch (form) {
    case 'graph':
      return (
        <>
          {!strip && <MagnitudeLegend state={state} />}
          <NetworkGraph state={state} store={store} controller={controller} strip={strip} />
        </>
      );
    case 'table':
      return <NetworkTable network={network} state={state} controller={controller} />;
    case 'flow':
      return <NetworkFlow state={state} store={store} controller={controller} />;
    default:
      return assertNever(form);
  }
}
