import { extensions, type Uri } from 'vscode';

/** What is used of the API of VS Code's own Git extension (its git.d.ts, version 1). */
interface GitRepository {
  show(ref: string, path: string): Promise<string>;
}

interface GitExtension {
  getAPI(version: 1): { getRepository(uri: Uri): GitRepository | null };
}

/** A file's text as it was committed last; null where Git has none, or is not there. */
export async function textAtHead(uri: Uri): Promise<string | null> {
  const git = extensions.getExtension<GitExtension>('vscode.git');
  if (!git || uri.scheme !== 'file') return null;
  try {
    const repository = (await git.activate()).getAPI(1).getRepository(uri);
    return (await repository?.show('HEAD', uri.fsPath)) ?? null;
  } catch {
    return null;
  }
}
