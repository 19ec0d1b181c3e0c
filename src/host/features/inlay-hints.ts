import { EventEmitter, InlayHint, languages, MarkdownString } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import { candidates } from '../documents/candidates.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { fromRange, toPosition } from '../positions.ts';
import type { SettingsStore } from '../settings.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { ask } from './ask.ts';

/** Each layer's output shape at the end of its line. */
export function showInlayHints(
  documents: ModelDocuments,
  worker: WorkerClient<AnalysisWorker>,
  settings: SettingsStore,
): Disposable {
  const store = new DisposableStore();
  const changed = store.add(new EventEmitter<void>());
  // The text alone makes VS Code ask again; a setting, an input size or a new worker does not.
  store.add(settings.onDidChange(() => changed.fire()));
  store.add(documents.onDidReanalyze(() => changed.fire()));
  store.add(
    languages.registerInlayHintsProvider(candidates, {
      onDidChangeInlayHints: changed.event,
      async provideInlayHints(document, range, token) {
        if (!settings.of(document.uri).inlayHints) return [];
        const hints = await ask(documents, document, (_, of) =>
          worker.call('hints', { ...of, range: fromRange(range) }, { token }),
        );
        return hints?.map(({ position, label, tooltip }) => {
          const hint = new InlayHint(toPosition(position), label);
          hint.paddingLeft = true;
          hint.tooltip = new MarkdownString(tooltip);
          return hint;
        });
      },
    }),
  );
  return store;
}
