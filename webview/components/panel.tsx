import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Controller } from '../app/controller.ts';
import { lessonOf, networkOf, type AppState, type Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import type { Lesson } from '../../src/engine/trace/lesson.ts';
import { editableIn } from '../../src/protocol/panel.ts';
import { cellPlace } from '../../src/scene/layer/cell-place.ts';
import { tabsOf } from '../../src/scene/layer/tabs.ts';
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
      if (handleKey(event, state, controller)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
  return (
    <main class={`panel view-${state.view}`}>
      {body(state, store, controller, network)}
      {state.help && <Help controller={controller} />}
    </main>
  );
}

function body(state: AppState, store: Store, controller: Controller, network: ComponentChildren) {
  const { content } = state;
  if (!content) return <Message kind="loading" title={words.panel.loading} />;
  switch (content.state) {
    case 'loading':
      return <Message kind="loading" title={words.panel.reading(content.document.name)} />;
    case 'example':
      return <LayerPane state={state} store={store} controller={controller} />;
    case 'empty':
      return state.view === 'example' ? (
        <LayerPane state={state} store={store} controller={controller} />
      ) : (
        <Message
          kind="empty"
          title={content.message}
          action={words.panel.example}
          onAction={() => controller.places.openExample()}
        />
      );
    case 'error':
      return <Message kind="error" title={content.message} />;
    case 'network':
      return (
        <>
          {network}
          {state.view !== 'network' && <LayerPane state={state} store={store} controller={controller} />}
        </>
      );
  }
}

/** Keys that work anywhere but in a field; true where the key was ours. */
function handleKey(event: KeyboardEvent, state: AppState, controller: Controller): boolean {
  const target = event.target instanceof HTMLElement ? event.target.tagName : '';
  if (event.ctrlKey || event.metaKey || event.altKey || target === 'SELECT' || target === 'INPUT')
    return false;
  if (event.key === '?') {
    controller.toggleHelp();
    return true;
  }
  if (event.key === 'p' && state.content?.state === 'network' && state.content.hasText) {
    controller.pin(!state.pinned);
    return true;
  }
  if (event.key === 'Escape') {
    if (state.help) controller.toggleHelp(false);
    else if (state.view !== 'network') controller.places.showNetwork();
    else return false;
    return true;
  }
  const lesson = lessonOf(state);
  if (state.view === 'network' || !lesson) return false;
  const { pass, stage } = state.playhead;
  const stages = lesson.passes[pass]?.stages.length ?? 1;
  switch (event.key) {
    case ' ':
      if (target === 'BUTTON') return false;
      controller.player.play();
      return true;
    case 'ArrowRight':
      if (event.shiftKey) controller.player.showStage(Math.min(stages - 1, stage + 1));
      else controller.player.step(1);
      return true;
    case 'ArrowLeft':
      if (event.shiftKey) controller.player.showStage(Math.max(0, stage - 1));
      else controller.player.step(-1);
      return true;
    case 'Home':
      controller.player.scrub(0);
      return true;
    case 'End':
      controller.player.scrub(Number.MAX_SAFE_INTEGER);
      return true;
    case 'c':
      controller.cells.toggleChecks();
      return true;
    case 'e':
      return editFirst(lesson, state, controller);
    case '+':
    case '-':
      controller.player.setSpeed(event.key === '+' ? 1 : -1);
      return true;
    default: {
      const chosen = Number(event.key) - 1;
      const way = tabsOf(lesson)[chosen]?.ways[0];
      if (!Number.isInteger(chosen) || !way) return false;
      controller.player.showPass(way.pass);
      return true;
    }
  }
}

/** Begins to write over the first cell on screen that may be: by keyboard one goes on from there. */
function editFirst(lesson: Lesson, { playhead }: AppState, controller: Controller): boolean {
  const planes = lesson.passes[playhead.pass]?.stages[playhead.stage]?.planes ?? [];
  for (const [plane, shown] of planes.entries()) {
    if (!editableIn(lesson.operation).some((name) => name === shown.tensor)) continue;
    const row = shown.rows.kinds.indexOf('data');
    const column = shown.columns.kinds.indexOf('data');
    if (!cellPlace(shown, row, column)) continue;
    controller.cells.edit({ plane, row, column });
    return true;
  }
  return false;
}
