import * as vscode from 'vscode';
import { waitFor } from './wait.ts';

/**
 * Takes what stands in the one box that a command shows. Nothing tells when VS Code shows it, and Enter does nothing
 * before: it is pressed until the command is done, so that a second box would be taken, too.
 */
export async function acceptBox<T>(asked: Thenable<T>): Promise<T> {
  let isDone = false;
  const end = () => (isDone = true);
  asked.then(end, end);
  await waitFor(
    'the end of a command that asks',
    async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    },
    (done) => done,
  );
  return asked;
}
