import { basename } from 'node:path/posix';
import { env, l10n, Uri, window, workspace } from 'vscode';
import type { PanelPlace } from '../../protocol/panel.ts';
import { latestEdits, mostLinkedCells } from './link-choices.ts';
import { writeLink, type LinkedFile } from './panel-link.ts';

/** Copies a link that leads back to a place; says so, or why there is none. */
export async function copyLink(
  extension: string,
  shown: { readonly uri: Uri; readonly model: number } | null,
  place: PanelPlace,
): Promise<boolean> {
  const file = shown && linkedFile(shown.uri, shown.model);
  if (shown && !file) {
    void window.showWarningMessage(
      l10n.t(
        'Links lead to files of the workspace only. Open the folder of {0} first.',
        basename(shown.uri.path),
      ),
    );
    return false;
  }
  const query = writeLink({ file, place });
  const link = Uri.from({ scheme: env.uriScheme, authority: extension, path: '/show', query });
  // Not `asExternalUri`: what that gives in a browser leads back only once.
  await env.clipboard.writeText(link.toString());
  const cells = latestEdits(place.options?.edits ?? []).length;
  if (cells > mostLinkedCells) {
    void window.showWarningMessage(
      l10n.t(
        'The link was copied without the {0} cells that were written over: a link takes {1} at most.',
        cells,
        mostLinkedCells,
      ),
    );
  } else window.setStatusBarMessage(l10n.t('The link was copied.'), 3_000);
  return true;
}

function linkedFile(uri: Uri, model: number): LinkedFile | null {
  const folder = workspace.getWorkspaceFolder(uri);
  return folder
    ? { folder: folder.name, path: uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1), model }
    : null;
}
