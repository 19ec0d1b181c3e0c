import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Controller } from '../app/controller.ts';
import { pressKey } from '../app/keys.ts';
import { networkOf, type AppState, type Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { Help } from './help.tsx';
import { LayerPane } from './layer-pane.tsx';
import { Message } from './message.tsx';
import { NetworkPane } from './network/network-pane.tsx';
import { useSteady, useStore } from './use-store.ts';

export interface PanelProps {
  readonly store: Store;
  readonly controller: Controller;
}

/** The whole panel: the network, and beside it the layer or the example that is looked into. */
export function Panel({ store, controller }: PanelProps) {
  const state = useStore(store);
  const steady = useSteady(state);
  const network = useMemo(
    () => networkOf(steady) && <NetworkPane state={steady} store={store} controller={controller} />,
    [steady, store, controller],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // What is shown by now, not what was when the panel was drawn last.
      if (pressKey(event, store.state, controller)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [store, controller]);
  return (
    <main class={`panel view-${state.view}`}>
      {body(state, store, controller, network)}
      {state.help && <Help controller={controller} />}
    </main>
  );
}

function body(state: AppState, store: Store, controller: Controller, network: ComponentChildren) {
  const { content } = state;
  if (!content) return <Message kind="loading" title={words.panel.loading} alone />;
  switch (content.state) {
    case 'loading':
      return <Message kind="loading" title={words.panel.reading(content.document.name)} alone />;
    case 'example':
      return <LayerPane state={state} store={store} controller={controller} />;
    case 'empty':
      return state.view === 'example' ? (
        <LayerPane state={state} store={store} controller={controller} />
      ) : (
        <Message
          kind="empty"
          title={content.message}
          alone
          action={words.panel.example}
          onAction={() => controller.places.openExample()}
        />
      );
    case 'error':
      return <Message kind="error" title={content.message} alone />;
    case 'network':
      return (
        <>
          {network}
          {state.view !== 'network' && <LayerPane state={state} store={store} controller={controller} />}
        </>
      );
  }
}
