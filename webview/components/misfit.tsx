import { useMemo, useState } from 'preact/hooks';
import type { Scene } from '../../src/scene/draw-list.ts';
import { misfits, misfitScene } from '../../src/scene/misfit/misfit-scene.ts';
import { layerOf, type AppState, type Store } from '../app/state.ts';
import { words } from '../app/words.ts';
import { PictureView } from './picture.tsx';

interface MisfitProps {
  readonly state: AppState;
  readonly store: Store;
}

const still = { x: 0, y: 0, zoom: 1 };

/** What is wrong with a layer whose windows do not fit, as a picture; the fixes stand above it. */
export function Misfit({ state, store }: MisfitProps) {
  const [open, setOpen] = useState(false);
  const picture = useMemo(
    () => ({
      scene: (width: number): Scene => misfitScene(layerOf(store.state)?.axes ?? [], width, words),
      camera: () => still,
      tick: () => false,
    }),
    [store],
  );
  const axes = layerOf(state)?.axes ?? [];
  const count = misfits(axes).length;
  if (state.view !== 'layer' || count === 0) return null;
  return (
    <div class="misfit">
      <button type="button" class="button quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? '▾' : '▸'} {words.lesson.whatIsWrong}
      </button>
      {open && (
        <div class={`misfit-picture strips-${count}`}>
          <PictureView
            store={store}
            label={misfitScene(axes, 800, words).description.join(' ')}
            picture={picture}
          />
        </div>
      )}
    </div>
  );
}
