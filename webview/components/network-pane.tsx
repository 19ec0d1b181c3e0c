import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Scene } from '../../src/scene/draw-list.ts';
import { describeLayer, networkItems } from '../../src/scene/network/network-item.ts';
import { networkScene } from '../../src/scene/network/network-scene.ts';
import type { Orientation } from '../../src/scene/network/placed-item.ts';
import { count } from '../../src/scene/numbers.ts';
import type { Controller } from '../app/controller.ts';
import { networkOf, type AppState, type Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { fitAll, fitAlong, panBy, reveal, zoomAt } from '../render/camera.ts';
import type { Camera } from '../render/painter.ts';
import { PictureView } from './picture.tsx';

export interface PaneProps {
  readonly state: AppState;
  readonly store: Store;
  readonly controller: Controller;
}

interface View {
  width: number;
  height: number;
  camera: Camera;
  scene: Scene | null;
  /** What the camera was last set for. */
  fitted: string;
  shown: string;
}

const empty: Scene = { width: 1, height: 1, marks: [], hits: [], description: [] };

/** The network as a picture that can be moved, and as a list for keyboard and screen reader. */
export function NetworkPane({ state, store, controller }: PaneProps) {
  const network = networkOf(state);
  const view = useRef<View>({
    width: 0,
    height: 0,
    camera: { x: 0, y: 0, zoom: 1 },
    scene: null,
    fitted: '',
    shown: '',
  });
  const compact = state.view !== 'network';
  const items = useMemo(() => (network ? networkItems(network) : []), [network]);
  const list = useRef<HTMLUListElement>(null);
  const orientation = (): Orientation =>
    compact || view.current.width >= view.current.height * 1.15 ? 'across' : 'down';

  const cache = useRef<{ key: unknown[]; scene: Scene }>({ key: [], scene: empty });
  const sceneFor = (width: number, height: number): Scene => {
    if (!network) return empty;
    view.current.width = width;
    view.current.height = height;
    const flow = orientation();
    const key = [network, flow, flow === 'down' ? width : 0, store.state.layer, compact];
    if (key.some((part, place) => part !== cache.current.key[place])) {
      cache.current = {
        key,
        scene: networkScene(network, { orientation: flow, width, selected: store.state.layer, compact }),
      };
    }
    const { scene } = cache.current;
    const fit = `${flow} ${width} ${height} ${network.layers.length} ${compact}`;
    if (view.current.fitted !== fit) {
      view.current.camera = fitAlong(scene, { width, height }, flow === 'across');
      view.current.fitted = fit;
      view.current.shown = '';
    }
    if (store.state.layer !== null && view.current.shown !== store.state.layer) {
      const box = scene.hits.find(({ id }) => id === `layer:${store.state.layer}`);
      if (box) view.current.camera = reveal(view.current.camera, box, { width, height });
      view.current.shown = store.state.layer;
    }
    return scene;
  };
  const redraw = () => store.update({});
  const zoom = (factor: number) => {
    const { camera, width, height } = view.current;
    view.current.camera = zoomAt(camera, factor, width / 2, height / 2);
    redraw();
  };
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  if (!network) return null;
  const move = (by: number) => {
    const place = items.findIndex(({ layer }) => layer.id === state.layer);
    const next = items[Math.max(0, Math.min(items.length - 1, place + by))];
    if (next) controller.markLayer(next.layer.id);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Home') move(-items.length);
    else if (event.key === 'End') move(items.length);
    else if (event.key === 'Enter' && state.layer !== null) controller.openLayer(state.layer);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const { totals } = network;
  return (
    <section class={`network ${compact ? 'network-strip' : ''}`} aria-label={words.panel.network}>
      {!compact && (
        <header class="bar">
          <h1 class="title">{network.name}</h1>
          <span class="facts">
            {words.layers(network.layers.length)} · {words.panel.parameters(count(totals.params))} ·{' '}
            {words.panel.multiplyAdds(count(totals.macs))}
          </span>
          <span class="spacer" />
          <button type="button" class="button quiet" onClick={() => controller.openExample()}>
            {words.panel.example}
          </button>
          <button
            type="button"
            class="icon"
            title={words.panel.keys}
            aria-label={words.panel.keys}
            onClick={() => controller.toggleHelp()}
          >
            ?
          </button>
        </header>
      )}
      <div class="stage">
        <PictureView
          store={store}
          label={`${network.name}: ${words.layers(network.layers.length)}`}
          picture={{ scene: sceneFor, camera: () => view.current.camera, tick: () => false }}
          onHit={(hit, kind) => {
            if (kind === 'click' && hit?.id.startsWith('layer:'))
              controller.openLayer(hit.id.slice('layer:'.length));
          }}
          onDrag={(dx, dy) => {
            view.current.camera = panBy(view.current.camera, dx, dy);
          }}
          onWheel={({ dx, dy, zoom: zooms, x, y }) => {
            const { camera } = view.current;
            const across = orientation() === 'across';
            if (zooms) view.current.camera = zoomAt(camera, Math.exp(-dy / 240), x, y);
            else view.current.camera = across ? panBy(camera, -(dx + dy), 0) : panBy(camera, -dx, -dy);
          }}
        />
        {!compact && (
          <div class="zoom" role="group" aria-label={words.panel.zoom}>
            <button
              type="button"
              class="icon"
              aria-label={words.panel.zoomIn}
              title={words.panel.zoomIn}
              onClick={() => zoom(1.25)}
            >
              +
            </button>
            <button
              type="button"
              class="icon"
              aria-label={words.panel.zoomOut}
              title={words.panel.zoomOut}
              onClick={() => zoom(0.8)}
            >
              −
            </button>
            <button
              type="button"
              class="icon"
              aria-label={words.panel.fit}
              title={words.panel.fit}
              onClick={() => {
                const { width, height } = view.current;
                const scene = sceneFor(width, height);
                view.current.camera = fitAll(scene.width, scene.height, { width, height });
                redraw();
              }}
            >
              ⤢
            </button>
          </div>
        )}
        <ul
          ref={list}
          class="spoken"
          role="listbox"
          tabIndex={0}
          aria-label={words.panel.layerList}
          aria-activedescendant={state.layer === null ? undefined : optionId(state.layer)}
          onKeyDown={onKey}
        >
          {items.map((item) => (
            <li
              key={item.layer.id}
              id={optionId(item.layer.id)}
              role="option"
              aria-selected={item.layer.id === state.layer}
              onClick={() => controller.openLayer(item.layer.id)}
            >
              {describeLayer(item)}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

const optionId = (layer: string): string => `layer-${layer.replace(/[^\w-]/g, '_')}`;
