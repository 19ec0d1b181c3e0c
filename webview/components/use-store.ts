import { useEffect, useRef, useState } from 'preact/hooks';
import type { AppState, Store } from '../app/state.ts';

/** While something plays or is moved, its picture follows with every frame; words and sliders beside it this often. */
const movingInterval = 120;

/** The state, again on every change. */
export function useStore(store: Store): AppState {
  const [, redraw] = useState(0);
  const shown = useRef(store.state);
  useEffect(() => {
    let timer = 0;
    const show = () => {
      clearTimeout(timer);
      timer = 0;
      redraw((count) => count + 1);
    };
    const release = store.subscribe(() => {
      if (!onlyMoved(shown.current, store.state)) show();
      else if (timer === 0) timer = window.setTimeout(show, movingInterval);
    });
    // Effects run after the first paint: what has come until then has told nobody.
    if (shown.current !== store.state) show();
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [store]);
  shown.current = store.state;
  return store.state;
}

/** Nothing has changed but where the playhead of a playing lesson stands, or a camera, which is no state. */
const onlyMoved = (before: AppState, now: AppState): boolean =>
  (now.playing || before.playhead === now.playhead) && isSteady(before, now);

/** Whether two states differ in the playhead at most. */
const isSteady = (before: AppState, now: AppState): boolean =>
  Object.entries(now).every(([key, value]) => key === 'playhead' || before[key as keyof AppState] === value);

/** The state for what does not look at the playhead: another object only where something else has changed. */
export function useSteady(state: AppState): AppState {
  const steady = useRef(state);
  if (!isSteady(steady.current, state)) steady.current = state;
  return steady.current;
}
