import type { PanelPlace } from '../../src/protocol/panel.ts';
import { nthOfName } from './player.ts';
import { lessonOf, triedSizes, type AppState } from './state.ts';

/** What is shown now, as a place that one can come back to. */
export function panelPlace(state: AppState): PanelPlace {
  const { view, shownAs, layer, playhead, field, selection, values } = state;
  const sizes = triedSizes(state);
  if (view === 'network') return { view, form: shownAs, sizes };
  const { given: _, ...options } = state.options;
  const pass = lessonOf(state)?.passes[playhead.pass];
  const stage = pass?.stages[playhead.stage];
  const nth = nthOfName(pass?.stages ?? [], playhead.stage);
  return {
    view,
    ...(view === 'layer' && layer !== null && { layer, sizes }),
    ...(pass && stage && { pass: pass.id, stage: stage.id, ...(nth > 0 && { nth }), step: playhead.step }),
    ...(field && { field }),
    ...(Object.keys(selection).length > 0 && { selection }),
    values,
    options,
  };
}
