import * as vscode from 'vscode';
import { waitFor } from './wait.ts';

/** Opens a file of the workspace, by its path in there. */
export async function openFile(path: string): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

/** Opens text that is in no file, in a language of the extension. */
export async function openText(content: string, language: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

/** The one place in the document where `text` stands. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`${document.fileName} does not contain ${JSON.stringify(text)}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Replaces text as typing does: the document changes and is not saved. */
export async function replaceText(
  editor: vscode.TextEditor,
  old: string,
  replacement: string,
): Promise<void> {
  const range = rangeOf(editor.document, old);
  const done = await editor.edit((edit) => edit.replace(range, replacement));
  if (!done) throw new Error(`the editor refused to replace ${JSON.stringify(old)}`);
}

/** ConvLens' findings, once they are as `accept` wants them. */
export async function diagnosticsOf(
  uri: vscode.Uri,
  what: string,
  accept: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const ours = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ConvLens');
  return waitFor(what, ours, accept);
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export async function quickFixesAt(
  uri: vscode.Uri,
  range: vscode.Range,
): Promise<readonly vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind);
}

export async function applyFix({ edit, command }: vscode.CodeAction): Promise<void> {
  if (edit !== undefined && !(await vscode.workspace.applyEdit(edit)))
    throw new Error('the edit was refused');
  if (command !== undefined) {
    const args = (command.arguments ?? []) as unknown[];
    await vscode.commands.executeCommand(command.command, ...args);
  }
}

/** Everything that a hover at this place says, as one text. */
export async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  const contents = hovers.flatMap(({ contents }) => contents);
  return contents
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** The text of every inlay hint, by its line (from 0). */
export async function inlayHintsOf(document: vscode.TextDocument): Promise<ReadonlyMap<number, string>> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return new Map(
    hints.map(({ position, label }) => [
      position.line,
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    ]),
  );
}
