import { useRef } from 'preact/hooks';
import { flowScene } from '../../../src/scene/network/flow-chart.ts';
import { plainNumber } from '../../../src/scene/numbers.ts';
import type { Controller } from '../../app/controller.ts';
import { isRunStale, type AppState, type Store } from '../../app/state.ts';
import { words } from '../../app/words.ts';
import type { Camera } from '../../render/painter.ts';
import { PictureView } from '../picture.tsx';
import { RunControls } from './run-controls.tsx';

interface FlowProps {
  readonly state: AppState;
  readonly store: Store;
  readonly controller: Controller;
}

/** How large activations and gradients are, layer by layer, after the whole network has run. */
export function NetworkFlow({ state, store, controller }: FlowProps) {
  const { run, layer: selected } = state;
  const camera = useRef<Camera>({ x: 0, y: -(controller.network.scrolled.flow?.top ?? 0), zoom: 1 });
  const view = useRef({ height: 0, picture: 0 });
  const ready = run.kind === 'ready' ? run.run : null;
  const scrollBy = (dy: number) => {
    camera.current = within(view.current, camera.current.y - dy);
    controller.network.scroll('flow', { top: -camera.current.y, layer: selected });
    store.update({});
  };
  const onKey = (event: KeyboardEvent) => {
    const by = scrolledBy(event.key, view.current.height);
    if (by === null) return;
    event.preventDefault();
    scrollBy(by);
  };
  return (
    <>
      <RunControls state={state} controller={controller} />
      {run.kind === 'none' && <p class="note">{words.flow.explain}</p>}
      {run.kind === 'failed' && (
        <p class="note problem-error" role="alert">
          {run.message}
        </p>
      )}
      {ready && (
        <>
          <p class="note">
            {[
              ...(ready.loss === null ? [] : [`${words.flow.loss} ${plainNumber(ready.loss)}${words.stop}`]),
              ...ready.notes,
              ...(isRunStale(state) ? [words.flow.stale] : []),
            ].join(words.between)}
          </p>
          {ready.layers.length > 0 && (
            <div class="stage" tabIndex={0} role="group" aria-label={words.flow.chart} onKeyDown={onKey}>
              <PictureView
                store={store}
                label={words.flow.title}
                picture={{
                  scene: (width, height) => {
                    const scene = flowScene(ready.layers, { width, height, selected, words });
                    view.current = { height, picture: scene.height };
                    camera.current = within(view.current, camera.current.y);
                    return scene;
                  },
                  camera: () => camera.current,
                  tick: () => false,
                }}
                onHit={(hit, kind) => {
                  if (kind === 'click' && hit) controller.network.mark(hit.id.slice('layer:'.length));
                }}
                onWheel={({ dy }) => scrollBy(dy)}
                onDrag={(_, dy) => scrollBy(-dy)}
              />
              <ol class="spoken">
                {flowScene(ready.layers, { width: 600, selected, words }).description.map((line, row) => (
                  <li key={row}>{line}</li>
                ))}
              </ol>
            </div>
          )}
        </>
      )}
    </>
  );
}

/** As far as there is something to be seen. */
const within = (view: { readonly height: number; readonly picture: number }, y: number): Camera => ({
  x: 0,
  y: Math.max(Math.min(0, view.height - view.picture), Math.min(0, y)),
  zoom: 1,
});

/** As far as a page scrolls by a key; null where it is none of these. */
function scrolledBy(key: string, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return 48;
    case 'ArrowUp':
      return -48;
    case 'PageDown':
      return page * 0.9;
    case 'PageUp':
      return -page * 0.9;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
    default:
      return null;
  }
}
