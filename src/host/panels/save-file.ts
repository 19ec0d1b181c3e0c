import { l10n, Uri, window, workspace } from 'vscode';
import type { SaveFile } from '../../protocol/panel.ts';

/** Asks where to, beside `near` at first, and writes. False where the user gave up. */
export async function saveFile({ name, content }: SaveFile, near: Uri | null): Promise<boolean> {
  const folder = near?.scheme === 'untitled' ? null : near;
  const extension = name.replace(/^.*\./, '');
  const target = await window.showSaveDialog({
    ...(folder && { defaultUri: Uri.joinPath(folder, '..', name) }),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (!target) return false;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  try {
    await workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      l10n.t('{0} could not be written: {1}', workspace.asRelativePath(target), why),
    );
    return false;
  }
  const open = l10n.t('Open');
  void window
    .showInformationMessage(l10n.t('Written: {0}', workspace.asRelativePath(target)), open)
    .then((chosen) => (chosen === open ? window.showTextDocument(target) : undefined));
  return true;
}
