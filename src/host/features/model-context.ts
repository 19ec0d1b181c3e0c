import { commands, Uri } from 'vscode';
import type { Disposable } from '../../util/disposable.ts';
import type { ModelFiles } from '../documents/model-files.ts';

/**
 * Keeps the context key `convlens.models` at the paths of all files that are models, for `when` clauses such as
 * `resourcePath in convlens.models`: what a file is shows in its content, so neither its language nor its name will do.
 * Not at their addresses: where the extension runs on another machine (SSH, WSL, containers), what is `file:` here is
 * `vscode-remote:` to the window.
 */
export function trackModels(files: ModelFiles): Disposable {
  const models = new Set<string>();
  return files.onDidAnalyze(({ uri: address, analysis }) => {
    const uri = address.toString();
    if (models.has(uri) === (analysis !== null)) return;
    if (analysis) models.add(uri);
    else models.delete(uri);
    const paths = [...models].flatMap((model) => {
      const { path, fsPath } = Uri.parse(model, true);
      // The window writes a local file's path as its own system does.
      return path === fsPath ? [path] : [path, fsPath];
    });
    void commands.executeCommand('setContext', 'convlens.models', paths);
  });
}
