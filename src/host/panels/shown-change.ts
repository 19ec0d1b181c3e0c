import type { PanelContent, ShownChange } from '../../protocol/panel.ts';
import { sameData } from '../../util/same-data.ts';
import type { HeldNetwork } from '../documents/held-networks.ts';

/** What a page that shows `told` needs to show `content` instead; null: the whole. */
export function shownChange(
  told: PanelContent | null,
  content: PanelContent,
  held: HeldNetwork | null,
): ShownChange | null {
  if (told?.state !== 'network' || content.state !== 'network') return null;
  if (held?.network !== content.network || held.since?.before !== told.network) return null;
  const { version: since, network: _, ...before } = told;
  const { version, network: __, ...now } = content;
  return sameData(before, now) ? { since, version, change: held.since.change } : null;
}
