import { basename } from 'node:path/posix';
import { commands, l10n, ThemeIcon, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { AnalysisWorker } from '../../protocol/analysis.ts';
import type { ComparedWith, Comparison } from '../../protocol/comparison.ts';
import { assertNever } from '../../util/assert-never.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import type { HeadAbsence } from './committed-text.ts';
import { comparables, networkOf, type Comparable, type Compared } from './comparisons.ts';
import { textAtHead } from './git-head.ts';

interface Choice extends QuickPickItem {
  /** Null where there is no network; undefined where the user gave up. */
  readonly compare: () => Promise<Comparison | null | undefined>;
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
    ...others.map((other) => ({
      label: other.label,
      compare: () => comparedWith(other),
      ...detailsOf(other),
    })),
    { label: l10n.t('Another file …'), compare: () => withAnotherFile(worker, uri, compared) },
  ];
  const choice = await window.showQuickPick(choices, { title: l10n.t('Compare the network with …') });
  if (choice?.absent !== undefined) {
    await sayAbsent(choice.absent);
    return null;
  }
  const comparison = await choice?.compare();
  if (!choice || comparison === undefined) return null;
  if (!comparison)
    void window.showInformationMessage(l10n.t('There is no network in {0} to compare with.', choice.label));
  return comparison;
}

/** The same comparison after a restart, with what is there now; says so where there is nothing. */
export async function compareAgain(
  worker: WorkerClient<AnalysisWorker>,
  uri: Uri,
  compared: Compared,
  of: ComparedWith,
): Promise<Comparison | null> {
  const comparison = await sameAgain(worker, uri, compared, of).catch(() => null);
  if (!comparison)
    void window.showInformationMessage(
      l10n.t('The comparison with {0} could not be brought back: there is no network in it now.', of.label),
    );
  return comparison;
}

async function sameAgain(
  worker: WorkerClient<AnalysisWorker>,
  uri: Uri,
  compared: Compared,
  of: ComparedWith,
): Promise<Comparison | null> {
  if (of.kind === 'file') return withFile(worker, Uri.parse(of.uri, true), compared);
  const others = await comparables(worker, compared, () => textAtHead(uri));
  const same = others.find(({ kind, label }) => kind === of.kind && label === of.label);
  return same ? comparedWith(same) : null;
}

async function comparedWith({ kind, label, network: find }: Comparable): Promise<Comparison | null> {
  const network = await find();
  return network && { of: { kind, label }, network };
}

const detailsOf = ({ kind, absent }: Comparable) =>
  absent === undefined
    ? { description: descriptionOf(kind) }
    : { absent, description: whyAbsent(absent), iconPath: new ThemeIcon('circle-slash') };

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

async function withAnotherFile(
  worker: WorkerClient<AnalysisWorker>,
  uri: Uri,
  compared: Compared,
): Promise<Comparison | null | undefined> {
  const [other] = (await window.showOpenDialog({ defaultUri: uri })) ?? [];
  return other && withFile(worker, other, compared);
}

async function withFile(
  worker: WorkerClient<AnalysisWorker>,
  other: Uri,
  compared: Compared,
): Promise<Comparison | null> {
  const text = new TextDecoder().decode(await workspace.fs.readFile(other));
  const network = await networkOf(worker, { ...compared, path: other.path, choices: { inputs: [] } }, text);
  return network && { of: { kind: 'file', label: basename(other.path), uri: other.toString() }, network };
}
