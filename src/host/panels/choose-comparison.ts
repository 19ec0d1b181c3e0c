import { l10n, window, workspace, type QuickPickItem, type Uri } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import type { Comparison } from '../../protocol/panel.ts';
import type { NetworkView } from '../../scene/network/view.ts';
import { assertNever } from '../../util/assert-never.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { comparables, networkOf, type Comparable, type Compared } from './comparisons.ts';
import { textAtHead } from './git-head.ts';

interface Choice extends QuickPickItem {
  readonly network: () => Promise<NetworkView | null>;
}

/** Asks what to compare a model with: the committed text, another model, scale or phase of the file, or another file. */
export async function chooseComparison(
  worker: WorkerClient<AnalysisWorker>,
  uri: Uri,
  compared: Compared,
): Promise<Comparison | null> {
  const others = await comparables(worker, compared, () => textAtHead(uri));
  const choices: Choice[] = [
    ...others.map(({ kind, ...other }) => ({ ...other, description: descriptionOf(kind) })),
    { label: l10n.t('Another file …'), network: () => ofAnotherFile(worker, uri, compared) },
  ];
  const choice = await window.showQuickPick(choices, { title: l10n.t('Compare the network with …') });
  const network = await choice?.network();
  if (!choice || network === undefined) return null;
  if (network) return { label: choice.label, network };
  void window.showInformationMessage(l10n.t('There is no network in {0} to compare with.', choice.label));
  return null;
}

function descriptionOf(kind: Comparable['kind']): string {
  switch (kind) {
    case 'head':
      return l10n.t('as it was committed last');
    case 'model':
      return l10n.t('Model');
    case 'scale':
      return l10n.t('Scale');
    case 'phase':
      return l10n.t('Phase');
    default:
      return assertNever(kind);
  }
}

async function ofAnotherFile(
  worker: WorkerClient<AnalysisWorker>,
  uri: Uri,
  compared: Compared,
): Promise<NetworkView | null> {
  const [other] = (await window.showOpenDialog({ defaultUri: uri })) ?? [];
  if (!other) return null;
  const text = new TextDecoder().decode(await workspace.fs.readFile(other));
  return networkOf(worker, { ...compared, path: other.path, choices: { inputs: [] } }, text);
}
