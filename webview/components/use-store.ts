import { useEffect, useRef, useState } from 'preact/hooks';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import type { AppState, Store } from '../app/state.ts';

/** The state, again on every change but of the step within a stage: what shows the step asks for it with `useStep`. */
export function useStore(store: Store): AppState {
  const [, redraw] = useState(0);
  const shown = useRef(store.state);
  useEffect(() => {
    const show = () => {
      if (!isSameStage(shown.current, store.state)) redraw((count) => count + 1);
    };
    // Effects run after the first paint: what has come until then has told nobody.
    show();
    return store.subscribe(show);
  }, [store]);
  shown.current = store.state;
  return store.state;
}

const isSameStage = (before: AppState, now: AppState): boolean =>
  isSteady(before, now) &&
  before.playhead.pass === now.playhead.pass &&
  before.playhead.stage === now.playhead.stage;

/** Whether two states differ in the playhead at most. */
const isSteady = (before: AppState, now: AppState): boolean =>
  Object.entries(now).every(([key, value]) => key === 'playhead' || before[key as keyof AppState] === value);

/** The state for what does not look at the playhead: another object only where something else has changed. */
export function useSteady(state: AppState): AppState {
  const steady = useRef(state);
  if (!isSteady(steady.current, state)) steady.current = state;
  return steady.current;
}

/** While a lesson plays, its picture follows with every frame; numbers and sliders beside it this often, in milliseconds. */
export const beside = 120;

/** The playhead, again on every step; while it plays at most every `interval` milliseconds, and when it has stopped. */
export function useStep(store: Store, interval: number): Playhead {
  const [, redraw] = useState(0);
  useEffect(() => {
    let timer = 0;
    let shown = store.state.playhead;
    const show = () => {
      clearTimeout(timer);
      timer = 0;
      shown = store.state.playhead;
      redraw((count) => count + 1);
    };
    const release = store.subscribe(() => {
      const { playhead, playing } = store.state;
      if (playhead === shown) return;
      if (!playing) show();
      else if (timer === 0 && interval < Infinity) timer = window.setTimeout(show, interval);
    });
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [store, interval]);
  return store.state.playhead;
}
