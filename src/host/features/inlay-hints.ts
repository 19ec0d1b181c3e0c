import { InlayHint, languages, MarkdownString } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import { candidates } from '../documents/candidates.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { fromRange, toPosition } from '../positions.ts';
import type { SettingsStore } from '../settings.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { askAfterPicture } from './ask.ts';
import { refreshOf } from './refresh.ts';

/** Each layer's output shape at the end of its line. */
export function showInlayHints(
  documents: ModelDocuments,
  worker: WorkerClient<AnalysisWorker>,
  settings: SettingsStore,
): Disposable {
  const store = new DisposableStore();
  const changed = refreshOf(store, documents, settings);
  store.add(
    languages.registerInlayHintsProvider(candidates, {
      onDidChangeInlayHints: changed,
      async provideInlayHints(document, range, token) {
        if (!settings.of(document.uri).inlayHints) return [];
        const hints = await askAfterPicture(documents, document, token, (_, of) =>
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
