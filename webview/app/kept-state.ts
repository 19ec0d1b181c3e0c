import type { PanelState } from '../../src/protocol/panel-state.ts';
import { triedSizes, type AppState } from './state.ts';

/** What comes back after a reload; null as long as there is nothing to come back to. */
export function keptState(state: AppState): PanelState | null {
  const { content, pinned, layer, unfolded, view, shownAs, order, playhead, field } = state;
  const { selection, values, options, speed, checks } = state;
  if (!content) return null;
  return {
    document: content.state === 'example' ? null : content.document.uri,
    model: content.state === 'network' ? content.model : 0,
    pinned,
    layer,
    unfolded,
    view,
    shownAs,
    order,
    pass: playhead.pass,
    stage: playhead.stage,
    step: playhead.step,
    field,
    selection,
    values,
    options: { ...options, given: [] },
    tried: triedSizes(state),
    speed,
    checks,
  };
}
