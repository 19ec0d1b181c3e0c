import { DocumentSymbol, languages, SymbolKind } from 'vscode';
import type { AnalysisWorker, SymbolData } from '../../protocol/analysis.ts';
import type { Disposable } from '../../util/disposable.ts';
import { candidates } from '../documents/candidates.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { toRange } from '../positions.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { askAfterPicture } from './ask.ts';

/** The layers with their shapes, in the outline and the breadcrumbs. */
export function showSymbols(documents: ModelDocuments, worker: WorkerClient<AnalysisWorker>): Disposable {
  return languages.registerDocumentSymbolProvider(
    candidates,
    {
      async provideDocumentSymbols(document, token) {
        const symbols = await askAfterPicture(documents, document, token, (_, of) =>
          worker.call('symbols', of, { token }),
        );
        return symbols?.map(documentSymbol);
      },
    },
    { label: 'ConvLens' },
  );
}

const kinds = {
  model: SymbolKind.Module,
  block: SymbolKind.Namespace,
  layer: SymbolKind.Function,
} as const;

function documentSymbol({ name, detail, kind, range, selection, children }: SymbolData): DocumentSymbol {
  const symbol = new DocumentSymbol(name, detail, kinds[kind], toRange(range), toRange(selection));
  symbol.children = children.map(documentSymbol);
  return symbol;
}
