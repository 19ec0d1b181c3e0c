import type { PanelState, ScrolledForms, SeenNetwork } from '../../src/protocol/panel-state.ts';
import type { FileName, GivenFile } from '../../src/protocol/panel.ts';
import { triedSizes, type AppState } from './state.ts';

/** What belongs to the page, and is no part of what it shows. */
interface PageState {
  readonly panel: string;
  readonly seen: SeenNetwork | null;
  readonly scrolled: ScrolledForms;
}

/** What comes back after a reload; null as long as there is nothing to come back to. */
export function keptState(state: AppState, { panel, seen, scrolled }: PageState): PanelState | null {
  const { content, pinned, layer, unfolded, view, shownAs, order, playhead, field } = state;
  const { selection, values, options, speed, checks, comparison, run, runChoices } = state;
  if (!content) return null;
  return {
    panel,
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
    files: options.given.map(nameOf),
    comparison: comparison?.of ?? null,
    runChoices,
    ran: run.kind === 'ready' || run.kind === 'running',
    seen,
    scrolled,
    tried: triedSizes(state),
    speed,
    checks,
  };
}

const nameOf = ({ bytes: _, ...file }: GivenFile): FileName => file;
