import { useRef } from 'preact/hooks';
import { flowScene } from '../../../src/scene/network/flow-chart.ts';
import { plainNumber } from '../../../src/scene/numbers.ts';
import { sameData } from '../../../src/util/same-data.ts';
import type { Controller } from '../../app/controller.ts';
import { triedSizes, type AppState, type Store } from '../../app/state.ts';
import { words } from '../../app/words.ts';
import { panBy } from '../../render/camera.ts';
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
  const camera = useRef<Camera>({ x: 0, y: 0, zoom: 1 });
  const view = useRef({ height: 0, picture: 0 });
  const ready = run.kind === 'ready' ? run.run : null;
  const scrollBy = (dy: number) => {
    const { height, picture } = view.current;
    const y = Math.max(Math.min(0, height - picture), Math.min(0, camera.current.y - dy));
    camera.current = panBy({ ...camera.current, y: 0 }, 0, y);
    store.update({});
  };
  const onKey = (event: KeyboardEvent) => {
    const by = scrolledBy(event.key, view.current.height);
    if (by === null) return;
    event.preventDefault();
    scrollBy(by);
  };
  const stale =
    run.kind === 'ready' &&
    state.content?.state === 'network' &&
    (run.version !== state.content.version || !sameData(run.sizes, triedSizes(state)));
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
              ...(stale ? [words.flow.stale] : []),
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
