import { commands, l10n, ThemeIcon, window, workspace, type QuickPickItem, type Uri } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import type { Comparison } from '../../protocol/panel.ts';
import type { NetworkView } from '../../scene/network/view.ts';
import { assertNever } from '../../util/assert-never.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import type { HeadAbsence } from './committed-text.ts';
import { comparables, networkOf, type Comparable, type Compared } from './comparisons.ts';
import { textAtHead } from './git-head.ts';

interface Choice extends QuickPickItem {
  readonly network: () => Promise<NetworkView | null>;
  readonly absent?: HeadAbsence;
}

/** Asks what to compare a model with: the committed text, another model, scale or phase of the file, or another file. */
export async function chooseComparison(
  worker: WorkerClient<AnalysisWorker>,
  uri: Uri,
  compared: Compared,
): Promise<Comparison | null> {
  const others = await comparables(worker, compared, () => textAtHead(uri));
  const choices: Choice[] = [
    ...others.map(({ kind, ...other }) =>
      other.absent === undefined
        ? { ...other, description: descriptionOf(kind) }
        : { ...other, description: whyAbsent(other.absent), iconPath: new ThemeIcon('circle-slash') },
    ),
    { label: l10n.t('Another file …'), network: () => ofAnotherFile(worker, uri, compared) },
  ];
  const choice = await window.showQuickPick(choices, { title: l10n.t('Compare the network with …') });
  if (choice?.absent !== undefined) {
    await sayAbsent(choice.absent);
    return null;
  }
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

/** Why there is no committed text to compare with, and what to do. */
function whyAbsent(reason: HeadAbsence): string {
  switch (reason) {
    case 'no-git':
      return l10n.t('VS Code’s Git extension is disabled, or does not know this file.');
    case 'git-off':
      return l10n.t('Git is off: see the settings git.enabled and git.path.');
    case 'unopened-repository':
      return l10n.t('The repository lies above the opened folder, and Git was not let open it.');
    case 'no-repository':
      return l10n.t('The file is in no Git repository.');
    case 'not-committed':
      return l10n.t('The file was never committed.');
    default:
      return assertNever(reason);
  }
}

/** Says it again where it is chosen all the same, and offers what Git itself asks. */
async function sayAbsent(reason: HeadAbsence): Promise<void> {
  const why = whyAbsent(reason);
  if (reason !== 'unopened-repository') {
    await window.showInformationMessage(why);
    return;
  }
  const open = l10n.t('Open Repository');
  // Git's own command (vscode: extensions/git/package.json), which asks which one to open.
  if ((await window.showInformationMessage(why, open)) === open)
    await commands.executeCommand('git.openRepositoriesInParentFolders');
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
