import { Uri, window, type Event, type ExtensionContext } from 'vscode';
import type { AnalysisWorker } from '../protocol/analysis.ts';
import type { ComputeProgress, ComputeWorker } from '../protocol/compute.ts';
import type { Handlers, NoMethods } from '../protocol/rpc/channel.ts';
import { DisposableStore, type Disposable } from '../util/disposable.ts';
import { registerCommands } from './commands/commands.ts';
import { FileChoices } from './documents/file-choices.ts';
import { ModelFiles } from './documents/model-files.ts';
import { ShownModels } from './documents/shown-models.ts';
import { ModelDocuments, type AnalysisTimes, type AnalyzedDocument } from './documents/model-documents.ts';
import { showCodeLenses } from './features/code-lenses.ts';
import { showDiagnostics } from './features/diagnostics.ts';
import { showHovers } from './features/hover.ts';
import { showInlayHints } from './features/inlay-hints.ts';
import { trackModels } from './features/model-context.ts';
import { offerQuickFixes } from './features/quick-fixes.ts';
import { showStatus } from './features/status-bar.ts';
import { showSymbols } from './features/symbols.ts';
import { ownFolder } from './own-folder.ts';
import { KeptFiles } from './panels/kept-files.ts';
import { offerOnnxEditor } from './panels/onnx-editor.ts';
import { openLinks } from './panels/open-links.ts';
import { Panels } from './panels/panels.ts';
import { schedule } from './schedule.ts';
import { SettingsStore } from './settings.ts';
import { NetworkRuns } from './workers/network-runs.ts';
import { Supervisor } from './workers/supervisor.ts';
import type { StartThread } from './workers/thread.ts';

/** What differs between the desktop and the browser. */
export interface Platform {
  readonly startWorker: (role: 'analysis' | 'compute') => ReturnType<StartThread>;
}

/** What `activate` returns: enough for tests and measurements to see what a user sees. */
export interface ConvLensApi {
  readonly onDidAnalyze: Event<AnalyzedDocument>;
  readonly onDidMeasure: Event<AnalysisTimes>;
  readonly panels: Panels;
  /** What VS Code does with a link, once the user has agreed. */
  readonly openLink: (link: Uri) => Promise<void>;
}

/**
 * Milliseconds that a busy worker may take to notice that its answer is no longer wanted. The numbers of a large layer take
 * a second or more, several on a busy machine, and those that are wanted instead are computed before it can say so.
 */
const grace = { analysis: 500, compute: 30_000 };

/** Connects all parts. Nothing is computed here: see src/worker. */
export function startHost(context: ExtensionContext, { startWorker }: Platform): ConvLensApi & Disposable {
  const store = new DisposableStore();
  const output = store.add(window.createOutputChannel('ConvLens', { log: true }));
  const supervise = <Channel, Own>(
    role: 'analysis' | 'compute',
    handlers: Handlers<Own>,
    lost?: () => void,
  ) =>
    store.add(
      new Supervisor<Channel, Own>({
        name: role,
        start: () => startWorker(role),
        schedule,
        grace: grace[role],
        log: (message) => output.info(message),
        handlers,
        ...(lost && { lost }),
      }),
    );
  const runs = new NetworkRuns();
  const analysis = supervise<AnalysisWorker, NoMethods>('analysis', {}, () => files.workerLost());
  const compute = supervise<ComputeWorker, ComputeProgress>('compute', runs.handlers);

  const settings = store.add(new SettingsStore());
  const fileChoices = new FileChoices(context.workspaceState, settings);
  const shown = store.add(new ShownModels());
  const documents = store.add(
    new ModelDocuments({ worker: analysis, schedule, settings, fileChoices, shown, log: output }),
  );
  const files = store.add(new ModelFiles(documents, { worker: analysis, settings, fileChoices }));
  const extension = context.extensionUri;
  const parts = {
    files,
    fileChoices,
    shown,
    analysis,
    compute,
    runs,
    settings,
    schedule,
    log: output,
    extension: context.extension.id,
    keptFiles: new KeptFiles(
      ownFolder(Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'dropped-files')),
    ),
  };
  const panels = store.add(new Panels(extension, documents, parts));
  store.add(showDiagnostics(documents));
  store.add(showInlayHints(documents, analysis, settings));
  store.add(showHovers(documents, analysis));
  store.add(showCodeLenses(documents, analysis, settings));
  store.add(showSymbols(documents, analysis));
  store.add(offerQuickFixes(documents, analysis));
  store.add(showStatus(files, settings));
  store.add(trackModels(files));
  store.add(offerOnnxEditor(files, panels));
  const links = store.add(openLinks(files, panels, analysis));
  const restartWorkers = () => {
    analysis.restart();
    compute.restart();
  };
  store.add(registerCommands({ extension, files, analysis, fileChoices, panels, output, restartWorkers }));
  documents.start();
  return {
    onDidAnalyze: documents.onDidAnalyze,
    onDidMeasure: documents.onDidMeasure,
    panels,
    openLink: links.open,
    dispose: () => store.dispose(),
  };
}
