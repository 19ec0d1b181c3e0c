import { ok } from 'node:assert/strict';
import workerThreads, { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import { diagnosticsOf, openFile, replaceText } from './support/editor.ts';

/** Every thread that the extension starts from here on: it runs in the same process and calls the same constructor. */
function recordThreads(): { readonly threads: Worker[]; readonly stop: () => void } {
  const threads: Worker[] = [];
  class Recorded extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      threads.push(this);
    }
  }
  workerThreads.Worker = Recorded;
  return { threads, stop: () => void (workerThreads.Worker = Worker) };
}

test('a worker that is killed is replaced, and the next change is analysed', async () => {
  const { threads, stop } = recordThreads();
  try {
    const editor = await openFile('textbook.convlens.yaml');
    const { uri } = editor.document;
    await vscode.commands.executeCommand('convlens.restartWorkers');
    await replaceText(editor, 'stride: 2', 'stride: 1');
    await diagnosticsOf(uri, 'no misfit with stride 1', (found) => found.length === 0);
    ok(threads.length > 0, 'a thread was recorded');

    await Promise.all(threads.map((thread) => thread.terminate()));
    await replaceText(editor, 'stride: 1', 'stride: 2');
    await diagnosticsOf(uri, 'the misfit, from a new worker', (found) => found.length > 0);
  } finally {
    stop();
  }
});
