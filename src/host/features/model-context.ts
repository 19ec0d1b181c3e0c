import { commands } from 'vscode';
import type { Disposable } from '../../util/disposable.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';

/**
 * Keeps the context key `convlens.models` at the addresses of all documents that are models, for `when` clauses such as
 * `resource in convlens.models`: what a file is shows in its content, so neither its language nor its name will do.
 */
export function trackModels(documents: ModelDocuments): Disposable {
  const models = new Set<string>();
  return documents.onDidAnalyze(({ document, analysis }) => {
    const uri = document.uri.toString();
    if (models.has(uri) === (analysis !== null)) return;
    if (analysis) models.add(uri);
    else models.delete(uri);
    void commands.executeCommand('setContext', 'convlens.models', [...models]);
  });
}
