import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import { openFile } from './support/editor.ts';
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
