import { useMemo, useRef, useState } from 'preact/hooks';
import type { Scene } from '../../../src/scene/draw-list.ts';
import { flowMagnitudes } from '../../../src/scene/network/flow-magnitudes.ts';
import { networkScene } from '../../../src/scene/network/network-scene.ts';
import type { Orientation } from '../../../src/scene/network/placed-item.ts';
import { visibleLayer } from '../../../src/scene/network/fold.ts';
import { layerCount } from '../../../src/scene/network/totals.ts';
import type { Controller } from '../../app/controller.ts';
import type { AppState, Store } from '../../app/state.ts';
import { words } from '../../app/words.ts';
import { fitAll, fitAlong, keepInView, panBy, reveal, zoomAt } from '../../render/camera.ts';
import type { Camera } from '../../render/painter.ts';
import { PictureView } from '../picture.tsx';
import { useWhenIdle } from '../use-when-idle.ts';
import { LayerList } from './layer-list.tsx';
import { Minimap } from './minimap.tsx';
import { ZoomButtons } from './zoom-buttons.tsx';

interface GraphProps {
  readonly state: AppState;
  readonly store: Store;
  readonly controller: Controller;
  /** Beside a layer: small, without what moves the picture. */
  readonly strip: boolean;
}

interface View {
  width: number;
  height: number;
  camera: Camera;
  /** What the camera was last set for. */
  fitted: string;
  shown: string;
}

/** A picture that runs down is no wider: words and gradients of one layer belong together. */
const widestDown = 680;

/** So many entries take longer than a frame. */
const manyEntries = 300;

const empty: Scene = { width: 1, height: 1, marks: [], hits: [], description: [] };

/** The network as a picture that can be moved, and as a list for keyboard and screen reader. */
export function NetworkGraph({ state, store, controller, strip }: GraphProps) {
  const view = useRef<View>({
    width: 0,
    height: 0,
    camera: { x: 0, y: 0, zoom: 1 },
    fitted: '',
    shown: '',
  });
  // Where the camera stands is no state of the panel: what stands around the picture is told here.
  const [, redraw] = useState(0);
  const orientation = (): Orientation =>
    strip || view.current.width >= view.current.height * 1.15 ? 'across' : 'down';
  const cache = useRef<{ key: readonly unknown[]; scene: Scene }>({ key: [], scene: empty });

  const sceneFor = (width: number, height: number): Scene => {
    const { graph, layer, run } = store.state;
    if (!graph) return empty;
    view.current.width = width;
    view.current.height = height;
    const flow = orientation();
    const selected = layer === null ? null : visibleLayer(graph.network, layer);
    const key = [graph, run, flow, flow === 'down' ? Math.min(width, widestDown) : 0, selected, strip];
    if (key.some((part, place) => part !== cache.current.key[place])) {
      const magnitudes = run.kind === 'ready' ? flowMagnitudes(graph.network, run.run) : null;
      const options = {
        magnitudes,
        orientation: flow,
        width: Math.min(width, widestDown),
        selected,
        compact: strip,
        changes: graph.changes,
        words,
      };
      cache.current = { key, scene: networkScene(graph.network, graph.layout, options) };
    }
    const { scene } = cache.current;
    const as = `${flow} ${graph.network.name}`;
    const fit = `${as} ${width} ${height} ${strip}`;
    if (view.current.fitted !== fit) {
      const { seen } = controller.network;
      const moved = !strip && seen?.as === as ? seen : null;
      view.current.camera = moved
        ? keepInView(moved, scene, { width, height })
        : fitAlong(scene, { width, height }, { across: flow === 'across', words: !strip });
      view.current.fitted = fit;
      view.current.shown = moved?.shown ?? '';
      // What stands around the picture learns how large it has become.
      queueMicrotask(() => redraw((count) => count + 1));
    }
    if (selected !== null && view.current.shown !== selected) {
      const box = scene.hits.find(({ id }) => id === `layer:${selected}`);
      if (box) view.current.camera = reveal(view.current.camera, box, { width, height }, scene);
      view.current.shown = selected;
      if (!strip && controller.network.seen) keepPlace();
    }
    return scene;
  };
  /** A picture that was moved is there again after a reload, and when one comes back from a layer or the table. */
  const keepPlace = () => {
    const { camera, shown } = view.current;
    const as = `${orientation()} ${store.state.graph?.network.name ?? ''}`;
    controller.network.look({ ...camera, as, shown });
  };
  const moveTo = (camera: Camera) => {
    view.current.camera = keepInView(camera, cache.current.scene, view.current);
    if (!strip) keepPlace();
    store.update({});
    redraw((count) => count + 1);
  };
  const open = (id: string) => {
    const block = state.graph?.network.layers.find((layer) => layer.id === id)?.fold?.block;
    if (block === undefined) controller.places.openLayer(id);
    else controller.network.toggle(block);
  };
  // A thousand entries: only drawn again where they have changed, and after the picture.
  const spoken = useWhenIdle(state.graph, (state.graph?.network.layers.length ?? 0) > manyEntries);
  const list = useMemo(
    () => <LayerList graph={spoken} layer={state.layer} controller={controller} onOpen={open} />,
    [spoken, state.layer, controller],
  );
  return (
    <div class={`stage graph graph-${orientation()}`}>
      <div class="view">
        <PictureView
          store={store}
          label={`${state.graph?.network.name ?? ''}${words.colon}${words.layers(layerCount(state.graph?.network.layers ?? []))}`}
          content={state.graph}
          picture={{ scene: sceneFor, camera: () => view.current.camera, tick: () => false }}
          onHit={(hit, kind) => {
            if (kind !== 'click' || !hit) return;
            if (hit.id.startsWith('layer:')) open(hit.id.slice('layer:'.length));
            else if (hit.id.startsWith('block:')) controller.network.toggle(hit.id.slice('block:'.length));
          }}
          onDrag={(dx, dy) => moveTo(panBy(view.current.camera, dx, dy))}
          onWheel={({ dx, dy, zoom: zooms, x, y }) => {
            const { camera } = view.current;
            const across = orientation() === 'across';
            if (zooms) moveTo(zoomAt(camera, Math.exp(-dy / 240), x, y));
            else moveTo(across && dx === 0 ? panBy(camera, -dy, 0) : panBy(camera, -dx, -dy));
          }}
        />
      </div>
      {!strip && (
        <div class="dock">
          <Minimap
            store={store}
            scene={() => cache.current.scene}
            view={() => view.current}
            room={
              orientation() === 'across'
                ? { width: Math.max(60, view.current.width - 160), height: 40 }
                : { width: 30, height: Math.max(60, view.current.height - 140) }
            }
            onMove={moveTo}
          />
          <ZoomButtons
            onZoom={(factor) => {
              const { camera, width, height } = view.current;
              moveTo(zoomAt(camera, factor, width / 2, height / 2));
            }}
            onFit={() => {
              const { width, height } = view.current;
              const scene = sceneFor(width, height);
              moveTo(fitAll(scene.width, scene.height, { width, height }));
              // As it was at first, whatever becomes of the panel's size.
              controller.network.look(null);
            }}
          />
        </div>
      )}
      {list}
    </div>
  );
}
