import type { Schedule } from '../../protocol/rpc/port.ts';

/** What is used of the API of VS Code's own Git extension (its git.d.ts, version 1). */
export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: (listener: (state: GitApi['state']) => void) => { dispose(): unknown };
  getRepository(uri: GitFile): { show(ref: string, path: string): Promise<string> } | null;
}

/** A text as it was committed last, or why Git has none. */
export type Committed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent'; readonly reason: HeadAbsence };

/**
 * - `no-git`: Git's extension is disabled, or has no part in files of this kind.
 * - `git-off`: the setting `git.enabled` is off, or no git was found.
 * - `unopened-repository`: a folder above holds a repository that Git was not let open.
 * - `no-repository`: no folder above holds one.
 * - `not-committed`: the repository's HEAD does not have the file.
 */
export type HeadAbsence = 'no-git' | 'git-off' | 'unopened-repository' | 'no-repository' | 'not-committed';

/** The address of a file as VS Code gives it. */
interface GitFile {
  readonly fsPath: string;
}

/** How long a window that has just opened may look for its repositories until one goes on without. */
const searchTime = 5_000;

/** A file's text at HEAD; null where no repository holds the file. Rejects where HEAD does not have it. */
export async function committedText(git: GitApi, uri: GitFile, schedule: Schedule): Promise<string | null> {
  await found(git, schedule);
  return (await git.getRepository(uri)?.show('HEAD', uri.fsPath)) ?? null;
}

/** Until then, Git's extension knows of no repository, and every file would seem not to be committed. */
async function found(git: GitApi, schedule: Schedule): Promise<void> {
  if (git.state === 'initialized') return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      listening.dispose();
      late.dispose();
      resolve();
    };
    const late = schedule(searchTime, end);
    const listening = git.onDidChangeState((state) => {
      if (state === 'initialized') end();
    });
  });
}
