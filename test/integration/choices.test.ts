import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './harness.ts';
import { inlayHintsOf, openFile, openText, rangeOf, replaceText } from './support/editor.ts';
import { waitFor } from './support/wait.ts';

const lensesOf = async ({ uri }: vscode.TextDocument): Promise<readonly string[]> => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    10,
  );
  // What sizes the model wants may follow the size that it has.
  return lenses.map(({ command }) => (command?.title ?? '').replace(/;.*/, '')).slice(1);
};

/** Runs a command that asks in a list, and takes an entry of it. */
async function choose(command: string, place: number): Promise<void> {
  const done = vscode.commands.executeCommand(command);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  for (let step = 0; step < place; step++) {
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
  }
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await done;
}

test('a comment gives the input size and the phase, and the lines above the model say so', async () => {
  const editor = await openFile('lenet.prototxt');
  const { document } = editor;
  deepEqual(await lensesOf(document), ['Input 1×1×28×28, from the file', 'Phase TEST, the default']);
  await replaceText(editor, "# Caffe's LeNet", '# convlens: input=1x1x32x32 phase=TRAIN\n#');
  deepEqual(await lensesOf(document), [
    'Input 1×1×32×32, from a comment in the file',
    'Phase TRAIN, from a comment in the file',
  ]);
  await replaceText(editor, '# convlens: input=1x1x32x32 phase=TRAIN\n#', "# Caffe's LeNet");
});

test('a phase that was chosen is remembered, until one goes back to what the file says', async () => {
  const { document } = await openFile('lenet.prototxt');
  const isShown = (phase: string) => async () =>
    (await lensesOf(document)).some((title) => title.startsWith(phase));
  await choose('convlens.choosePhase', 1);
  await waitFor('phase TRAIN', isShown('Phase TRAIN, chosen'), (shown) => shown);
  equal((await inlayHintsOf(document)).size, 8);
  await choose('convlens.choosePhase', 2);
  await waitFor('phase TEST', isShown('Phase TEST, the default'), (shown) => shown);
});

test('a scale that was chosen is remembered, until one goes back to what the file says', async () => {
  const { document } = await openFile('detector.yaml');
  const rowAt = async (text: string) =>
    (await inlayHintsOf(document)).get(rangeOf(document, text).start.line);
  const isShown = (scale: string) => async () =>
    (await lensesOf(document)).some((title) => title.startsWith(scale));
  await waitFor('scale n', isShown('Scale n, the default'), (shown) => shown);
  equal(await rowAt('SPPF'), '64×80×80');
  await choose('convlens.chooseScale', 1);
  await waitFor('scale s', isShown('Scale s, chosen'), (shown) => shown);
  equal(await rowAt('SPPF'), '128×80×80');
  await choose('convlens.chooseScale', 3);
  await waitFor('scale n', isShown('Scale n, the default'), (shown) => shown);
});

test('a model that was chosen is the only one shown, until all are again', async () => {
  const text = (name: string, kernel: number) =>
    `class ${name}(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(3, 8, ${kernel})\n\n    def forward(self, x):\n        return self.conv(x)\n\n\n`;
  const { document } = await openText(
    `from torch import nn\n\n\n${text('Small', 3)}${text('Large', 5)}`,
    'python',
  );
  const modelsOf = async () =>
    (
      await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        20,
      )
    ).filter(({ command }) => command?.command === 'convlens.showLayout').length;
  await waitFor('both models', modelsOf, (count) => count === 2);
  await choose('convlens.chooseModel', 1);
  await waitFor('one model', modelsOf, (count) => count === 1);
  await choose('convlens.chooseModel', 2);
  await waitFor('both models again', modelsOf, (count) => count === 2);
});
