import type { Box, Scene } from '../../../src/scene/draw-list.ts';
import { minimapFrame, minimapScene } from '../../../src/scene/network/minimap.ts';
import type { Store } from '../../app/state.ts';
import type { Camera } from '../../render/painter.ts';
import { PictureView } from '../picture.tsx';

interface MinimapProps {
  readonly store: Store;
  readonly scene: () => Scene;
  readonly view: () => { readonly width: number; readonly height: number; readonly camera: Camera };
  /** How large it may be. */
  readonly room: { readonly width: number; readonly height: number };
  readonly onMove: (camera: Camera) => void;
}

const still: Camera = { x: 0, y: 0, zoom: 1 };

/** The whole picture beside it, small, with a frame around what is seen; dragging the frame moves the picture, a press beside it goes there. */
export function Minimap({ store, scene, view, room, onMove }: MinimapProps) {
  const seen = (): Box => {
    const { camera, width, height } = view();
    return {
      x: -camera.x / camera.zoom,
      y: -camera.y / camera.zoom,
      width: width / camera.zoom,
      height: height / camera.zoom,
    };
  };
  const frame = minimapFrame(scene(), seen(), room);
  if (!frame) return null;
  return (
    <div
      class="minimap"
      style={{ width: `${frame.width}px`, height: `${frame.height}px` }}
      aria-hidden="true"
    >
      <PictureView
        store={store}
        label=""
        picture={{
          scene: () => minimapScene(scene(), seen(), frame),
          camera: () => still,
          tick: () => false,
        }}
        onPress={(x, y) => {
          const { camera, width, height } = view();
          const at = { x: x / frame.scale, y: y / frame.scale };
          const { x: left, y: top, width: wide, height: high } = seen();
          // The frame is dragged; beside it one goes to the place.
          if (at.x >= left && at.x <= left + wide && at.y >= top && at.y <= top + high) return;
          onMove({
            ...camera,
            x: width / 2 - at.x * camera.zoom,
            y: height / 2 - at.y * camera.zoom,
          });
        }}
        onDrag={(dx, dy) => {
          const { camera } = view();
          const share = camera.zoom / frame.scale;
          onMove({ ...camera, x: camera.x - dx * share, y: camera.y - dy * share });
        }}
      />
    </div>
  );
}
