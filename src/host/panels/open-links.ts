import { commands, FileType, l10n, Range, Uri, window, workspace } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import { assertNever } from '../../util/assert-never.ts';
import type { Disposable } from '../../util/disposable.ts';
import type { ModelFile } from '../documents/model-file.ts';
import type { ModelFiles } from '../documents/model-files.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { followLink, type Followed, type LinkEditor } from './follow-link.ts';
import { onnxEditor } from './onnx-editor.ts';
import { panelContent } from './panel-content.ts';
import type { LinkedFile } from './panel-link.ts';
import type { Panels } from './panels.ts';

export interface LinkHandler extends Disposable {
  readonly open: (link: Uri) => Promise<void>;
}

/** Opens links to a place of a panel: VS Code asks the user first. */
export function openLinks(
  files: ModelFiles,
  panels: Panels,
  analysis: WorkerClient<AnalysisWorker>,
): LinkHandler {
  const editor: LinkEditor<ModelFile> = {
    find: async (linked) => {
      const uri = await findFile(linked);
      if (!uri) return null;
      // A binary file is read by the editor that shows it.
      if (uri.path.endsWith('.onnx')) await commands.executeCommand('vscode.openWith', uri, onnxEditor);
      return files.at(uri);
    },
    content: (file, model) => panelContent(file, analysis, model),
    open: async ({ uri, document }, model, place, line) => {
      if (!document) {
        panels.of(uri)?.goTo(place);
        return;
      }
      const selection = line === null ? undefined : new Range(line, 0, line, 0);
      await window.showTextDocument(document, { ...(selection && { selection }), preview: false });
      panels.show({ document, model }).goTo(place);
    },
    openExample: (place) => panels.showExample().goTo(place),
  };
  const open = async ({ query }: Uri) => {
    const message = messageOf(await followLink(query, editor));
    if (message !== null) void window.showWarningMessage(message);
  };
  const registered = window.registerUriHandler({ handleUri: open });
  return { open, dispose: () => void registered.dispose() };
}

/** The file in the folder of that name, else in another one: who follows a link may have named it otherwise. */
async function findFile({ folder, path }: LinkedFile): Promise<Uri | null> {
  const folders = [...(workspace.workspaceFolders ?? [])].sort(
    (a, b) => Number(b.name === folder) - Number(a.name === folder),
  );
  for (const { uri } of folders) {
    const file = Uri.joinPath(uri, path);
    const isFile = await workspace.fs.stat(file).then(
      ({ type }) => (type & FileType.File) !== 0,
      () => false,
    );
    if (isFile) return file;
  }
  return null;
}

function messageOf(followed: Followed): string | null {
  switch (followed.kind) {
    case 'open':
      return null;
    case 'unreadable':
      return l10n.t(
        'ConvLens cannot read this link: its part “{0}” is missing or wrong. Copy it anew in the panel.',
        followed.part,
      );
    case 'no-file':
      return l10n.t('The link leads to {0}, which is not in this workspace. Open its folder.', followed.path);
    case 'no-network':
      return followed.message;
    case 'no-model':
      return l10n.t(
        'The link leads to model {0} of {1}, which has {2}.',
        followed.model + 1,
        followed.path,
        followed.models,
      );
    case 'no-layer':
      return l10n.t('There is no layer {0} in {1} any more.', followed.layer, followed.path);
    default:
      return assertNever(followed);
  }
}
