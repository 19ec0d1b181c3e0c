import { useEffect, useState } from 'preact/hooks';
import type { AppState, Store } from '../app/state.ts';

/** The state, again on every change. */
export function useStore(store: Store): AppState {
  const [, redraw] = useState(0);
  useEffect(() => store.subscribe(() => redraw((count) => count + 1)), [store]);
  return store.state;
}
