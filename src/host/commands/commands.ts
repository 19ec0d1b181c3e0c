import { basename } from 'node:path/posix';
import { commands, l10n, Uri, window, type LogOutputChannel } from 'vscode';
import type { VariantKind } from '../../model/variant.ts';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import type { FileChoices } from '../documents/file-choices.ts';
import type { ModelFile } from '../documents/model-file.ts';
import type { ModelFiles } from '../documents/model-files.ts';
import { fromPosition } from '../positions.ts';
import { onnxEditor } from '../panels/onnx-editor.ts';
import type { Panels } from '../panels/panels.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { chooseVariant } from './choose-variant.ts';
import { declareLayer } from './declare-layer.ts';
import { chooseInputSize } from './choose-input-size.ts';

interface Parts {
  readonly extension: Uri;
  readonly files: ModelFiles;
  readonly analysis: WorkerClient<AnalysisWorker>;
  readonly fileChoices: FileChoices;
  readonly panels: Panels;
  readonly output: LogOutputChannel;
  readonly restartWorkers: () => void;
}

/** The commands of package.json. Menus pass the file's address; the palette passes nothing. */
export function registerCommands(parts: Parts): Disposable {
  const { extension, files, fileChoices, panels, output } = parts;
  const store = new DisposableStore();
  const register = (name: string, run: (...values: readonly unknown[]) => unknown) =>
    store.add(commands.registerCommand(`convlens.${name}`, run));

  register('showLayout', async (uri, model) => {
    const file = await modelFile(files, uri);
    if (!file) return;
    if (file.document) {
      const place = typeof model === 'number' ? model : await modelAtCursor(parts, file);
      panels.show({ document: file.document, model: place });
    } else await commands.executeCommand('vscode.openWith', file.uri, onnxEditor);
  });
  register('showExample', () => panels.showExample());
  register('pinPanel', () => {
    const panel = panels.active;
    if (panel) panel.pin(!panel.pinned);
    else void window.showInformationMessage(l10n.t('Click into the panel that is to be pinned first.'));
  });
  register('chooseInputSize', async (uri) => {
    const file = await modelFile(files, uri);
    if (file) await chooseInputSize(files, fileChoices, file);
  });
  const chooses = (kind: VariantKind) => async (uri: unknown) => {
    const file = await modelFile(files, uri);
    if (file) await chooseVariant(kind, files, fileChoices, file);
  };
  register('chooseModel', chooses('model'));
  register('choosePhase', chooses('phase'));
  register('chooseScale', chooses('scale'));
  register('declareLayer', (uri, type) =>
    declareLayer(uri instanceof Uri ? uri : files.active, typeof type === 'string' ? type : undefined),
  );
  register('explainProblem', async (code) => {
    const page = Uri.joinPath(extension, 'docs', 'problems.md');
    const fragment = typeof code === 'string' ? code : '';
    await commands.executeCommand('markdown.showPreview', page.with({ fragment }));
  });
  register('restartWorkers', () => {
    parts.restartWorkers();
    files.refresh();
  });
  register('showOutput', () => output.show());
  return store;
}

/** The file that a command is for, where it is a model; else it says so. */
async function modelFile(files: ModelFiles, given: unknown): Promise<ModelFile | null> {
  const uri = given instanceof Uri ? given : files.active;
  if (!uri) return null;
  const file = await files.at(uri);
  if (await file.current()) return file;
  void window.showInformationMessage(l10n.t('{0} is not a model that ConvLens reads.', basename(uri.path)));
  return null;
}

/** The model whose text holds the cursor; the first one where it stands outside of all. */
async function modelAtCursor({ analysis }: Parts, file: ModelFile): Promise<number> {
  const editor = window.visibleTextEditors.find(({ document }) => document === file.document);
  const current = await file.current();
  if (!editor || !current || current.models.length < 2) return 0;
  const { version } = current;
  const position = fromPosition(editor.selection.active);
  const place = await analysis
    .call('layerAt', { uri: file.uri.toString(), version, position })
    .catch(() => null);
  return place?.model ?? 0;
}
