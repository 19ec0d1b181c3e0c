import { EventEmitter, type Event } from 'vscode';
import type { DisposableStore } from '../../util/disposable.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import type { SettingsStore } from '../settings.ts';

/** Fires when VS Code must ask again though the text is the same: a setting, an input size or the worker is new. */
export function refreshOf(
  store: DisposableStore,
  documents: ModelDocuments,
  settings: SettingsStore,
): Event<void> {
  const changed = store.add(new EventEmitter<void>());
  store.add(settings.onDidChange(() => changed.fire()));
  store.add(documents.onDidReanalyze(() => changed.fire()));
  return changed.event;
}
