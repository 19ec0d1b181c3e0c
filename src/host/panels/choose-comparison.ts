import { basename } from 'node:path/posix';
import { l10n, window, workspace, type QuickPickItem, type Uri } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import type { Comparison } from '../../protocol/panel.ts';
import type { NetworkView } from '../../scene/network/view.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { textAtHead } from './git-head.ts';

interface Compared {
  readonly uri: Uri;
  readonly version: number;
  readonly model: number;
  /** Names of all models of the file. */
  readonly models: readonly string[];
}

interface Choice extends QuickPickItem {
  readonly network: () => Promise<NetworkView | null>;
}

/** Asks what to compare a model with: the committed text, another model of the file, or another file. */
export async function chooseComparison(
  worker: WorkerClient<AnalysisWorker>,
  compared: Compared,
): Promise<Comparison | null> {
  const choice = await window.showQuickPick(choicesOf(worker, compared), {
    title: l10n.t('Compare the network with …'),
  });
  const network = await choice?.network();
  if (!choice || network === undefined) return null;
  if (network) return { label: choice.label, network };
  void window.showInformationMessage(l10n.t('There is no network in {0} to compare with.', choice.label));
  return null;
}

async function choicesOf(
  worker: WorkerClient<AnalysisWorker>,
  { uri, version, model, models }: Compared,
): Promise<Choice[]> {
  const atHead = await textAtHead(uri);
  const name = models[model] ?? '';
  const committed: Choice[] =
    atHead === null
      ? []
      : [
          {
            label: 'HEAD',
            description: l10n.t('as it was committed last'),
            network: () => networkOf(worker, uri, atHead, name),
          },
        ];
  const others = models.flatMap((label, place): Choice[] => {
    const of = { uri: uri.toString(), version, model: place };
    return place === model ? [] : [{ label, network: () => worker.call('network', of) }];
  });
  const file: Choice = {
    label: l10n.t('Another file …'),
    network: async () => {
      const [other] = (await window.showOpenDialog({ defaultUri: uri })) ?? [];
      if (!other) return null;
      const text = new TextDecoder().decode(await workspace.fs.readFile(other));
      return networkOf(worker, other, text, name);
    },
  };
  return [...committed, ...others, file];
}

/** The model of that name in a text that no editor shows, else its first. */
async function networkOf(
  worker: WorkerClient<AnalysisWorker>,
  uri: Uri,
  text: string,
  name: string,
): Promise<NetworkView | null> {
  const of = { uri: `compared:${basename(uri.path)}`, version: 1 };
  const answer = await worker.call('analyze', {
    ...of,
    path: uri.path,
    content: { kind: 'text', text },
    choices: { inputs: [] },
    severities: {},
  });
  if (answer.kind !== 'analysis' || answer.models.length === 0) return null;
  const model = Math.max(
    0,
    answer.models.findIndex((candidate) => candidate.name === name),
  );
  const network = await worker.call('network', { ...of, model });
  await worker.call('forget', { uri: of.uri });
  return network;
}
