import { readLink, type LinkedFile } from './panel-link.ts';
import type { PanelContent, PanelPlace } from '../../protocol/panel.ts';

/** What following a link needs of the editor. */
export interface LinkEditor<File> {
  /** The file, if the workspace has it. */
  find(file: LinkedFile): Promise<File | null>;
  /** What a panel would show of it. */
  content(file: File, model: number): Promise<PanelContent>;
  /** Opens the file at a line, where there is one, and its panel at a place. */
  open(file: File, model: number, place: PanelPlace, line: number | null): Promise<void>;
  openExample(place: PanelPlace): void;
}

export type Followed =
  | { readonly kind: 'open' }
  | { readonly kind: 'unreadable'; readonly part: string }
  | { readonly kind: 'no-file'; readonly path: string }
  /** `message` says why there is no network. */
  | { readonly kind: 'no-network'; readonly message: string }
  | { readonly kind: 'no-model'; readonly path: string; readonly model: number; readonly models: number }
  /** The network is open, without the layer. */
  | { readonly kind: 'no-layer'; readonly path: string; readonly layer: string };

/** Goes where a link leads to, as near as the file has it. */
export async function followLink<File>(query: string, editor: LinkEditor<File>): Promise<Followed> {
  const read = readLink(query);
  if (read.kind === 'unreadable') return read;
  const { file: linked, place } = read.link;
  if (!linked) {
    editor.openExample(place);
    return { kind: 'open' };
  }
  const { path, model } = linked;
  const file = await editor.find(linked);
  if (file === null) return { kind: 'no-file', path };
  const content = await editor.content(file, model);
  if (content.state !== 'network')
    return { kind: 'no-network', message: 'message' in content ? content.message : '' };
  // What is shown instead of a model that is missing would be another one.
  if (content.model !== model) return { kind: 'no-model', path, model, models: content.models.length };
  const layer = content.network.layers.find(({ id }) => id === place.layer);
  if (place.view === 'layer' && place.layer !== undefined && !layer) {
    await editor.open(file, model, { view: 'network' }, null);
    return { kind: 'no-layer', path, layer: place.layer };
  }
  await editor.open(file, model, place, content.hasText ? (layer?.line ?? null) : null);
  return { kind: 'open' };
}
