import { commands, l10n, Uri, window, workspace, type LogOutputChannel, type TextDocument } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import type { InputSizes } from '../documents/input-sizes.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { fromPosition } from '../positions.ts';
import type { Panels } from '../panels/panels.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { chooseInputSize } from './choose-input-size.ts';

interface Parts {
  readonly extension: Uri;
  readonly documents: ModelDocuments;
  readonly analysis: WorkerClient<AnalysisWorker>;
  readonly inputSizes: InputSizes;
  readonly panels: Panels;
  readonly output: LogOutputChannel;
  readonly restartWorkers: () => void;
}

/** The commands of package.json. Menus pass the document's address; the palette passes nothing. */
export function registerCommands(parts: Parts): Disposable {
  const { extension, documents, inputSizes, panels, output } = parts;
  const store = new DisposableStore();
  const register = (name: string, run: (...values: readonly unknown[]) => unknown) =>
    store.add(commands.registerCommand(`convlens.${name}`, run));

  register('showLayout', async (uri, model) => {
    const document = await target(uri);
    if (document && (await isModel(documents, document))) {
      panels.show({
        document,
        model: typeof model === 'number' ? model : await modelAtCursor(parts, document),
      });
    }
  });
  register('showExample', () => panels.showExample());
  register('chooseInputSize', async (uri) => {
    const document = await target(uri);
    if (document && (await isModel(documents, document)))
      await chooseInputSize(documents, inputSizes, document);
  });
  register('explainProblem', async (code) => {
    const page = Uri.joinPath(extension, 'docs', 'problems.md');
    const fragment = typeof code === 'string' ? code : '';
    await commands.executeCommand('markdown.showPreview', page.with({ fragment }));
  });
  register('restartWorkers', () => {
    parts.restartWorkers();
    documents.refresh();
  });
  register('showOutput', () => output.show());
  return store;
}

async function target(uri: unknown): Promise<TextDocument | undefined> {
  return uri instanceof Uri ? workspace.openTextDocument(uri) : window.activeTextEditor?.document;
}

async function isModel(documents: ModelDocuments, document: TextDocument): Promise<boolean> {
  if (await documents.current(document)) return true;
  void window.showInformationMessage(
    l10n.t(
      'This file is not a model that ConvLens reads. Open a *.convlens.yaml file or a Darknet .cfg file.',
    ),
  );
  return false;
}

/** The model whose text holds the cursor; the first one where it stands outside of all. */
async function modelAtCursor({ documents, analysis }: Parts, document: TextDocument): Promise<number> {
  const editor = window.visibleTextEditors.find((visible) => visible.document === document);
  const current = await documents.current(document);
  if (!editor || !current || current.models.length < 2) return 0;
  const { version } = current;
  const position = fromPosition(editor.selection.active);
  const place = await analysis
    .call('layerAt', { uri: document.uri.toString(), version, position })
    .catch(() => null);
  return place?.model ?? 0;
}
