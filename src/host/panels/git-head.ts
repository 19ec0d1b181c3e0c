import { extensions, type Uri } from 'vscode';
import { schedule } from '../schedule.ts';
import { committedText, type GitApi } from './committed-text.ts';

interface GitExtension {
  /** Throws while the setting `git.enabled` is off, or no git is found. */
  getAPI(version: 1): GitApi;
}

/** A file's text as it was committed last; null where Git has none, or is not there. */
export async function textAtHead(uri: Uri): Promise<string | null> {
  const git = extensions.getExtension<GitExtension>('vscode.git');
  if (!git || uri.scheme !== 'file') return null;
  try {
    return await committedText((await git.activate()).getAPI(1), uri, schedule);
  } catch {
    return null;
  }
}
