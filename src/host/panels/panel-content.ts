import { basename } from 'node:path/posix';
import { l10n, type Uri } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import type { PanelContent, PanelDocument } from '../../protocol/panel.ts';
import type { ModelFile } from '../documents/model-file.ts';
import type { WorkerClient } from '../workers/supervisor.ts';

export const panelDocument = (uri: Uri): PanelDocument => ({
  uri: uri.toString(),
  name: basename(uri.path),
});

/** What a panel shows of a file as it is now; `model` is a place in it. */
export async function panelContent(
  file: ModelFile,
  worker: WorkerClient<AnalysisWorker>,
  model: number,
): Promise<PanelContent> {
  const about = panelDocument(file.uri);
  const analysis = await file.current();
  if (!analysis) {
    const message = l10n.t('{0} is not a model that ConvLens reads.', about.name);
    return { state: 'empty', document: about, message };
  }
  const shown = Math.min(model, analysis.models.length - 1);
  if (shown < 0) {
    const message = l10n.t('There is no layer in {0} yet. Write one, and it appears here.', about.name);
    return { state: 'empty', document: about, message };
  }
  const { version } = analysis;
  const network = await worker.call('network', { uri: about.uri, version, model: shown });
  return {
    state: 'network',
    document: about,
    hasText: file.document !== null,
    version,
    models: analysis.models.map(({ name }) => name),
    model: shown,
    network,
    selected: null,
  };
}
