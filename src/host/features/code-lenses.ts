import { CodeLens, languages, type Command, type TextDocument } from 'vscode';
import type { AnalysisWorker, LensData } from '../../protocol/analysis.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import { candidates } from '../documents/candidates.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { toRange } from '../positions.ts';
import type { SettingsStore } from '../settings.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { askAfterPicture } from './ask.ts';
import { refreshOf } from './refresh.ts';

/** A line above each model: its totals and input size, and the way into the panel. */
export function showCodeLenses(
  documents: ModelDocuments,
  worker: WorkerClient<AnalysisWorker>,
  settings: SettingsStore,
): Disposable {
  const store = new DisposableStore();
  const changed = refreshOf(store, documents, settings);
  store.add(
    languages.registerCodeLensProvider(candidates, {
      onDidChangeCodeLenses: changed,
      async provideCodeLenses(document, token) {
        if (!settings.of(document.uri).codeLenses) return [];
        const lenses = await askAfterPicture(documents, document, token, (_, of) =>
          worker.call('lenses', of, { token }),
        );
        return lenses?.map((lens) => new CodeLens(toRange(lens.range), commandOf(document, lens)));
      },
    }),
  );
  return store;
}

function commandOf({ uri }: TextDocument, { title, action, model }: LensData): Command {
  switch (action) {
    case 'show-layout':
      return { title, command: 'convlens.showLayout', arguments: [uri, model] };
    case 'choose-input-size':
      return { title, command: 'convlens.chooseInputSize', arguments: [uri] };
    case 'choose-model':
      return { title, command: 'convlens.chooseModel', arguments: [uri] };
    case 'choose-phase':
      return { title, command: 'convlens.choosePhase', arguments: [uri] };
    case 'choose-scale':
      return { title, command: 'convlens.chooseScale', arguments: [uri] };
  }
}
