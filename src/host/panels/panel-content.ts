import { basename } from 'node:path/posix';
import { l10n, type Uri } from 'vscode';
import type { Analysis, AnalysisWorker } from '../../protocol/analysis.ts';
import type { PanelContent, PanelDocument } from '../../protocol/panel.ts';
import type { NetworkView } from '../../scene/network/view.ts';
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
  const analysis = await file.current();
  const content = contentAtHand(file, analysis, model);
  if (content || !analysis) return content ?? noModel(file);
  const shown = shownPlace(analysis, model);
  const of = { uri: file.uri.toString(), version: analysis.version, model: shown };
  return networkContent(file, analysis, shown, await worker.call('network', of));
}

/** The same at once, where the analysis says all; null where the worker must still be asked for the network. */
export function contentAtHand(
  file: ModelFile,
  analysis: Analysis | null,
  model: number,
): PanelContent | null {
  if (!analysis) return noModel(file);
  const shown = shownPlace(analysis, model);
  const document = panelDocument(file.uri);
  if (shown < 0) {
    const message = l10n.t('There is no layer in {0} yet. Write one, and it appears here.', document.name);
    return { state: 'empty', document, message };
  }
  const held = file.network(shown);
  return held && networkContent(file, analysis, shown, held.network);
}

/** The last model where the file has fewer by now; -1 where it has none. */
const shownPlace = ({ models }: Analysis, model: number): number => Math.min(model, models.length - 1);

function noModel(file: ModelFile): PanelContent {
  const document = panelDocument(file.uri);
  const message = l10n.t('{0} is not a model that ConvLens reads.', document.name);
  return { state: 'empty', document, message };
}

const networkContent = (
  file: ModelFile,
  { version, models }: Analysis,
  model: number,
  network: NetworkView,
): PanelContent => ({
  state: 'network',
  document: panelDocument(file.uri),
  hasText: file.document !== null,
  version,
  models: models.map(({ name }) => name),
  model,
  network,
  selected: null,
});
