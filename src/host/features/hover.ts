import { Hover, languages, MarkdownString } from 'vscode';
import type { Disposable } from '../../util/disposable.ts';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import { candidates } from '../documents/candidates.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { fromPosition, toRange } from '../positions.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { ask } from './ask.ts';

/** The formula with its numbers, shapes and costs of the layer under the pointer. */
export function showHovers(documents: ModelDocuments, worker: WorkerClient<AnalysisWorker>): Disposable {
  return languages.registerHoverProvider(candidates, {
    async provideHover(document, position, token) {
      const data = await ask(documents, document, token, (_, of) =>
        worker.call('hover', { ...of, position: fromPosition(position) }, { token }),
      );
      return data && new Hover(new MarkdownString(data.markdown), toRange(data.range));
    },
  });
}
