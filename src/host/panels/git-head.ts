import { extensions, Uri, workspace } from 'vscode';
import { schedule } from '../schedule.ts';
import { committedText, type Committed, type GitApi, type HeadAbsence } from './committed-text.ts';

interface GitExtension {
  /** Throws while the setting `git.enabled` is off, or no git is found. */
  getAPI(version: 1): GitApi;
}

/** A file's text as it was committed last, or why there is none. */
export async function textAtHead(uri: Uri): Promise<Committed> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (!extension || uri.scheme !== 'file') return absent('no-git');
  let git: GitApi;
  try {
    git = (await extension.activate()).getAPI(1);
  } catch {
    return absent('git-off');
  }
  try {
    const text = await committedText(git, uri, schedule);
    if (text !== null) return { kind: 'text', text };
  } catch {
    return absent('not-committed');
  }
  return absent((await isInRepository(uri)) ? 'unopened-repository' : 'no-repository');
}

const absent = (reason: HeadAbsence): Committed => ({ kind: 'absent', reason });

/** Whether a folder above holds `.git`. Git's extension asks before it opens one above the workspace's folders. */
async function isInRepository(file: Uri): Promise<boolean> {
  for (let folder = Uri.joinPath(file, '..'); ; folder = Uri.joinPath(folder, '..')) {
    try {
      await workspace.fs.stat(Uri.joinPath(folder, '.git'));
      return true;
    } catch {
      if (folder.path === Uri.joinPath(folder, '..').path) return false;
    }
  }
}
