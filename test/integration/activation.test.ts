import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import { openFile, openText } from './support/editor.ts';
import { waitFor } from './support/wait.ts';

const extension = () => vscode.extensions.getExtension('convlens.convlens');

test('opening a model activates the extension', async () => {
  await openFile('resnet-stem.convlens.yaml');
  equal(
    await waitFor(
      'activation',
      () => extension()?.isActive,
      (active) => active === true,
    ),
    true,
  );
});

test('every command of the manifest is registered', async () => {
  const manifest = extension()?.packageJSON as { contributes: { commands: { command: string }[] } };
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
  deepEqual(missing, []);
});

test('a .cfg of another program is left alone', async () => {
  const { document } = await openText('[core]\nbare = false\nstride = 2\n', 'properties');
  await openFile('textbook.convlens.yaml');
  await waitFor(
    'the other file to be analysed',
    () => vscode.languages.getDiagnostics().flatMap(([, found]) => found).length,
    (count) => count > 0,
  );
  deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  ok(!document.isClosed);
});
